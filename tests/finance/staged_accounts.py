"""One of everything that the accounts tell: a letter, a request, spending, a report, the past."""

from datetime import date

from finance.models import FundReport, LetterKind, PastFact
from finance.models.past import PastKind
from finance.services import activity, assessing, letters, papers, spending
from finance.services.activity import Written
from finance.services.letters import Said
from finance.services.spending import Spent
from tests.finance.books import Books

SAID = Said("Ana Firmante", "Gracias de antemano.", "Thank you in advance.")
WORDS = (("summary_es", "Resumen"), ("summary_en", "Summary"))
LISTS = (
    "contribution-letters",
    "past-contributions",
    "payment-requests",
    "expenditures",
    "finance-reports",
    "fund-reports",
)


def filled(books: Books) -> tuple[str, ...]:
    """Write one row of each list; return what follows ``/api/v1/`` of those with an address."""
    budget = books.executing()
    assessing.assess(budget.pk, key=books.key(), by=books.st)
    letter = letters.issue(budget.pk, LetterKind.CALL, SAID, by=books.ppt)
    request = papers.ask_request(books.of(budget, "HN").pk, asked_in="Nota", by=books.st)
    report = drafted(books)
    activity.issue_report(report.pk, signed_by="Elena Firmante", by=books.st)
    half = {"starts_on": date(2026, 1, 1), "made_at": books.st.at}
    told = {"tables": {"categories": [{"keys": ["illness"], "count": 6}]}}
    FundReport.objects.create(data={**told, "paid_cents": 1_00}, **half)
    days = dict.fromkeys(("on", "period_starts", "period_ends"), date(2002, 8, 21))
    PastFact.objects.create(code="x", kind=PastKind.LETTER, source="002:10", **days)
    return (
        "account-statements/BZ",
        f"contribution-letters/{letter.number}",
        f"payment-requests/{request.pk}",
        f"expenditures/{spend(books, budget, 1_00).pk}",
        f"finance-reports/{report.pk}",
    )


def drafted(books: Books):
    year = Written(date(2026, 1, 1), date(2026, 9, 10), words=WORDS)
    return activity.draft_report(year, by=books.st)


def spend(books: Books, budget, cents: int, purpose="Sueldos", on=None):
    what = Spent(budget.pk, books.line("staff"), cents, on or books.st.on, purpose)
    return spending.record_expenditure(what, key=books.key(), by=books.st)
