"""Play three years of money through the services that would record it in earnest.

Nobody moves the clock: each act is done by its office as of its own day. What lies ahead of
the clock has not happened.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.demonstration.finances import casework, deciding
from finance.models import Assessment, Budget, LetterKind, LineKind, Receipt, Scale
from finance.models.marks import invented
from finance.services import (
    activity,
    assessing,
    budgets,
    following,
    letters,
    papers,
    receipts,
    spending,
)
from finance.services.activity import Written
from finance.services.budgets import Draft
from finance.services.common import one_at_a_time
from finance.services.letters import Said
from finance.services.receipts import Transfer
from finance.services.spending import Spent
from members.access import troika_at, viewer_for
from members.models import Mandate, Party

Told = Mapping[str, Any]
FINANCES: Told = tomllib.loads((Path(__file__).parent / "finances.toml").read_text("utf-8"))
HOUR = time(9)
CENTS = 100
# What was told so long ago is told nobody any more.
STALE = timedelta(days=7)
OPINION = "Reunión del GRCM (demostración)"
PRESIDENCY = "Presidencia Pro-Témpore (demostración)"
HALF_REPORTED = (1, 6)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; ``place`` orders what happened on the same."""

    day: date
    place: int
    act: Callable[[datetime], Any]


@dataclass
class Books:
    """The offices that keep the books, and what was written so far."""

    at: datetime
    ppt: Viewer
    st: Viewer
    second: Viewer
    iom: Viewer
    parties: Mapping[str, int]
    lines: Mapping[str, int]
    budgets: dict[int, Budget] = field(default_factory=dict)
    receipts: dict[tuple[int, str], Receipt] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.st.on.year

    def day(self, told: Told, name: str = "day") -> date:
        """Return the day that is told as month and day of a year counted from this one."""
        month, number = (int(part) for part in told[name].split("-"))
        return date(self.year + told.get("year", 0), month, number)

    def key(self, *parts: object) -> str:
        return ":".join(["demonstration", *(str(part) for part in parts)])

    # -- one method an act -------------------------------------------------------------

    def open_budget(self, told: Told, at: datetime) -> None:
        """Draft, examine, recommend, approve by decision, begin, and assess a budget."""
        st, ppt, year = self.by("st", at), self.by("ppt", at), self.year + told["year"]
        lines = {name: usd * CENTS for name, usd in told["lines"].items()}
        draft = Draft(
            f"ST-{year}",
            f"Presupuesto {year}",
            f"Budget {year}",
            date(year, 1, 1),
            date(year, 12, 31),
        )
        made = budgets.draft_budget(draft, lines, by=st)
        on = st.on
        budgets.examine_budget(made.pk, on=on, note=OPINION, by=st)
        budgets.recommend_budget(made.pk, on=on, note=OPINION, by=st)
        decision = deciding.decide(year, at)
        budgets.approve_budget(made.pk, on=on, decision=decision, by=ppt)
        budgets.execute_budget(made.pk, by=st)
        self.budgets[told["year"]] = Budget.objects.get(pk=made.pk)

    def assess(self, year: int, at: datetime) -> None:
        assessing.assess(
            self.budgets[year].pk,
            key=self.key("assess", year),
            confirm_members=True,
            by=self.by("st", at),
        )

    def receive(self, told: Told, at: datetime) -> None:
        by, code = self.by("st", at), told["party"]
        sent = Transfer(
            party=self.parties[code],
            value_on=by.on,
            gross=told.get("gross", told["usd"] + told.get("fee", 0)) * CENTS,
            fee=told.get("fee", 0) * CENTS,
            currency=told.get("currency", "USD"),
            rate=Decimal(told["rate"]) if "rate" in told else None,
            rate_source="Tipo de cambio operacional (demostración)"
            if "rate" in told
            else "",
            net_cents=told["usd"] * CENTS if "rate" in told else None,
            bank_reference=f"DEMO-{by.on:%Y%m%d}-{code}",
        )
        key = self.key("receipt", by.on, code)
        self.receipts[by.on.year, code] = receipts.record_receipt(sent, key=key, by=by)

    def give_back(self, told: Told, at: datetime) -> None:
        receipt = self.receipts[self.year + told["year"], told["party"]]
        receipts.return_transfer(
            receipt.pk,
            reason="Cuenta de origen cerrada (demostración)",
            key=self.key("return", receipt.pk),
            by=self.by("st", at),
        )

    def spend(self, told: Told, at: datetime) -> None:
        by = self.by("st", at)
        spent = Spent(
            self.budgets[told["year"]].pk,
            self.lines[told["line"]],
            told["usd"] * CENTS,
            by.on,
            told["for"],
        )
        key = self.key("spent", by.on, told["line"])
        spending.record_expenditure(spent, key=key, by=by)

    def commit(self, told: Told, at: datetime) -> None:
        spending.commit_line(
            self.budgets[told["year"]].pk,
            self.lines[told["line"]],
            told["usd"] * CENTS,
            purpose=told["for"],
            by=self.by("st", at),
        )

    def announce(self, told: Told, at: datetime) -> None:
        by = self.by("st", at)
        following.pledge(
            self._owed(told["year"], told["party"]).pk,
            said_on=by.on,
            expected_on=self.day(told, "expected"),
            source=told["source"],
            by=by,
        )

    def write(self, told: Told, at: datetime) -> None:
        """Record a letter of the past: it was not the portal that sent it."""
        following.write_letter(
            self.budgets[told["budget"]].pk,
            LetterKind(told["kind"]),
            signed_by=PRESIDENCY,
            by=self.by("ppt", at),
        )

    def close(self, year: int, at: datetime) -> None:
        budgets.close_budget(self.budgets[year].pk, by=self.by("st", at))

    def report(self, at: datetime) -> None:
        """The Secretariat reports on the first half of the year."""
        by, (first, last) = self.by("st", at), HALF_REPORTED
        words = tuple(deciding.WORDS.items())
        typed = Written(date(self.year, first, 1), date(self.year, last, 30), words=words)
        made = activity.draft_report(typed, by=by)
        activity.issue_report(made.pk, signed_by=self._signer(self.st), by=by)

    def put_on_paper(self) -> None:
        """Sign what a State asked for, give two receipts, and send one reminder: today."""
        by, signer = self.st, self._signer(self.st)
        for code in ("CA", "CR"):
            if receipt := self.receipts.get((self.year, code)):
                papers.issue_receipt(receipt.pk, signed_by=signer, by=by)
        assessment = self._owed(0, "HN")
        if assessment.notified_on is not None:
            asked = papers.ask_request(
                assessment.pk, asked_in="Nota verbal (demostración)", by=by
            )
            papers.sign_request(asked.pk, signed_by=signer, by=by)
        said = Said(self._signer(self.ppt))
        letters.issue(self.budgets[-1].pk, LetterKind.REMINDER, said, by=self.ppt)

    # -- who, and for whom -------------------------------------------------------------

    def by(self, office: str, at: datetime) -> Viewer:
        """Return an office as of its day: the presidency is then that of its country."""
        viewer: Viewer = getattr(self, office)
        if office != "ppt":
            return replace(viewer, at=at)
        presides = troika_at(at).current or viewer.party_id
        return replace(viewer, at=at, party_id=presides)

    @staticmethod
    def _signer(viewer: Viewer) -> str:
        return viewer.label.partition(" (")[0]

    def _owed(self, year: int, code: str) -> Assessment:
        found: Assessment = self.budgets[year].assessments.get(party=self.parties[code])
        return found


