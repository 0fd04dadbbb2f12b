"""The directory: found by any spelling, filtered, one page at a time, on paper and as files."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from members import cards, people
from members.models import Mandate, User
from members.models.folding import fold
from members.people import Asked
from tests.cast import MORNING
from tests.factories import LONG_AGO, MandateFactory, UserFactory, since

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def names(client, cast, who, **asked):
    """The people that ``who`` finds."""
    client.force_login(cast.people[who])
    answer = client.get(reverse("members:directory"), asked, follow=True)
    assert answer.status_code == 200
    return {line["name"] for line in answer.context["lines"]}


def test_a_name_is_found_without_its_accents_and_capitals(client, cast):
    for q in ("hector", "HÉCTOR", "héctor", "hect"):
        assert names(client, cast, "bruno", q=q) == {"Héctor"}


@pytest.mark.parametrize(
    "q",
    ["republica dominicana", "direccion consular dominicana", "carla@example", "DO carla"],
)
def test_every_word_is_looked_for_in_person_institution_party_and_address(client, cast, q):
    assert "Carla" in names(client, cast, "ana", q=q)


def test_all_words_must_be_there(client, cast):
    assert names(client, cast, "ana", q="carla panama") == set()


def test_signs_of_a_pattern_are_signs(client, cast):
    for q in ("%", "_", "\\", "'", '"', "%s", "\x00"):
        names(client, cast, "ana", q=q)
    assert names(client, cast, "ana", q="100%") == set()


def test_the_directory_is_filtered_by_party_and_role(client, cast):
    assert names(client, cast, "ana", party="DO") == {"Bruno", "Carla"}
    assert names(client, cast, "ana", role=Role.SECRETARIAT) == {"Elena"}
    assert names(client, cast, "ana", party="DO", role=Role.SECRETARIAT) == set()


def test_freshness_is_the_secretariats_to_ask_for(client, cast):
    User.objects.filter(pk=cast.bruno.pk).update(verified_at=None)
    User.objects.filter(pk=cast.carla.pk).update(bounced_at=MORNING)
    User.objects.filter(pk=cast.ana.pk).update(verified_at=MORNING - timedelta(days=181))
    seen = {
        fresh: names(client, cast, "elena", fresh=fresh)
        for fresh in ("never", "bounced", "due", "stale", "confirmed")
    }

    assert seen["never"] == {"Bruno"}
    assert seen["bounced"] == {"Carla"}
    assert seen["due"] == {"Ana"}
    assert seen["stale"] == {"Ana", "Bruno", "Carla"}
    assert not seen["confirmed"] & seen["stale"]
    assert names(client, cast, "mateo", fresh="never") >= {"Bruno", "Ana"}


def test_nobody_finds_by_searching_whom_they_may_not_see(client, cast):
    for asked in ({"q": "bruno"}, {"party": "DO"}, {"q": "dominicana"}):
        assert names(client, cast, "oscar", **asked) == set()
    assert names(client, cast, "oscar") == {"Óscar", "Elena", "Andrés"}


def test_a_mandate_that_ended_is_found_no_more(client, cast):
    Mandate.objects.filter(user=cast.bruno).update(during=since(end=MORNING))
    assert names(client, cast, "ana", q="bruno") == set()


def test_people_come_by_name_and_by_pages(client, cast):
    for number in range(40):
        MandateFactory(user__full_name=f"Ángel {number:02}", institution=cast.voices["PA"])
    first = names(client, cast, "ana", q="angel")
    second = names(client, cast, "ana", q="angel", page="2")

    assert len(first) == people.PER_PAGE
    assert first | second == {f"Ángel {number:02}" for number in range(40)}
    for page in ("99", "0", "-1", "x", "²", "9" * 30):
        assert names(client, cast, "ana", q="angel", page=page) in (first, second)


def test_however_many_people_and_past_offices_take_at_most_eight_queries(
    client, cast, django_assert_max_num_queries
):
    populate(cast)
    for who in ("bruno", "elena", "oscar"):
        client.force_login(cast.people[who])
        client.get(reverse("members:directory"))
        for asked in ({}, {"q": "example dominicana"}, {"page": "3"}):
            with django_assert_max_num_queries(MOST_QUERIES):
                client.get(reverse("members:directory"), asked)


def populate(cast, count=300):
    """Three hundred in office, and twice as many offices that ended."""
    made = User.objects.bulk_create(
        User(email=f"p{n}@example.org", full_name=f"Persona {n}", language="es")
        for n in range(count)
    )
    offices = list(cast.voices.values())
    Mandate.objects.bulk_create(
        Mandate(
            user=user,
            party=office.party,
            institution=office,
            role=Role.FOCAL_POINT,
            during=since(LONG_AGO, end),
        )
        for n, user in enumerate(made)
        for office in [offices[n % len(offices)]]
        for end in (None, LONG_AGO + timedelta(days=n + 1), LONG_AGO + timedelta(days=9))
    )


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_here_and_in_the_database_letters_fold_alike(text):
    clean = text.replace("\x00", "")
    user = UserFactory(full_name=clean)
    user.refresh_from_db()

    assert user.folded.startswith(fold(clean))


def test_the_countries_say_whether_a_consultation_reaches_them(client, cast):
    User.objects.filter(pk=cast.bruno.pk).update(bounced_at=MORNING)
    client.force_login(cast.elena)
    rows = client.get(reverse("members:directory-parties")).context["members"]
    reached = {row.party.code: row.is_reachable for row in rows}

    assert reached.pop("DO") is False
    assert all(reached.values())


def test_the_printed_list_has_everybody_by_party(client, cast):
    client.force_login(cast.bruno)
    page = client.get(reverse("members:directory-print")).content.decode()

    main = page[page.index("<main") :]
    assert main.index("Guatemala") < main.index("República Dominicana")
    assert "Carla" in main


@pytest.mark.parametrize(
    ("page", "form"),
    [("directory-csv", "csv"), ("directory-vcf", "vcf"), ("directory-print", "print")],
)
def test_whoever_takes_contact_data_away_leaves_a_trace(client, cast, page, form):
    client.force_login(cast.bruno)
    client.get(reverse(f"members:{page}"), {"party": "DO"})

    entry = audit.of(cast.bruno).latest("pk")

    assert entry.verb == "members.user.directory_taken"
    assert entry.data["form"] == form
    assert entry.data["asked"] == {"party": "DO"}
    assert entry.data["people"] > 0


def rows_of(client, cast, who, **asked):
    client.force_login(cast.people[who])
    answer = client.get(reverse("members:directory-csv"), asked)
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_spreadsheet_holds_what_the_reader_may_see(client, cast):
    found = {row[3] for row in rows_of(client, cast, "bruno", party="DO")[1:]}

    assert found == {"Bruno", "Carla"}
    assert {row[3] for row in rows_of(client, cast, "oscar")[1:]} == {
        "Óscar",
        "Elena",
        "Andrés",
    }


def test_no_cell_is_taken_for_a_formula(client, cast):
    User.objects.filter(pk=cast.carla.pk).update(
        full_name='=HYPERLINK("http://x")', title="@SUM(1)", phone="+506 1234"
    )
    (row,) = [row for row in rows_of(client, cast, "bruno") if "carla@example.org" in row]

    assert [cell for cell in row if cell.startswith(cards.FORMULA)] == []
    assert row[6] == "'+506 1234"


def test_a_card_holds_one_person_with_all_functions(client, cast):
    MandateFactory(
        user=cast.carla,
        institution=cast.voices["DO"],
        role=Role.DIRECTOR_CONSULAR,
    )
    client.force_login(cast.bruno)
    card = client.get(reverse("members:person-card", args=[cast.carla.pk])).content.decode()

    assert card.count("BEGIN:VCARD") == 1
    assert "ROLE:" in card
    assert card.endswith("END:VCARD\r\n")
    all_of_them = client.get(reverse("members:directory-vcf")).content.decode()
    assert all_of_them.count("BEGIN:VCARD") == all_of_them.count("END:VCARD") == 15


def test_a_card_of_somebody_unseen_is_not_there(client, cast):
    client.force_login(cast.oscar)
    assert (
        client.get(reverse("members:person-card", args=[cast.carla.pk])).status_code == 404
    )


@given(st.text(max_size=120))
def test_no_text_of_a_person_begins_another_property_of_the_card(name):
    line = {
        "user": 1,
        "name": name,
        "title": name,
        "party": "México",
        "institution": name,
        "role": "punto focal",
        "network": "",
        "is_alternate": False,
        "email": "a@example.org",
        "phone": "",
        "language": "es",
    }
    card = cards.as_vcards([line])
    lines = card.split("\r\n")
    unfolded = card.replace("\r\n ", "").split("\r\n")[:-1]

    assert all(len(each.encode()) <= cards.LONGEST_LINE for each in lines)
    properties = [each.partition(":")[0] for each in unfolded]
    assert properties[0] == "BEGIN"
    assert properties.count("END") == 1
    assert set(properties) <= {
        *("BEGIN", "VERSION", "KIND", "UID", "FN", "N", "ORG", "TITLE", "ROLE"),
        *("EMAIL", "LANG", "END"),
    }


def test_who_writes_contact_data_and_that_it_confirms_nothing(client, cast):
    User.objects.filter(pk=cast.carla.pk).update(verified_at=None)
    where = reverse("members:person-edit", args=[cast.carla.pk])
    said = {"full_name": "Carla Ruiz", "title": "Directora", "phone": "+1 809 1"}
    for who, status in (("mateo", 404), ("oscar", 404), ("bruno", 302)):
        client.force_login(cast.people[who])
        assert client.post(where, said).status_code == status
    cast.carla.refresh_from_db()

    assert (cast.carla.full_name, cast.carla.title) == ("Carla Ruiz", "Directora")
    assert cast.carla.verified_at is None
    assert cast.carla.email == "carla@example.org"


def test_my_delegation_shows_what_waits_and_is_for_whoever_acts_for_a_party(client, cast):
    User.objects.filter(pk=cast.carla.pk).update(bounced_at=MORNING)
    client.force_login(cast.bruno)
    page = client.get(reverse("members:delegation"))
    assert [duty["label"] for duty in page.context["duties"]] == ["Carla"]
    assert page.context["endable"] == set(
        Mandate.objects.filter(party=cast.parties["DO"]).values_list("pk", flat=True)
    )
    client.force_login(cast.oscar)
    assert client.get(reverse("members:delegation")).status_code == 200
    for who in ("elena", "admin"):
        client.force_login(cast.people[who])
        assert client.get(reverse("members:delegation")).status_code == 404


def test_my_delegation_keeps_its_budget(client, cast, django_assert_max_num_queries):
    client.force_login(cast.bruno)
    client.get(reverse("members:delegation"))
    with django_assert_max_num_queries(12):
        client.get(reverse("members:delegation"))


def test_a_mandate_ends_with_its_last_day_in_san_jose(client, cast):
    client.force_login(cast.bruno)
    mandate = Mandate.objects.get(user=cast.carla)
    client.post(reverse("members:mandate-end", args=[mandate.pk]), {"until": "2026-09-30"})
    mandate.refresh_from_db()

    assert mandate.during.upper.isoformat() == "2026-10-01T06:00:00+00:00"


def test_the_answer_is_the_same_prepared_or_not(cast):
    viewer = cast.viewer("ana")
    first = people.page_of(viewer, Asked())
    plain = people.lines_of(
        people._shown(Mandate.objects.at(viewer.at), viewer.at)[: people.PER_PAGE], viewer
    )

    assert first.lines == plain
    assert first.total == Mandate.objects.at(viewer.at).count()
    assert people.page_of(Viewer(at=viewer.at), Asked()).lines == []
