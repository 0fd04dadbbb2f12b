"""Draft a version of a plan, approve it by its body, report on its lines."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models.following import StatusWord
from decisions.models.following_plans import Plan, PlanItem, PlanProgress, PlanVersion
from decisions.models.register import Provision
from decisions.rules.following import plans as rules
from decisions.rules.following import powers
from decisions.services.common import one_at_a_time
from decisions.services.following.common import (
    day_of,
    document_of,
    require_following,
    require_other,
)
from meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan as it is written: see ``PlanItem``."""

    key: str
    level: str
    name_es: str
    name_en: str = ""
    parent: str = ""
    number: str = ""
    lead_id: int | None = None
    lead_body_id: int | None = None
    partners: str = ""
    due_on: date | None = None
    cost: int | None = None
    currency: str = "USD"
    funding: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None

    @property
    def ruled(self) -> rules.Item:
        """Return the line as the rules take it."""
        return rules.Item(self.key, rules.Level(self.level), self.parent)


@transaction.atomic
def draft_plan(
    plan_id: int,
    lines: Sequence[Line],
    *,
    begins_on: date | None = None,
    ends_on: date | None = None,
    by: Viewer,
) -> PlanVersion:
    """Write the next version of a plan, or write the draft anew. Invalid: its shape."""
    require_following(by)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    _require_shape(lines)
    version = plan.versions.filter(approved_at=None).order_by("-number").first()
    if version is None:
        last = plan.versions.order_by("-number").values_list("number", flat=True).first()
        version = PlanVersion(plan=plan, number=(last or 0) + 1)
    version.created_at, version.created_by_id = by.at, by.signer
    version.begins_on, version.ends_on = begins_on, ends_on
    version.save()
    if PlanProgress.objects.filter(item__version=version).exists():
        raise Conflict(_("Progress was reported on this draft."), code="reported")
    version.items.all().delete()
    PlanItem.objects.bulk_create(
        PlanItem(version=version, position=position, **asdict(line))
        for position, line in enumerate(lines)
    )
    audit.record(plan, "drafted", by=by, version=version.number, lines=len(lines))
    return version


def _require_shape(lines: Sequence[Line]) -> None:
    if any(line.level not in set(rules.Level) for line in lines):
        raise Invalid(_("A plan has no such level."), code="level")
    found = rules.faults([line.ruled for line in lines])
    if found:
        named = {line.key: f"«{line.number or line.name_es[:80]}»" for line in lines}
        told = dict.fromkeys(
            _(rules.SENTENCES[fault]) % {"key": named.get(key, key)} for fault, key in found
        )
        raise Invalid(" ".join(told), code=found[0][0])


@transaction.atomic
def approve_plan(
    version_id: int,
    *,
    meeting_id: int,
    in_force_from: date | None = None,
    provision_id: int | None = None,
    seen: str = "",
    by: Viewer,
) -> PlanVersion:
    """Record that the right body approved a version; from then on it never changes.

    ``seen`` is the mark of the draft as whoever approves had it before them.
    """
    if not powers.may_approve_plan(by):
        raise Refused(
            _("Only the presidency in office records an approval."),
            code="not_presidency",
            rule="001:411",
        )
    drafts = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan")
    version = drafts.get(pk=version_id)
    if version.approved_at is not None:
        raise Conflict(_("The version is approved already."), code="approved")
    if seen and seen != mark_of(version):
        raise Conflict(
            _("The draft was changed meanwhile. Read it before you record its approval."),
            code="changed",
        )
    meeting = Meeting.objects.visible_to(by).select_related("body").get(pk=meeting_id)
    _require_body(version.plan, meeting, by)
    if provision_id is not None:
        Provision.objects.visible_to(by).get(pk=provision_id)
    version.approved_in, version.provision_id = meeting, provision_id
    version.approved_at, version.approved_by_id = by.at, by.signer
    version.in_force_from = in_force_from or by.on
    version.save()
    audit.record(
        version.plan, "approved", by=by, version=version.number, meeting=meeting.symbol
    )
    return version


def mark_of(version: PlanVersion) -> str:
    """Return what tells one reading of a draft from another: when it was written, its days."""
    return f"{version.created_at.isoformat()} {version.begins_on} {version.ends_on}"


def _require_body(plan: Plan, meeting: Meeting, by: Viewer) -> None:
    approver = rules.APPROVES[rules.PlanKind(plan.kind)]
    if meeting.body.kind != approver:
        raise Conflict(
            _("This body does not approve plans of this kind."), code="wrong_body"
        )
    if meeting.starts_on > by.on:
        raise Conflict(_("The meeting is still to come."), code="meeting_to_come")


SAID = ("word", "value", "said_es", "said_en", "reported_on", "document_id")


@transaction.atomic
def report_progress(
    item_id: int,
    *,
    word: str = "",
    value: Decimal | None = None,
    said_es: str = "",
    said_en: str = "",
    on: date | None = None,
    document_id: int | None = None,
    by: Viewer,
) -> PlanProgress:
    """Report where a line stands, or the value of an indicator: whoever is responsible."""
    found = PlanItem.objects.select_related("version__plan")
    item = found.filter(version__in=PlanVersion.objects.visible_to(by)).get(pk=item_id)
    if not powers.may_lead(by, lead_party_id=item.lead_id):
        raise Refused(
            _("Whoever is responsible for the line reports on it."),
            code="not_responsible",
            rule="003:59",
        )
    if item.version.approved_at is None:
        raise Conflict(_("Nobody approved this version."), code="not_approved")
    _require_said(item, word, value)
    progress = PlanProgress(
        item=item,
        word=word,
        value=value,
        said_es=said_es.strip(),
        said_en=said_en.strip(),
        reported_on=day_of(on, by),
        document_id=document_of(document_id, by),
        party_id=by.state,
        reported_at=by.at,
        user_id=by.signer,
    )
    one_at_a_time(f"plan-progress:{item_id}")
    last = item.progress.filter(party=by.state).order_by("-pk").first()
    require_other(progress, last, *SAID)
    progress.save()
    audit.record(item.version.plan, "reported", by=by, line=item.key, word=word)
    return progress


def _require_said(item: PlanItem, word: str, value: Decimal | None) -> None:
    if item.level == rules.Level.INDICATOR:
        if value is None or word:
            raise Invalid(_("An indicator is reported by its value."), code="value")
        return
    if item.level not in rules.CARRIED_OUT_BY_SOMEBODY:
        raise Invalid(_("Progress is reported on what is carried out."), code="level")
    if word not in StatusWord.values or value is not None:
        raise Invalid(_("There is no such word of status."), code="word")
