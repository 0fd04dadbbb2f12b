"""What stands in the addresses of receipts, bank statements and spending."""

from typing import Any

from crm_portal.library import uploads
from crm_portal.library.rules import sha256_of
from finance.models import Budget
from finance.services import bank, receipts, spending
from finance.services.receipts import Transfer
from finance.services.spending import Spent
from tests.finance.books import Books
from tests.finance.statements import camt_of, csv_of, row
from tests.library.documents import pdf


def money_arguments(books: Books, budget: Budget) -> dict[str, Any]:
    """Write receipts, statements and spending in a budget that is carried out and assessed."""
    note = _note()
    sent = Transfer(books.pk("BZ"), books.st.on, 6_000_00, document=note)
    receipt = receipts.record_receipt(sent, key=books.key(), by=books.st)
    line = books.line("staff")
    what = Spent(budget.pk, line, 100_00, books.st.on, "Salario", document=note)
    spent = spending.record_expenditure(what, key=books.key(), by=books.st)
    promise = spending.commit_line(
        budget.pk, line, 50_00, purpose="Contrato", key=books.key(), by=books.st
    )
    read, _is_new = bank.upload("a.xml", camt_of([row(1, 5_00)]), by=books.st)
    to_confirm, _is_new = bank.upload("b.csv", csv_of([row(20, 5_00)]), by=books.st)
    return {
        "receipt": receipt.pk,
        "allocation": receipt.allocations.get().pk,
        "pledged": books.of(budget, "DO").pk,
        "bank_statement": read.pk,
        "bank_columns": to_confirm.pk,
        "bank_line": read.lines.get().pk,
        "promise": promise.pk,
        "executing": budget.reference,
        "expenditure": spent.pk,
    }


def _note() -> str:
    """Keep an invented supporting document, and return its hash."""
    content = pdf("nota")
    kept = {"sha256": sha256_of(content), "size": len(content), "content": content}
    return str(uploads.keep(content_type="application/pdf", **kept).pk)
