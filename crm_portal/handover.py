"""What one presidency hands to the next: every app's part of it, as a page and on paper."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core import calendars
from crm_portal.core.access import Viewer
from crm_portal.core.files import sealed
from crm_portal.core.sections import Section, Text, both, same, two
from crm_portal.library import rules as library_rules
from crm_portal.library import services as library
from crm_portal.library.models import (
    Audience,
    Kind,
    Language,
    RenderJob,
)
from crm_portal.library.services import Paper
from members import passing as chair
from members import rules
from members.http import PortalRequest
from members.models import Designation, Party, Presidency
from members.passing import SEATS, Passing

TITLE = gettext_lazy("Hand-over pack, presidency of %(year)s: %(outgoing)s to %(incoming)s")
FIRST = gettext_lazy("Hand-over pack, presidency of %(year)s: %(incoming)s")
ATTESTS = gettext_lazy(
    "What was open when one presidency handed over to the next, as the portal had it on record"
)


def sections(passing: Passing, viewers: Sequence[Viewer]) -> list[Section]:
    """Return the parts that the apps offer, in the order of the settings.

    A row is there only if each of ``viewers`` may know it.
    """
    return [
        section
        for path in settings.HANDOVER_SECTIONS
        for section in import_string(path)(passing, viewers)
    ]


@require_safe
def pack(request: PortalRequest, year: int) -> HttpResponse:
    """What is open at a hand-over, for the Secretariat and the two presidencies.

    Of a hand-over long past only the papers that were made of it are shown.
    """
    passing = _passing(request, year)
    papers = [each for each in _papers(year) if _may_read(each, request.viewer)]
    if passing is None and not papers:
        raise Http404
    context = {
        "passing": passing,
        "title": _title(passing) if passing else papers[0].context["title"],
        "papers": papers,
        "year": year,
    }
    if passing is not None:
        found = sections(passing, [request.viewer])
        context["sections"] = [_shown(each) for each in found]
        context["seats"] = _seats(passing)
    return render(request, "core/handover_pack.html", context)


@require_POST
def issue(request: PortalRequest, year: int) -> HttpResponse:
    """Ask for the pack on paper, as it stands now: a worker makes it once."""
    passing = _passing(request, year)
    if passing is None:
        raise Http404
    order(passing, by=request.viewer)
    messages.success(request, _("The pack is being put on paper."))
    return redirect("core:handover-pack", year=year)


@require_safe
def pdf(request: PortalRequest, year: int, code: str) -> HttpResponse:
    """Hand over the stored bytes to those between whom the chair passed."""
    plain = library_rules.read_code(code)
    job = next((each for each in _papers(year) if each.code == plain), None)
    if job is None or job.document is None or not _may_read(job, request.viewer):
        raise Http404
    document = job.document
    response = HttpResponse(bytes(document.pdf.content), content_type="application/pdf")
    return sealed(response, document.file_name)


def order(passing: Passing, *, by: Viewer) -> RenderJob:
    """Owe the pack on paper, in both languages; what has not changed is not made twice.

    It says what both presidencies may know, and only they and the Secretariat read it.
    """
    found = sections(passing, chair.readers_of(passing, by.at))
    told = [section.on_paper() for section in found]
    last = next(iter(_papers(passing.year)), None)
    if last is not None and last.context["sections"] == told:
        return last
    title, attests = _title(passing), both(ATTESTS)
    return library.ask(
        Paper(
            kind=Kind.REPORT,
            reference=f"PPT-{passing.year}",
            title_es=title["es"],
            title_en=title["en"],
            language=Language.BOTH,
            audience=Audience.CLOSED,
            template="pdf/handover_pack.html",
            context=_context(passing, told, by),
            target=passing.target,
            attestation_es=attests["es"],
            attestation_en=attests["en"],
        ),
        by=by,
    )


def _context(passing: Passing, told: list[dict[str, Any]], by: Viewer) -> dict[str, Any]:
    return {
        "reference": f"PPT-{passing.year}",
        "title": _title(passing),
        "outgoing": _name_of(passing.outgoing),
        "incoming": _name_of(passing.incoming),
        "parties": [pk for pk in passing.parties if pk is not None],
        "at": calendars.utc(passing.at) if passing.at else None,
        "is_exact": passing.is_exact,
        "as_of": calendars.utc(by.at),
        "seats": _seats(passing),
        "sections": told,
        "demonstration": settings.DEMONSTRATION,
    }


def _title(passing: Passing) -> Text:
    if passing.outgoing is None:
        return both(FIRST, year=passing.year, incoming=_name_of(passing.incoming))
    return both(
        TITLE,
        year=passing.year,
        outgoing=_name_of(passing.outgoing),
        incoming=_name_of(passing.incoming),
    )


def _name_of(party: Party | None) -> Text:
    return two(party.name_es, party.name_en) if party else same("—")


def _seats(passing: Passing) -> list[dict[str, Text]]:
    """Return who holds each seat of the Troika until the hand-over, and from it on."""
    held = [getattr(t, seat) for t in (passing.before, passing.after) for seat, _l in SEATS]
    parties = Party.objects.in_bulk([pk for pk in held if pk])
    return [
        {
            "label": both(label),
            "before": _name_of(parties.get(getattr(passing.before, seat) or 0)),
            "after": _name_of(parties.get(getattr(passing.after, seat) or 0)),
        }
        for seat, label in SEATS
    ]


def _shown(section: Section) -> dict[str, Any]:
    """Return a section with the addresses of its rows in the reader's language."""
    rows = [
        {
            "cells": list(row.cells),
            "late": row.late,
            "url": reverse(row.page[0], args=row.page[1]) if row.page else "",
        }
        for row in section.rows
    ]
    return {**section.on_paper(), "rows": rows}


def _papers(year: int) -> list[RenderJob]:
    """Return the papers of a hand-over, the newest first, made or being made.

    One made before the term was recorded hangs on the designation.
    """
    targets: list[Presidency | Designation] = [
        *Presidency.objects.filter(label_year=year),
        *Designation.objects.filter(label_year=year),
    ]
    jobs = [
        job
        for target in targets
        for job in RenderJob.objects.of(target).select_related("document")
    ]
    return sorted(jobs, key=lambda job: job.pk, reverse=True)


def _passing(request: PortalRequest, year: int) -> Passing | None:
    """Return the hand-over, if there is one to come or just done that the reader may see."""
    found = chair.passing(year, request.viewer)
    if found is None or not rules.may_read_pack(request.viewer, found.parties):
        return None
    return found


def _may_read(job: RenderJob, viewer: Viewer) -> bool:
    """The two presidencies it was made between, whatever became of them, and the Secretariat."""
    return rules.may_read_pack(viewer, job.context["parties"])
