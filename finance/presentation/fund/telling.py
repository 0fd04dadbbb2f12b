"""What everybody who sees the fund is told: its rules, its amounts in steps, its reports."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day, format_days
from finance import reports
from finance.models import Book, FundReport, Journal
from finance.presentation.money import amount
from finance.rules import statistics
from finance.rules.eligibility import CEILING_CENTS, Category
from finance.services.fund_money import ERASED
from members.models import Party


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the fund, and where it is read."""

    label: str | Promise
    text: str | Promise
    source: str


RULES = (
    Rule(
        gettext_lazy("What it is for"),
        gettext_lazy(
            "The assisted voluntary return of highly vulnerable migrants of the region, where "
            "the programmes of a member country do not reach."
        ),
        "001:650",
    ),
    Rule(
        gettext_lazy("Who asks"),
        gettext_lazy(
            "A government authority, an international organization or a civil-society "
            "organization; never the person who is helped."
        ),
        "001:646 procedure 5",
    ),
    Rule(
        gettext_lazy("Ordinary situations"),
        gettext_lazy(
            "Unaccompanied children and adolescents; persons with a disability; persons over "
            "seventy years of age, counted from the day after that birthday; persons with a "
            "physical or mental illness, or wounded."
        ),
        "001:654 001:655 001:656 001:657 procedure 5",
    ),
    Rule(
        gettext_lazy("Special situations"),
        gettext_lazy(
            "Domestic violence, sexual abuse and trafficking in persons: IOM and the "
            "Secretariat decide jointly, by two different persons, before the expense. "
            "One “no” closes the request."
        ),
        "001:659 procedure 5",
    ),
    Rule(
        gettext_lazy("What is excluded"),
        gettext_lazy(
            "A return that is not voluntary; whoever is not a national of a member country; "
            "what an existing programme covers."
        ),
        "001:650 procedure 5",
    ),
    Rule(
        gettext_lazy("Ceiling"),
        gettext_lazy("USD 1,000 a case: one person, one return, whatever the payments."),
        "001:661",
    ),
    Rule(
        gettext_lazy("Order"),
        gettext_lazy(
            "First complete, first served. Where the money does not reach, the case waits; a "
            "part is given only if it is accepted as such."
        ),
        "procedure 5",
    ),
    Rule(
        gettext_lazy("Who administers it"),
        gettext_lazy(
            "The International Organization for Migration holds the money and the files; the "
            "portal keeps the decisions, the reservations and the counts."
        ),
        "001:661 procedure 5",
    ),
    Rule(
        gettext_lazy("Who sees a case"),
        gettext_lazy(
            "The case officers of IOM and of the Secretariat, and nobody else: no government "
            "sees a case. Counts are published in groups of five at least."
        ),
        "procedure 5",
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told of the fund's money, in cents, as of the end of a day."""

    as_of: date
    is_exact: bool
    available: int
    reserved: int
    balance: int


def told(on: date, *, is_officer: bool) -> Told:
    """Return the amounts ``on`` a day: to the cent for officers, in steps of a month's end."""
    as_of = on if is_officer else statistics.told_on(on)
    money = reports.fund_money(None if is_officer else as_of)
    amounts = (money.available, money.reserved, money.balance)
    steps = amounts if is_officer else map(statistics.in_steps, amounts)
    return Told(as_of, is_officer, *steps)


def figures(told: Told) -> list[dict[str, str]]:
    """Return the amounts in words: less than a step is told as that."""
    shown = (
        (_("Available"), told.available, _("USD, for new cases")),
        (_("Reserved"), told.reserved, _("USD, for cases that were granted")),
        (_("Balance"), told.balance, _("USD, held by IOM")),
    )
    return [
        {"label": label, "value": _value(cents, is_exact=told.is_exact), "note": note}
        for label, cents, note in shown
    ]


def _value(cents: int, *, is_exact: bool) -> str:
    if cents or is_exact:
        return amount(cents)
    return _("under %(step)s") % {"step": amount(CEILING_CENTS)}


def coarse_note(on: date) -> str:
    """Say as of when the amounts are told, and why so roughly."""
    return _(
        "As of %(day)s, in whole thousands: amounts to the cent, from one day to the next, "
        "would tell of single cases."
    ) % {"day": format_day(statistics.told_on(on), "full")}


def made_reports(viewer: Viewer) -> list[dict[str, Any]]:
    """Return the half-yearly reports, newest first, with their groups in words."""
    found = list(FundReport.objects.visible_to(viewer).order_by("-starts_on"))
    names = _names(found)
    return [
        {
            "title": half(report.starts_on),
            "paid": report.data["paid_cents"],
            "made_at": report.made_at,
            "is_demonstration": report.is_demonstration,
            "tables": [
                _table(title, report.data["tables"].get(name, []), names)
                for name, title in (
                    ("categories", _("Situation")),
                    ("countries", _("Country")),
                )
            ],
        }
        for report in found
    ]


def half(first: date) -> str:
    """Return the days of the half-year that begins ``first``, in words."""
    return format_days(first, statistics.half_year(first)[1] - timedelta(days=1))


def _names(found: list[FundReport]) -> dict[str, str]:
    codes = {
        key
        for report in found
        for group in report.data["tables"].get("countries", [])
        for key in group["keys"]
    }
    countries = (
        {each.code: each.name for each in Party.objects.filter(code__in=codes)}
        if codes
        else {}
    )
    situations = {each.value: str(each.label) for each in Category}
    return {**countries, **situations, ERASED: _("erased since")}


def _table(
    title: str, groups: list[dict[str, Any]], names: dict[str, str]
) -> dict[str, Any]:
    rows = [
        {
            "name": ", ".join(sorted(names.get(key, key) for key in group["keys"])),
            "count": group["count"],
        }
        for group in groups
    ]
    return {"title": title, "rows": rows, "is_told": all(row["count"] for row in rows)}


def halves_to_report(on: date) -> list[tuple[date, date]]:
    """Return the half-years that are over and not yet reported, newest first."""
    oldest = Journal.objects.filter(book=Book.FUND).order_by("value_on").first()
    if oldest is None:
        return []
    made = set(FundReport.objects.values_list("starts_on", flat=True))
    over = statistics.halves_between(oldest.value_on, on)
    return [
        (first, statistics.half_year(first)[1] - timedelta(days=1))
        for first in reversed(over)
        if first not in made
    ]
