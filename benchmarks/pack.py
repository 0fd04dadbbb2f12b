"""A pack of 80 documents, built by the worker's own function: its time and its memory."""

import io
import os
import time
from pathlib import Path

import pikepdf

from benchmarks import rows
from benchmarks.figures import Figures
from crm_portal.core import clock
from crm_portal.devstack.portal import Portal
from crm_portal.library.services import Draft, Sheet
from drills.load import viewer
from meetings.models import Body, Meeting, PackJob, Session
from meetings.services import packs, papers

DOCUMENTS, PAGES, KILOBYTES = 80, 6, 150
SECRETARIAT = "secretariat@example.org"
# A worker is stopped after so long (CELERY task_soft_time_limit); a third of it is enough.
MOST_SECONDS = 30
MEBI = 1024


def measure(portal: Portal) -> Figures:
    """Register the documents, ask for each form, and make them as the tick does."""
    del portal
    meeting = _meeting()
    _documents(meeting)
    what = f"{DOCUMENTS} PDFs of {PAGES} pages and {KILOBYTES} kB, each page marked"
    found = Figures("pack", what)
    for form in ("zip", "pdf"):
        job = packs.ask_pack(
            meeting.pk, level="members", language="es", form=form, by=viewer(rows.READER)
        )
        seconds, cpu, peak = _made(job)
        job.refresh_from_db()
        if job.file is None:
            raise RuntimeError(f"The pack was not made: {job.error}")
        found.saw(
            form,
            seconds=round(seconds, 2),
            cpu_seconds=round(cpu, 2),
            peak_MiB_above_rest=round(peak),
            size_MB=round(job.file.size / 1e6, 1),
        )
        found.reach(f"seconds for the {form}", seconds, most=MOST_SECONDS)
    return found


def _meeting() -> Meeting:
    body = Body.objects.get(code="VICE_MINISTERIAL")
    at = clock.now()
    meeting = Meeting.objects.create(
        body=body,
        symbol="PACK-CRM",
        starts_on=at.date(),
        ends_on=at.date(),
        is_demonstration=True,
    )
    for n in range(5):
        Session.objects.create(
            meeting=meeting,
            forum="VM_PLENARIA",
            title_es=f"Sesión {n + 1}",
            starts_at=at.replace(hour=n + 1, minute=0),
            ends_at=at.replace(hour=n + 1, minute=59),
        )
    return meeting


def _documents(meeting: Meeting) -> None:
    secretariat = viewer(SECRETARIAT)
    sessions = list(meeting.sessions.values_list("pk", flat=True))
    for n in range(DOCUMENTS):
        draft = Draft(
            series=meeting.symbol,
            category="DOC",
            title_es=f"Documento {n + 1} de la reunión",
            level="members" if n % 3 else "circulation",
        )
        sheet = Sheet.of("a.pdf", _pdf(n), "es")
        papers.add_paper(
            meeting.pk, draft, [sheet], by=secretariat, session_id=sessions[n % 5]
        )


def _pdf(number: int) -> bytes:
    """Return a PDF with text and a picture on each page, as heavy as a usual one."""
    out = io.BytesIO()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    with pikepdf.new() as made:
        for page in range(PAGES):
            blank = made.add_blank_page(page_size=(595, 842))
            blank.obj.Resources = pikepdf.Dictionary(
                Font=pikepdf.Dictionary(F1=font),
                XObject=pikepdf.Dictionary(I1=_noise(made)),
            )
            text = f"BT /F1 12 Tf 72 700 Td (Documento {number}, hoja {page}) Tj ET"
            picture = "q 400 0 0 400 72 200 cm /I1 Do Q"
            blank.obj.Contents = made.make_stream(f"{text} {picture}".encode())
        made.save(out)
    return out.getvalue()


def _noise(made: pikepdf.Pdf) -> pikepdf.Stream:
    """Return a picture that nothing makes smaller."""
    side = int((KILOBYTES * 1000 / PAGES) ** 0.5)
    return made.make_stream(
        os.urandom(side * side),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=side,
        Height=side,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
    )


def _made(job: PackJob) -> tuple[float, float, float]:
    """Make what is owed, that one; return seconds, processor seconds and MiB at the peak."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak is counted from here
    before, began, cpu = _memory("VmRSS"), time.monotonic(), time.process_time()
    packs.make_next()
    seconds, spent = time.monotonic() - began, time.process_time() - cpu
    return seconds, spent, (_memory("VmHWM") - before) / MEBI


def _memory(name: str) -> int:
    """Return a figure of this process in KiB, as Linux counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    line = next(each for each in lines if each.startswith(f"{name}:"))
    return int(line.split()[1])
