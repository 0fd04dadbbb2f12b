"""Participants on paper and as a spreadsheet: who reads which, what it says and what it keeps."""

import subprocess
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.access import Role
from meetings import delegation_papers as papers
from meetings.models import Forum
from tests.meetings.delegating import (
    HEAD,
    OFFICIAL,
    account,
    approved,
    come,
    person,
    the_rules,
    vice_ministerial,
    with_account,
)
from tests.pdf_rules import broken

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast) -> Any:
    the_rules()
    meeting = vice_ministerial(cast)
    by = cast.viewer("elena")
    for code in ("US", "DO", "CA"):
        people = [
            person(f"Jefa {code}", **HEAD, email=f"{code.lower()}@example.org"),
            person(f"Acompañante {code}", **OFFICIAL),
        ]
        approved(cast, come(cast, meeting, code, people, Forum.VM_CLOSED, by=by))
    come(cast, meeting, "MX", [person("=Sin aprobar()", **HEAD)], Forum.VM_PLENARY, by=by)
    return meeting


def text_of(pdf):
    told = ["pdftotext", "-layout", "-", "-"]
    return subprocess.run(told, input=pdf, capture_output=True, check=True).stdout.decode()


def test_the_papers_say_both_names_of_a_country_and_no_address(cast, meeting):
    elena, bruno = cast.viewer("elena"), cast.viewer("bruno")
    with override("es"):
        made = {name: papers.as_pdf(name, meeting, elena) for name in ("plates", "badges")}
        made["participants"] = papers.as_pdf("participants", meeting, bruno)

    for name, pdf in made.items():
        text = text_of(pdf)
        assert broken(pdf) == [], name
        for country in ("Estados Unidos", "United States", "República Dominicana"):
            assert country in text, name
        assert "@" not in text
        assert "Sin aprobar" not in text
    listed = text_of(made["participants"])
    assert "Lista de participantes" in listed
    assert (
        listed.index("Canadá")
        < listed.index("Estados Unidos")
        < listed.index("República Dominicana")
    )


def test_countries_stand_in_the_alphabet_of_the_reader_s_language(cast, meeting):
    bruno = cast.viewer("bruno")
    told = {}
    for language in ("es", "en"):
        with override(language):
            (group,) = papers.context("participants", meeting, bruno)["groups"]
            told[language] = [each["name"]["en"] for each in group["delegations"]]

    assert told["es"] == ["Canada", "United States", "Dominican Republic"]
    assert told["en"] == ["Canada", "Dominican Republic", "United States"]


def test_the_list_of_the_closed_door_is_for_those_inside(client, cast, meeting):
    minister = account(cast, "HN", Role.VICE_MINISTER)
    companion = account(cast, "NI", Role.LIAISON_OFFICER)
    people = [person("V", **HEAD), with_account("A", companion, **OFFICIAL)]
    elena = cast.viewer("elena")
    approved(cast, come(cast, meeting, "NI", people, Forum.VM_CLOSED, by=elena))

    readers = {
        name: papers.PAPERS["closed-door"].for_whom(meeting, viewer)
        for name, viewer in {
            "minister": cast.viewer(minister),
            "companion": cast.viewer(companion),
            **{who: cast.viewer(who) for who in ("elena", "ana", "bruno", "oscar")},
        }.items()
    }

    assert readers == {
        "minister": True,
        "companion": True,
        "elena": False,
        "ana": False,
        "bruno": False,
        "oscar": False,
    }
    (door,) = papers.context("closed-door", meeting, cast.viewer(minister))["groups"]
    assert [len(each["people"]) for each in door["delegations"]] == [2, 2, 2, 2]
    client.force_login(cast.elena)
    page = reverse("meetings:delegations-paper", args=[meeting.symbol, "closed-door"])
    assert client.get(page).status_code == 404


def test_the_spreadsheet_takes_nothing_for_a_formula_and_is_for_the_desk(
    client, cast, meeting
):
    page = reverse("meetings:delegations-csv", args=[meeting.symbol])
    client.force_login(cast.elena)

    text = client.get(page).content.decode()

    assert "'=Sin aprobar()" in text
    assert "@" not in text
    assert text.count("\n") == 8
    for who in ("bruno", "oscar", "admin"):
        client.force_login(cast.people[who])
        assert client.get(page).status_code == 404
