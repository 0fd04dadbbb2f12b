"""Who changed what in a text, and when: from the trail and from the kept states of its words."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.models import AuditEntry
from crm_portal.library.models.documents import Level
from decisions.models import Text
from decisions.presentation.comparing import wording
from decisions.reports.sheets.building import content_of
from decisions.rules.texts.paragraphs import LANGUAGES

SENTENCES: dict[str, str | Promise] = {
    "opened": gettext_lazy("The text was begun."),
    "described": gettext_lazy("Its title, place or dates were changed."),
    "negotiation_opened": gettext_lazy("The text was opened to negotiation."),
    "taken_in": gettext_lazy("%(paragraphs)s paragraphs were added at once."),
    "imported": gettext_lazy("%(paragraphs)s paragraphs were brought in: %(from)s."),
    "paragraph_saved": gettext_lazy("Paragraph %(paragraph)s was written on."),
    "paragraph_added": gettext_lazy("Paragraph %(paragraph)s was added."),
    "paragraph_removed": gettext_lazy("A paragraph was removed."),
    "paragraph_moved": gettext_lazy("Paragraph %(paragraph)s was moved."),
    "paragraph_agreed": gettext_lazy("Paragraph %(paragraph)s was agreed on."),
    "paragraph_reopened": gettext_lazy("Paragraph %(paragraph)s was opened again."),
    "language_translated": gettext_lazy(
        "%(language)s of paragraph %(paragraph)s: translated."
    ),
    "language_checked": gettext_lazy("%(language)s of paragraph %(paragraph)s: checked."),
    "proposed": gettext_lazy("Proposal %(number)s was made on paragraph %(paragraph)s."),
    "proposal_support": gettext_lazy("Proposal %(number)s was supported."),
    "proposal_end_support": gettext_lazy("The support of proposal %(number)s was ended."),
    "proposal_accept": gettext_lazy("Proposal %(number)s was accepted."),
    "proposal_merge": gettext_lazy("Proposal %(number)s was accepted in other words."),
    "proposal_bracket": gettext_lazy("Proposal %(number)s was put in brackets."),
    "proposal_reject": gettext_lazy("Proposal %(number)s was not accepted."),
    "proposal_withdraw": gettext_lazy("Proposal %(number)s was withdrawn."),
    "proposal_reopen": gettext_lazy("Proposal %(number)s was opened again."),
    "bracket_resolved": gettext_lazy("A bracket in paragraph %(paragraph)s was resolved."),
    "consulted": gettext_lazy("A consultation was opened on it: %(consultation)s."),
    "circulated": gettext_lazy("Version %(version)s was circulated: %(level)s."),
    "statement_made": gettext_lazy("A statement was put on record."),
    "adopted": gettext_lazy("The text was adopted."),
    "publication_proposed": gettext_lazy("Its publication was proposed."),
    "published": gettext_lazy("The text was published."),
    "corrected": gettext_lazy("Corrigendum %(number)s was issued."),
    "forwarded": gettext_lazy("The text was forwarded: %(to)s."),
    "withdrawn": gettext_lazy("The text was withdrawn."),
}
# Where the paragraph has no number any more, or none yet.
UNNUMBERED: dict[str, str | Promise] = {
    "paragraph_saved": gettext_lazy("A paragraph that is gone since was written on."),
    "paragraph_added": gettext_lazy("A paragraph that is gone since was added."),
    "paragraph_moved": gettext_lazy("A paragraph that is gone since was moved."),
    "paragraph_agreed": gettext_lazy("A paragraph that is gone since was agreed on."),
    "paragraph_reopened": gettext_lazy("A paragraph that is gone since was opened again."),
    "language_translated": gettext_lazy("%(language)s of a paragraph: translated."),
    "language_checked": gettext_lazy("%(language)s of a paragraph: checked."),
    "proposed": gettext_lazy("Proposal %(number)s was made: a paragraph of its own."),
    "bracket_resolved": gettext_lazy("A bracket was resolved."),
}
SOURCES: dict[str, str | Promise] = {
    "docx": gettext_lazy("from a Word document"),
    "paste": gettext_lazy("pasted"),
}
NAMES: dict[str, str | Promise] = {
    "es": gettext_lazy("Spanish"),
    "en": gettext_lazy("English"),
}
# Words of a paragraph by its key and how often it had been saved.
Words = dict[tuple[str, int], dict[str, str]]


def entries(text: Text, paragraph: str = "") -> QuerySet[AuditEntry]:
    """Return what happened to a text, or to one of its paragraphs, newest first."""
    verbs = [f"decisions.text.{verb}" for verb in SENTENCES]
    found = audit.of(text).filter(verb__in=verbs).order_by("-pk")
    return found.filter(data__key=paragraph) if paragraph else found


def events(
    text: Text, found: Iterable[AuditEntry], numbers: dict[str, str]
) -> list[dict[str, Any]]:
    """Return entries as sentences, with the words of a saved paragraph before and after.

    ``numbers`` are those of the paragraphs as the text stands, by key.
    """
    rows = list(found)
    keys = {str(each.data["key"]) for each in rows if "revision" in each.data}
    words = _words(text, keys) if keys else {}
    return [_event(each, numbers, words) for each in rows]


def verb_of(entry: AuditEntry) -> str:
    return entry.verb.rsplit(".", 1)[-1]


def _event(entry: AuditEntry, numbers: dict[str, str], words: Words) -> dict[str, Any]:
    key = str(entry.data.get("key", ""))
    return {
        "at": entry.at,
        "text": _sentence(entry, numbers),
        "by": entry.actor_label or _("The portal"),
        "note": str(entry.data.get("reason", "")),
        "key": key if key in numbers else "",
        "number": numbers.get(key, ""),
        "changes": _changes(words, key, entry.data.get("revision")),
    }


def _sentence(entry: AuditEntry, numbers: dict[str, str]) -> str:
    verb = verb_of(entry)
    values = _values(entry, numbers)
    known = SENTENCES if values["paragraph"] else {**SENTENCES, **UNNUMBERED}
    return str(known[verb]) % values


def _values(entry: AuditEntry, numbers: dict[str, str]) -> dict[str, Any]:
    data = entry.data
    key, level = str(data.get("key", "")), data.get("level", "")
    return {
        **data,
        "paragraph": numbers.get(key, ""),
        "language": str(NAMES.get(data.get("language", ""), "")),
        "from": str(SOURCES.get(data.get("source", ""), "")),
        "level": str(Level(level).label) if level in Level.values else "",
    }


def _words(text: Text, keys: set[str]) -> Words:
    """Return every wording that some paragraphs ever had: the kept states of their rows."""
    kept = apps.get_model("decisions", "ParagraphEvent").objects.filter(
        version__text=text, key__in=keys
    )
    rows = kept.order_by("pgh_id").values("key", "revision", *LANGUAGES)
    return {
        (row["key"], row["revision"]): {each: row[each] for each in LANGUAGES}
        for row in rows
    }


def _changes(words: Words, key: str, revision: int | None) -> list[dict[str, str]]:
    """Return what one saving changed, language by language, as marked words."""
    if revision is None:
        return []
    now, was = words.get((key, revision)), words.get((key, revision - 1))
    if now is None or was is None:
        return []
    return [
        {
            "language": each,
            "words": wording(content_of(now[each]), content_of(was[each]), each),
        }
        for each in LANGUAGES
        if now[each] != was[each]
    ]
