"""The progress of a plan as a workbook: lines, indicators, everything reported. No formulas."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from crm_portal.core.i18n import pick
from crm_portal.core.sections import in_language
from decisions.models.following_plans import LevelChoice
from decisions.reports.following import wording
from decisions.reports.following.outlook import Outlook, Row
from decisions.reports.following.progress import responsible
from meetings.presentation.titles import Names
from members.cards import guarded

CENTS = 100
WIDTHS = (10, 16, 60, 34, 30, 14, 18, 14, 16, 14, 24)
Cells = Sequence[object]


def to_xlsx(outlook: Outlook, language: str) -> bytes:
    """Return a version with what was reported of it, as known on its day, in ``language``."""
    book = openpyxl.Workbook()
    names = Names.read()
    with override(language):
        first: Any = book.active
        _sheet(first, _("Lines"), _lines(outlook, names, language))
        values = _indicators(outlook, language)
        _sheet(book.create_sheet(), _("Indicators"), values)
        _sheet(book.create_sheet(), _("Reports"), _reports(outlook, language))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _sheet(sheet: Any, title: str, rows: Iterable[Cells]) -> None:
    """Write rows, the headings first; a text that a spreadsheet would compute stays text."""
    sheet.title = title[:31]
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip(sheet.columns, WIDTHS, strict=False):
        sheet.column_dimensions[column[0].column_letter].width = width
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.auto_filter.ref = sheet.dimensions


def _plain(cell: object) -> object:
    if not isinstance(cell, str):
        return cell
    return guarded(ILLEGAL_CHARACTERS_RE.sub("", cell))


def _lines(outlook: Outlook, names: Names, language: str) -> Iterable[Cells]:
    yield (
        _("Number"),
        _("Level"),
        _("Line"),
        _("Responsible"),
        _("Funding"),
        _("Cost"),
        _("Status"),
        _("Reported on"),
        _("Reported by"),
        _("Term"),
        _("Remarks"),
    )
    for row in outlook.rows:
        if not row.is_indicator:
            yield _line(row, names, language)


def _line(row: Row, names: Names, language: str) -> Cells:
    item, last = row.item, row.last
    word = wording.WORDS[row.word] if row.is_reported else wording.WHOLES[row.whole.whole]
    return (
        item.number,
        str(LevelChoice(item.level).label),
        pick(item.name_es, item.name_en, language),
        str(in_language(responsible(item, names), language)),
        item.funding,
        f"{item.currency} {item.cost / CENTS:,.2f}" if item.cost is not None else "",
        str(word),
        last.reported_on if last else None,
        pick(last.party.name_es, last.party.name_en, language) if last else "",
        item.due_on,
        _remarks(row),
    )


def _remarks(row: Row) -> str:
    said = [
        _("overdue") if row.is_late else "",
        _("report older than half a year") if row.is_stale else "",
    ]
    return "; ".join(filter(None, said))


def _indicators(outlook: Outlook, language: str) -> Iterable[Cells]:
    yield (
        _("Number"),
        _("Unit"),
        _("Indicator"),
        _("Of which line"),
        _("Baseline"),
        _("Target"),
        _("Last value"),
        _("Reported on"),
    )
    named = {row.item.key: row.item for row in outlook.rows}
    for row in outlook.rows:
        if row.is_indicator:
            of = named.get(row.item.parent)
            yield (
                row.item.number,
                row.item.unit,
                pick(row.item.name_es, row.item.name_en, language),
                pick(of.name_es, of.name_en, language) if of else "",
                row.item.baseline,
                row.item.target,
                row.last.value if row.last else None,
                row.last.reported_on if row.last else None,
            )


def _reports(outlook: Outlook, language: str) -> Iterable[Cells]:
    yield (
        _("Number"),
        _("Status"),
        _("Line"),
        _("Reported by"),
        _("Document"),
        _("Reported on"),
        _("Value"),
        _("What was done (Spanish)"),
        _("What was done (English)"),
    )
    for row in outlook.rows:
        for each in row.told:
            document = outlook.documents.get(each.document_id or 0)
            yield (
                row.item.number,
                each.get_word_display() if each.word else "",
                pick(row.item.name_es, row.item.name_en, language),
                pick(each.party.name_es, each.party.name_en, language),
                document.symbol if document else "",
                each.reported_on,
                each.value,
                each.said_es,
                each.said_en,
            )
