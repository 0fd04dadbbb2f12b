"""Bank statements as their pages show them: how far they are read, and a proposal for each line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from finance import reading
from finance.models import Assessment, BankLine, BankStatement, LineState
from finance.presentation.receipts import members
from finance.reading import Columns, Line
from finance.rules.allocation import USD
from finance.rules.matching import Candidate, Due, Ground, Movement, Proposal, propose
from members.models import Party
from members.models.folding import fold

SHOWN = 5  # rows of a file beside its columns
TONES = {
    LineState.WAITING: "due",
    LineState.RECORDED: "ok",
    LineState.IGNORED: "off",
    LineState.SEEN: "line",
}
PROBLEMS: dict[str, str | Promise] = {
    "damaged": gettext_lazy("The file is damaged."),
    "entities": gettext_lazy(
        "The file declares entities, which a statement does not need."
    ),
    "kind": gettext_lazy("This is XML, but not a camt.053 statement."),
    "empty": gettext_lazy("The statement has no entries."),
    "size": gettext_lazy("The file has too many lines: split it."),
}
UNREAD: dict[str, str | Promise] = {
    "day": gettext_lazy("no day"),
    "amount": gettext_lazy("no amount that can be read"),
    "nothing": gettext_lazy("an amount of nothing"),
    "not_booked": gettext_lazy("not booked yet"),
    "many": gettext_lazy("beyond the lines that a file may have"),
}
GROUNDS: dict[Ground, str | Promise] = {
    Ground.ACCOUNT: gettext_lazy("account known"),
    Ground.NAME: gettext_lazy("name"),
    Ground.REFERENCE: gettext_lazy("code in the reference"),
    Ground.DETAILS: gettext_lazy("named in the details"),
    Ground.AMOUNT: gettext_lazy("amount outstanding"),
}


@dataclass(frozen=True)
class Row:
    """A line with what is proposed for it: the member, why, and the assessment it names."""

    line: BankLine
    tone: str
    proposal: Proposal | None = None
    party: Party | None = None

    @property
    def is_sure(self) -> bool:
        """Say whether it may be recorded with others: in dollars, and no return."""
        is_plain = self.line.currency == USD and not self.line.is_return
        return is_plain and self.proposal is not None and self.proposal.is_sure

    @property
    def grounds(self) -> str:
        found = self.proposal.grounds if self.proposal else ()
        return ", ".join(str(GROUNDS[each]) for each in found)


def listed(viewer: Viewer) -> QuerySet[BankStatement]:
    """Return the statements that the viewer may see, with how many lines wait in each."""
    visible = BankStatement.objects.all().visible_to(viewer).select_related("uploaded_by")
    waiting = Count("lines", filter=Q(lines__state=LineState.WAITING))
    return visible.annotate(waiting=waiting).order_by("-uploaded_at", "-pk")


def counts(statement: BankStatement) -> list[tuple[str, str, int]]:
    """Return each state of lines with its name and how many lines are in it."""
    found = statement.lines.order_by().values("state").annotate(n=Count("pk"))
    numbers = dict(found.values_list("state", "n"))
    return [(s.value, str(s.label), numbers[s]) for s in LineState if numbers.get(s)]


def problem(statement: BankStatement) -> str:
    """Return why a statement could not be read, in the reader's language."""
    return str(PROBLEMS.get(statement.problem, _("The file could not be read.")))


def unread(statement: BankStatement) -> list[tuple[int, str]]:
    """Return what of the file is no line, each with its reason."""
    return [(number, str(UNREAD.get(code, code))) for number, code in statement.unread]


def lines(statement: BankStatement, state: str) -> QuerySet[BankLine]:
    """Return the lines of a statement in one state, or all, in the order of the file."""
    found = statement.lines.all()
    if state in LineState.values:
        found = found.filter(state=state)
    return found.select_related("receipt__party", "twin__statement").order_by("number")


def rows(found: Sequence[BankLine]) -> list[Row]:
    """Return lines with a proposal for each that waits, in three statements for all."""
    waiting = [each for each in found if _is_open(each)]
    if not waiting:
        return [Row(each, TONES[LineState(each.state)]) for each in found]
    parties = {each.pk: each for each in members()}
    candidates = [_candidate(each) for each in parties.values()]
    known, due = _known(waiting), _due()
    made = []
    for each in found:
        proposal = None
        if _is_open(each):
            proposal = propose(_movement(each), candidates, known, due)
        party = parties.get(proposal.party) if proposal else None
        made.append(Row(each, TONES[LineState(each.state)], proposal, party))
    return made


def _is_open(line: BankLine) -> bool:
    return line.state == LineState.WAITING and line.is_credit


def _candidate(party: Party) -> Candidate:
    names = {fold(name) for name in (party.name_es, party.name_en) if name}
    return Candidate(party.pk, party.code, tuple(sorted(names)))


def _known(found: Iterable[BankLine]) -> dict[str, int]:
    """Return the member that each account was of, where it was always the same."""
    accounts = {each.account for each in found if each.account}
    before = BankLine.objects.filter(state=LineState.RECORDED, account__in=accounts)
    parties: dict[str, set[int]] = {}
    pairs = before.exclude(account="").values_list("account", "receipt__party")
    for account, party in pairs.distinct():
        parties.setdefault(account, set()).add(party)
    return {account: min(some) for account, some in parties.items() if len(some) == 1}


def _due() -> list[Due]:
    owed = Assessment.objects.all().with_balances().filter(outstanding__gt=0)
    return [
        Due(each.pk, each.party_id, each.budget.reference, each.outstanding)
        for each in owed.select_related("budget")
    ]


def _movement(line: BankLine) -> Movement:
    return Movement(
        cents=line.cents,
        account=line.account,
        name=fold(line.name),
        details=fold(f"{line.details} {line.reference}"),
        raw=f"{line.details} {line.reference}",
    )


@dataclass(frozen=True)
class Sample:
    """The first rows of a file, and how they are read so; ``refusal`` says why they are not."""

    heads: list[str]
    rows: list[list[str]]
    lines: list[Line]
    count: int
    left_out: int
    refusal: str = ""


def sample(statement: BankStatement, columns: Columns, currency: str) -> Sample:
    """Return how a CSV is read with ``columns``, and its first rows as they stand."""
    table = reading.rows_of(bytes(statement.file.content))
    heads = table[columns.head] if columns.head < len(table) else []
    first = table[columns.head + 1 : columns.head + 1 + SHOWN]
    try:
        found = reading.read_csv(bytes(statement.file.content), columns, currency)
    except Invalid as refused:
        return Sample(heads, first, [], 0, 0, refused.message)
    return Sample(heads, first, found.lines[:SHOWN], len(found.lines), found.left_out)


def of_line(viewer: Viewer, pk: int) -> BankLine | None:
    """Return a line that the viewer may see, with what its page shows."""
    visible = BankLine.objects.all().visible_to(viewer).filter(pk=pk)
    related = ("statement", "receipt__party", "twin__statement")
    found: BankLine | None = visible.select_related(*related).first()
    return found


def names_of(pks: Mapping[int, Any] | Iterable[int]) -> dict[int, int]:
    """Return the number of each line in its file, by its key."""
    found = BankLine.objects.filter(pk__in=list(pks))
    return dict(found.order_by().values_list("pk", "number"))
