"""What anybody reads of the plans: approved lines, and their words once a report is published.

What members report is theirs until the Presidency publishes the progress report that the
Secretariat issued; then anybody reads the words that it told, as of its day, and no others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Prefetch
from django.urls import reverse

from crm_portal.core.access import Viewer
from crm_portal.library.models import IssuedDocument, Kind
from decisions.models.following_plans import (
    LevelChoice,
    Plan,
    PlanItem,
    PlanProgress,
    PlanVersion,
)
from decisions.presentation.following_up import board_words, plans
from decisions.presentation.following_up.plan_lines import SHOWN, shown_whole
from decisions.presentation.following_up.plan_lines import responsible_of as responsible
from decisions.rules.following import outline
from decisions.rules.following import plans as rules
from decisions.rules.following.words import Rolled, Word, together
from meetings.presentation.titles import Names

# Values of indicators stay in the report itself.
LINES = frozenset({*rules.DEPTH, rules.Level.MILESTONE})


@dataclass(frozen=True, slots=True)
class Published:
    """A published progress report: its paper, its last day (included), its words by line."""

    document: IssuedDocument
    until: date
    words: Mapping[str, Word] = field(default_factory=dict)


def listed(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the plans of which a version was approved, by kind: six queries, however many."""
    found = [plan for plan in _plans(viewer) if plan.shown]  # type: ignore[attr-defined]
    told, names = published(found, viewer), Names.read()
    kinds = {kind.value: place for place, kind in enumerate(rules.PlanKind)}
    entries = [_entry(plan, told.get(plan.pk), names, viewer) for plan in found]
    return sorted(entries, key=lambda each: kinds[each["plan"].kind])


def _plans(viewer: Viewer) -> list[Plan]:
    versions = PlanVersion.objects.visible_to(viewer).select_related("approved_in__body")
    shown = versions.order_by("-number").prefetch_related("items")
    seen = Plan.objects.visible_to(viewer).select_related("body")
    return list(seen.prefetch_related(Prefetch("versions", shown, to_attr="shown")))


def _entry(
    plan: Plan, told: Published | None, names: Names, viewer: Viewer
) -> dict[str, Any]:
    version = plans.chosen(plan, viewer.on)
    items = list(version.items.all()) if version else []
    wholes = outline.wholes(items, told.words if told else {})
    return {
        "plan": plan,
        "of": plans.body_of(plan, names, viewer.on),
        "version": version,
        "state": plans.state(version, viewer.on) if version else None,
        "since": plans.since(version) if version else "",
        "tops": [
            {"item": item, "whole": shown_whole(wholes[item.key])}
            for item, depth in outline.ordered(items)
            if depth == 0
        ],
        "told": told,
        "url": reverse("plans:plan", args=[plan.code]),
    }


def page(plan: Plan, version: PlanVersion, viewer: Viewer) -> dict[str, Any]:
    """Return what the public page of a version shows: some ten queries, whatever its length."""
    told, names = published([plan], viewer).get(plan.pk), Names.read()
    words = told.words if told else {}
    shown: list[PlanVersion] = plan.shown  # type: ignore[attr-defined]
    items = list(version.items.select_related("lead", "lead_body"))
    wholes = outline.wholes(items, words)
    tops = [item for item, depth in outline.ordered(items) if depth == 0]
    lines = [
        _line(item, depth, wholes[item.key], words, names)
        for item, depth in outline.ordered(items)
        if item.level in LINES
    ]
    return {
        "plan": plan,
        "version": version,
        "of": plans.body_of(plan, names, viewer.on),
        "state": plans.standing(version, shown, viewer.on),
        "since": plans.since(version),
        "branches": _branches(lines),
        # A column in which no line says anything is not shown.
        "has_leads": any(line["responsible"] for line in lines),
        "has_terms": any(line["item"].due_on for line in lines),
        "told": told,
        "whole": shown_whole(together(wholes[item.key] for item in tops)),
        "versions": [
            plans.version_line(each, plan, names, viewer.on, page="plans:version")
            for each in shown
        ],
        "cited": plans.cited(version, names, viewer),
    }


def _line(
    item: PlanItem, depth: int, whole: Rolled, words: Mapping[str, Word], names: Names
) -> dict[str, Any]:
    return {
        "item": item,
        "depth": depth,
        "level": LevelChoice(item.level).label,
        "is_heading": item.level in SHOWN,
        "mark": board_words.WORDS[words[item.key]] if item.key in words else None,
        "whole": shown_whole(whole),
        "responsible": responsible(item, names),
    }


def _branches(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in lines:
        if line["depth"] == 0:
            found.append({"top": line, "below": []})
        else:
            found[-1]["below"].append(line)
    return found


def published(of: Sequence[Plan], viewer: Viewer) -> dict[int, Published]:
    """Return the latest published progress report of each plan that has one: two queries."""
    versions = dict(
        PlanVersion.objects.filter(plan__in=of).values_list("pk", "plan_id").order_by()
    )
    kind = ContentType.objects.get_for_model(PlanVersion)
    papers = IssuedDocument.objects.current().filter(
        target_type=kind, target_id__in=versions, kind=Kind.REPORT
    )
    rows = papers.filter(published_at__lte=viewer.at).values_list(
        "pk", "target_id", "job__context__until", "issued_at"
    )
    last: dict[int, tuple[date, datetime, int]] = {}
    for pk, target, until, issued_at in rows:
        plan, found = versions[target], (date.fromisoformat(until), issued_at, pk)
        last[plan] = max(last.get(plan, found), found)
    return _with_words(last) if last else {}


def _with_words(last: Mapping[int, tuple[date, datetime, int]]) -> dict[int, Published]:
    papers = IssuedDocument.objects.in_bulk([pk for _until, _at, pk in last.values()])
    words: dict[int, dict[str, Word]] = {plan: {} for plan in last}
    bounds = {plan: (until, at) for plan, (until, at, _pk) in last.items()}
    for plan, key, word in PlanProgress.objects.told_in(bounds):
        words[plan][key] = Word(word)
    return {
        plan: Published(papers[pk], until, words[plan])
        for plan, (until, _at, pk) in last.items()
    }
