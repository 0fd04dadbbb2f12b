"""The Secretariat's report: written as a draft, issued once with the figures of that day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.display import format_days
from crm_portal.core.errors import Conflict, Invalid
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from finance import activity
from finance.activity_tables import shown, tables
from finance.models import ActivityReport
from finance.services import telling
from finance.services.common import BEGAN, require_accounts, require_text
from finance.services.papers import OFFICE, next_of
from meetings.models import Meeting

TITLE = gettext_lazy("Activity and financial report of the Technical Secretariat")
ATTESTS = gettext_lazy("A report of the Secretariat on its activities and its finances")
LABELS = {
    "summary": gettext_lazy("Summary"),
    "activities": gettext_lazy("Activities"),
    "outlook": gettext_lazy("What comes next"),
}
PARTS = tuple(LABELS)
WORDS = tuple(f"{part}_{language}" for part in PARTS for language in ("es", "en"))


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it was typed, over the revision that was open; the meeting it is for."""

    starts_on: date
    ends_on: date
    meeting: int | None = None
    words: tuple[tuple[str, str], ...] = ()
    revision: int = 0


@transaction.atomic
def draft_report(typed: Written, *, by: Viewer) -> ActivityReport:
    """Begin a report of a period."""
    require_accounts(by)
    report = ActivityReport(revision=0)
    _write(report, typed, by)
    audit.record(report, "drafted", by=by)
    return report


@transaction.atomic
def redraft_report(pk: int, typed: Written, *, by: Viewer) -> ActivityReport:
    """Write a draft anew. Conflict: it was issued, or somebody changed it meanwhile."""
    require_accounts(by)
    report = _draft(pk)
    if typed.revision != report.revision:
        raise Conflict(
            _(
                "Somebody changed the report while you were writing: what you typed is kept."
            ),
            code="changed",
        )
    _write(report, typed, by)
    audit.record(report, "redrafted", by=by, revision=report.revision)
    return report


def _draft(pk: int) -> ActivityReport:
    report: ActivityReport = ActivityReport.objects.select_for_update().get(pk=pk)
    if report.issued_at is not None:
        raise Conflict(_("It was issued: it does not change any more."), code="issued")
    return report


def _write(report: ActivityReport, typed: Written, by: Viewer) -> None:
    if typed.ends_on < typed.starts_on:
        raise Invalid(_("A period ends after it begins."), code="period")
    if typed.starts_on < BEGAN:
        raise Invalid(
            _("A period does not begin before the Conference: look at the year."),
            code="period",
        )
    meetings = Meeting.objects.visible_to(by)
    if typed.meeting is not None and not meetings.filter(pk=typed.meeting).exists():
        raise Invalid(_("There is no such meeting."), code="meeting")
    report.starts_on, report.ends_on = typed.starts_on, typed.ends_on
    report.meeting_id = typed.meeting
    for name, text in typed.words:
        if name in WORDS:
            setattr(report, name, text.strip())
    report.revision += 1
    report.changed_at, report.changed_by_id = by.at, by.user_id
    report.save()


@transaction.atomic
def issue_report(
    pk: int, *, signed_by: str, revision: int | None = None, by: Viewer
) -> ActivityReport:
    """Number a report, freeze its figures, owe its paper and tell the members.

    ``revision`` is that of the draft that was seen. Conflict: it is another by now, its
    period is not over, or a part is written in one language alone.
    """
    require_accounts(by)
    report = _draft(pk)
    if revision is not None and revision != report.revision:
        raise Conflict(
            _("It was changed while you were reading it: read it again."), code="changed"
        )
    if report.ends_on > by.on:
        raise Conflict(_("The period is not over."), code="period_runs")
    for part in PARTS:
        if bool(getattr(report, f"{part}_es")) != bool(getattr(report, f"{part}_en")):
            raise Conflict(
                _("Write each part in both languages, or in none."), code="one_language"
            )
    report.signed_by = require_text(signed_by, _("Say who signs."))
    report.data = activity.figures(report.period, by)
    report.year, report.sequence = by.on.year, next_of(ActivityReport, by.on.year)
    report.issued_at = by.at
    report.save()
    _ask_paper(report, by)
    audit.record(report, "issued", by=by, number=report.number)
    telling.tell_report(report, by=by)
    return report


def _ask_paper(report: ActivityReport, by: Viewer) -> RenderJob:
    title, attests = both(TITLE), both(ATTESTS)
    context: dict[str, Any] = {
        "reference": report.number,
        "title": title,
        "period": {
            language: format_days(report.starts_on, report.ends_on, language)
            for language in LANGUAGES
        },
        "words": [
            {
                "label": both(LABELS[part]),
                "text": two(getattr(report, f"{part}_es"), getattr(report, f"{part}_en")),
            }
            for part in PARTS
            if getattr(report, f"{part}_es")
        ],
        "tables": {
            language: shown(tables(report.data or {}, language)) for language in LANGUAGES
        },
        "figures": report.data,
        "signed_by": report.signed_by,
        "office": both(OFFICE),
        "issued_at": by.at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
    }
    paper = library.Paper(
        kind=Kind.REPORT,
        reference=report.number,
        title_es=title["es"],
        title_en=title["en"],
        language=Language.BOTH,
        audience=Audience.MEMBERS,
        template="pdf/finance/report.html",
        context=context,
        target=report,
        attestation_es=attests["es"],
        attestation_en=attests["en"],
    )
    return library.ask(paper, by=by)


def paper_of(report: ActivityReport) -> RenderJob | None:
    """Return the order for the paper of an issued report."""
    found: RenderJob | None = RenderJob.objects.of(report).select_related("document").last()
    return found
