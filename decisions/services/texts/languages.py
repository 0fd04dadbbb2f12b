"""What happened to the languages of a paragraph, written down, and the state it leaves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict
from decisions.models import LanguageEvent, Paragraph, Text
from decisions.rules.texts import languages as rules
from decisions.rules.texts.languages import Event, Happened, State
from decisions.services.texts.common import paragraph_of, working, written


def happened(
    text: Text, rows: Iterable[Paragraph], what: Happened, language: str | None, by: Viewer
) -> None:
    """Write down one event on each of ``rows`` and save the state that follows."""
    rows = list(rows)
    LanguageEvent.objects.bulk_create(
        LanguageEvent(
            text=text,
            key=row.key,
            happened=what,
            language=language or "",
            at=by.at,
            user_id=by.user_id,
        )
        for row in rows
    )
    keys = [row.key for row in rows]
    found = events_of(text, keys)
    drafted_in = text.rules.drafted_in
    for row in rows:
        row.languages = as_data(
            rules.standings(found.get(row.key, []), drafted_in=drafted_in)
        )
    Paragraph.objects.bulk_update(rows, ["languages"])


def events_of(text: Text, keys: Iterable[str]) -> dict[str, list[Event]]:
    """Return all that happened to the languages of some paragraphs, by key, in order."""
    found: dict[str, list[Event]] = {}
    for each in LanguageEvent.objects.filter(text=text, key__in=list(keys)):
        event = Event(Happened(each.happened), each.language or None, each.at, each.user_id)
        found.setdefault(each.key, []).append(event)
    return found


def as_data(standings: rules.Standings) -> dict[str, Any]:
    """Return the state of each language as a row keeps it."""
    return {
        language: {
            "state": each.state.value,
            "at": each.at.isoformat() if each.at else None,
            "by": each.by,
        }
        for language, each in standings.items()
    }


def standings_of(row: Paragraph) -> rules.Standings:
    """Return the state of each language of a paragraph, from its row."""
    return {
        language: rules.Standing(
            State(said["state"]),
            datetime.fromisoformat(said["at"]) if said["at"] else None,
            said["by"],
        )
        for language, said in row.languages.items()
    } or dict(rules.ABSENT)


def is_behind(row: Paragraph) -> bool:
    """Say whether one language of a paragraph is outdated."""
    return any(each.state is State.OUTDATED for each in standings_of(row).values())


@transaction.atomic
def declare_translated(pk: int, key: str, language: str, *, by: Viewer) -> Paragraph:
    """Say that one language of a paragraph now is what the other one says."""
    return _say(pk, key, language, Happened.TRANSLATED, by)


@transaction.atomic
def check(pk: int, key: str, language: str, *, by: Viewer) -> Paragraph:
    """A named person compared both languages and found them the same."""
    return _say(pk, key, language, Happened.CHECKED, by)


def _say(pk: int, key: str, language: str, what: Happened, by: Viewer) -> Paragraph:
    text = written(pk, by=by)
    row = paragraph_of(working(text, by), key)
    before = standings_of(row)[language].state
    happened(text, [row], what, language, by)
    if standings_of(row)[language].state == before and what is Happened.CHECKED:
        raise Conflict(
            _("There is no translation to check: it is missing or outdated."),
            code="nothing_to_check",
        )
    audit.record(text, f"language_{what}", by=by, key=key, language=language)
    return row
