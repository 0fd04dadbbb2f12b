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
from finance.rules.fund import Money
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


def figures(money: Money) -> list[dict[str, str]]:
    """Return the amounts to the cent, for officers."""
    shown = (
        (_("Available"), money.available, _("USD, for new cases")),
        (_("Reserved"), money.reserved, _("USD, for cases that were granted")),
        (_("Balance"), money.balance, _("USD, held by IOM")),
    )
    return [
        {"label": label, "value": amount(cents), "note": note}
        for label, cents, note in shown
    ]


def coarse_figures(on: date) -> list[dict[str, str]]:
    """Return the amounts as members are told them: of a month's last day, in whole steps."""
    money = reports.fund_money(statistics.told_on(on))
    return [
        {**each, "value": value}
        for each, value in zip(figures(money), _steps(money), strict=True)
    ]


def _steps(money: Money) -> list[str]:
    return [
        amount(told)
        if (told := statistics.in_steps(cents))
        else _("under %(step)s") % {"step": amount(CEILING_CENTS)}
        for cents in (money.available, money.reserved, money.balance)
    ]


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
