"""The figures of a report as tables in one language: the page, the paper, the spreadsheet."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import (
    gettext_lazy,
    ngettext,
    override,
    pgettext,
    pgettext_lazy,
)

from crm_portal.core.display import format_day, format_days
from finance.presentation.money import amount, percent
from finance.rules.standing import Status

CENTS, WORDS, COUNT = "cents", "text", "count"
# Where a member stands at the end of a period.
STATUSES: dict[str, str | Promise] = {
    "paid": pgettext_lazy("money", "Paid"),
    "in_process": Status.IN_PROCESS.label,
    "arrears": gettext_lazy("In arrears"),
    "pending": Status.PENDING.label,
}
Table = dict[str, Any]
Data = Mapping[str, Any]


def tables(figures: Data, language: str) -> list[Table]:
    """Return every table of a report in ``language``; cells of ``cents`` columns are integers."""
    with override(language):
        return [
            *(_execution(each, language) for each in figures["execution"]),
            _members(figures["members"], language),
            _cash(figures["cash"], language),
            _fund(figures["fund"], language),
            _letters(figures["letters"], language),
            _meetings(figures["meetings"], language),
            _texts(figures["texts"], language),
        ]


def shown(told: Iterable[Table]) -> list[Table]:
    """Return tables with every cell as it is written, for a page or a paper."""
    return [
        {
            "id": f"{table['key']}-{number}",
            "title": table["title"],
            "note": table["note"],
            "empty": table["empty"],
            "heads": [
                {"label": label, "is_number": kind != WORDS}
                for label, kind in zip(table["columns"], table["kinds"], strict=True)
            ],
            "rows": [_cells(row, table["kinds"]) for row in table["rows"]],
            "sums": _cells(table["total"], table["kinds"]) if table["total"] else [],
        }
        for number, table in enumerate(told)
    ]


def _cells(row: Iterable[Any], kinds: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {
            "words": amount(value) if kind == CENTS else str(value),
            "is_number": kind != WORDS,
        }
        for value, kind in zip(row, kinds, strict=True)
    ]


def _table(
    key: str,
    title: str,
    columns: Iterable[tuple[str, str]],
    rows: list[list[Any]],
    **more: Any,
) -> Table:
    heads = list(columns)
    return {
        "key": key,
        "title": title,
        "columns": [label for label, _kind in heads],
        "kinds": [kind for _label, kind in heads],
        "rows": rows,
        "total": more.get("total"),
        "note": more.get("note", ""),
        "empty": more.get("empty", ""),
    }


def _total(label: str, rows: list[list[Any]], kinds: list[str]) -> list[Any]:
    """Add up the columns of cents; the first cell says what the row is."""
    sums: list[Any] = [
        sum(row[place] for row in rows) if kind == CENTS else ""
        for place, kind in enumerate(kinds)
    ]
    return [label, *sums[1:]]


def _execution(told: Data, language: str) -> Table:
    columns = [
        (pgettext("budget", "Line"), WORDS),
        (_("Approved"), CENTS),
        (_("Spent in the period"), CENTS),
        (_("Spent to date"), CENTS),
        (_("Part of the line"), COUNT),
        (_("Left"), CENTS),
    ]
    names = ("planned", "spent", "to_date")
    rows = [
        [
            line["line"][language],
            *(line[name] for name in names),
            _part(line["to_date"], line["planned"]),
            line["left"],
        ]
        for line in told["lines"]
    ]
    whole = told["total"]
    total = _total(_("Total"), rows, [kind for _label, kind in columns])
    total[4] = _part(whole["to_date"], whole["planned"])
    return _table(
        "execution",
        _("%(budget)s: execution") % {"budget": told["budget"][language]},
        columns,
        rows,
        total=total,
        note=_("%(part)s of the budget's time has passed.")
        % {"part": percent(told["time_part"], 0)},
        empty=_("The budget has no lines."),
    )


def _part(spent: int, planned: int) -> str:
    return percent(spent * 10_000 // planned, 0) if planned else "—"


def _members(rows: Iterable[Data], language: str) -> Table:
    columns = [
        (_("Country"), WORDS),
        (_("Assessed to date"), CENTS),
        (_("Received in the period"), CENTS),
        (_("Outstanding"), CENTS),
        (_("Of which overdue"), CENTS),
        (_("Credit in favour"), CENTS),
        (pgettext("contribution", "State"), WORDS),
    ]
    names = ("assessed", "received", "outstanding", "arrears", "credit")
    shown = [
        [
            row["party"][language],
            *(row[name] for name in names),
            str(STATUSES[row["status"]]),
        ]
        for row in rows
    ]
    return _table(
        "members",
        _("Contributions of the members"),
        columns,
        sorted(shown, key=lambda row: row[0]),
        total=_total(_("Total"), shown, [kind for _label, kind in columns])
        if shown
        else None,
        empty=_("No contribution is on record."),
    )


def _cash(told: Data, language: str) -> Table:
    lowest = _("Lowest, on %(day)s") % {"day": _day(told["lowest_on"], language)}
    rows = [
        [_("At the beginning"), told["opening"]],
        [pgettext("money", "Received"), told["received"]],
        [_("Spent"), -told["spent"]],
        [_("At the end"), told["closing"]],
        [lowest, told["lowest"]],
    ]
    columns = [(_("Cash"), WORDS), (_("USD"), CENTS)]
    note = _("IOM holds the money; the portal records it.")
    return _table("cash", _("Cash"), columns, rows, note=note)


def _fund(told: Data, language: str) -> Table:
    shown = [
        [
            _half(row["starts_on"]),
            "—" if row["helped"] is None else str(row["helped"]),
            "—" if row["paid_cents"] is None else amount(row["paid_cents"]),
        ]
        for row in told["halves"]
    ]
    note = _(
        "Balance on %(day)s: USD %(sum)s, in whole thousands. Only what is published of "
        "whole half-years is told; small counts are not."
    )
    return _table(
        "fund",
        _("Reserve fund"),
        [(_("Half-year"), WORDS), (_("People helped"), COUNT), (_("Paid in USD"), COUNT)],
        shown,
        note=note % {"day": _day(told["as_of"], language), "sum": amount(told["balance"])},
        empty=_("No half-year of the period has been reported."),
    )


def _half(starts_on: str) -> str:
    day = date.fromisoformat(starts_on)
    first = (
        _("January to June %(year)d") if day.month == 1 else _("July to December %(year)d")
    )
    return first % {"year": day.year}


def _letters(rows: Iterable[Data], language: str) -> Table:
    shown = [
        [
            row["number"],
            capfirst(row["kind"][language]),
            row["budget"][language],
            _day(row["on"], language),
            ngettext("%(count)d member", "%(count)d members", row["members"])
            % {"count": row["members"]},
        ]
        for row in rows
    ]
    labels = (_("Number"), _("Letter"), _("Budget"), _("Date"), _("Sent to"))
    return _plain("letters", _("Letters about contributions"), labels, shown, _("None."))


def _meetings(rows: Iterable[Data], language: str) -> Table:
    shown = [
        [
            row["symbol"],
            row["title"][language],
            format_days(
                date.fromisoformat(row["starts_on"]),
                date.fromisoformat(row["ends_on"]),
                language,
            ),
        ]
        for row in rows
    ]
    labels = (_("Symbol"), _("Meeting"), _("Days"))
    return _plain("meetings", _("Meetings held"), labels, shown, _("None."))


def _texts(rows: Iterable[Data], language: str) -> Table:
    shown = [
        [row["reference"], row["title"][language], _day(row["on"], language)]
        for row in rows
    ]
    labels = (_("Reference"), _("Text"), _("Adopted"))
    return _plain("texts", _("Texts adopted"), labels, shown, _("None."))


def _plain(
    key: str, title: str, labels: Iterable[str], rows: list[list[Any]], empty: str
) -> Table:
    return _table(key, title, [(label, WORDS) for label in labels], rows, empty=empty)


def _day(on: str, language: str) -> str:
    return format_day(date.fromisoformat(on), "dated", language)
