"""The chair through the years, as the sources tell it: three hand-overs that are known well."""

import csv
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.html import escape

from crm_portal.core.sources import cite
from crm_portal.reference import files
from meetings.models import Agreement, Representation
from members import chairs
from members.access import troika_at
from members.models import Designation, Party, Presidency

SAN_JOSE = ZoneInfo("America/Costa_Rica")


def seats(*when):
    found = troika_at(datetime(*when, tzinfo=SAN_JOSE))
    code = dict(Party.objects.values_list("pk", "code"))
    return tuple(code.get(pk) for pk in (found.previous, found.current, found.next))


def test_guatemala_hands_over_to_mexico_at_the_grcm_of_october_2002(reference):
    """002:3: the ceremony closed the meeting of 29-31 October."""
    assert seats(2002, 10, 30, 23, 59)[1] == "GT"
    assert seats(2002, 10, 31)[:2] == ("GT", "MX")
    assert seats(2002, 12, 1)[1] == "MX"

    term = Presidency.objects.get(label_year=2003)
    assert "GRCM" in term.handover_meeting_es
    assert term.handover_place == "Antigua, Guatemala"
    assert "002:3" in term.source


def test_nicaragua_hands_over_to_mexico_in_november_2014(reference):
    assert seats(2014, 11, 24, 12)[1] == "NI"
    assert seats(2014, 11, 25)[:2] == ("NI", "MX")
    assert Presidency.objects.get(label_year=2015).handover_place == "Managua"


def test_mexico_is_designated_in_2019_for_2021_while_costa_rica_presides_in_2020(reference):
    designation = Designation.objects.get(label_year=2021)

    assert designation.party.code == "MX"
    assert (designation.decided_on, designation.precision) == (date(2019, 11, 30), "month")
    assert designation.source
    # Guatemala presides; who follows it is Costa Rica, of whose designation nothing is read.
    assert seats(2019, 12, 15) == ("PA", "GT", None)
    assert seats(2020, 7, 1) == ("GT", "CR", "MX")
    assert seats(2020, 12, 4)[:2] == ("CR", "MX")


def test_every_row_of_the_file_is_on_the_public_page_with_its_source(reference, client):
    page = client.get("/en/presidencies/").content.decode()
    translation.activate("en")
    with (files.FOLDER / files.PRESIDENCIES).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 30
    for row in rows:
        term = Presidency.objects.select_related("party").get(label_year=row["label_year"])
        assert f">{row['label_year']}<" in page
        assert term.party.name_en in page
        assert escape(cite(row["source"])) in page
        for theme in (row["theme_es"], row["theme_en"]):
            assert theme.replace("'", "&#x27;") in page


def test_the_year_that_no_source_establishes_is_shown_as_a_gap(reference):
    rows = {row.year: row for row in chairs.timeline(_public())}

    assert rows[2025].is_gap
    assert [year for year, row in rows.items() if row.is_gap] == [2025]
    assert min(rows) == 1996


def _public():
    from crm_portal.core.access import Viewer

    return Viewer(at=datetime(2026, 9, 10, 15, tzinfo=UTC))


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2002, 12, 1), [("GT", "MX", None)]),
        (date(2025, 7, 1), [("BZ", None, None)]),
        (date(1995, 1, 1), [(None, None, None)]),
        (date(1996, 6, 1), [(None, "MX", None)]),
    ],
)
def test_the_troika_of_any_day(reference, day, names):
    found = [
        tuple(p.code if p else None for p in (m.previous, m.current, m.next))
        for m in chairs.moments(day)
    ]

    assert found == names


def test_joint_meetings_are_there_with_what_their_sources_disagree_on(reference):
    held = {each.starts_on.year: each for each in Agreement.objects.all()}

    assert sorted(held) == [2018, 2021, 2023]
    assert held[2021].precision == "year"
    assert "“IV”" in held[2023].discrepancy_en
    assert all(each.source for each in held.values())


def test_mexicos_representation_in_santiago_is_there_with_its_report(reference):
    found = Representation.objects.get()

    assert (found.party.code, found.place) == ("MX", "Santiago de Chile")
    assert found.report.follow_up_es
    assert not Representation.objects.owing(date(2026, 9, 10)).exists()
