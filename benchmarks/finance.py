"""The page of a period over thirty years of books, a statement on paper, all balances at once."""

import time
from operator import truediv
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from benchmarks import books, pages
from benchmarks.figures import Figures, middle
from benchmarks.pages import CONNECTIONS, LANGUAGE, Reach
from benchmarks.paper import MOST_OF_FLOOR, TIMES, _cpu_ms, _weasyprint
from benchmarks.pressure import generator
from benchmarks.rows import READER, viewer
from crm_portal.core import pdf
from crm_portal.devstack.portal import Portal
from crm_portal.library import services as library
from crm_portal.library.models import RenderJob
from finance import reports
from finance.models import Entry, Journal, Receipt
from finance.presentation.period.account import account_of, printed, title_of
from finance.services.sheets import ask_sheet
from finance.statements import statement_of
from members.models import Party

REACH = Reach("period", of_floor=1 / 15, queries=12)
TEMPLATE = "pdf/finance/statement.html"


def measure(portal: Portal) -> Figures:
    """Press the page and the floor in turn; print statements; add up the balances."""
    budget, seconds = books.fill()
    _analyse()
    rows = Receipt.objects.count(), Entry.objects.count()
    what = f"{books.YEARS} years, {rows[0]} receipts, {rows[1]} entries"
    found = Figures("finance", f"{what}, {CONNECTIONS} connections, {generator()}")
    found.saw("loading", journals=Journal.objects.count(), seconds=round(seconds, 1))
    with override(LANGUAGE):
        first = reverse("finance:overview")
        paths = {
            REACH.page: first,
            "an earlier period": f"{first}?periodo=B-{budget.starts_on.year - 20}",
            "statement": reverse("finance:statement", args=["mx"]),
        }
    pages.press_beside_floors(found, portal, paths, REACH)
    _balances(found)
    _statements(found)
    return found


def _analyse() -> None:
    """Let the planner know of the rows, as it does by itself a minute later."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _balances(found: Figures) -> None:
    """Add up every member's account, as of today and of a day ten years ago."""
    took = []
    with CaptureQueriesContext(connection) as asked:
        for _ in range(TIMES):
            began = time.perf_counter()
            rows = reports.balances()
            took.append(1000 * (time.perf_counter() - began))
    found.saw("balances", members=len(rows), ms_median=round(median(took), 1))
    found.reach("statements for all balances", len(asked) / TIMES, most=1)


def _statements(found: Figures) -> None:
    """Ask for a statement and make it, between bare renderings of the same page."""
    took: dict[str, list[float]] = {"ours": [], "plain": []}
    html = _html(_made(0))
    for turn in range(1, TIMES + 2):
        plain = _cpu_ms(lambda: _weasyprint(html))
        ours = _cpu_ms(lambda turn=turn: _made(turn))
        if turn > 1:  # the first of each is a warm-up
            took["plain"].append(plain)
            took["ours"].append(ours)
    for name, each in took.items():
        found.saw(f"statement, {name}", cpu_ms_best=round(min(each)))
    ratio = middle(map(truediv, took["ours"], took["plain"]), 3)
    found.reach("statement, of the plain rendering", ratio, most=MOST_OF_FLOOR)


def _made(turn: int) -> RenderJob:
    """Ask for Mexico's statement under another reference, and make what is owed: that one."""
    by = viewer(READER)
    with override(LANGUAGE):
        told = statement_of(Party.objects.get(code="MX"), by.on)
        job = ask_sheet(
            told.party,
            reference=f"EC-MX-{turn}",
            title=title_of(told),
            template=TEMPLATE,
            context={**printed(account_of(told)), "turn": turn},
            by=by,
        )
    library.make_next()
    job.refresh_from_db()
    if job.document_id is None:
        raise RuntimeError(f"The statement was not made: {job.error}")
    return job


def _html(job: RenderJob) -> str:
    return pdf.page_source(
        job.template,
        job.context,
        language=LANGUAGE,
        title=f"{job.reference}: {job.title_es}",
        created=job.asked_at,
    )
