"""The reader's own State: what it replied, what its institutions sent, what it may do."""

from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.access import Role
from crm_portal.core.i18n import pick
from decisions import access
from decisions.models import Consulted, Reply
from decisions.models.replies import Channel
from decisions.presentation import acts, wording
from decisions.presentation.dossier import Dossier
from decisions.rules.positions import Position
from decisions.states import State
from members.models import Party


def delegation(dossier: Dossier, reader: Party | None) -> dict[str, Any] | None:
    """Return what the rail says to a State that is consulted, or None to anybody else."""
    mine = dossier.mine
    if mine is None or reader is None or not dossier.is_party_to_it:
        return None
    may_reply = dossier.is_last and acts.act("reply").is_open_to(dossier)
    return {
        "party": wording.the_party(reader),
        "voice": _voice(mine),
        "is_voice": dossier.viewer.has(Role.OFFICIAL_VOICE),
        "current": _current(dossier, reader),
        "may_reply": may_reply,
        "is_running": may_reply and dossier.state in acts.LIVE,
        "is_late": may_reply and dossier.state is State.EXPIRED,
        "is_after": may_reply and dossier.state not in (*acts.LIVE, State.EXPIRED),
        "is_sponsor": dossier.round is not None
        and dossier.round.sponsor_id == mine.party_id,
        "may": {
            name: dossier.is_last and acts.act(name).is_open_to(dossier)
            for name in ("retract", "lift", "substance", "endorse", "dispute")
        },
        "contributions": _contributions(dossier, reader),
        "transcriptions": _transcriptions(dossier, reader),
        "sent": _sent(dossier, reader),
    }


def _voice(mine: Consulted) -> str:
    row: Any = mine
    return pick(row.voice_es or "", row.voice_en or "")


def _current(dossier: Dossier, reader: Party) -> dict[str, Any] | None:
    filed = dossier.counted(reader.pk)
    standing = dossier.standings[reader.pk]
    if filed is None:
        return None
    return {
        **receipt(filed, reader),
        "label": wording.position_label(standing.position),
        "is_late": standing.is_late,
        "is_lifted": standing.is_lifted,
    }


def receipt(filed: Reply, reader: Party | None) -> dict[str, Any]:
    """Return who sent what, when by both clocks."""
    return {
        "pk": filed.pk,
        "label": wording.position_label(filed.position),
        "institution": filed.institution.name,
        "who": filed.user.full_name,
        "when": wording.both_times(filed.received_at, reader),
        "at": filed.received_at,
        "comment": filed.comment,
        "reservation": filed.reservation,
        "is_official": filed.is_official,
        "is_transcribed": filed.channel == Channel.TRANSCRIPTION,
        "has_changes": filed.position == Position.CHANGES,
        "document": filed.document_id,
        "document_name": filed.document_name,
    }


def _own(dossier: Dossier, reader: Party) -> list[Reply]:
    return [reply for reply in dossier.replies if reply.party_id == reader.pk]


def _contributions(dossier: Dossier, reader: Party) -> list[dict[str, Any]]:
    """What other institutions of the State sent, newest first."""
    return [
        {**receipt(reply, reader), "is_endorsed": hasattr(reply, "endorsement")}
        for reply in reversed(_own(dossier, reader))
        if not reply.is_official and reply.channel == Channel.PORTAL
    ]


def _transcriptions(dossier: Dossier, reader: Party) -> list[dict[str, Any]]:
    """What the Secretariat recorded for the State: it counts unless the State disputes it."""
    return [
        {
            **receipt(reply, reader),
            "is_disputed": hasattr(reply, "dispute"),
            "counts": access.submission(reply).effective_at is not None,
        }
        for reply in reversed(_own(dossier, reader))
        if reply.channel == Channel.TRANSCRIPTION
    ]


def _sent(dossier: Dossier, reader: Party) -> str:
    """Say that there were earlier replies, which the history keeps."""
    official = [reply for reply in _own(dossier, reader) if reply.is_official]
    count = len(official)
    return _("%(count)s replies sent in this round") % {"count": count} if count > 1 else ""
