"""The comparative table: by paragraph, the base, what each delegation proposes, the answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.display import format_instant
from crm_portal.library.models import Kind, RenderJob
from decisions.models import Proposal, ProposalStep, Text, TextVersion
from decisions.models.proposals import ProposalOperation, ProposalState, ProposalStepKind
from decisions.presentation.comparing import texts_of, wording
from decisions.reports.sheets.building import content_of
from decisions.rules.texts.brackets import Content
from decisions.rules.texts.numbering import numbered
from decisions.rules.texts.paragraphs import LANGUAGES, Paragraph

# What the group does with a proposal; support and withdrawal are the delegations' own.
DECIDING = (
    ProposalStepKind.ACCEPT,
    ProposalStepKind.MERGE,
    ProposalStepKind.BRACKET,
    ProposalStepKind.REJECT,
    ProposalStepKind.REOPEN,
)
TONES = {
    ProposalState.OPEN: "due",
    ProposalState.BRACKETED: "brand",
    ProposalState.ACCEPTED: "ok",
    ProposalState.MERGED: "ok",
    ProposalState.REJECTED: "late",
    ProposalState.WITHDRAWN: "off",
}
STATES = {
    ProposalState.OPEN: pgettext_lazy("proposal", "Open"),
    ProposalState.BRACKETED: pgettext_lazy("proposal", "In brackets"),
    ProposalState.ACCEPTED: pgettext_lazy("proposal", "Accepted"),
    ProposalState.MERGED: pgettext_lazy("proposal", "Accepted in other words"),
    ProposalState.REJECTED: pgettext_lazy("proposal", "Not accepted"),
    ProposalState.WITHDRAWN: pgettext_lazy("proposal", "Withdrawn"),
}
OPERATIONS = {
    ProposalOperation.REPLACE: gettext_lazy("Replace words"),
    ProposalOperation.INSERT: gettext_lazy("Insert words"),
    ProposalOperation.DELETE: gettext_lazy("Delete words"),
    ProposalOperation.ADD: gettext_lazy("Add a paragraph"),
    ProposalOperation.REMOVE: gettext_lazy("Remove the paragraph"),
    ProposalOperation.MOVE: gettext_lazy("Move the paragraph"),
}
UNDECIDED = "undecided"
OF_WORDS = frozenset(ProposalOperation) - {ProposalOperation.REMOVE, ProposalOperation.MOVE}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader narrows the table to: a delegation's code, a state; empty: everything."""

    party: str = ""
    state: str = ""

    def holds(self, proposal: Proposal) -> bool:
        """Say whether a proposal is asked for."""
        if self.party and proposal.party.code != self.party:
            return False
        if self.state == UNDECIDED:
            return proposal.state in {ProposalState.OPEN, ProposalState.BRACKETED}
        return not self.state or proposal.state == self.state


@dataclass(frozen=True)
class Made:
    """A proposal with the last word of the group on it, if there is one."""

    proposal: Proposal
    number: str
    decision: ProposalStep | None

    def reading(self, language: str) -> str:
        """Return the paragraph as it would read; an empty language stays as it is."""
        said: str = getattr(self.proposal, language)
        if self.proposal.operation == ProposalOperation.REMOVE:
            return ""
        return said or self.base(language)

    def base(self, language: str) -> str:
        """Return the paragraph as it read when the proposal was made."""
        return str(getattr(self.proposal, f"base_{language}"))

    @property
    def is_new(self) -> bool:
        """Say whether it proposes a paragraph of its own."""
        return self.proposal.operation == ProposalOperation.ADD


@dataclass(frozen=True)
class Table:
    """What is proposed on a version, in the order of its paragraphs."""

    text: Text
    version: TextVersion
    paragraphs: Mapping[str, Paragraph]
    numbers: Mapping[str, str]
    made: Sequence[Made]


def read(text: Text, version: TextVersion) -> Table:
    """Read the table of a text. What was proposed in replies is in their change table."""
    (ruled,) = texts_of(version)
    numbers = {
        key: each.reference for key, each in numbered(ruled, text.rules.numbering).items()
    }
    rows = Proposal.objects.filter(text=text, reply=None).select_related("party", "version")
    order = {each.key: at for at, each in enumerate(ruled)}
    ordered = sorted(rows, key=lambda each: (_place(order, each), each.number))
    last = _decisions(text)
    made = [
        Made(each, numbers.get(each.paragraph_key, ""), last.get(each.pk))
        for each in ordered
    ]
    return Table(text, version, {each.key: each for each in ruled}, numbers, made)


def _place(order: Mapping[str, int], proposal: Proposal) -> tuple[int, int]:
    """Return where a proposal stands: a new paragraph right behind the one it follows."""
    there = order.get(proposal.paragraph_key)
    if there is not None:
        return there, 0
    return order.get(proposal.anchor, -1 if proposal.anchor == "" else len(order)), 1


def _decisions(text: Text) -> dict[int, ProposalStep]:
    steps = ProposalStep.objects.filter(proposal__text=text, step__in=DECIDING)
    return {each.proposal_id: each for each in steps.order_by("pk")}


def blocks(table: Table, asked: Asked) -> list[dict[str, Any]]:
    """Return the paragraphs on which something that is asked for is proposed."""
    found: dict[str, dict[str, Any]] = {}
    for made in table.made:
        if not asked.holds(made.proposal):
            continue
        key = made.proposal.paragraph_key
        if key not in found:
            found[key] = _block(table, made)
        found[key]["proposals"].append(_row(made))
    return list(found.values())