def events(books: Books) -> Iterator[Event]:
    """Yield everything that is told, each on its day."""
    for told in FINANCES["budget"]:
        year, first = told["year"], date(books.year + told["year"], 1, 1)
        yield Event(first - timedelta(days=40), 0, partial(books.open_budget, told))
        yield Event(first + timedelta(days=4), 1, partial(books.assess, year))
        if year < 0:
            last = date(books.year + year + 1, 1, 20)
            yield Event(last, 9, partial(books.close, year))
    kinds = (
        ("letter", 2, books.write),
        ("receipt", 3, books.receive),
        ("pledge", 4, books.announce),
        ("commitment", 5, books.commit),
        ("expenditure", 6, books.spend),
    )
    for name, place, act in kinds:
        for told in FINANCES[name]:
            yield Event(books.day(told), place, partial(act, told))
    for told in FINANCES["receipt"]:
        if "returned" in told:
            yield Event(books.day(told, "returned"), 7, partial(books.give_back, told))
    yield Event(date(books.year, 7, 15), 8, books.report)


@transaction.atomic
def prepare() -> int:
    """Write three years of invented money, once; return how many times it was done (0 or 1)."""
    one_at_a_time("demonstration:finances")
    books = None if Budget.objects.exists() else _opened(clock.now())
    if books is None:
        return 0
    with invented():
        casework.play(FINANCES["fund"], books)
        told = [each for each in events(books) if each.day <= books.st.on]
        for event in sorted(told, key=lambda each: (each.day, each.place)):
            event.act(datetime.combine(event.day, HOUR, ZONE_OF_RECORD))
        books.put_on_paper()
    _tell_nobody_of_the_past(books.at)
    return 1


def _tell_nobody_of_the_past(at: datetime) -> None:
    past = Notice.objects.owed().filter(
        event__startswith="finance.", owed_at__lt=at - STALE
    )
    past.update(skipped_at=at, outcome="stale")


def _opened(at: datetime) -> Books | None:
    """Return the books, unless a scale, a line or an office is missing at ``at``."""
    mandates = Mandate.objects.at(at).filter(user__is_demonstration=True)
    held = mandates.select_related("user", "party").order_by("user_id")
    officers = [
        viewer_for(each.user, at)
        for each in held.filter(Q(role=Role.SECRETARIAT) | Q(party__code="OIM"))
    ]
    voices = (viewer_for(each.user, at) for each in held.focal_points())
    ppt = next((each for each in voices if each.has(Role.PRESIDENCY)), None)
    st = [each for each in officers if each.has(Role.SECRETARIAT)]
    iom = next((each for each in officers if not each.has(Role.SECRETARIAT)), None)
    lines = dict(LineKind.objects.values_list("code", "pk"))
    if ppt is None or iom is None or len(st) < 2 or not lines or not Scale.objects.exists():
        return None
    parties = dict(Party.objects.values_list("code", "pk"))
    return Books(at, ppt, st[0], st[1], iom, parties, lines)
