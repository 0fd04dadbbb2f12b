"""A line of a plan as the pages show it: its words, who leads, how it stands, what was said."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language, pick
from crm_portal.core.sections import in_language
from decisions.models.following_plans import LevelChoice, Plan, PlanItem, PlanVersion
from decisions.presentation.following_up import board_words
from decisions.reports.following import outlook, wording
from decisions.reports.following.outlook import Row
from decisions.reports.following.progress import number, responsible
from decisions.rules.following import outline, plans, powers
from decisions.rules.following.words import Rolled, Word
from meetings.presentation.titles import Names

CENTS = 100
SHOWN = frozenset(plans.DEPTH[:3])
# The widths of a bar are counts of words, never shares of anything.
BAR_ORDER = (
    (Word.CARRIED_OUT, "m-ok"),
    (Word.CONTINUOUS, "m-tint"),
    (Word.UNDER_WAY, "m-fg"),
    (Word.NOT_BEGUN, "m-out"),
    (Word.SUSPENDED, "m-chg"),
    (Word.SILENT, "m-bg"),
)


def shown_whole(whole: Rolled) -> dict[str, Any]:
    """Return what lines say together: a word, its tint, how often each was said, a bar."""
    counts = {word: number for word, number in whole.counts.items() if number}
    bars, start = [], 0
    for word, css in BAR_ORDER:
        if count := counts.get(word, 0):
            bars.append({"x": start, "width": count, "css": css})
            start += count
    return {
        "label": wording.WHOLES[whole.whole],
        "tone": wording.WHOLE_TONES[whole.whole],
        "counted": board_words.counted(whole),
        "bars": bars,
        "total": start,
        "is_any": bool(counts),
    }


def line(row: Row, names: Names, viewer: Viewer) -> dict[str, Any]:
    """Return one line as the pages show it."""
    item = row.item
    return {
        "row": row,
        "item": item,
        "depth": row.depth,
        "level": LevelChoice(item.level).label,
        "is_heading": item.level in SHOWN,
        "is_measure": item.level in plans.MEASURES,
        "mark": board_words.WORDS[row.word],
        "whole": shown_whole(row.whole),
        "responsible": responsible_of(item, names),
        "cost": money(item),
        "baseline": number(item.baseline),
        "value": number(row.last.value) if row.last else "–",
        "target": number(item.target),
        "said": pick(row.last.said_es, row.last.said_en) if row.last else "",
        "may_report": row.is_reported
        and item.version.approved_at is not None
        and powers.may_lead(viewer, lead_party_id=item.lead_id),
        "url": reverse("following:plan-line", args=_address(item)),
    }


def responsible_of(item: PlanItem, names: Names) -> str:
    """Return who leads a line in the reader's language; empty where the plan names nobody."""
    if item.lead_id is None and item.lead_body_id is None:
        return item.partners
    return str(in_language(responsible(item, names), active_language()))


def _address(item: PlanItem) -> list[Any]:
    return [item.version.plan.code, item.version.number, item.key]


def money(item: PlanItem) -> str:
    """Return what a line costs, or nothing where the plan does not say."""
    if item.cost is None:
        return ""
    whole, cents = divmod(item.cost, CENTS)
    return f"{item.currency} {whole:,}" + (f".{cents:02}" if cents else "")


def line_page(
    plan: Plan, version: PlanVersion, key: str, viewer: Viewer
) -> dict[str, Any] | None:
    """Return what the page of a line shows; None: the version has no such line."""
    seen = outlook.read(version, viewer)
    names = Names.read()
    by_key = {row.item.key: row for row in seen.rows}
    row = by_key.get(key)
    if row is None:
        return None
    below = outline.under([each.item for each in seen.rows], key) - {key}
    return {
        "plan": plan,
        "version": version,
        "line": line(row, names, viewer),
        "above": _above(row, by_key),
        "below": [
            line(each, names, viewer) for each in seen.rows if each.item.key in below
        ],
        "told": [
            {
                "report": each,
                "mark": board_words.WORDS[Word(each.word)] if each.word else None,
                "value": number(each.value),
                "document": seen.documents.get(each.document_id or 0),
            }
            for each in reversed(row.told)
        ],
        "knows_progress": powers.may_read(viewer),
    }


def _above(row: Row, by_key: Mapping[str, Row]) -> list[PlanItem]:
    found: list[PlanItem] = []
    parent = row.item.parent
    while parent in by_key and by_key[parent].item not in found:
        found.insert(0, by_key[parent].item)
        parent = by_key[parent].item.parent
    return found
