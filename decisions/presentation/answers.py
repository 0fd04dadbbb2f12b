"""Who has answered, as far as the reader may see it. Silence is a row like the others."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.display import format_instant
from decisions import access
from decisions.models import Consulted, Reply
from decisions.models.consultations import Visibility
from decisions.models.rounds import RoundStatus
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier
from decisions.rules.positions import REPLIES, Position
from decisions.states import State

RUNNING = (State.OPEN, State.SUSPENDED)


def answers(dossier: Dossier, reply_url: str = "") -> dict[str, Any] | None:
    """Return the table (``components/answers.html``) of the round shown, or None before it."""
    if dossier.round is None or not dossier.is_party_to_it:
        return None
    mode = _mode(dossier)
    rows = [_row(dossier, each, mode, reply_url) for each in _in_order(dossier, mode)]
    return {
        "mode": mode,
        "summary": _summary(dossier, mode),
        "rows": rows,
        "note": _note(dossier, mode),
        "refreshes": dossier.is_last and dossier.state in RUNNING,
    }


def _mode(dossier: Dossier) -> str:
    if dossier.sees_all:
        return Visibility.FULL.value
    hidden = dossier.consultation.visibility == Visibility.HIDDEN
    return (Visibility.HIDDEN if hidden else Visibility.PARTICIPATION).value


def _in_order(dossier: Dossier, mode: str) -> list[Consulted]:
    rows = {each.party_id: each for each in dossier.consulted}
    if mode == Visibility.HIDDEN:
        return [row for row in rows.values() if row.party_id == dossier.viewer.party_id]
    return [rows[party.pk] for party in wording.in_order(r.party for r in rows.values())]


def _row(dossier: Dossier, consulted: Consulted, mode: str, url: str) -> dict[str, Any]:
    party = consulted.party
    standing = dossier.standings[party.pk]
    is_mine = party.pk == dossier.viewer.party_id
    silent = standing.position is Position.SILENT
    if mode == Visibility.PARTICIPATION and not is_mine:
        label = _("Has replied") if not silent else wording.position_label(Position.SILENT)
        return {"party": party.name, "label": label, "mark": "" if silent else "given"}
    filed = dossier.counted(party.pk)
    return {
        "party": party.name,
        "label": wording.position_label(standing.position),
        "mark": "late" if standing.is_late else wording.MARKS[standing.position],
        "detail": " · ".join(
            filter(None, _details(dossier, consulted, filed, is_mine=is_mine))
        ),
        "at": filed.received_at if filed else None,
        "url": url if is_mine and silent and _awaits(dossier) else "",
    }


def _awaits(dossier: Dossier) -> bool:
    return dossier.is_last and dossier.state in (*RUNNING, State.EXPIRED)


def _details(
    dossier: Dossier, consulted: Consulted, filed: Reply | None, *, is_mine: bool
) -> list[str]:
    standing = dossier.standings[consulted.party_id]
    asked: Any = dossier.round
    found = [_proposed(dossier, filed)]
    if consulted.party_id == asked.sponsor_id:
        found.append(_("PPT") if filed else _("PPT: its own text"))
    if standing.is_lifted:
        found.append(_("objection lifted"))
    if standing.is_late:
        found.append(_("late, admitted"))
    found += [_unadmitted(dossier.replies_by_pk[pk]) for pk in standing.unadmitted]
    if filed and filed.document_id:
        found.append(_("recorded by the Secretariat"))
    if not consulted.voice_es:  # type: ignore[attr-defined]
        found.append(_("no official voice"))
    if is_mine:
        found.append(_("your delegation"))
    return found


def _proposed(dossier: Dossier, filed: Reply | None) -> str:
    """Return ``paragraphs 2, 4`` for a reply that proposes changes."""
    changes: Any = filed.changes if filed else []  # type: ignore[attr-defined]
    keys = dict.fromkeys(change["key"] for change in changes)
    numbers = [dossier.numbers.get(key, key) for key in keys]
    if not numbers:
        return ""
    words = ngettext("paragraph %(list)s", "paragraphs %(list)s", len(numbers))
    return words % {"list": ", ".join(numbers)}


def _unadmitted(late: Reply) -> str:
    return _("late: %(position)s, %(when)s") % {
        "position": wording.position_label(late.position),
        "when": format_instant(late.received_at, "brief"),
    }


def _summary(dossier: Dossier, mode: str) -> str:
    given = len(dossier.given)
    counted = {"given": given, "total": len(dossier.consulted)}
    if mode != Visibility.FULL:
        return _("%(given)s of %(total)s have replied") % counted
    kinds = Counter(standing.position for standing in dossier.given.values())
    parts = [wording.counted(position, kinds[position]) for position in REPLIES]
    parts = [part for part in parts if part]
    said = _("%(given)s of %(total)s countries") % counted
    return f"{said}: {', '.join(parts)}" if parts else said


def _note(dossier: Dossier, mode: str) -> str:
    silence = _("Silence is neither consent nor objection: it is shown as “No reply”.")
    if dossier.state not in RUNNING or not dossier.is_last:
        return silence
    if mode == Visibility.HIDDEN:
        return _("What the others reply is seen when the term is over.")
    if mode == Visibility.PARTICIPATION:
        return (
            _("The Presidency decided that it is seen who has replied, not what. ")
            + silence
        )
    if dossier.consultation.visibility == Visibility.FULL:
        return (
            _("The Presidency decided that the replies are seen during the round. ")
            + silence
        )
    return (
        _("Only the Presidency and the Secretariat see this table during the round. ")
        + silence
    )


def late(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the communications received at or after the bound that the reader may see."""
    asked = dossier.round
    if asked is None or asked.closes_at is None or asked.status == RoundStatus.SUSPENDED:
        return []
    closes_at: datetime = asked.closes_at
    counted = {standing.sequence for standing in dossier.standings.values()}
    return [
        {
            "party": dossier.parties[reply.party_id].name,
            "label": wording.position_label(reply.position),
            "at": reply.received_at,
            "status": _("admitted") if reply.pk in counted else _("not counted"),
            "is_admitted": reply.pk in counted,
            "comment": reply.comment,
        }
        for reply in dossier.shown_replies()
        if reply.received_at >= closes_at and access.submission(reply).effective_at
    ]


def unadmitted(dossier: Dossier) -> dict[str, str]:
    """Return the kinds of late reply that wait to be admitted, each with whose they are."""
    found: dict[str, list[str]] = {}
    for party, standing in dossier.standings.items():
        for pk in standing.unadmitted:
            names = found.setdefault(dossier.replies_by_pk[pk].position, [])
            names.append(dossier.parties[party].name)
    return {position: ", ".join(names) for position, names in found.items()}
