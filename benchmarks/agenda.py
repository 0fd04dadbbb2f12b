"""The agenda of thirty items as a PDF: asked for and made, beside WeasyPrint on the same HTML."""

from datetime import timedelta
from operator import truediv

from benchmarks import rows
from benchmarks.figures import Figures, middle
from benchmarks.paper import LANGUAGE, TIMES, _cpu_ms, _weasyprint
from crm_portal.core import clock, pdf
from crm_portal.devstack.portal import Portal
from crm_portal.library import services as library
from crm_portal.library.models import RenderJob
from drills.load import viewer
from meetings.models import AgendaVersion, Meeting
from meetings.services import agenda, agenda_papers, agenda_versions

ITEMS, MOST_OF_FLOOR = 30, 1.15
MINIMUM = ("opening_statements", "ppt_report", "rrocm_dialogue")


def measure(portal: Portal) -> Figures:
    """Make the agenda's paper five times between bare renderings of it."""
    del portal
    version = _circulated()
    job = agenda_papers.papers_of(version).get()
    library.make_next()
    html = _html(job)
    ours, plain = [], []
    for turn in range(TIMES + 1):
        floor = _cpu_ms(lambda: _weasyprint(html))
        took = _cpu_ms(lambda turn=turn: _ask_and_make(version, turn))
        if turn:  # the first of each is a warm-up
            plain.append(floor)
            ours.append(took)
    size = f"{len(html) / 1000:.0f} kB of HTML"
    found = Figures("agenda", f"an agenda of {ITEMS} items in both languages, {size}")
    for name, each in (("asked for and made", ours), ("floor: WeasyPrint", plain)):
        found.saw(name, cpu_ms_best=round(min(each)), cpu_ms_median=middle(each, 0))
    ratio = middle(map(truediv, ours, plain), 3)
    found.saw("ours to the floor", median=ratio, best=round(min(ours) / min(plain), 3))
    found.reach("of the plain rendering", ratio, most=MOST_OF_FLOOR)
    return found


def _circulated() -> AgendaVersion:
    by = viewer(rows.PRESIDENCY)
    ahead = Meeting.objects.vice_ministerial().filter(starts_on__gt=by.on)
    meeting = ahead.order_by("starts_on")[0]
    for place in range(ITEMS):
        agenda.add_item(
            meeting.pk,
            by=by,
            kind=MINIMUM[place] if place < len(MINIMUM) else "decision",
            title_es=f"Punto {place + 1} sobre la cooperación entre los países miembros",
            title_en=f"Item {place + 1} on cooperation among the member countries",
            description_es="Se examinará lo que quedó pendiente y lo que se propone.",
            description_en="What was left pending and what is proposed will be examined.",
        )
    until = clock.now() + timedelta(days=20)
    return agenda_versions.circulate(meeting.pk, comments_until=until, by=by)


def _html(job: RenderJob) -> str:
    title = f"{job.reference}: {job.title_es}"
    return pdf.page_source(
        job.template, job.context, language=LANGUAGE, title=title, created=job.asked_at
    )


def _ask_and_make(version: AgendaVersion, turn: int) -> None:
    """Ask for the same paper with another note, and make what is owed: that one."""
    version.note_es = f"{turn}"
    job = agenda_papers.order(version, by=viewer(rows.PRESIDENCY))
    library.make_next()
    job.refresh_from_db()
    if job.document_id is None:
        raise RuntimeError(f"The paper was not made: {job.error}")
