"""The text in two languages with its proposals, as markup: a function of its words alone.

What the reader may see was decided before: the same words are the same markup, whoever
reads them. The last ones are kept, since most of a page of forty proposals does not change
from one reading to the next.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from crm_portal.core import markup
from crm_portal.core.i18n import LANGUAGES
from crm_portal.library.glossing import Glossary, marked_terms
from decisions.models.proposals import ProposalOperation
from decisions.presentation.redline import Segment, excerpt, redline

# More proposals than this under one paragraph are folded into a count.
SHOWN_PROPOSALS = 3
# About 60 kB each, in every web process.
KEPT = 64


class Wording(NamedTuple):
    """A paragraph of a version."""

    key: str
    number: str
    es: str
    en: str


class Proposed(NamedTuple):
    """A change that a reply proposes to the paragraph ``key``, and what became of it."""

    key: str
    operation: str
    es: str
    en: str
    reason: str
    author: str
    meta: str
    tone: str
    label: str
    shape: str
    support: str


@lru_cache(maxsize=KEPT)
def body(
    language: str,
    view: str,
    now: tuple[Wording, ...],
    before: tuple[Wording, ...] | None,
    proposed: tuple[Proposed, ...],
    *,
    fold: bool,
    known: Glossary | None = None,
) -> SafeString:
    """Return the rows of ``components/bitext.html`` for a page in the active ``language``.

    ``before`` is the version compared with, or None for the clean text, in which the terms
    of the glossary that is ``known`` are marked.
    """
    rows = _rows(now, before, proposed, fold=fold)
    if known is not None and before is None:
        marked_terms(rows, known, shown_languages(view))
    written = "".join([markup.paragraph(row, view, language) for row in rows])
    return mark_safe(written)  # noqa: S308 -- escaped there


def explained(now: Iterable[Wording], view: str, known: Glossary) -> list[dict[str, str]]:
    """Return the terms that ``body`` marks in the clean text, to be explained below it."""
    rows = [{"es": (("eq", each.es),), "en": (("eq", each.en),)} for each in now]
    return marked_terms(rows, known, shown_languages(view))


def shown_languages(view: str) -> Sequence[str]:
    return LANGUAGES if view == "both" else (view,)


def is_folded(proposed: Iterable[Proposed]) -> bool:
    """Say whether some paragraph has more proposals than are shown at first."""
    return any(len(own) > SHOWN_PROPOSALS for own in _by_paragraph(proposed).values())


def _rows(
    now: Sequence[Wording],
    before: Sequence[Wording] | None,
    proposed: Iterable[Proposed],
    *,
    fold: bool,
) -> list[dict[str, Any]]:
    new = {each.key: each for each in now}
    old = {each.key: each for each in before or ()}
    under = _by_paragraph(proposed)
    rows = []
    for key in _order(list(old), list(new)):
        own = under.get(key, [])
        shown = own[:SHOWN_PROPOSALS] if fold else own
        rows.append(
            {
                "anchor": key,
                "number": (new.get(key) or old[key]).number,
                "es": _segments(old, new, key, "es", is_compared=before is not None),
                "en": _segments(old, new, key, "en", is_compared=before is not None),
                "missing": _("Translation pending"),
                "proposals": [proposal(each, new.get(key)) for each in shown],
                "note": _folded(len(own) - len(shown)),
            }
        )
    return rows


def _by_paragraph(proposed: Iterable[Proposed]) -> Mapping[str, list[Proposed]]:
    found: dict[str, list[Proposed]] = defaultdict(list)
    for each in proposed:
        found[each.key].append(each)
    return found


def _folded(count: int) -> str:
    return _("and %(count)s more") % {"count": count} if count > 0 else ""


def _order(before: list[str], now: list[str]) -> list[str]:
    """The paragraphs as they stand, each deleted one after what it used to follow."""
    order = list(now)
    for place, key in enumerate(before):
        if key not in order:
            previous = before[place - 1] if place else None
            at = order.index(previous) + 1 if previous in order else 0
            order.insert(at, key)
    return order


def _segments(
    old: Mapping[str, Wording],
    new: Mapping[str, Wording],
    key: str,
    language: str,
    *,
    is_compared: bool,
) -> Sequence[Segment]:
    was, words = getattr(old.get(key), language, ""), getattr(new.get(key), language, "")
    if not is_compared:
        return (("eq", words),) if words else ()
    return redline(was, words)


def proposal(each: Proposed, paragraph: Wording | None) -> dict[str, Any]:
    """Return what ``components/proposal.html`` shows."""
    return {
        "author": each.author,
        "meta": each.meta,
        "tone": each.tone,
        "label": each.label,
        "shape": each.shape,
        "es": changed(getattr(paragraph, "es", ""), each.operation, each.es),
        "en": changed(getattr(paragraph, "en", ""), each.operation, each.en),
        "missing": _("Pending in this language"),
        "reason": each.reason,
        "support": each.support,
    }


def changed(old: str, operation: str, new: str) -> Sequence[Segment]:
    """Return what a proposal makes of the words of its paragraph, in one language."""
    if operation == ProposalOperation.REMOVE:
        return (("del", old),) if old else ()
    if not new:
        return ()
    if operation == ProposalOperation.ADD:
        return (("ins", new),)
    return excerpt(old, new)
