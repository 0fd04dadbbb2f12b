"""Pages of the members app: who sees what, in how many queries, and forms that forgive."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.core.models import Notice
from members.models import CalendarYear, Closure, Mandate, OfficialVoice, Presidency, User
from tests.cast import MORNING
from tests.factories import ClosureFactory, MandateFactory, OfficialVoiceFactory

pytestmark = pytest.mark.django_db
OK, DOOR, GONE, FORBIDDEN = 200, 302, 404, 405
VISITORS = ("sara", "oscar", "carla", "bruno", "ana", "elena", "admin")
# Who gets which page: a stranger, an observer, another institution, a focal point, the
# presidency, the Secretariat, the administrator.
MATRIX = {
    ("members:account",): (DOOR, OK, OK, OK, OK, OK, OK),
    ("members:directory",): (DOOR, OK, OK, OK, OK, OK, OK),
    ("members:party", "DO"): (DOOR, OK, OK, OK, OK, OK, OK),
    ("members:party", "AR"): (DOOR, OK, OK, OK, OK, OK, OK),
    ("members:party", "XX"): (DOOR, GONE, GONE, GONE, GONE, GONE, GONE),
    ("members:party-invite", "DO"): (DOOR, GONE, OK, OK, GONE, OK, OK),
    ("members:party-voice", "DO"): (DOOR, GONE, GONE, OK, GONE, OK, GONE),
    ("members:calendars",): (DOOR, GONE, OK, OK, OK, OK, OK),
    ("members:calendar", "DO", 2026): (DOOR, GONE, OK, OK, OK, OK, OK),
    ("members:calendar", "AR", 2026): (DOOR, GONE, GONE, GONE, GONE, GONE, GONE),
    ("members:closure-enter", "DO", 2026): (DOOR, GONE, GONE, GONE, GONE, OK, GONE),
    ("members:calendar-confirm", "DO", 2026): (DOOR, *[FORBIDDEN] * 6),
    ("members:presidency",): (DOOR, OK, OK, OK, OK, OK, OK),
    ("members:presidency-hand-over",): (DOOR, GONE, GONE, GONE, OK, OK, GONE),
    ("members:presidency-designate",): (DOOR, GONE, GONE, GONE, OK, OK, GONE),
    ("members:directory-ask",): (DOOR, *[FORBIDDEN] * 6),
}
CELLS = [
    (page, who, status)
    for page, row in MATRIX.items()
    for who, status in zip(VISITORS, row, strict=True)
]


@pytest.mark.parametrize(("page", "who", "status"), CELLS)
def test_everybody_gets_the_pages_that_are_theirs(client, cast, page, who, status):
    name, *args = page
    client.force_login(cast.people[who])

    assert client.get(reverse(name, args=args)).status_code == status


@pytest.mark.parametrize("page", [page for page in MATRIX if page[-1] != "XX"])
def test_the_public_is_shown_the_door(client, cast, page):
    name, *args = page

    assert client.get(reverse(name, args=args)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_pages_are_in_the_language_of_their_address(client, cast, language):
    client.force_login(cast.bruno)
    with override(language):
        pages = [
            reverse("members:directory"),
            reverse("members:calendar", args=["DO", 2026]),
        ]
    for page in pages:
        answer = client.get(page).content.decode()
        assert f'<html lang="{language}"' in answer
        assert 'style="' not in answer
        assert "<script>" not in answer


def names(client, page="members:directory", *args):
    answer = client.get(reverse(page, args=args)).content.decode()
    main = re.search(r"<main.*</main>", answer, re.DOTALL).group()
    return {name for name in ("Bruno", "Carla", "Ana", "Óscar", "Elena") if name in main}


def test_members_and_the_secretariat_see_the_people(client, cast):
    for who in ("bruno", "elena"):
        client.force_login(cast.people[who])
        assert names(client) == {"Bruno", "Carla", "Ana", "Óscar", "Elena"}


def test_an_observer_sees_its_own_people_and_the_secretariat(client, cast):
    client.force_login(cast.oscar)

    assert names(client) == {"Óscar", "Elena"}
    assert names(client, "members:party", "DO") == set()
    assert client.get(cast.bruno.get_absolute_url()).status_code == 404
    assert client.get(cast.elena.get_absolute_url()).status_code == 200


def test_a_former_focal_point_is_not_in_the_directory(client, cast):
    mandate = Mandate.objects.get(user=cast.carla)
    client.force_login(cast.elena)
    client.post(reverse("members:mandate-end", args=[mandate.pk]))

    assert "Carla" not in names(client)
    assert client.get(cast.carla.get_absolute_url()).status_code == 200
    client.force_login(cast.bruno)
    assert client.get(cast.carla.get_absolute_url()).status_code == 404


def test_what_an_account_did_is_for_its_holder_and_the_secretariat(client, cast):
    client.force_login(cast.elena)
    client.post(reverse("members:party-voice", args=["DO"]), _voice(cast))
    page = cast.elena.get_absolute_url()

    assert 'class="timeline"' in client.get(page).content.decode()
    client.force_login(cast.bruno)
    assert 'class="timeline"' not in client.get(page).content.decode()
    assert 'class="timeline"' not in client.get(reverse("members:account")).content.decode()


def _voice(cast):
    return {"institution": cast.others["DO"].pk}


def test_the_directory_takes_as_many_queries_whoever_is_in_it(
    client, cast, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.bruno)
    page = reverse("members:directory")
    client.get(page)
    with CaptureQueriesContext(connection) as before:
        client.get(page)
    for _ in range(15):
        MandateFactory(institution=OfficialVoiceFactory().institution)
    with django_assert_num_queries(len(before)):
        client.get(page)
    assert len(before) <= 12


@pytest.mark.parametrize(
    ("name", "args", "limit"),
    [
        ("members:calendars", [], 11),
        ("members:calendar", ["DO", 2026], 11),
        ("members:party", ["DO"], 14),
        ("members:presidency", [], 14),
    ],
)
def test_a_page_keeps_its_budget(
    client, cast, django_assert_max_num_queries, name, args, limit
):
    client.force_login(cast.bruno)
    client.get(reverse(name, args=args))

    with django_assert_max_num_queries(limit):
        client.get(reverse(name, args=args))


def test_a_wrong_form_keeps_what_was_typed_and_says_why(client, cast):
    client.force_login(cast.elena)
    page = reverse("members:closure-enter", args=["DO", 2026])
    typed = {
        "day": "2026-10-14",
        "kind": "adhoc",
        "name_es": "Duelo nacional por el huracán",
        "instrument": "",
        "published_on": "2026-09-09",
    }

    answer = client.post(page, typed)

    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Duelo nacional por el huracán" in shown
    assert 'value="2026-10-14"' in shown
    assert 'role="alert"' in shown
    assert 'aria-invalid="true"' in shown
    assert not Closure.objects.filter(name_es=typed["name_es"]).exists()


def test_what_a_rule_refuses_is_said_in_the_form_too(client, cast, settings):
    settings.CLOSURE_ENTRY = "members.services.enter_closure"
    ClosureFactory(party=cast.parties["DO"], day=MORNING.date())
    client.force_login(cast.elena)
    typed = {
        "day": MORNING.date().isoformat(),
        "kind": "adhoc",
        "name_es": "Repetido",
        "instrument": "Decreto 1-26",
        "published_on": "2026-09-09",
    }

    answer = client.post(reverse("members:closure-enter", args=["DO", 2026]), typed)

    assert answer.status_code == 200
    assert "Decreto 1-26" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_the_secretariat_enters_and_corrects_a_closure(client, cast):
    client.force_login(cast.elena)
    typed = {
        "day": "2026-10-14",
        "kind": "adhoc",
        "name_es": "Duelo",
        "instrument": "Decreto 1-26",
        "published_on": "2026-09-09",
    }

    entered = client.post(reverse("members:closure-enter", args=["DO", 2026]), typed)
    first = Closure.objects.get(name_es="Duelo")
    page = reverse("members:closure-correct", args=["DO", 2026, first.pk])
    shown = client.get(page).content.decode()
    corrected = client.post(
        page, {**typed, "kind": "cancelled", "instrument": "Decreto 2-26"}
    )

    assert entered.status_code == corrected.status_code == 302
    assert 'value="Duelo"' in shown
    assert first.superseded_by.instrument == "Decreto 2-26"
    assert client.get(page).status_code == 404, "corrected once"


def test_the_official_voice_confirms_its_list_in_december(client, cast):
    clock.set_to(datetime(2028, 12, 5, 18, tzinfo=UTC), frozen=True)
    page = reverse("members:calendar", args=["DO", 2029])
    confirm = reverse("members:calendar-confirm", args=["DO", 2029])

    for who, offered in (
        ("carla", False),
        ("ana", False),
        ("bruno", True),
        ("elena", True),
    ):
        client.force_login(cast.people[who])
        assert (f'action="{confirm}"' in client.get(page).content.decode()) is offered, who
    client.force_login(cast.bruno)
    assert client.post(confirm).url == page
    assert client.post(confirm).url == "../", "confirmed already: said where one was"
    assert CalendarYear.objects.get(party=cast.parties["DO"], year=2029)


def test_a_focal_point_invites_a_colleague(client, cast):
    client.force_login(cast.bruno)
    typed = {
        "email": "nora@example.org",
        "full_name": "Nora",
        "language": "es",
        "role": "focal_point",
        "institution": cast.others["DO"].pk,
    }

    answer = client.post(reverse("members:party-invite", args=["DO"]), typed)

    assert answer.url == cast.parties["DO"].get_absolute_url()
    assert Notice.objects.get(event="account.invited").recipient.email == "nora@example.org"


def test_the_form_offers_no_role_or_institution_of_others(client, cast):
    client.force_login(cast.bruno)
    typed = {"email": "n@example.org", "full_name": "N", "language": "es"}
    page = reverse("members:party-invite", args=["DO"])

    for role, institution in (
        ("secretariat", cast.others["DO"].pk),
        ("administrator", cast.others["DO"].pk),
        ("focal_point", cast.voices["GT"].pk),
        ("focal_point", ""),
    ):
        answer = client.post(page, {**typed, "role": role, "institution": institution})
        assert 'role="alert"' in answer.content.decode(), role
    assert not User.objects.filter(email="n@example.org").exists()


def test_the_secretariat_designates_the_voice(client, cast):
    client.force_login(cast.elena)

    client.post(reverse("members:party-voice", args=["DO"]), _voice(cast))

    voice = OfficialVoice.objects.at(MORNING).get(party=cast.parties["DO"])
    assert voice.institution == cast.others["DO"]


def test_a_hand_over_is_written_on_the_clock_of_san_jose(client, cast):
    client.force_login(cast.elena)
    typed = {"party": cast.parties["MX"].pk, "label_year": 2027, "at": "2026-12-01 10:00"}

    answer = client.post(reverse("members:presidency-hand-over"), typed)

    assert answer.status_code == 302
    assert Presidency.objects.get(label_year=2027).term.lower == MORNING.replace(
        month=12, day=1, hour=16
    )


def test_one_changes_ones_own_account_and_its_language(client, cast):
    client.force_login(cast.bruno)
    typed = {"full_name": "Bruno B.", "title": "Director", "phone": "", "language": "en"}

    answer = client.post(reverse("members:account"), typed)

    with override("en"):
        assert answer.url == reverse("members:account")
    assert answer.cookies["django_language"].value == "en"
    cast.bruno.refresh_from_db()
    assert (cast.bruno.full_name, cast.bruno.language) == ("Bruno B.", "en")


def test_an_account_takes_no_field_that_is_not_ones_to_change(client, cast):
    client.force_login(cast.bruno)
    typed = {"full_name": "B", "language": "es", "email": "x@example.org", "is_active": ""}

    client.post(reverse("members:account"), typed)

    cast.bruno.refresh_from_db()
    assert cast.bruno.email == "bruno@example.org"
    assert cast.bruno.is_active


def test_the_secretariat_asks_whoever_lapsed(client, cast):
    User.objects.filter(pk=cast.bruno.pk).update(verified_at=None)
    client.force_login(cast.elena)

    client.post(reverse("members:directory-ask"))

    assert Notice.objects.get(event="account.verify_contact").recipient == cast.bruno
