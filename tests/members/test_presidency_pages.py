"""The pages of the chair: what is recorded on them, what they show, and to whom."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_portal.core import clock
from crm_portal.reference import loading
from members import services
from members.models import Designation, Interest, Presidency
from tests.cast import MORNING

pytestmark = pytest.mark.django_db

PUBLIC = "/en/presidencies/"
INSIDE = "/en/intranet/presidency/"


def told(client, path=INSIDE, **query):
    return client.get(path, query).content.decode()


def test_a_country_announces_its_interest_and_takes_it_back(client, cast):
    client.force_login(cast.mateo)
    typed = {
        "party": cast.parties["MX"].pk,
        "label_year": 2028,
        "announced_on": "2026-06-04",
        "meeting": "XXX CRM",
    }

    answer = client.post(reverse("members:interest-announce"), typed)

    interest = Interest.objects.get()
    assert answer.url == reverse("members:presidency")
    assert "XXX CRM" in told(client)
    client.post(
        reverse("members:interest-withdraw", args=[interest.pk]),
        {"withdrawn_on": "2026-07-01"},
    )
    assert not Interest.objects.standing().exists()
    assert "taken back" in told(client)


def test_the_form_offers_a_country_only_itself(client, cast):
    client.force_login(cast.mateo)
    typed = {
        "party": cast.parties["PA"].pk,
        "label_year": 2028,
        "announced_on": "2026-06-04",
        "meeting": "XXX CRM",
    }

    answer = client.post(reverse("members:interest-announce"), typed)

    assert answer.status_code == 200
    assert not Interest.objects.exists()


def test_who_is_interested_is_not_for_observers(client, cast):
    services.announce_interest(
        cast.parties["MX"].pk,
        2028,
        announced_on=MORNING.date(),
        meeting="Plenaria reservada",
        by=cast.viewer("mateo"),
    )
    shown = {}
    for who in ("bruno", "elena", "oscar", "sara"):
        client.force_login(cast.people[who])
        shown[who] = "Plenaria reservada" in told(client)

    assert shown == {"bruno": True, "elena": True, "oscar": False, "sara": False}
    assert "Plenaria reservada" not in told(client, PUBLIC)


def test_a_designation_is_recorded_and_annulled(client, cast):
    client.force_login(cast.elena)
    typed = {
        "party": cast.parties["MX"].pk,
        "label_year": 2027,
        "decided_on": "2026-03-02",
        "meeting": "XXX CRM",
    }
    client.post(reverse("members:presidency-designate"), typed)
    designation = Designation.objects.get()
    assert "designated" in told(client, PUBLIC)

    where = reverse("members:designation-annul", args=[designation.pk])
    client.post(where, {"annulled_on": "2026-05-04", "because": "Declinó."})

    assert "Declinó." in told(client)
    assert "Not designated" in told(client, PUBLIC)
    assert client.get(where).status_code == 404


def test_the_theme_is_written_and_what_it_was_stays_readable(client, cast):
    client.force_login(cast.ana)
    where = reverse("members:presidency-theme", args=[2026])
    for theme in ("Retorno", "Retorno e integración"):
        answer = client.post(where, {"theme_es": theme, "theme_en": "Return"})

    term = Presidency.objects.get(label_year=2026)
    assert answer.url == term.get_absolute_url()
    page = told(client, f"{INSIDE}2026/")
    assert page.index("Retorno e integración") < page.rindex("Retorno<")
    assert "Ana" in page
    assert "Retorno e integración" in told(client, PUBLIC)
    client.logout()
    assert "Ana" not in told(client, PUBLIC)


def test_a_day_with_a_hand_over_shows_both_sides_of_it(client, cast):
    at = MORNING + timedelta(days=1)
    by = cast.viewer("elena")
    services.hand_over_presidency(cast.parties["MX"].pk, 2027, by=by, at=at)

    page = told(client, PUBLIC, on="2026-09-11")

    assert "Friday 11 September 2026" in page
    assert "From 09:00 on, San José time" in page


@pytest.mark.parametrize("on", ["", "yesterday", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_is_said_on_the_page(client, cast, on):
    answer = client.get(PUBLIC, {"on": on})

    assert answer.status_code == 200
    assert "Presided" not in answer.content.decode()


def test_the_public_page_shows_its_gap_and_takes_few_queries(
    client, db, django_assert_max_num_queries
):
    loading.load()
    client.get(PUBLIC)

    with django_assert_max_num_queries(4):
        page = told(client, PUBLIC)

    assert page.count("Not established") == 1
    assert "Not designated" in page
    assert page.count("20 years of the RCM (2016), line") == 21


def test_every_term_has_its_page(client, cast):
    loading.load()
    client.force_login(cast.bruno)
    years = list(Presidency.objects.values_list("label_year", flat=True))

    for year in years:
        assert client.get(f"{INSIDE}{year}/").status_code == 200, year
    assert client.get(f"{INSIDE}2025/").status_code == 404
    assert clock.now() == MORNING
