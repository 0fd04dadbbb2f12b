"""What the pages of plans show: the list, a version from its axes to its actions, a line."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_known
from crm_portal.library.models import RenderJob
from decisions.models.following_plans import Plan, PlanVersion
from decisions.models.register import Provision
from decisions.presentation.following_up.plan_lines import line, shown_whole
from decisions.presentation.register import citing
from decisions.reports.following import outlook, wording
from decisions.reports.following.outlook import Outlook
from decisions.rules.following import outline, plans, powers
from meetings.presentation.titles import Names


def find(viewer: Viewer, code: str) -> Plan | None:
    """Return a plan that exists for the reader, with the versions that do: two queries."""
    versions = PlanVersion.objects.visible_to(viewer).select_related(
        "approved_in__body", "provision__text__kind", "approved_by"
    )
    seen = Plan.objects.visible_to(viewer).filter(code=code).select_related("body")
    shown = Prefetch("versions", versions.order_by("-number"), to_attr="shown")
    return seen.prefetch_related(shown).first()


def in_force(versions: Sequence[PlanVersion], on: date) -> PlanVersion | None:
    """Return the version that holds on a day, of those that the reader may see."""
    dated = [plans.Dated(each.number, each.in_force_from) for each in versions]
    found = plans.in_force(dated, on)
    by_number = {each.number: each for each in versions}
    return by_number[found.number] if found else None


def chosen(plan: Plan, on: date, asked: int | None = None) -> PlanVersion | None:
    """Return the version asked for; else the one in force, else the latest there is."""
    versions: list[PlanVersion] = plan.shown  # type: ignore[attr-defined]
    if asked is not None:
        return next((each for each in versions if each.number == asked), None)
    return in_force(versions, on) or next(iter(versions), None)


def body_of(plan: Plan, names: Names, on: date) -> str:
    if plan.body is None:
        return ""
    name = names.on(plan.body_id or 0, on)
    return str(name.name) if name else plan.body.code


def state(version: PlanVersion, on: date) -> tuple[str, str]:
    """Return the tint and the word for where a version stands on a day."""
    if version.approved_at is None or version.in_force_from is None:
        return "due", _("draft")
    if version.in_force_from > on:
        return "brand", _("approved, not yet in force")
    if version.ends_on is not None and version.ends_on < on:
        return "", _("its period is over")
    return "ok", _("in force")


def standing(
    version: PlanVersion, versions: Sequence[PlanVersion], on: date
) -> tuple[str, str]:
    """Return the same among the versions of the plan: one that another followed was replaced."""
    holds = in_force(versions, on)
    if holds is not None and version.approved_at and version.number < holds.number:
        return "", pgettext("version of a plan", "replaced")
    return state(version, on)


def since(version: PlanVersion) -> str:
    """Return from when a version holds, as exactly as its meeting is known."""
    if version.in_force_from is None:
        return ""
    meeting = version.approved_in
    precision = "day"
    if meeting is not None and meeting.starts_on == version.in_force_from:
        precision = meeting.precision
    return format_known(version.in_force_from, precision)


def page(plan: Plan, version: PlanVersion | None, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a version shows: some ten queries, whatever its length."""
    names = Names.read()
    versions: list[PlanVersion] = plan.shown  # type: ignore[attr-defined]
    base = {
        "plan": plan,
        "version": version,
        "of": body_of(plan, names, viewer.on),
        "versions": [version_line(each, plan, names, viewer.on) for each in versions],
        "knows_progress": powers.may_read(viewer),
        "may_write": powers.may_follow(viewer),
        "has_draft": any(each.approved_at is None for each in versions),
        "approver": _approver(plan),
    }
    if version is None:
        return base
    return {**base, **_of_version(version, plan, names, viewer)}


def _of_version(
    version: PlanVersion, plan: Plan, names: Names, viewer: Viewer
) -> dict[str, Any]:
    seen = outlook.read(version, viewer)
    versions: list[PlanVersion] = plan.shown  # type: ignore[attr-defined]
    earlier = next((each for each in versions if each.number < version.number), None)
    return {
        "shown": version_line(version, plan, names, viewer.on),
        "whole": shown_whole(seen.whole),
        "branches": [
            {
                "top": line(top, names, viewer),
                "below": [line(row, names, viewer) for row in below],
            }
            for top, below in seen.branches()
        ],
        "missing": sum(row.is_missing for row in seen.rows),
        "late": sum(row.is_late for row in seen.rows),
        "changes": _changes(earlier, seen) if earlier else [],
        "earlier": earlier,
        "papers": papers(version, viewer),
        "cited": cited(version, names, viewer),
    }


def _approver(plan: Plan) -> str:
    approver = plans.APPROVES[plans.PlanKind(plan.kind)]
    return {
        plans.Approver.VICE_MINISTERIAL: _("the Vice-Ministerial Meeting"),
        plans.Approver.GRCM: _("the Regional Consultation Group on Migration"),
    }[approver]


def version_line(
    version: PlanVersion,
    plan: Plan,
    names: Names,
    on: date,
    *,
    page: str = "following:plan-version",
) -> dict[str, Any]:
    """Return what a list of versions says of one; ``page`` is where it leads to."""
    meeting = version.approved_in
    return {
        "version": version,
        "state": standing(version, plan.shown, on),  # type: ignore[attr-defined]
        "since": since(version),
        "meeting": names.title(meeting) if meeting else "",
        "meeting_url": reverse("held:meeting", args=[meeting.symbol]) if meeting else "",
        "url": reverse(page, args=[plan.code, version.number]),
    }


def cited(version: PlanVersion, names: Names, viewer: Viewer) -> dict[str, str]:
    """Return the decision that approved a version, where the viewer may read it."""
    provision = version.provision
    if provision is None:
        return {}
    seen = Provision.objects.visible_to(viewer).filter(pk=provision.pk)
    if not powers.may_read(viewer) and not seen.exists():
        return {}
    label = citing.of_provision(provision, provision.text, names).full
    return {"label": label, "url": citing.url(provision.text, provision)}


def _changes(earlier: PlanVersion, seen: Outlook) -> list[dict[str, Any]]:
    """Return what changed since the version before, in the order of the lines: one query."""
    was = {item.key: item for item in earlier.items.all()}
    now = {row.item.key: row.item for row in seen.rows}
    found = outline.changes(_told(was.values()), _told(now.values()))
    return [
        {"item": now.get(key) or was[key], "label": wording.CHANGES[change]}
        for key, change in found
    ]


def _told(items: Any) -> list[outline.Told]:
    return [
        outline.Told(
            item.key,
            item.parent,
            (item.number, item.name_es, item.name_en),
            (
                item.lead_id,
                item.lead_body_id,
                item.partners,
                item.due_on,
                item.cost,
                item.funding,
                item.unit,
                item.baseline,
                item.target,
            ),
        )
        for item in items
    ]


def papers(target: Any, viewer: Viewer) -> list[RenderJob]:
    """Return the reports on paper, the newest first, made or being made: one query."""
    jobs = RenderJob.objects.of(target).visible_to(viewer).select_related("document")
    return list(jobs.order_by("-pk"))
