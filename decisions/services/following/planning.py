"""A plan begins, its next version is begun, and its draft is written line by line."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models.following_plans import Plan, PlanItem, PlanKindChoice, PlanVersion
from decisions.rules.following import outline
from decisions.services.common import one_at_a_time, require_text
from decisions.services.following.common import require_following
from decisions.services.following.plans import Line, draft_plan
from meetings.models import Body

LONGEST_KEY, LONGEST_CODE = 40, 40
MOST_LINES = 600


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What a plan is of, and what it is called. Without a body it is the Conference's."""

    kind: str
    name_es: str
    name_en: str = ""
    body_id: int | None = None
    source: str = ""
    is_demonstration: bool = False


@transaction.atomic
def open_plan(new: NewPlan, *, by: Viewer) -> Plan:
    """Give a plan its code; it has no version until its first line is written."""
    require_following(by)
    if new.kind not in PlanKindChoice.values:
        raise Invalid(_("There is no such kind of plan."), code="kind")
    if new.body_id is not None and not Body.objects.filter(pk=new.body_id).exists():
        raise Invalid(_("There is no such body."), code="body")
    name = require_text(new.name_es, _("A plan needs a name."))
    one_at_a_time("plan-code")
    same = Plan.objects.filter(kind=new.kind, body=new.body_id, name_es=name)
    if same.filter(versions=None).exists():
        raise Conflict(_("There is a plan of that name without any line."), code="same")
    plan = Plan.objects.create(
        code=_free_code(name),
        kind=new.kind,
        body_id=new.body_id,
        name_es=name,
        name_en=new.name_en.strip(),
        source=new.source.strip(),
        is_demonstration=new.is_demonstration,
    )
    audit.record(plan, "opened", by=by, kind=new.kind)
    return plan


def _free_code(name: str) -> str:
    words = slugify(name)
    # A single word might be that of a page: “nuevo”.
    base = (words if "-" in words else f"plan-{words}")[: LONGEST_CODE - 4].strip("-")
    taken = set(Plan.objects.filter(code__startswith=base).values_list("code", flat=True))
    tried = (base, *(f"{base}-{number}" for number in range(2, 999)))
    return next(code for code in tried if code not in taken)


@transaction.atomic
def begin_version(plan_id: int, *, by: Viewer) -> PlanVersion:
    """Begin the next version with the lines of the last. Conflict: there is a draft."""
    require_following(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    last = plan.versions.order_by("-number").first()
    if last is None:
        raise Invalid(_("Write the first line of the plan."), code="nothing")
    if last.approved_at is None:
        raise Conflict(_("The plan has a draft already."), code="draft")
    return draft_plan(
        plan.pk, lines_of(last), begins_on=last.begins_on, ends_on=last.ends_on, by=by
    )


@transaction.atomic
def describe_version(
    plan_id: int,
    *,
    begins_on: date | None = None,
    ends_on: date | None = None,
    note_es: str = "",
    note_en: str = "",
    by: Viewer,
) -> PlanVersion:
    """Say of a draft which days it plans for, and what changes with it; both days included."""
    require_following(by)
    draft = _draft(plan_id)
    if begins_on and ends_on and ends_on < begins_on:
        raise Invalid(_("The plan ends before it begins."), code="ends_on")
    draft.begins_on, draft.ends_on = begins_on, ends_on
    draft.note_es, draft.note_en = note_es.strip(), note_en.strip()
    draft.save(update_fields=["begins_on", "ends_on", "note_es", "note_en"])
    audit.record(draft.plan, "described", by=by, version=draft.number)
    return draft


@transaction.atomic
def put_line(plan_id: int, line: Line, *, seen: str = "", by: Viewer) -> PlanVersion:
    """Write a line of the draft, a new one where its key is empty.

    ``seen`` is the mark of the line as its writer had it before them. Conflict: somebody
    changed it, or took it out, meanwhile.
    """
    told = replace(
        line,
        name_es=require_text(line.name_es, _("Say what the line is.")),
        name_en=line.name_en.strip(),
    )

    def written(lines: Sequence[Line]) -> Sequence[Line]:
        if not told.key:
            return (*lines, replace(told, key=_free_key(told.name_es, lines)))
        _require_as_seen(told.key, lines, seen)
        return tuple(told if each.key == told.key else each for each in lines)

    return _rewritten(plan_id, written, by)


@transaction.atomic
def move_line(plan_id: int, key: str, *, up: bool, by: Viewer) -> PlanVersion:
    """Exchange a line with the one above it, or below, among those of the same parent."""
    return _rewritten(plan_id, lambda lines: outline.moved(lines, key, up=up), by)


@transaction.atomic
def remove_line(plan_id: int, key: str, *, seen: str = "", by: Viewer) -> PlanVersion:
    """Take a line out of the draft, with what hangs on it; the versions before keep it."""

    def shorter(lines: Sequence[Line]) -> Sequence[Line]:
        _require_as_seen(key, lines, seen)
        return outline.without(lines, key)

    return _rewritten(plan_id, shorter, by)


def _rewritten(
    plan_id: int, change: Callable[[Sequence[Line]], Sequence[Line]], by: Viewer
) -> PlanVersion:
    """Write the draft anew with ``change`` made to its lines; nobody else does meanwhile."""
    require_following(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    last = plan.versions.order_by("-number").first()
    if last is not None and last.approved_at is not None:
        raise Conflict(
            _("The version is approved: begin the next one to change it."), code="approved"
        )
    lines = change(lines_of(last) if last else ())
    if len(lines) > MOST_LINES:
        raise Invalid(_("The plan has too many lines."), code="lines")
    return draft_plan(
        plan_id,
        [line for line, _depth in outline.ordered(lines)],
        begins_on=last.begins_on if last else None,
        ends_on=last.ends_on if last else None,
        by=by,
    )


def _draft(plan_id: int) -> PlanVersion:
    drafts = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan")
    found = drafts.filter(plan=plan_id, approved_at=None).order_by("-number").first()
    if found is None:
        raise Conflict(_("The plan has no draft."), code="no_draft")
    return found


def _require_as_seen(key: str, lines: Sequence[Line], seen: str) -> None:
    now = next((line for line in lines if line.key == key), None)
    if now is None:
        raise Conflict(_("The line is not in the draft any more."), code="gone")
    if seen and seen != mark(now):
        raise Conflict(
            _("Somebody changed this line meanwhile. Compare before you save."),
            code="changed",
        )


OWN = tuple(each.name for each in fields(Line))


def line_of(item: PlanItem) -> Line:
    """Return a stored line as it is written."""
    return Line(**{name: getattr(item, name) for name in OWN})


def lines_of(version: PlanVersion) -> tuple[Line, ...]:
    """Return the lines of a version as they are written."""
    return tuple(line_of(item) for item in version.items.order_by("position", "pk"))


def mark(line: Line) -> str:
    """Return what tells one reading of a line from another."""
    told = json.dumps(asdict(line), cls=_Plain, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class _Plain(DjangoJSONEncoder):
    """Decimals without the zeros that a column adds."""

    def default(self, o: object) -> object:
        if hasattr(o, "normalize"):
            return format(o.normalize(), "f")
        return super().default(o)


def _free_key(name: str, lines: Sequence[Line]) -> str:
    taken = {line.key for line in lines}
    base = slugify(name)[: LONGEST_KEY - 4].strip("-") or "linea"
    tried = (base, *(f"{base}-{number}" for number in range(2, 999)))
    return next(key for key in tried if key not in taken)
