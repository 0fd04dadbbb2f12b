"""What the meetings ahead wait for, on the front page of whoever has to do it."""

import pytest
from django.urls import reverse

from meetings import waits_today
from meetings.models import Convocation, ConvocationLetter, Forum
from meetings.services import accreditation
from meetings.services import delegations as registering
from tests.meetings.delegating import HEAD, come, person, the_rules, vice_ministerial

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast):
    the_rules()
    return vice_ministerial(cast)


@pytest.fixture
def delegation(cast, meeting):
    return come(cast, meeting, "DO", [person("Alguien", **HEAD)], Forum.VM_PLENARY)


def told(cast, who):
    return [(row["text"], row["url"]) for row in waits_today.today(cast.viewer(who))]


def test_a_delegation_waits_for_its_party_then_for_whoever_approves_it(
    cast, meeting, delegation
):
    own = reverse("meetings:accreditation", args=[meeting.symbol])
    desk = reverse("meetings:delegations", args=[meeting.symbol])

    assert [url for _text, url in told(cast, "bruno")] == [own]
    assert told(cast, "elena") == told(cast, "mateo") == []

    registering.submit(delegation.pk, by=cast.viewer("bruno"))
    assert told(cast, "bruno") == []
    assert [url for _text, url in told(cast, "elena")] == [desk]
    assert [url for _text, url in told(cast, "ana")] == [desk]

    accreditation.send_back(
        delegation.pk, reason="Falta el cargo.", by=cast.viewer("elena")
    )
    assert [url for _text, url in told(cast, "bruno")] == [own]
    assert told(cast, "elena") == []


def test_a_convocation_waits_for_the_party_it_was_sent_to(cast, meeting):
    words = {"subject_es": "-", "subject_en": "-", "body_es": "-", "body_en": "-"}
    convocation = Convocation.objects.create(
        meeting=meeting, signed_by="PPT", office_es="PPT", recorded_at=cast.at, **words
    )
    ConvocationLetter.objects.create(
        convocation=convocation,
        party=cast.parties["DO"],
        basis="by_right",
        number="1",
        issued_at=cast.at,
        sent_at=cast.at,
        **words,
    )

    assert len(told(cast, "bruno")) == 1
    assert told(cast, "mateo") == []


def test_the_front_page_shows_it_and_asks_two_questions_more(
    client, cast, delegation, django_assert_max_num_queries
):
    client.force_login(cast.bruno)
    page = client.get(reverse("core:today")).content.decode()
    bruno = cast.viewer("bruno")

    assert delegation.meeting.symbol in page
    with django_assert_max_num_queries(2):
        waits_today.today(bruno)
