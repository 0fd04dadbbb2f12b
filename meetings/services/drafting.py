"""Drafting groups: formed at the opening; representatives designated, replaced, ended."""

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import drafting_groups
from meetings import rights as matrix
from meetings.attending import COUNTRIES
from meetings.models import (
    DraftingGroup,
    DraftingRepresentative,
    Forum,
    Meeting,
    Right,
)
from meetings.rights import Rights
from meetings.rules import drafting as rules


@transaction.atomic
def form_groups(meeting_id: int, *, by: Viewer) -> list[DraftingGroup]:
    """Form the drafting groups of a meeting that has opened (001:399); each only once."""
    meeting = (
        Meeting.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body")
        .get(pk=meeting_id)
    )
    _require_forming(by)
    if not rules.is_formed_in(meeting.state):
        raise Conflict(
            _("A drafting group is formed at the opening of the meeting."), code="not_open"
        )
    planned = rules.groups_of(drafting_groups.forums_of(meeting))
    if not planned:
        raise Refused(
            _(
                "The rules provide drafting groups for the networks, the GRCM and the plenary."
            ),
            rule="001:399",
        )
    made = [_formed(meeting, of, by) for of in planned]
    return [group for group, is_new in made if is_new]


@transaction.atomic
def designate(
    group_id: int, party_id: int, delegate_id: int, *, by: Viewer
) -> DraftingRepresentative:
    """Designate who represents a country from now on; whoever did so until now is replaced."""
    group = _locked(group_id)
    _require_designating(party_id, by)
    _require_drafting(group, party_id, by)
    known = {each.pk: each for each in drafting_groups.candidates(group, party_id)}
    if delegate_id not in known:
        raise Invalid(
            _("Choose somebody of the country's approved delegation."), code="delegate"
        )
    serving = group.representatives.at(by.at).filter(party=party_id).first()
    if serving is not None:
        if serving.delegate_id == delegate_id:
            raise Conflict(_("That person represents the country already."), code="same")
        _close(serving, by)
    new = DraftingRepresentative.objects.create(
        group=group,
        party_id=party_id,
        delegate_id=delegate_id,
        during=DateTimeTZRange(by.at, None, "[)"),
        designated_by=by.label,
    )
    audit.record(group, "designated", by=by, party=party_id, delegate=delegate_id)
    return new


@transaction.atomic
def end_representation(pk: int, *, by: Viewer) -> DraftingRepresentative:
    """End a representation; the country has nobody in the group until it designates anew."""
    serving = DraftingRepresentative.objects.select_related("group").get(pk=pk)
    _locked(serving.group_id)
    serving.refresh_from_db()
    _require_designating(serving.party_id, by)
    if serving.during.upper is not None:
        raise Conflict(_("That representation has ended."), code="ended")
    _close(serving, by)
    audit.record(serving.group, "representation_ended", by=by, party=serving.party_id)
    return serving


@transaction.atomic
def end_group(pk: int, *, by: Viewer) -> DraftingGroup:
    """End a drafting group once its texts are done."""
    group = _locked(pk)
    _require_forming(by)
    if group.ended_at is not None:
        raise Conflict(_("That group has ended."), code="ended")
    group.ended_at, group.ended_by = by.at, by.label
    group.save(update_fields=["ended_at", "ended_by"])
    audit.record(group, "ended", by=by)
    return group


def _formed(meeting: Meeting, of: str, by: Viewer) -> tuple[DraftingGroup, bool]:
    home = drafting_groups.anchor(meeting, of)
    group, is_new = DraftingGroup.objects.get_or_create(
        meeting=home, of=of, defaults={"formed_at": by.at, "formed_by": by.label}
    )
    if is_new:
        audit.record(group, "formed", by=by, of=of)
    return group, is_new


def _locked(pk: int) -> DraftingGroup:
    rows = DraftingGroup.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("meeting__body").get(pk=pk)


def _close(serving: DraftingRepresentative, by: Viewer) -> None:
    # One who was designated at this very instant leaves no time behind.
    upper = max(by.at, serving.during.lower)
    serving.during = DateTimeTZRange(serving.during.lower, upper, "[)")
    serving.ended_by = by.label
    serving.save(update_fields=["during", "ended_by"])


def _require_forming(by: Viewer) -> None:
    if not rules.may_form(by):
        raise Refused(
            _("The presidency forms the drafting groups, or the Secretariat for it."),
            rule="001:399",
        )


def _require_designating(party_id: int, by: Viewer) -> None:
    if not rules.may_designate(by, party_id):
        raise Refused(_("Each country designates its own representative."), rule="004:34")


def _require_drafting(group: DraftingGroup, party_id: int, by: Viewer) -> None:
    """Only countries draft, by the matrix, in the group and in the forum whose texts they are."""
    if group.ended_at is not None and group.ended_at <= by.at:
        raise Conflict(_("That group has ended."), code="ended")
    rights = Rights.of(group.meeting, by.at)
    for forum in (Forum.DRAFTING_GROUP.value, drafting_groups.forum_of(group)):
        matrix.require(rights.may(Right.DRAFT, forum, party_id), Right.DRAFT)
    if rights.class_of(party_id) not in COUNTRIES:
        raise Refused(
            _("Only countries have a representative in a drafting group."), rule="004:34"
        )
