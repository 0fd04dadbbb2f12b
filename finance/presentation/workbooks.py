"""Workbooks of the accounts: amounts as numbers that a spreadsheet computes with."""

import io
from decimal import Decimal
from typing import Any

MONEY = "#,##0.00"


def dollars(cents: int) -> Decimal:
    """Return cents as dollars, for a cell that a spreadsheet computes with."""
    return Decimal(cents).scaleb(-2)


def packed(book: Any) -> bytes:
    """Return a workbook of openpyxl as the bytes of its .xlsx file."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
