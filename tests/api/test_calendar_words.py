"""Every reason for which a term cannot be computed has its words, in both languages."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from crm_portal.core import calendar_words
from crm_portal.core.calendars import CalendarError
from crm_portal.core.errors import Conflict

ENGINE = Path(settings.BASE_DIR) / "crm_portal" / "core" / "calendars"


def codes():
    return {
        code
        for path in ENGINE.glob("*.py")
        for code in re.findall(r'code="([a-z-]+)"', path.read_text("utf-8"))
    }


def test_every_code_of_the_engine_has_its_words():
    assert codes() == set(calendar_words.WORDS)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_words_are_complete_sentences(language):
    with override(language):
        for code in calendar_words.WORDS:
            said = calendar_words.words(CalendarError("for the log", code=code))
            assert said.endswith(".")
            assert "%" not in said


def test_a_code_to_come_says_something_and_other_refusals_speak_for_themselves():
    unknown = calendar_words.words(CalendarError("for the log", code="new"))

    assert unknown == str(calendar_words.UNKNOWN)
    assert calendar_words.message(Conflict("As it stands.")) == "As it stands."
