"""The outcome record as a PDF: asked for and made, beside WeasyPrint on the same HTML."""

import time
from collections.abc import Callable
from operator import truediv

from django.db.models import Sum
from django.utils.translation import override

from benchmarks import asked, rows
from benchmarks.figures import Figures, middle
from crm_portal.core import pdf
from crm_portal.devstack.portal import Portal
from crm_portal.library import services as library
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from crm_portal.library.services import COPIED, Paper
from decisions.models import Consultation
from decisions.services import closing
from drills.load import viewer

TIMES, DOWNLOADS = 5, 3
MOST_OF_FLOOR = 1.15
LANGUAGE = "es"


def measure(portal: Portal) -> Figures:
    """Make the record five times between bare renderings of it; then download it again."""
    pattern = _recorded()
    document, html = pattern.document, _html(pattern)
    took: dict[str, list[float]] = {"ours": [], "plain": [], "archival": []}
    for turn in range(TIMES + 1):
        plain = _cpu_ms(lambda: _weasyprint(html))
        ours = _cpu_ms(lambda turn=turn: _ask_and_make(pattern, turn))
        archival = _cpu_ms(lambda: _weasyprint(html, pdf.ARCHIVAL))
        if turn:  # the first of each is a warm-up
            took["plain"].append(plain)
            took["ours"].append(ours)
            took["archival"].append(archival)
    size = f"{document.pdf.size / 1000:.0f} kB from {len(html) / 1000:.0f} kB of HTML"
    found = Figures("paper", f"the outcome record in Spanish, {size}")
    _report(found, took)
    _download(found, portal, document)
    return found


def _recorded() -> RenderJob:
    """Record an outcome of two rounds and forty proposals, and make what it owes."""
    consultation = rows.expired()
    closing.record_failure(consultation.pk, by=viewer(rows.PRESIDENCY))
    while library.make_next():
        pass
    jobs = RenderJob.objects.of(consultation).select_related("document__pdf")
    return jobs.get(kind=Kind.OUTCOME_RECORD, language=LANGUAGE)


def _html(job: RenderJob) -> str:
    title = f"{job.reference}: {job.title_es}"
    return pdf.page_source(
        job.template, job.context, language=LANGUAGE, title=title, created=job.asked_at
    )


def _weasyprint(html: str, variant: str | None = None) -> bytes:
    """Render as its manual does; the typefaces are those of the first rendering."""
    from weasyprint import HTML

    return bytes(HTML(string=html).write_pdf(pdf_variant=variant))


def _ask_and_make(pattern: RenderJob, turn: int) -> None:
    """Ask for the same paper under another reference, and make what is owed: that one."""
    told = {name: getattr(pattern, name) for name in COPIED}
    context = {name: value for name, value in pattern.context.items() if name != "issued"}
    reference = f"{pattern.reference}-{turn}"
    paper = Paper(
        **{**told, "reference": reference},
        context={**context, "turn": turn},
        target=Consultation.objects.get(pk=pattern.target_id),
        canonical=f"{pattern.canonical}{' ' * (turn + 1)}",
    )
    job = library.ask(paper, by=viewer(rows.PRESIDENCY))
    library.make_next()
    job.refresh_from_db()
    if job.document_id is None:
        raise RuntimeError(f"The paper was not made: {job.error}")


def _cpu_ms(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return 1000 * (time.process_time() - began)


def _report(found: Figures, took: dict[str, list[float]]) -> None:
    named = {
        "ours": "asked for and made",
        "plain": "floor: WeasyPrint, a plain PDF",
        "archival": "for information: WeasyPrint, PDF/A-3a",
    }
    for key, name in named.items():
        each = took[key]
        found.saw(name, cpu_ms_best=round(min(each)), cpu_ms_median=middle(each, 0))
    ours, plain, archival = took["ours"], took["plain"], took["archival"]
    ratio = middle(map(truediv, ours, plain), 3)
    found.saw("ours to the floor", median=ratio, best=round(min(ours) / min(plain), 3))
    found.saw(
        "ours to the same kind of file",
        median=middle(map(truediv, ours, archival), 3),
        best=round(min(ours) / min(archival), 3),
    )
    found.reach("of the plain rendering", ratio, most=MOST_OF_FLOOR)


def _download(found: Figures, portal: Portal, document: IssuedDocument) -> None:
    """Fetch the issued file from a fresh process that must never load WeasyPrint."""
    with override(LANGUAGE):
        path = document.pdf_url
    before = _renderings()
    costs = asked.costs(portal, rows.READER, [path] * DOWNLOADS)
    renderings = _renderings() - before + sum(cost["weasyprint"] for cost in costs)
    cost = costs[-1]
    found.saw(
        "downloaded again",
        renderings=renderings,
        queries=cost["queries"],
        cpu_ms=cost["cpu_ms"],
        kB=round(cost["size"] / 1000),
    )
    found.reach("renderings when downloaded again", renderings, most=0)


def _renderings() -> int:
    return RenderJob.objects.aggregate(made=Sum("attempts"))["made"] or 0
