"""The list of plans: every one the reader may know, each with what its version says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from crm_portal.core.access import Viewer
from decisions.models.following_plans import Plan, PlanProgress, PlanVersion
from decisions.presentation.following_up.plan_lines import shown_whole
from decisions.presentation.following_up.plans import body_of, chosen, state
from decisions.rules.following import outline, plans, powers
from decisions.rules.following.words import Word
from meetings.presentation.titles import Names


def listed(viewer: Viewer) -> list[dict[str, Any]]:
    """Return every plan the reader may know, by kind, each with what its version says.

    Six queries, whatever the number of plans.
    """
    versions = PlanVersion.objects.visible_to(viewer).select_related("approved_in__body")
    shown = versions.order_by("-number").prefetch_related("items")
    found = (
        Plan.objects.visible_to(viewer)
        .select_related("body")
        .prefetch_related(Prefetch("versions", shown, to_attr="shown"))
    )
    rows, names = list(found), Names.read()
    said = _last_words(rows, viewer)
    kinds = {kind.value: place for place, kind in enumerate(plans.PlanKind)}
    entries = [_entry(plan, said.get(plan.pk, {}), names, viewer) for plan in rows]
    return sorted(entries, key=lambda each: kinds[each["plan"].kind])


def _last_words(rows: Sequence[Plan], viewer: Viewer) -> dict[int, dict[str, Word]]:
    told = PlanProgress.objects.visible_to(viewer).filter(
        item__version__plan__in=rows, reported_on__lte=viewer.on
    )
    fields = ("item__version__plan", "item__key", "word")
    found: dict[int, dict[str, Word]] = {}
    ordered = told.exclude(word="").order_by("reported_on", "pk")
    for plan, key, word in ordered.values_list(*fields):
        found.setdefault(plan, {})[key] = Word(word)
    return found


def _entry(
    plan: Plan, said: Mapping[str, Word], names: Names, viewer: Viewer
) -> dict[str, Any]:
    version = chosen(plan, viewer.on)
    items = list(version.items.all()) if version else []
    wholes = outline.wholes(items, said)
    tops = [
        {"item": item, "whole": shown_whole(wholes[item.key])}
        for item, depth in outline.ordered(items)
        if depth == 0
    ]
    drafts = [each for each in plan.shown if each.approved_at is None]  # type: ignore[attr-defined]
    return {
        "plan": plan,
        "of": body_of(plan, names, viewer.on),
        "version": version,
        "state": state(version, viewer.on) if version else None,
        "tops": tops,
        "lines": len(items),
        "draft": drafts[0] if drafts and drafts[0] != version else None,
        "url": reverse("following:plan", args=[plan.code]),
        "knows_progress": powers.may_read(viewer),
    }
