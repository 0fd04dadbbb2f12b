"""Cases of the reserve fund, invented for the tests: nobody is behind them."""

from datetime import date

from finance.models import CaseOfficer, FundCase
from finance.rules.eligibility import Category, Facts, Requester
from finance.rules.fund import Side
from finance.services import fund
from tests.finance.books import Books


def appointed(books: Books) -> None:
    """Elena decides for the Secretariat, Óscar's account for IOM."""
    for who, side in (("elena", Side.SECRETARIAT), ("oscar", Side.IOM)):
        CaseOfficer.objects.create(
            user=books.cast.people[who],
            side=side,
            since=date(2026, 1, 1),
            instrument="Nota 1",
            recorded_at=books.st.at,
            recorded_by=books.cast.people["admin"],
        )


def said(*, cents: int = 500_00, categories=(Category.ILLNESS,), **more) -> Facts:
    given = {
        "requester": Requester.AUTHORITY,
        "asked_cents": cents,
        "is_voluntary": True,
        "is_regional": True,
        "is_covered": False,
        "declared": frozenset(categories),
    }
    return Facts(**{**given, **more})


def asked(books: Books, code: str = "HN", told: str = "", **more) -> FundCase:
    facts = said(**more)
    country = books.pk(code) if facts.is_regional else None
    return fund.request(facts, country=country, told=told, by=books.viewer("elena"))


def granted(books: Books, **more) -> FundCase:
    case = asked(books, **more)
    return fund.decide(
        case.pk, side=Side.SECRETARIAT, is_yes=True, act="Acta 1", by=books.viewer("elena")
    )
