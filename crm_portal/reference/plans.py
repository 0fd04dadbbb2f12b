"""The plans that a source establishes, as rows to be added; what no source gives stays empty."""

from collections.abc import Iterator
from datetime import date, datetime

from crm_portal.reference.files import PLAN_LINES, PLAN_VERSIONS, PLANS, dated, rows
from decisions.models import Provision
from decisions.models.following_plans import Plan, PlanItem, PlanVersion
from meetings.models import Meeting


def _plans(at: datetime) -> Iterator[Plan]:
    del at
    for row in rows(PLANS):
        yield Plan(**{name: value for name, value in row.items() if name != "body"})


def _versions(at: datetime) -> Iterator[PlanVersion]:
    """The versions, still without their approval: an approved one takes no lines."""
    plans = dict(Plan.objects.values_list("code", "pk"))
    for row in rows(PLAN_VERSIONS):
        yield PlanVersion(
            plan_id=plans[row["plan"]],
            number=int(row["number"]),
            begins_on=_first(row["begins_on"]),
            ends_on=_last(row["ends_on"]),
            note_es=row["note_es"],
            note_en=row["note_en"],
            created_at=at,
        )


def _lines(at: datetime) -> Iterator[PlanItem]:
    del at
    found = PlanVersion.objects.values_list("plan__code", "number", "pk")
    versions = {(code, str(number)): pk for code, number, pk in found}
    own = ("key", "parent", "level", "number", "name_es", "name_en")
    for position, row in enumerate(rows(PLAN_LINES)):
        told = {name: row[name] for name in own}
        pk = versions[row["plan"], row["version"]]
        yield PlanItem(version_id=pk, position=position, **told)


def seal(at: datetime) -> None:
    """Say of each version in which meeting it was approved; from then on it never changes."""
    meetings = dict(Meeting.objects.values_list("symbol", "pk"))
    for row in rows(PLAN_VERSIONS):
        PlanVersion.objects.filter(
            plan__code=row["plan"], number=row["number"], approved_at=None, created_by=None
        ).update(
            approved_at=at,
            approved_in=meetings[row["meeting"]],
            in_force_from=dated(row["in_force_from"]).first,
            provision=_provision(row["provision_text"], row["provision"]),
        )


def _provision(text: str, number: str) -> int | None:
    found = Provision.objects.filter(text__reference=text, number=number)
    return found.values_list("pk", flat=True).first() if text else None


def _first(text: str) -> date | None:
    return dated(text).first if text else None


def _last(text: str) -> date | None:
    return dated(text).last if text else None


PLAN = (
    (Plan, ("code",), _plans),
    (PlanVersion, ("plan_id", "number"), _versions),
    (PlanItem, ("version_id", "key"), _lines),
)
