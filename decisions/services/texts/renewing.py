"""A text that was written on elsewhere comes back: as the whole text, or as its translation."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import Text, TextVersion
from decisions.models.proposals import UNDECIDED
from decisions.reading.matching import Uneven, beside, continued
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.languages import Happened
from decisions.services.texts import importing, languages, negotiation
from decisions.services.texts.common import (
    MOST_CHARACTERS,
    latest,
    prepared,
    ruled,
    working,
)
from decisions.services.texts.numbers import new_keys
from decisions.services.texts.structure import store
from decisions.services.texts.writing import begin_languages


class Use(StrEnum):
    """What is done with a text that comes in."""

    WHOLE = "whole"
    """It is the text from now on; paragraphs that go on keep their keys."""
    BESIDE = "beside"
    """It is the other language of the text that is there, paragraph by paragraph."""
    BEHIND = "behind"
    """It is added, each paragraph at the end of its part."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What comes in: the paragraphs as understood, from what, and how much was left out.

    ``seen`` is what the text was made of when its reader confirmed.
    """

    paragraphs: tuple[rules.Paragraph, ...]
    use: Use
    source: str
    left_out: int = 0
    seen: str = ""


@transaction.atomic
def bring_in(pk: int, brought: Brought, *, by: Viewer) -> TextVersion:
    """Write what came in into the working version. Conflict: the text changed meanwhile."""
    text = prepared(pk, by=by)
    if brought.seen != fingerprint(latest(text)):
        raise Conflict(
            _("Somebody changed the text meanwhile: look at what would be written again."),
            code="text_changed",
        )
    there = ruled(latest(text))
    if not there or brought.use is Use.BEHIND:
        version = importing.take_in(pk, brought.paragraphs, by=by)
    else:
        version = working(text, by)
        _renew(text, version, there, brought, by)
    audit.record(
        text,
        "imported",
        by=by,
        source=brought.source,
        use=brought.use.value,
        paragraphs=len(brought.paragraphs),
        left_out=brought.left_out,
    )
    return version


def fingerprint(version: TextVersion) -> str:
    """Return what tells whether a text was written on: its paragraphs and their revisions."""
    rows = version.paragraphs.order_by("position").values_list("key", "revision")
    return " ".join(f"{key}.{revision}" for key, revision in rows)


def _renew(
    text: Text,
    version: TextVersion,
    there: Sequence[rules.Paragraph],
    brought: Brought,
    by: Viewer,
) -> None:
    if brought.use is Use.BESIDE:
        now = _translated(there, brought.paragraphs)
    else:
        _require_undisputed(text)
        _require_parts(text, brought.paragraphs)
        now = continued(there, brought.paragraphs, new_keys(text.pk))
    _require_lengths(now)
    store(version, now, by)
    _events(text, version, there, now, brought, by)
    negotiation.follow(text, version, by)


def _require_undisputed(text: Text) -> None:
    """What delegations propose on the words that are there is decided before they go."""
    if text.proposals.filter(state__in=UNDECIDED).exists():
        raise Conflict(
            _("Proposals on the text are still open: decide on them first."),
            code="negotiated",
        )


def _translated(
    there: Sequence[rules.Paragraph], found: Sequence[rules.Paragraph]
) -> tuple[rules.Paragraph, ...]:
    try:
        return beside(there, found, only_language(found))
    except Uneven as wrong:
        raise Invalid(
            _(
                "The text has %(there)s paragraphs and the translation %(found)s: both must"
                " have the same."
            )
            % {"there": wrong.there, "found": wrong.found},
            code="uneven",
        ) from wrong


def only_language(paragraphs: Sequence[rules.Paragraph]) -> str:
    """Return the one language that paragraphs are in. Invalid: they are in both."""
    said = [lang for lang in rules.LANGUAGES if any(each.text(lang) for each in paragraphs)]
    if len(said) != 1:
        raise Invalid(_("A translation comes in one language alone."), code="two_languages")
    return said[0]


def _require_parts(text: Text, paragraphs: Sequence[rules.Paragraph]) -> None:
    if any(text.rules.part(each.part) is None for each in paragraphs):
        raise Invalid(_("This kind of text has no such part."), code="part")


def _require_lengths(text: Sequence[rules.Paragraph]) -> None:
    if any(
        len(each.text(lang)) > MOST_CHARACTERS for each in text for lang in rules.LANGUAGES
    ):
        raise Invalid(
            _("A paragraph has at most %(most)s characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
        )


def _events(
    text: Text,
    version: TextVersion,
    there: Sequence[rules.Paragraph],
    now: Sequence[rules.Paragraph],
    brought: Brought,
    by: Viewer,
) -> None:
    """Write down in which languages something came or changed; what changed is not agreed."""
    before = rules.by_key(there)
    rows = {each.key: each for each in version.paragraphs.all()}
    begin_languages(text, [rows[each.key] for each in now if each.key not in before], by)
    is_translation = brought.use is Use.BESIDE
    what = Happened.TRANSLATED if is_translation else Happened.AMENDED
    for language, keys in _changed(before, now).items():
        those = [rows[key] for key in keys]
        if not is_translation:
            version.paragraphs.filter(key__in=keys).update(agreed_at=None)
        languages.happened(text, those, what, language, by)


def _changed(
    before: dict[str, rules.Paragraph], now: Sequence[rules.Paragraph]
) -> dict[str | None, list[str]]:
    """Return the keys of what reads otherwise now, by the language; None: in both."""
    found: dict[str | None, list[str]] = {}
    for each in now:
        was = before.get(each.key)
        said = [
            lang for lang in rules.LANGUAGES if was and was.text(lang) != each.text(lang)
        ]
        if said:
            found.setdefault(said[0] if len(said) == 1 else None, []).append(each.key)
    return found
