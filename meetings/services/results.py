"""What a meeting leaves: its summary record, saved without losing a word, and its outcomes."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings import agendas, attendance
from meetings.meeting_states import State
from meetings.models import Door, Meeting, OutcomeLink, SummaryRecord, SummaryVersion
from meetings.rules import agenda as rules
from meetings.rules import merging
from meetings.rules.merging import Conflict as Clash
from meetings.services.agenda import lock, speaks


@dataclass(frozen=True, slots=True)
class Saved:
    """The version that was saved, and the places where two hands had written."""

    version: SummaryVersion
    conflicts: tuple[Clash, ...] = ()


@transaction.atomic
def save_record(
    meeting_id: int,
    *,
    base: int,
    text_es: str,
    text_en: str,
    note: str,
    by: Viewer,
    door: str = Door.OPEN,
) -> Saved:
    """Save the summary record as somebody typed it over version ``base`` (0: the first).

    What others saved meanwhile is merged by paragraph, and no typed paragraph is lost. Once
    the record is approved, only parties that attended amend it. That of the closed door is
    written and amended by those inside (001:376).
    """
    meeting = lock(meeting_id)
    _require_held(meeting)
    records = SummaryRecord.objects.select_for_update()
    record = records.filter(meeting=meeting, door=door).first()
    _require_writer(meeting, record, by, door)
    if not text_es.strip() and not text_en.strip():
        raise Invalid(_("Write the record."), code="required")
    record = record or SummaryRecord.objects.create(
        meeting=meeting, door=door, began_at=by.at
    )
    last = record.versions.order_by("-number").first()
    if base > (last.number if last else 0) or base < 0:
        raise Invalid(_("There is no such version."), code="base")
    texts, conflicts = _together(record, last, base, text_es, text_en)
    if last and texts == {"text_es": last.text_es, "text_en": last.text_en}:
        return Saved(last)
    version = SummaryVersion.objects.create(
        record=record,
        number=(last.number if last else 0) + 1,
        base=base,
        note=note.strip(),
        is_merged=bool(last and last.number != base),
        is_amendment=record.approved_at is not None,
        saved_at=by.at,
        saved_by=by.label,
        **texts,
    )
    audit.record(record, "saved", by=by, number=version.number, base=base)
    return Saved(version, conflicts)


@transaction.atomic
def approve_record(pk: int, *, number: int, by: Viewer) -> SummaryRecord:
    """Approve a version of the record: the latest, as whoever approves has read it."""
    visible = SummaryRecord.objects.visible_to(by).select_related("meeting")
    record = visible.select_for_update(of=("self",)).get(pk=pk)
    if not may_approve(record.meeting, by, record.door):
        raise Refused(_("The presidency approves the record."), rule="001:411")
    last = record.versions.order_by("-number").first()
    if last is None or last.number != number:
        raise Conflict(_("The record changed meanwhile: read it again."), code="changed")
    if record.approved_version == number:
        raise Conflict(_("That version is approved already."), code="approved")
    record.approved_at, record.approved_by = by.at, by.label
    record.approved_version = number
    record.save(update_fields=["approved_at", "approved_by", "approved_version"])
    audit.record(record, "approved", by=by, number=number)
    return record


def may_write(
    meeting: Meeting, record: SummaryRecord | None, by: Viewer, door: str = Door.OPEN
) -> bool:
    """Say whether ``by`` writes the record: before approval who prepares meetings, after it
    the voices of those that attended; behind the closed door, of them those inside."""
    if door == Door.CLOSED:
        if record is None or record.approved_at is None:
            return agendas.may_write_closed(meeting, by)
        inside = agendas.is_in_the_circle(meeting, by)
        return inside and by.party_id in attendance.attended(meeting)
    if record is None or record.approved_at is None:
        return rules.may_prepare(by)
    is_voice = speaks(by) or by.has(Role.SECRETARIAT)
    return is_voice and by.party_id in attendance.attended(meeting)


def may_approve(meeting: Meeting, by: Viewer, door: str = Door.OPEN) -> bool:
    """Say whether ``by`` approves the record: the presidency; of the closed door, from inside."""
    if door == Door.CLOSED:
        return agendas.may_write_closed(meeting, by)
    return rules.may_circulate(by)


@transaction.atomic
def add_outcome(meeting_id: int, *, by: Viewer, **told: Any) -> OutcomeLink:
    """Record a text that came out of a meeting: where it is read, and which source says so."""
    meeting = lock(meeting_id)
    _require_keeper(by)
    _require_held(meeting)
    told = {k: v.strip() if isinstance(v, str) else v for k, v in told.items()}
    if not told.get("title_es") or not told.get("source"):
        raise Invalid(_("An outcome has a title and a source."), code="required")
    if not told.get("url") and not told.get("symbol"):
        raise Invalid(_("Say where it is read."), code="where")
    link = OutcomeLink.objects.create(
        meeting=meeting, recorded_at=by.at, recorded_by=by.label, **told
    )
    audit.record(link, "recorded", by=by, meeting=meeting.symbol)
    return link


@transaction.atomic
def take_off_outcome(pk: int, *, by: Viewer) -> OutcomeLink:
    """Take an outcome off the page; that it was there stays on record."""
    link = OutcomeLink.objects.visible_to(by).select_for_update(of=("self",)).get(pk=pk)
    _require_keeper(by)
    link.taken_off_at = by.at
    link.save(update_fields=["taken_off_at"])
    audit.record(link, "taken_off", by=by)
    return link


def _together(
    record: SummaryRecord, last: SummaryVersion | None, base: int, es: str, en: str
) -> tuple[dict[str, str], tuple[Clash, ...]]:
    if last is None or last.number == base:
        whole = merging.joined
        texts = (whole(merging.paragraphs(es)), whole(merging.paragraphs(en)))
        return {"text_es": texts[0], "text_en": texts[1]}, ()
    known = record.versions.filter(number=base).first()
    was_es, was_en = (known.text_es, known.text_en) if known else ("", "")
    spanish = merging.merged(was_es, es, last.text_es)
    english = merging.merged(was_en, en, last.text_en)
    texts_ = {"text_es": spanish.text, "text_en": english.text}
    return texts_, (*spanish.conflicts, *english.conflicts)


def _require_writer(
    meeting: Meeting, record: SummaryRecord | None, by: Viewer, door: str
) -> None:
    if may_write(meeting, record, by, door):
        return
    if door == Door.CLOSED:
        raise Refused(
            _(
                "What was said behind closed doors is written down by the presiding "
                "country and amended by those that attended, from inside."
            ),
            rule="001:376",
        )
    if record is None or record.approved_at is None:
        raise Refused(
            _("The presidency and the Secretariat write the record."), rule="001:411"
        )
    raise Refused(_("An approved record is amended by those that attended."))


def _require_keeper(by: Viewer) -> None:
    if not rules.may_prepare(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:399",
        )


def _require_held(meeting: Meeting) -> None:
    if meeting.state not in {State.IN_SESSION, State.CLOSED, State.FINAL}:
        raise Conflict(_("A meeting has results once it sits."), code="not_yet")
