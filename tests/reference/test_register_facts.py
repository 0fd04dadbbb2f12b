"""The texts since 1996 in the files: each with its source, none supposed, all in both languages."""

import re

import pytest

from crm_portal.core.i18n import LANGUAGES
from crm_portal.reference import files
from crm_portal.reference.files import (
    PROVISION_LINKS,
    PROVISIONS,
    TEXT_CORRIGENDA,
    TEXT_KINDS,
    TEXTS,
)
from decisions.models import ProvisionLink, Text
from decisions.models.register import Relation
from meetings.models import Axis

ALL = [TEXTS, PROVISIONS, PROVISION_LINKS, TEXT_CORRIGENDA]
SOURCE = re.compile(r"\d{3}:\d+|[\w-]+(\.[\w-]+)+\S*")
KINDS = {row["code"]: row for row in files.rows(TEXT_KINDS)}


@pytest.mark.parametrize("name", ALL)
def test_every_row_names_its_source(name):
    for row in files.rows(name):
        assert row["source"], row
        assert all(SOURCE.fullmatch(word) for word in row["source"].split()), row["source"]


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_is_said_in_both_languages(name):
    for row in files.rows(name):
        for column in row:
            if column.endswith("_es"):
                english = row[f"{column.removesuffix('_es')}_en"]
                assert bool(row[column]) == bool(english), (column, row)


def test_languages_characters_and_axes_are_known_ones():
    for row in files.rows(TEXTS):
        assert set(row["languages"].split()) <= set(LANGUAGES)
        assert bool(row["character"]) == bool(row["character_source"])
        assert row["kind"] in KINDS
    for row in files.rows(PROVISIONS):
        assert row["axis"] in {"", *Axis.values}
    assert {row["relation"] for row in files.rows(PROVISION_LINKS)} <= set(Relation.values)


def test_a_text_is_of_a_kind_that_its_organ_writes(reference):
    for text in Text.objects.exclude(body=None).select_related("body"):
        bodies = KINDS[text.kind_id]["bodies"].split()
        assert text.body.kind in bodies or text.body.kind == "event", text.reference


def test_a_text_is_adopted_within_its_meeting(reference):
    for text in Text.objects.exclude(meeting=None).exclude(adopted_on=None):
        month = text.meeting.starts_on.replace(day=1)
        assert month.year == text.adopted_on.year, text.reference
        assert text.adopted_on <= text.meeting.ends_on or text.precision != "day"


def test_no_later_text_comes_before_the_earlier_one(reference):
    for link in ProvisionLink.objects.select_related("earlier_text", "later_text"):
        earlier, later = link.earlier_text.adopted_on, link.later_text.adopted_on
        assert earlier.year <= later.year, link


def test_what_sources_say_apart_is_noted():
    notes = {row["reference"]: row["note_es"] for row in files.rows(TEXTS)}

    assert "2002 en Antigua" in notes["II-CRM-PLAN"]
    assert "5.8 dice tres días hábiles" in notes["EVENTOS-2011-2-INF"]
    assert "(001:382)" in notes["X-CRM-DEC"]
    assert "sin Belice" in notes["XXI-CRM-DECL"]
