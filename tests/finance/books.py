"""The Conference with a scale, the lines of a budget, a decision, and whoever keeps accounts."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.reference import finances
from crm_portal.reference.files import SCALE, rows
from decisions.models import Text
from decisions.text_states import TextState
from finance.models import Assessment, Budget, LetterKind, LineKind, Scale, Share
from finance.services import assessing, budgets, following, receipts
from finance.services.budgets import Draft
from finance.services.common import Decision
from finance.services.receipts import Transfer
from tests.cast import MORNING, Cast

YEAR = date(2026, 1, 1), date(2026, 12, 31)
LINES = {"staff": 150_000_00, "meetings": 100_000_00, "other": 32_724_00}


@dataclass
class Books:
    """The accounts of the cast, and short ways to write in them."""

    cast: Cast
    scale: Scale
    decision: Decision
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def viewer(self, who: str) -> Viewer:
        return self.cast.viewer(who, clock.now())

    @property
    def st(self) -> Viewer:
        return self.viewer("elena")

    @property
    def ppt(self) -> Viewer:
        return self.viewer("ana")

    def key(self) -> str:
        return f"test-{next(self.numbers)}"

    def pk(self, code: str) -> int:
        return self.cast.parties[code].pk

    def later(self, days: int) -> None:
        clock.set_to(clock.now() + timedelta(days=days), frozen=True)

    def draft(self, starts_on=YEAR[0], ends_on=YEAR[1], lines=None) -> Budget:
        number = next(self.numbers)
        what = Draft(f"P-{number}", "Presupuesto", "Budget", starts_on, ends_on)
        return budgets.draft_budget(what, lines or LINES, by=self.st)

    def approved(self, *period: date, lines=None) -> Budget:
        budget = self.draft(*(period or YEAR), lines=lines)
        on = self.st.on
        budgets.examine_budget(budget.pk, on=on, note="GRCM", by=self.st)
        budgets.recommend_budget(budget.pk, on=on, note="GRCM", by=self.st)
        budgets.approve_budget(budget.pk, on=on, decision=self.decision, by=self.st)
        return Budget.objects.get(pk=budget.pk)

    def executing(self, *period: date) -> Budget:
        budget = self.approved(*period)
        budgets.execute_budget(budget.pk, by=self.st)
        return Budget.objects.get(pk=budget.pk)

    def assessed(self, *period: date, lines=None) -> Budget:
        budget = self.approved(*period, lines=lines)
        assessing.assess(budget.pk, key=self.key(), by=self.st)
        return budget

    def called(self, *period: date) -> Budget:
        budget = self.assessed(*period)
        following.write_letter(budget.pk, LetterKind.CALL, by=self.ppt)
        return budget

    def of(self, budget: Budget, code: str) -> Assessment:
        return Assessment.objects.all().with_balances().get(budget=budget, party__code=code)

    def pay(self, code: str, cents: int, *, designated=None, on=None, key=None, fee=0):
        sent = Transfer(
            party=self.pk(code),
            value_on=on or self.st.on,
            gross=cents + fee,
            fee=fee,
            designated=designated,
        )
        return receipts.record_receipt(sent, key=key or self.key(), by=self.st)

    def line(self, code: str) -> int:
        return LineKind.objects.get(code=code).pk


def open_books(cast: Cast) -> Books:
    """Lay the scale of 2005 and the six lines over the cast, and one decision that stands."""
    scale = Scale.objects.create(
        valid_from=date(2005, 1, 1), decision="VI CRM", source="001:487"
    )
    Share.objects.bulk_create(
        Share(
            scale=scale,
            party=cast.parties[row["country"]],
            amount_cents=int(row["amount_usd"]) * 100,
        )
        for row in rows(SCALE)
    )
    LineKind.objects.bulk_create(finances._lines(MORNING))
    text = Text.objects.create(
        reference="DEC-PRUEBA",
        kind_id="decisions",
        state=TextState.PUBLISHED,
        title_es="Decisiones",
    )
    return Books(cast, scale, Decision(text.pk))
