"""An invented work plan, approved in an invented meeting that left a record, and its reports."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from decisions.models.following_plans import Plan
from decisions.services.following import planning
from decisions.services.following import plans as services
from decisions.services.following.planning import NewPlan
from decisions.services.following.plans import Line
from meetings.models import Body, BodyKind, Meeting, MeetingState
from meetings.rules import meeting_symbol
from meetings.services import results
from members.access import troika_at, viewer_for
from members.models import Mandate, Party

PLAN: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("plan.toml").read_text("utf-8")
)
# How long ago the meeting that approves the plan was held.
BEFORE = timedelta(weeks=12)
NEXT_DAY, OFFICE_HOUR = timedelta(days=1), time(10)
PLAIN = ("key", "level", "parent", "number", "partners", "cost", "funding", "unit")


@transaction.atomic
def prepare() -> int:
    """Lay the plan, once; return how many were laid (0 or 1). The worker does it.

    Nothing is laid before the facts are there, nor while an office is empty.
    """
    at = clock.now()
    if not Plan.objects.exists() or Plan.objects.filter(is_demonstration=True).exists():
        return 0
    people = _people(at)
    presidency = _of_role(people, Role.PRESIDENCY)
    secretariat = _of_role(people, Role.SECRETARIAT)
    if presidency is None or secretariat is None:
        return 0
    held = _meeting(at)
    plan = _plan(held, presidency, secretariat)
    _record(held, presidency, secretariat)
    _report(plan, held, people, secretariat)
    return 1


def _people(at: datetime) -> list[Viewer]:
    mandates = Mandate.objects.at(at).filter(user__is_demonstration=True)
    rows = mandates.select_related("user").order_by("user_id")
    return [viewer_for(mandate.user, at) for mandate in rows]


def _of_role(people: Sequence[Viewer], role: Role) -> Viewer | None:
    return next((each for each in people if each.has(role)), None)


def _meeting(at: datetime) -> Meeting:
    """Return the meeting of the GRCM that approved it: invented, and marked so."""
    day = at.astimezone(ZONE_OF_RECORD).date() - BEFORE
    presides = troika_at(at).current
    host = Party.objects.filter(pk=presides).first() if presides else None
    return Meeting.objects.create(
        symbol=_free_symbol(day.year),
        body=Body.objects.get(kind=BodyKind.GRCM),
        state=MeetingState.FINAL,
        host=host,
        city_es=host.capital_es if host else "",
        city_en=host.capital_en if host else "",
        starts_on=day,
        ends_on=day + timedelta(days=1),
        is_demonstration=True,
    )


def _free_symbol(year: int) -> str:
    """Return the symbol of the first meeting of that year that no other has."""
    taken = set(Meeting.objects.values_list("symbol", flat=True))
    symbols = (meeting_symbol("GRCM", year=year, number=n) for n in count(1))
    return next(symbol for symbol in symbols if symbol not in taken)


def _plan(held: Meeting, presidency: Viewer, secretariat: Viewer) -> Plan:
    body = Body.objects.get(code=PLAN["body"])
    new = NewPlan(
        PLAN["kind"], PLAN["name_es"], PLAN["name_en"], body.pk, is_demonstration=True
    )
    plan = planning.open_plan(new, by=secretariat)
    parties = dict(Party.objects.values_list("code", "pk"))
    lines = [_line(told, held.starts_on, parties) for told in PLAN["line"]]
    version = services.draft_plan(plan.pk, lines, by=secretariat)
    planning.describe_version(
        plan.pk,
        begins_on=held.starts_on,
        ends_on=held.starts_on + timedelta(days=PLAN["ends_after"]),
        note_es=PLAN["note_es"],
        note_en=PLAN["note_en"],
        by=secretariat,
    )
    services.approve_plan(
        version.pk, meeting_id=held.pk, in_force_from=held.ends_on, by=presidency
    )
    return plan


def _record(held: Meeting, presidency: Viewer, secretariat: Viewer) -> None:
    """Let the Secretariat write the summary record and the presidency approve it, next day."""
    at = datetime.combine(held.ends_on + NEXT_DAY, OFFICE_HOUR, ZONE_OF_RECORD)
    texts = {"text_es": PLAN["record_es"], "text_en": PLAN["record_en"]}
    by = replace(secretariat, at=at)
    saved = results.save_record(held.pk, base=0, note="", by=by, **texts)
    version = saved.version
    results.approve_record(
        version.record_id, number=version.number, by=replace(presidency, at=at)
    )


def _line(told: Mapping[str, Any], begins: date, parties: Mapping[str, int]) -> Line:
    return Line(
        **{name: told[name] for name in PLAIN if name in told},
        name_es=told["es"],
        name_en=told["en"],
        lead_id=parties[told["lead"]] if "lead" in told else None,
        due_on=begins + timedelta(days=told["due"]) if "due" in told else None,
        baseline=Decimal(told["baseline"]) if "baseline" in told else None,
        target=Decimal(told["target"]) if "target" in told else None,
    )


def _report(
    plan: Plan, held: Meeting, people: Sequence[Viewer], secretariat: Viewer
) -> None:
    """Let whoever is responsible report; where nobody of theirs is there, the Secretariat."""
    items = {item.key: item for item in plan.versions.get().items.all()}
    for told in PLAN["line"]:
        item = items[told["key"]]
        own = (each for each in people if each.party_id == item.lead_id)
        by = next((each for each in own if each.has(Role.MEMBER)), secretariat)
        for report in told.get("report", ()):
            services.report_progress(
                item.pk,
                word=report.get("word", ""),
                value=Decimal(report["value"]) if "value" in report else None,
                said_es=report.get("es", ""),
                said_en=report.get("en", ""),
                on=held.ends_on + timedelta(days=report["on"]),
                by=by,
            )
