"""What is owed, for the access matrix: commitments, what members are asked, plans, money."""

from datetime import date
from typing import Any

from finance.models import Letter, LetterKind
from finance.services import activity, assessing, following, papers
from finance.services.activity import Written
from tests.decisions.following.pages.planned import in_the_matrix
from tests.decisions.following.staged_asking import asked
from tests.decisions.following.staged_board import committed
from tests.decisions.scene import Scene
from tests.finance.books import open_books
from tests.finance.pages.budget_staged import budgeted
from tests.finance.staged_fund import fund_case
from tests.finance.staged_money import money_arguments


def owed(scene: Scene, people: dict[str, Any]) -> dict[str, Any]:
    """Lay the books, ask the members, commit the presidency; return what addresses need."""
    cast = scene.cast
    books = open_books(cast)
    budget = books.executing()
    assessing.assess(budget.pk, key=books.key(), by=books.st)
    following.write_letter(budget.pk, LetterKind.CALL, by=books.ppt)
    request = papers.ask_request(books.of(budget, "HN").pk, asked_in="Nota 7", by=books.st)
    period = Written(date(2026, 1, 1), date(2026, 6, 30))
    report = activity.draft_report(period, by=books.st)
    activity.issue_report(report.pk, signed_by="Elena", by=books.st)
    draft = activity.draft_report(period, by=books.st)
    return {
        **committed("XV-CRM-DEC", people["elena"]),
        **asked(scene),
        **in_the_matrix(cast),
        **budgeted(books, budget),
        **money_arguments(books, budget),
        **fund_case(books.st.at, people, cast.parties),
        "finance_letter": Letter.objects.get().number,
        "finance_request": request.pk,
        "finance_report": report.pk,
        "finance_draft": draft.pk,
    }
