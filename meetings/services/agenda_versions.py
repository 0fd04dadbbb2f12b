"""The agenda as it is circulated: fixed, made final, published."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import services as library
from meetings import agendas
from meetings.models import (
    AgendaItem,
    AgendaVersion,
    Door,
    ItemKind,
    Meeting,
    PartyClass,
    Right,
    VersionKind,
)
from meetings.models.agenda import behind_closed_door
from meetings.rights import Rights
from meetings.rules import Ground
from meetings.rules import agenda as rules
from meetings.services import agenda_comments, agenda_papers
from meetings.services.agenda import lock
from members.access import focal_points, secretariat, voice_focal_points

MEMBERS = (PartyClass.MEMBER, PartyClass.PPT, PartyClass.OTHER_TROIKA)
# To whom a draft goes (001:378): of the observers, the organizations and not the countries.
DRAFT_READERS = (*MEMBERS, PartyClass.SECRETARIAT, PartyClass.OBSERVER_ORGANIZATION)


@transaction.atomic
def circulate(
    meeting_id: int,
    *,
    by: Viewer,
    comments_until: datetime | None,
    note_es: str = "",
    note_en: str = "",
) -> AgendaVersion:
    """Circulate a preliminary version for input until a cut-off (001:378).

    It must have what the agenda of that forum has at least. Members get it, and those
    observer organizations to which the matrix gives it; countries that observe do not.
    """
    meeting = lock(meeting_id)
    _require_circulator(by)
    rows = agendas.rows_of(agendas.items(meeting, Door.OPEN))
    _require_minimum(meeting, rows)
    if comments_until is None or comments_until <= by.at:
        raise Invalid(_("Say until when comments are taken."), code="cut_off")
    version = _fix(
        meeting,
        Door.OPEN,
        VersionKind.PRELIMINARY,
        rows,
        by,
        comments_until=comments_until,
        note_es=note_es.strip(),
        note_en=note_en.strip(),
    )
    readers = draft_readers(meeting, by)
    version.circulated_to.set(readers)
    _tell(version, "circulated", readers, by)
    agenda_papers.order(version, by=by)
    return version


@transaction.atomic
def finalise(
    meeting_id: int, *, by: Viewer, note_es: str = "", note_en: str = ""
) -> AgendaVersion:
    """Fix the final version: every comment has been treated, and it is in both languages."""
    meeting = lock(meeting_id)
    _require_circulator(by)
    rows = agendas.rows_of(agendas.items(meeting, Door.OPEN))
    _require_minimum(meeting, rows)
    _require_treated(meeting)
    _require_both_languages(rows)
    version = _fix(
        meeting,
        Door.OPEN,
        VersionKind.FINAL,
        rows,
        by,
        note_es=note_es.strip(),
        note_en=note_en.strip(),
    )
    readers = attending(meeting, by)
    version.circulated_to.set(readers)
    _tell(version, "final", readers, by)
    agenda_papers.order(version, by=by)
    return version


@transaction.atomic
def fix_closed(meeting_id: int, *, by: Viewer) -> AgendaVersion:
    """Fix the agenda of the closed-door session: for its circle, told to nobody by mail."""
    meeting = lock(meeting_id)
    if not agendas.may_write_closed(meeting, by):
        raise Refused(
            _("The closed-door agenda is prepared by those of the presiding country."),
            rule="001:376",
        )
    rows = agendas.rows_of(agendas.items(meeting, Door.CLOSED))
    if not rows:
        raise Conflict(_("Nothing is on that agenda yet."), code="empty")
    version = _fix(meeting, Door.CLOSED, VersionKind.FINAL, rows, by)
    agenda_papers.order(version, by=by)
    return version


@transaction.atomic
def publish(pk: int, *, by: Viewer) -> AgendaVersion:
    """Make a final version public, and its paper as soon as it is made."""
    version = AgendaVersion.objects.visible_to(by).select_related("meeting").get(pk=pk)
    lock(version.meeting_id)
    _require_circulator(by)
    if not version.is_final or version.door != Door.OPEN:
        raise Conflict(_("Only a final version is published."), code="not_final")
    if version.published_at is None:
        version.published_at = by.at
        version.save(update_fields=["published_at"])
        known = [row["id"] for row in version.items]
        listed = AgendaItem.objects.filter(pk__in=known).exclude(behind_closed_door())
        listed.update(published_at=by.at)
        for paper in agenda_papers.papers_of(version):
            library.publish_when_made(paper.pk, by=by)
        audit.record(version, "published", by=by)
    return version


def draft_readers(meeting: Meeting, by: Viewer) -> list[int]:
    """Return the parties (ids) that a draft agenda of this meeting goes to."""
    here = Rights.of(meeting, by.at)
    circulated = [Ground.CIRCULATED]
    return [
        party
        for party, party_class in here.classes.items()
        if party_class in DRAFT_READERS
        and here.may(Right.WORKING_DOCS, meeting.body.forum, party, also_met=circulated)
    ]


def attending(meeting: Meeting, by: Viewer) -> list[int]:
    """Return the parties (ids) that may attend this meeting as things stand on record."""
    here = Rights.of(meeting, by.at)
    forum, met = meeting.body.forum, [Ground.COMPOSITION]
    known = {*here.classes, *here.met}
    return [party for party in known if here.may(Right.ATTEND, forum, party, also_met=met)]


def lacking(meeting: Meeting, rows: list[agendas.Row]) -> list[tuple[str, str]]:
    """Return in words what the open agenda must still have, each with its source."""
    short = rules.lacking(meeting.body.forum, (row["kind"] for row in rows))
    return [(str(ItemKind(kind).label), line) for kind, line in short]


def _require_circulator(by: Viewer) -> None:
    if not rules.may_circulate(by):
        raise Refused(
            _("The Secretariat prepares the agenda; the presidency circulates it."),
            rule="004:72",
        )


def _require_minimum(meeting: Meeting, rows: list[agendas.Row]) -> None:
    short = lacking(meeting, rows)
    if not rows:
        raise Conflict(_("Nothing is on that agenda yet."), code="empty")
    if short:
        named = "; ".join(label for label, _line in short)
        raise Conflict(
            _("The agenda of the plenary lacks: %(what)s.") % {"what": named},
            code="minimum",
            rule=short[0][1],
        )


def _require_treated(meeting: Meeting) -> None:
    waiting = agenda_comments.untreated(meeting)
    if waiting:
        raise Conflict(
            _("Comments that wait to be treated: %(count)d.") % {"count": waiting},
            code="comments",
            rule="001:378",
        )


def _require_both_languages(rows: list[agendas.Row]) -> None:
    short = [row["number"] for row in rows if not row["title"]["en"]]
    if short:
        raise Conflict(
            _("These items have no title in English: %(items)s.")
            % {"items": ", ".join(short)},
            code="languages",
        )


def _fix(
    meeting: Meeting,
    door: str,
    kind: str,
    rows: list[agendas.Row],
    by: Viewer,
    **told: Any,
) -> AgendaVersion:
    last = AgendaVersion.objects.filter(meeting=meeting, door=door).order_by("-number")
    number = last.values_list("number", flat=True).first() or 0
    version = AgendaVersion.objects.create(
        meeting=meeting,
        door=door,
        kind=kind,
        number=number + 1,
        items=rows,
        circulated_at=by.at,
        circulated_by=by.label,
        **told,
    )
    audit.record(version, "fixed", by=by, kind=kind, number=version.number)
    return version


def _tell(version: AgendaVersion, event: str, readers: list[int], by: Viewer) -> None:
    """Owe a letter to who speaks for each reader, and to the Secretariat's officers."""
    here = Rights.of(None, by.at)
    members = [party for party in readers if here.class_of(party) in MEMBERS]
    others = [party for party in readers if party not in members]
    to = [
        *voice_focal_points(members, by.at),
        *focal_points(others, by.at),
        *secretariat(by.at),
    ]
    notifications.owe(
        f"agenda.{event}",
        version,
        to=to,
        key=f"agenda:{version.pk}:{event}",
        by=by,
        stale_at=version.comments_until,
    )
