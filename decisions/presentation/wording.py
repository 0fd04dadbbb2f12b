"""The words for positions, states and outcomes, as every page of a consultation says them."""

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm_portal.core import deadline_text
from crm_portal.core.access import ZONE_OF_RECORD as SEAT
from crm_portal.core.deadline_text.words import with_article
from crm_portal.core.display import format_day, format_instant, seat_city
from crm_portal.core.i18n import active_language, pick
from crm_portal.library.rules import alphabet
from decisions.models import Consultation, Round
from decisions.models.replies import POSITION_LABELS, SILENT_LABEL
from decisions.rules.positions import REPLIES, Position
from decisions.states import State
from members.models import Party

__all__ = ["SEAT", "alphabet", "pick"]

LABELS: dict[str, Any] = {**dict(POSITION_LABELS), Position.SILENT.value: SILENT_LABEL}

# The dot beside a position: its shape in the table of who has answered.
MARKS = {
    Position.AGREE: "agree",
    Position.AGREE_OBSERVATIONS: "remark",
    Position.RESERVATION: "reserve",
    Position.ABSTAIN: "abstain",
    Position.CHANGES: "change",
    Position.OBJECT: "object",
    Position.SILENT: "",
    Position.RETRACTED: "",
}
# What each reply does, said under its label in the form.
EFFECTS: dict[str, str | Promise] = {
    Position.AGREE.value: "",
    Position.AGREE_OBSERVATIONS.value: _("On record; they do not change the text"),
    Position.RESERVATION.value: _("Annexed to the outcome"),
    Position.ABSTAIN.value: _("Does not prevent consensus"),
    Position.CHANGES.value: _(
        "There will be a new round. They are written paragraph by paragraph"
    ),
    Position.OBJECT.value: _("Prevents consensus"),
}
TONES = {
    State.DRAFT: "",
    State.WITH_TROIKA: "due",
    State.RETURNED: "",
    State.READY: "brand",
    State.OPEN: "due",
    State.SUSPENDED: "line",
    State.EXPIRED: "late",
    State.REVISION: "brand",
    State.CONSENSUS: "ok",
    State.EXECUTION: "ok",
    State.CONCLUDED: "ok",
    State.NO_CONSENSUS: "late",
    State.REFERRED: "brand",
    State.WITHDRAWN: "off",
}
# Who has the next move in each state; empty where nobody does.
TURNS: dict[State, str | Promise] = {
    State.DRAFT: pgettext_lazy("turn", "Presidency"),
    State.WITH_TROIKA: pgettext_lazy("turn", "Troika"),
    State.RETURNED: pgettext_lazy("turn", "Presidency"),
    State.READY: pgettext_lazy("turn", "Presidency"),
    State.OPEN: pgettext_lazy("turn", "Members"),
    State.SUSPENDED: pgettext_lazy("turn", "Presidency"),
    State.EXPIRED: pgettext_lazy("turn", "Presidency"),
    State.REVISION: pgettext_lazy("turn", "Presidency"),
    State.CONSENSUS: pgettext_lazy("turn", "Presidency"),
    State.EXECUTION: pgettext_lazy("turn", "Presidency"),
    State.NO_CONSENSUS: pgettext_lazy("turn", "Presidency"),
}


def position_label(position: str) -> str:
    """Return ``Agrees``, ``Proposes changes``, … or ``No reply``."""
    return str(LABELS[position])


def counted(position: Position, count: int) -> str:
    """Return ``4 agree`` or ``1 proposes changes``; nothing for none."""
    if not count:
        return ""
    words = {
        Position.AGREE: ngettext("%(count)s agrees", "%(count)s agree", count),
        Position.AGREE_OBSERVATIONS: ngettext(
            "%(count)s with observations", "%(count)s with observations", count
        ),
        Position.RESERVATION: ngettext(
            "%(count)s with a reservation", "%(count)s with reservations", count
        ),
        Position.ABSTAIN: ngettext("%(count)s abstains", "%(count)s abstain", count),
        Position.CHANGES: ngettext(
            "%(count)s proposes changes", "%(count)s propose changes", count
        ),
        Position.OBJECT: ngettext("%(count)s objects", "%(count)s object", count),
    }
    return words[position] % {"count": count}


def effects() -> dict[str, str]:
    """Return what each reply does, by its value."""
    return {value: str(effect) for value, effect in EFFECTS.items()}


def position_choices() -> list[tuple[str, str]]:
    """The six replies, in the order in which they are always offered."""
    return [(position.value, position_label(position)) for position in REPLIES]


def the_party(party: Party) -> str:
    """Return a State's name as it stands in a sentence: ``la República Dominicana``."""
    return with_article(party.name, active_language())


def capital(words: str) -> str:
    """Return ``words`` with a capital first letter, the rest as it was."""
    return words[:1].upper() + words[1:]


def day(on: date) -> str:
    return format_day(on, "spoken")


def until(closes_at: datetime) -> str:
    """Return ``jue 3 dic, 23:59 San José``."""
    return deadline_text.short(closes_at, active_language())


def in_order(parties: Any) -> list[Party]:
    """Return parties in the alphabetical order of the reader's language."""
    return sorted(parties, key=lambda party: alphabet(party.name))


def city(party: Party | None) -> str:
    """Return the reader's city: the capital, or the country where it has no name here."""
    return (party.capital or party.name) if party else ""


def both_times(at: datetime, party: Party | None) -> str:
    """Return ``27 nov 2026, 09:31 San José · 11:31 Santo Domingo``."""
    said = f"{format_instant(at, 'dated')} {seat_city()}"
    if party is None or not party.capital_tz:
        return said
    local, seat = at.astimezone(party.tz), format_instant(at, "dated")
    style = (
        "time" if format_instant(local, "dated", tz=party.tz)[:-5] == seat[:-5] else "dated"
    )
    return f"{said} · {format_instant(at, style, tz=party.tz)} {city(party)}"


def kicker(consultation: Consultation, asked: Round | None = None) -> str:
    """Return ``Consultation 2026-07 · Round 1``."""
    said = gettext("Consultation %(reference)s") % {
        "reference": consultation.short_reference
    }
    if asked is None:
        return said
    return said + " · " + gettext("Round %(number)s") % {"number": asked.number}


def tone_of(state: str) -> str:
    return TONES[State(state)]


def turn_of(state: str) -> str:
    """Return whose turn it is in ``state``, or nothing."""
    return str(TURNS.get(State(state), ""))
