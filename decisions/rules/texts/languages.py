"""Whether the two languages of a paragraph say the same, from what happened to them.

One side holds the substance, the other follows it: it is missing, being drafted,
translated, checked by a named person, or outdated because the first one changed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from decisions.rules.texts.paragraphs import LANGUAGES


class State(StrEnum):
    """Where one language of a paragraph stands."""

    MISSING = "missing"
    ORIGINAL = "original"
    """The substance was written in it last: the other side is held against it."""
    DRAFT = "draft"
    TRANSLATED = "translated"
    CHECKED = "checked"
    OUTDATED = "outdated"


READY = frozenset({State.ORIGINAL, State.CHECKED})
WITH_WORDS = frozenset(State) - {State.MISSING}


class Happened(StrEnum):
    """What may happen to the words of a paragraph in one language, or in both at once."""

    AMENDED = "amended"
    """What it says changed: the other language has to follow."""
    WORDED = "worded"
    """The words changed, not what they say: a translation in work, a corrected typo."""
    TRANSLATED = "translated"
    """Somebody says that it now is what the other side says."""
    CHECKED = "checked"
    """A named person compared both and found them the same."""
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. ``language`` is None where both were written in one act.

    ``by`` is who did it (a user's key).
    """

    happened: Happened
    language: str | None
    at: datetime
    by: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one language, since when, and by whose hand."""

    state: State = State.MISSING
    at: datetime | None = None
    by: int | None = None

    @property
    def is_ready(self) -> bool:
        """Say whether the language may be adopted."""
        return self.state in READY


Standings = Mapping[str, Standing]
ABSENT: Standings = {language: Standing() for language in LANGUAGES}
# What a following side becomes when its own words change: nothing it was is sure any more.
WORDED = {
    State.MISSING: State.DRAFT,
    State.OUTDATED: State.OUTDATED,
    State.DRAFT: State.DRAFT,
    State.TRANSLATED: State.DRAFT,
    State.CHECKED: State.TRANSLATED,
    State.ORIGINAL: State.ORIGINAL,
}
TRANSLATABLE = frozenset({State.MISSING, State.OUTDATED, State.DRAFT, State.TRANSLATED})


def standings(events: Iterable[Event], *, drafted_in: str = "es") -> Standings:
    """Return the state of each language after everything that happened, in order.

    ``drafted_in`` is which of the two is the original where both came at once. A check of
    what is missing or outdated counts for nothing.
    """
    found = ABSENT
    for event in events:
        found = _after(found, event, drafted_in)
    return found


def may_be_checked(state: State) -> bool:
    """Say whether there is something to check: a translation, complete or not declared so."""
    return state in {State.DRAFT, State.TRANSLATED}


def _after(found: Standings, event: Event, drafted_in: str) -> Standings:
    if event.language is None:
        return _both(found, event, drafted_in)
    language, other = event.language, _other(event.language)
    here, there = found[language], found[other]
    if event.happened is Happened.AMENDED:
        outdated = there if there.state is State.MISSING else _set(State.OUTDATED, event)
        return {language: _set(State.ORIGINAL, event), other: outdated}
    if event.happened is Happened.ERASED:
        left = (
            there if there.state is State.MISSING else replace(there, state=State.ORIGINAL)
        )
        return {language: _set(State.MISSING, event), other: left}
    state = _own(event.happened, here.state, there.state)
    if state is None or (state is State.CHECKED and event.by is None):
        return found
    return {language: _set(state, event), other: there}


def _own(happened: Happened, state: State, other: State) -> State | None:
    """What an event makes of its own side alone; None: nothing."""
    if happened is Happened.WORDED:
        if state is State.MISSING and other is State.MISSING:
            return State.ORIGINAL
        return WORDED[state]
    if happened is Happened.TRANSLATED:
        is_possible = state in TRANSLATABLE and other is not State.MISSING
        return State.TRANSLATED if is_possible else None
    return State.CHECKED if may_be_checked(state) else None


def _both(found: Standings, event: Event, drafted_in: str) -> Standings:
    """Words that came in both languages at once, or were taken away in both."""
    if event.happened is Happened.ERASED:
        return {language: _set(State.MISSING, event) for language in LANGUAGES}
    if event.happened in {Happened.AMENDED, Happened.TRANSLATED}:
        return {
            drafted_in: _set(State.ORIGINAL, event),
            _other(drafted_in): _set(State.TRANSLATED, event),
        }
    for language in LANGUAGES:
        found = _after(found, replace(event, language=language), drafted_in)
    return found


def _set(state: State, event: Event) -> Standing:
    return Standing(state, event.at, event.by)


def _other(language: str) -> str:
    return "es" if language == "en" else "en"
