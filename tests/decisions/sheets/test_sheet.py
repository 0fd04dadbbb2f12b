"""The one value that all outputs say: built from rules, kept as JSON, the same hash for ever."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from decisions.reports.sheets import data
from decisions.reports.sheets.building import Facts, rows
from decisions.reports.sheets.runs import plain, runs
from decisions.reports.sheets.sheet import clean, in_languages
from decisions.rules.texts.brackets import count, tidy
from decisions.rules.texts.diff import Fate, Mark
from tests.decisions.sheets import samples
from tests.decisions.texts.making import CONTENTS, KINDS, trees

ALL = ["draft", "redline", "proposals", "adopted", "hostile"]


@pytest.fixture(scope="module")
def sheets():
    return {name: getattr(samples, name)() for name in ALL}


def test_a_row_has_its_number_its_place_and_its_brackets():
    found = {row.key: row for row in samples.draft().rows}

    assert (found["c1"].label, found["c1"].reference, found["c1"].depth) == (
        "a)",
        "3(a)",
        1,
    )
    assert (found["c1"].parent, found["p1"].reference) == ("c", "P1")
    assert count(found["d"].words.es) == 2
    assert plain(found["d"].words.en).startswith(
        "Commit to [ensure]MX [seek to ensure [as far as possible]CA, −NI]US that"
    )


def test_a_comparison_says_what_became_of_each_paragraph():
    found = {row.key: row for row in samples.redline().rows}

    assert found["a"].fate is Fate.KEPT
    assert found["b"].fate is Fate.CHANGED
    assert (found["e"].fate, found["e"].is_there) == (Fate.DELETED, False)
    assert (found["g"].fate, found["g"].label) == (Fate.INSERTED, "5.")
    assert [row.key for row in samples.redline().rows][-3:] == ["e", "g", "f"]


def test_proposals_stand_by_their_paragraph_and_new_ones_where_they_would_go():
    found = samples.proposals().rows
    by_key = {row.key: row for row in found}

    assert [each.number for each in by_key["b"].proposals] == [1, 2, 3]
    assert by_key["g"].proposals[0].place.en == "after paragraph 5"
    assert [row.key for row in found][-3:] == ["e", "g", "f"]
    assert not by_key["g"].is_there


@pytest.mark.parametrize("name", ALL)
def test_json_reads_back_as_the_same_sheet(name, sheets):
    sheet = sheets[name]

    assert data.from_json(data.to_json(sheet)) == sheet
    assert json.loads(json.dumps(data.to_data(sheet))) == data.to_data(sheet)


def test_json_of_another_format_is_refused():
    with pytest.raises(Invalid):
        data.from_data({"format": "another/1"})


def test_the_hash_of_a_text_is_the_same_in_every_printing():
    plain_one = samples.adopted()
    redlined = samples.sheet(samples.reworded(), base=samples.BASE, against=2)
    as_it_is = samples.sheet(samples.reworded())

    assert data.text_sha256(in_languages(plain_one, "en")) == data.text_sha256(plain_one)
    assert data.text_sha256(redlined) == data.text_sha256(as_it_is)
    assert data.text_sha256(plain_one) != data.text_sha256(as_it_is)
    assert "\n3(a)\ten los puntos" in data.canonical(plain_one)


def test_a_clean_sheet_has_nothing_of_other_versions():
    found = clean(samples.redline())

    assert [row.key for row in found.rows] == [each.key for each in samples.reworded()]
    assert not found.is_redlined


@settings(max_examples=60, deadline=None)
@given(CONTENTS, CONTENTS)
def test_runs_without_what_was_inserted_are_what_was(was, now):
    found = runs(now, was)

    assert "".join(r.text for r in found if r.mark is not Mark.INSERTED) == plain(was)
    assert "".join(r.text for r in found if r.mark is not Mark.DELETED) == plain(now)


@settings(max_examples=40, deadline=None)
@given(trees(), trees(), st.sampled_from(sorted(KINDS)))
def test_any_text_makes_rows_that_are_read_back(text, base, kind):
    found = rows(text, KINDS[kind], base=base, facts=Facts(frozenset({"p1"})))
    sheet = samples.sheet(text)

    assert [row.key for row in found if row.is_there] == [each.key for each in text]
    assert data.from_data(data.to_data(sheet)) == sheet


def test_runs_of_words_alone_are_the_words():
    assert plain(tidy(["uno ", "dos"])) == "uno dos"
