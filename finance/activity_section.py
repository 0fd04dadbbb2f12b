"""What the report of activities says of contributions: budgets, letters, who owes (002:10)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy, override

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text, two
from decisions.reports.following.blocks import Block, paragraph
from decisions.reports.following.said import full_day
from finance import reports
from finance.models import Letter, PastFact

WROTE: Promise = ngettext_lazy(
    "On %(day)s the Presidency wrote to %(count)s member country about its contribution.",
    "On %(day)s the Presidency wrote to %(count)s member countries about their contributions.",
    "count",
)
OWE: Promise = ngettext_lazy(
    "The contribution of %(count)s of the %(all)s member countries is so far pending.",
    "The contributions of %(count)s of the %(all)s member countries are so far pending.",
    "count",
)


def section(viewer: Viewer, since: date, until: date) -> Iterator[Block]:
    """Yield what sources tell, the letters of the period, and who owes at its end."""
    told = PastFact.objects.visible_to(viewer).filter(period_ends__gte=since, on__lte=until)
    for fact in told.order_by("on", "pk"):
        yield paragraph(two(fact.note_es, fact.note_en))
    written = Letter.objects.visible_to(viewer).filter(written_on__range=(since, until))
    for letter in written.annotate(to=Count("recipients")).order_by("written_on", "pk"):
        yield paragraph(_said(WROTE, letter.to, day=full_day(letter.written_on)))
    yield from _pending(until)


def _pending(until: date) -> Iterator[Block]:
    rows = reports.balances(until)
    owing = [row for row in rows if row.outstanding > 0]
    if owing:
        total = {language: str(len(rows)) for language in LANGUAGES}
        yield paragraph(_said(OWE, len(owing), all=total))


def _said(message: Promise, count: int, **values: Text) -> Text:
    found = {}
    for language in LANGUAGES:
        with override(language):
            told = {name: text[language] for name, text in values.items()}
            found[language] = str(message % {"count": count, **told})
    return found
