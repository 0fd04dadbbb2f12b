"""The board of commitments: what is owed by urgency, who owes it, and a sentence on top."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Viewer
from decisions.models.following import Commitment, Lead
from decisions.presentation.following_up import board_words as words
from decisions.presentation.register import citing
from decisions.presentation.register.pages import axis
from decisions.rules.following import urgency as rules
from decisions.rules.following.reports import days_late
from decisions.rules.following.urgency import OWED, Urgency
from decisions.services.following.board import Line, board
from meetings.models import Axis
from meetings.presentation.titles import Names
from members.models import Party

RELATED = ("lead_party", "lead_body", "provision")
OF_TEXT = ("text__kind", "text__body", "text__meeting__body")
PIP, GAP = 7, 1
PRESIDENCY = "ppt"
BODY = "body-"


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment with its line of the matrix and how urgent it is on the reader's day."""

    line: Line
    urgency: Urgency

    @property
    def commitment(self) -> Commitment:
        """Return the commitment itself."""
        return self.line.commitment

    @property
    def meeting(self) -> str:
        """Return the symbol of the meeting that decided it; empty: none is on record."""
        meeting = self.commitment.text.meeting
        return meeting.symbol if meeting else ""

    def owed_by(self, who: str) -> bool:
        """Say whether ``who`` owes it: a party's code, ``body-`` and a body's, or ``ppt``."""
        row = self.commitment
        if who == PRESIDENCY:
            return row.lead == Lead.PRESIDENCY
        if who.startswith(BODY):
            return row.lead_body is not None and f"{BODY}{row.lead_body.code}" == who
        leads = [row.lead_party.code] if row.lead_party else []
        return rules.owes(who, leads, self.line.cells)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader looks for; empty means all, of states all that is still owed."""

    theme: str = ""
    meeting: str = ""
    who: str = ""
    state: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> "Asked":
        """Read it from an address."""
        return cls(**{name: str(query.get(name, "")) for name in cls.__slots__})

    @property
    def is_any(self) -> bool:
        """Say whether anything was asked for."""
        return self != Asked()

    def takes(self, entry: Entry) -> bool:
        """Say whether an entry is what was asked for."""
        states = {self.state} if self.state else set(OWED)
        return (
            self.theme in {"", entry.commitment.theme}
            and self.meeting in {"", entry.meeting}
            and entry.urgency in states
            and (not self.who or entry.owed_by(self.who))
        )


def entries(viewer: Viewer) -> list[Entry]:
    """Return every commitment that exists for the reader, the most urgent first."""
    seen = Commitment.objects.visible_to(viewer).select_related(*RELATED, *OF_TEXT)
    found = [entry(line, viewer) for line in board(seen.order_by("pk"), viewer)]
    return sorted(found, key=_place)


def entry(line: Line, viewer: Viewer) -> Entry:
    """Return a line of the matrix with its urgency."""
    term = line.commitment.term
    return Entry(line, rules.urgency(term, line.cells, viewer.on))


def _place(each: Entry) -> tuple[int, bool, str, int]:
    row = each.commitment
    day = row.due_on or row.review_on
    return (
        rules.ORDER[each.urgency],
        day is None,
        day.isoformat() if day else "",
        row.pk,
    )


def row(each: Entry, names: Names, viewer: Viewer) -> dict[str, Any]:
    """Return a commitment as a line of the board shows it."""
    commitment = each.commitment
    late = days_late(commitment.term, viewer.on)
    return {
        "number": words.number(commitment),
        "what": commitment.what,
        "url": reverse("following:commitment", args=[commitment.pk]),
        "source": source(commitment, names),
        "theme": axis(commitment.theme),
        "who": words.lead(commitment, names),
        "due_on": commitment.due_on,
        "review_on": commitment.review_on,
        "closed_on": commitment.closed_on,
        "late": ngettext("%(count)s day late", "%(count)s days late", late)
        % {"count": late}
        if late
        else "",
        "mark": words.URGENCIES[each.urgency],
        "whole": words.WHOLES[each.line.whole.whole],
        "counted": words.counted(each.line.whole),
        **pips(each.line),
    }


def source(commitment: Commitment, names: Names) -> str:
    """Return how the decision behind a commitment is cited."""
    if commitment.provision is None:
        return citing.of_text(commitment.text)
    return citing.of_provision(commitment.provision, commitment.text, names).full


def pips(line: Line) -> dict[str, Any]:
    """Return one small square a country, in the order of the matrix, and their width."""
    squares = [
        {"x": place * (PIP + GAP), "fill": words.WORDS[cell.word].fill}
        for place, cell in enumerate(line.cells)
    ]
    return {"pips": squares, "width": len(squares) * (PIP + GAP)}


def sentence(found: Sequence[Entry]) -> dict[str, str]:
    """Return the state of things in two sentences: what is overdue, and what comes next."""
    counts = Counter(each.urgency for each in found)
    owed = sum(counts[each] for each in OWED)
    if not owed:
        return {"strong": _("No commitment is open."), "rest": ""}
    return {
        "strong": _strong(owed, counts[Urgency.OVERDUE]),
        "rest": " ".join(_rest(counts)),
    }


def _strong(owed: int, overdue: int) -> str:
    if not overdue:
        return ngettext(
            "%(count)s commitment is open; it is not overdue.",
            "%(count)s commitments are open; none is overdue.",
            owed,
        ) % {"count": owed}
    return ngettext(
        "%(overdue)s of %(count)s open commitment is overdue.",
        "%(overdue)s of %(count)s open commitments are overdue.",
        owed,
    ) % {"overdue": overdue, "count": owed}


def _rest(counts: Counter[Urgency]) -> Iterable[str]:
    if due := counts[Urgency.DUE]:
        yield ngettext(
            "%(count)s falls due or is to be reviewed within thirty days.",
            "%(count)s fall due or are to be reviewed within thirty days.",
            due,
        ) % {"count": due}
    if stale := counts[Urgency.STALE]:
        yield ngettext(
            "%(count)s has a report older than half a year.",
            "%(count)s have reports older than half a year.",
            stale,
        ) % {"count": stale}


Choice = tuple[str, str, int]


def choices(
    found: Sequence[Entry], names: Names, viewer: Viewer
) -> dict[str, list[Choice]]:
    """Return what there is to choose from, each with how many are owed: one query."""
    owed = [each for each in found if each.urgency in OWED]
    themes = Counter(each.commitment.theme for each in owed)
    states = Counter(each.urgency for each in found)
    return {
        "theme": [(code, axis(code), themes[code]) for code in Axis.values if themes[code]],
        "meeting": _meetings(owed, names),
        "who": _who(owed, names, viewer),
        "state": [
            (each.value, str(words.URGENCIES[each].label), states[each])
            for each in Urgency
            if states[each]
        ],
    }


def _meetings(owed: Sequence[Entry], names: Names) -> list[Choice]:
    counts = Counter(each.meeting for each in owed)
    rows = {each.meeting: each.commitment.text.meeting for each in owed}
    told = [
        (symbol, meeting.starts_on, names.title(meeting))
        for symbol, meeting in rows.items()
        if meeting is not None
    ]
    told.sort(key=lambda each: each[1], reverse=True)
    return [
        (symbol, f"{title} ({day.year})", counts[symbol]) for symbol, day, title in told
    ]


def _who(owed: Sequence[Entry], names: Names, viewer: Viewer) -> list[Choice]:
    """Return those who owe something: who presides, the bodies that lead, the parties."""
    named = {PRESIDENCY: str(Lead.PRESIDENCY.label)}
    for each in owed:
        body = each.commitment.lead_body
        if body is not None:
            named[f"{BODY}{body.code}"] = words.lead(each.commitment, names)
    codes = {cell.party for each in owed for cell in each.line.cells}
    codes |= {
        each.commitment.lead_party.code for each in owed if each.commitment.lead_party
    }
    named |= party_names(codes, viewer)
    counted = [
        (code, name, sum(each.owed_by(code) for each in owed))
        for code, name in named.items()
    ]
    return [each for each in counted if each[2]]


def party_names(codes: Iterable[str], viewer: Viewer) -> dict[str, str]:
    """Return parties by code, in the order of the sources."""
    found = Party.objects.visible_to(viewer).filter(code__in=set(codes))
    return {party.code: str(party.name) for party in found.order_by("order", "code")}