def _block(table: Table, made: Made) -> dict[str, Any]:
    key = made.proposal.paragraph_key
    there = table.paragraphs.get(key)
    after = table.numbers.get(made.proposal.anchor, "") if there is None else ""
    return {
        "key": key,
        "number": table.numbers.get(key, ""),
        "after": after,
        "is_new": there is None and made.is_new,
        "is_gone": there is None and not made.is_new,
        "es": wording(content_of(there.es), None, "es") if there and there.es else "",
        "en": wording(content_of(there.en), None, "en") if there and there.en else "",
        "proposals": [],
    }


def _row(made: Made) -> dict[str, Any]:
    proposal, decision = made.proposal, made.decision
    return {
        "number": proposal.number,
        "party": proposal.party.name,
        "when": format_instant(proposal.made_at, "brief"),
        "operation": str(OPERATIONS[ProposalOperation(proposal.operation)]),
        "version": proposal.version.number,
        "es": _marked(made, "es"),
        "en": _marked(made, "en"),
        "is_of_words": proposal.operation in OF_WORDS,
        "reason": proposal.reason,
        "supporters": ", ".join(proposal.supporters),
        "tone": TONES[ProposalState(proposal.state)],
        "state": str(STATES[ProposalState(proposal.state)]),
        "is_stranded": proposal.is_stranded,
        "decided": format_instant(decision.at, "brief") if decision else "",
        "decision": decision.reason if decision else "",
    }


def _marked(made: Made, language: str) -> str:
    """Return the reading marked against what it was made on; empty: nothing changes there."""
    was, now = made.base(language), made.reading(language)
    if made.is_new:
        return wording(content_of(now), (), language) if now else ""
    return wording(_content(now), _content(was), language) if now != was else ""


def _content(text: str) -> Content:
    return content_of(text) if text else ()


def choices(table: Table, asked: Asked) -> dict[str, Any]:
    """Return what the table can be narrowed to, with how many there are of each."""
    parties = {made.proposal.party.code: made.proposal.party.name for made in table.made}
    states: list[tuple[str, str]] = [(UNDECIDED, _("Still to be decided"))]
    states += [(state.value, str(label)) for state, label in STATES.items()]
    return {
        "parties": [
            (code, name, _count(table, Asked(code, asked.state)))
            for code, name in sorted(parties.items(), key=lambda each: each[1])
        ],
        "states": [
            (state, label, count)
            for state, label in states
            if (count := _count(table, Asked(asked.party, state))) or state == asked.state
        ],
        "count": _count(table, asked),
        "of": len(table.made),
    }


def _count(table: Table, asked: Asked) -> int:
    return sum(asked.holds(made.proposal) for made in table.made)


def records(table: Table, asked: Asked) -> Iterable[dict[str, Any]]:
    """Yield the table as plain columns; words as they are written, brackets with them."""
    for made in table.made:
        if asked.holds(made.proposal):
            yield _record(table, made)


def _record(table: Table, made: Made) -> dict[str, Any]:
    proposal, decision = made.proposal, made.decision
    there = table.paragraphs.get(proposal.paragraph_key)
    return {
        _("Paragraph"): made.number or _("new"),
        _("Proposal"): proposal.number,
        _("Delegation"): proposal.party.name,
        _("What it does"): str(OPERATIONS[ProposalOperation(proposal.operation)]),
        **{
            f"{_('Base')} ({each})": there.text(each) if there else "" for each in LANGUAGES
        },
        **{f"{_('Proposal')} ({each})": made.reading(each) for each in LANGUAGES},
        _("Reason"): proposal.reason,
        _("Supported by"): ", ".join(proposal.supporters),
        _("State"): str(STATES[ProposalState(proposal.state)]),
        _("Decided"): decision.at.isoformat() if decision else "",
        _("Reason of the decision"): decision.reason if decision else "",
    }


def by_delegation(table: Table) -> dict[str, Any]:
    """Return, for each delegation, how many of its proposals stand where, and what it supports."""
    states = [
        state
        for state in STATES
        if any(each.proposal.state == state for each in table.made)
    ]
    rows: dict[str, dict[str, Any]] = {}
    for made in table.made:
        party = made.proposal.party
        row = rows.setdefault(party.code, _counts(party.name, party.code, states))
        row["counts"][states.index(ProposalState(made.proposal.state))] += 1
        row["all"] += 1
    for made in table.made:
        for code in made.proposal.supporters:
            if code in rows:
                rows[code]["supports"] += 1
    return {
        "states": [str(STATES[state]) for state in states],
        "rows": sorted(rows.values(), key=lambda row: row["name"]),
    }


def _counts(name: str, code: str, states: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "code": code,
        "counts": [0] * len(states),
        "all": 0,
        "supports": 0,
    }


def printed(table: Table) -> int | None:
    """Return the number of the last draft whose table is on paper, or is being made."""
    orders = RenderJob.objects.filter(
        kind=Kind.PROPOSALS,
        target_type__app_label=TextVersion._meta.app_label,
        target_type__model=TextVersion._meta.model_name,
        target_id__in=table.text.versions.values("pk"),
    )
    drafts = TextVersion.objects.filter(pk__in=orders.values("target_id"))
    number: int | None = drafts.aggregate(last=Max("number"))["last"]
    return number
