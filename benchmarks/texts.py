"""Texts: saving a paragraph among 120, comparing two versions, the adopted text as a PDF."""

import time
from operator import truediv
from statistics import quantiles

from benchmarks import rows
from benchmarks.figures import Figures, middle
from benchmarks.paper import LANGUAGE, TIMES, _cpu_ms, _weasyprint
from crm_portal.core import pdf
from crm_portal.devstack.portal import Portal
from crm_portal.library import services as library
from crm_portal.library.models import RenderJob
from crm_portal.reference import loading
from decisions.models import Text, TextVersion
from decisions.reports.sheets import data, paper
from decisions.reports.sheets.of_version import of_version
from decisions.rules.texts.diff import compared
from decisions.rules.texts.paragraphs import Paragraph, Part
from decisions.services.texts import (
    adopting,
    importing,
    languages,
    versions,
    working,
    writing,
)
from decisions.services.texts.working import NewText
from decisions.services.texts.writing import Written
from drills.load import viewer
from meetings.models import Meeting, MeetingState, Presence, Session

PARAGRAPHS, SAVINGS, ON_PAPER, MOST_OF_FLOOR = 120, 60, 84, 1.15
ES = (
    "Acuerdan fortalecer la cooperación entre los Países Miembros en materia de protección "
    "de las personas migrantes, y encomiendan a la Presidencia Pro Témpore el párrafo {n}."
)
EN = (
    "Agree to strengthen cooperation among Member Countries in the protection of migrants, "
    "and entrust the Pro-Tempore Presidency with paragraph {n}."
)


def measure(portal: Portal) -> Figures:
    """Save and compare in a text of 120 paragraphs; make the paper of one of ten pages."""
    del portal
    loading.load()
    text = _laid(PARAGRAPHS)
    found = Figures("texts", f"{PARAGRAPHS} paragraphs in both languages")
    _save(found, text)
    _compare(found, text)
    _print(found)
    return found


def _laid(count: int, meeting: Meeting | None = None) -> Text:
    by = viewer(rows.PRESIDENCY)
    new = NewText("declaration", "Declaración", "Declaration", meeting and meeting.pk)
    text = working.open_text(new, is_demonstration=True, by=by)
    said = [Paragraph("c", "Los Viceministros,", "The Vice-Ministers,", Part.CHAPEAU)]
    said += [Paragraph(f"n{n}", ES.format(n=n), EN.format(n=n)) for n in range(count)]
    importing.take_in(text.pk, said, by=by)
    return text


def _save(found: Figures, text: Text) -> None:
    """Save one paragraph after another; every save is a transaction with its record."""
    by = viewer(rows.PRESIDENCY)
    versions.circulate(text.pk, "members", by=by)
    keys = list(text.versions.get().paragraphs.values_list("key", flat=True))
    took = []
    for turn in range(SAVINGS + 1):
        key = keys[1 + turn % PARAGRAPHS]
        row = text.versions.order_by("-number")[0].paragraphs.get(key=key)
        said = row.es.replace("fortalecer", f"fortalecer y ampliar ({turn})")
        typed = Written(said, row.en, row.es, row.en, row.revision)
        began = time.perf_counter()
        writing.save(text.pk, key, typed, by=by)
        if turn:  # the first makes the next version, a copy of the circulated one
            took.append(1000 * (time.perf_counter() - began))
    p95 = quantiles(took, n=20)[-1]
    found.saw("saving a paragraph", p50_ms=middle(took), p95_ms=round(p95, 1))


def _compare(found: Figures, text: Text) -> None:
    first, second = text.versions.order_by("number")
    took = []
    for turn in range(TIMES + 1):
        began = time.perf_counter()
        old, new = (_ruled(each) for each in (first, second))
        changed = compared(old, new)
        if turn:
            took.append(1000 * (time.perf_counter() - began))
    found.saw("comparing two versions", ms=middle(took), paragraphs=len(list(changed)))


def _ruled(version: TextVersion) -> tuple[Paragraph, ...]:
    return tuple(each.ruled for each in version.paragraphs.all())


def _print(found: Figures) -> None:
    """Make the bilingual paper five times between bare renderings of the same HTML."""
    text = _adopted()
    jobs = RenderJob.objects.of(text)
    while library.make_next():
        pass
    pattern = jobs.get(language="mul")
    title = f"{pattern.reference}: {pattern.title_es}"
    told = {"language": LANGUAGE, "title": title, "created": pattern.asked_at}
    html = pdf.page_source(pattern.template, pattern.context, **told)
    ours, plain = [], []
    for turn in range(TIMES + 1):
        floor = _cpu_ms(lambda: _weasyprint(html, pdf.ARCHIVAL))
        took = _cpu_ms(lambda turn=turn: _ask_and_make(text, turn))
        if turn:  # the first of each is a warm-up
            plain.append(floor)
            ours.append(took)
    content = bytes(pattern.document.pdf.content)
    pages = _pages(content)
    found.saw(
        "adopted, both languages", pages=pages, kB_a_page=len(content) // pages // 1000
    )
    for name, each in (("asked for and made", ours), ("floor: WeasyPrint", plain)):
        found.saw(name, cpu_ms_best=round(min(each)), cpu_ms_median=middle(each, 0))
    ratio = middle(map(truediv, ours, plain), 3)
    found.saw("ours to the floor", median=ratio, best=round(min(ours) / min(plain), 3))
    found.reach("of the plain rendering", ratio, most=MOST_OF_FLOOR)


def _pages(content: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(content)) as found:
        return len(found.pages)


def _adopted() -> Text:
    by = viewer(rows.PRESIDENCY)
    ahead = Meeting.objects.vice_ministerial().filter(starts_on__gt=by.on)
    meeting = ahead.order_by("starts_on")[0]
    text = _laid(ON_PAPER, meeting)
    for key in text.versions.get().paragraphs.values_list("key", flat=True):
        languages.check(text.pk, key, "en", by=by)
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.IN_SESSION)
    told = {"starts_at": by.at, "ends_at": by.at.replace(hour=23, minute=59)}
    sitting = Session.objects.create(meeting=meeting, forum="VM_PLENARIA", **told)
    Presence.objects.create(
        meeting=meeting, session=sitting, party_id=by.party_id, recorded_at=by.at
    )
    adopting.adopt(text.pk, session_id=sitting.pk, by=by)
    return text


def _ask_and_make(text: Text, turn: int) -> None:
    """Ask for the same paper under another reference, and make what is owed: that one."""
    sheet = of_version(text.adoption.version)
    job = library.ask(
        library.Paper(
            kind="declaration",
            reference=f"{text.reference}-{turn}",
            title_es=text.title_es,
            title_en=text.title_en,
            language="mul",
            audience="members",
            template=paper.template(sheet),
            context={**paper.context(sheet), "turn": turn},
            canonical=f"{data.canonical(sheet)}{' ' * (turn + 1)}",
            target=text,
        ),
        by=viewer(rows.PRESIDENCY),
    )
    library.make_next()
    job.refresh_from_db()
    if job.document_id is None:
        raise RuntimeError(f"The paper was not made: {job.error}")
