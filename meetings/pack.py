"""A pack put together: the files of a meeting as a ZIP for a USB stick, or as one PDF.

One document is in memory at a time; what has been put together lies on the disk.
"""

import io
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from crm_portal.core.pdf import render_pdf
from crm_portal.library import handing
from crm_portal.library.marking import marked
from crm_portal.library.models import DocumentRevision, StoredFile
from meetings.models import MeetingPaper, PackForm, PackJob
from meetings.paper_lists import title_of
from meetings.presentation.titles import Names

if TYPE_CHECKING:
    import pikepdf

MOST_BYTES = 1_000_000_000
PDF = "application/pdf"
Progress = Callable[[int], Any]


@dataclass(frozen=True)
class Entry:
    """One file of a pack: whose paper it is, what it is called, where it lies."""

    part: str
    folder: str
    revision: DocumentRevision

    @property
    def symbol(self) -> str:
        return self.revision.symbol

    @property
    def title(self) -> str:
        """The title in the active language."""
        title: str = self.revision.document.title
        return title

    @property
    def name(self) -> str:
        return handing.file_name(self.revision)

    @property
    def path(self) -> str:
        """Where it lies in the ZIP, seen from its index."""
        return f"{self.folder}/{self.name}"

    @property
    def is_pdf(self) -> bool:
        return self.revision.file.content_type == PDF


@dataclass(frozen=True)
class Part:
    """A session of the meeting with the files of its papers."""

    title: str
    entries: list[Any]


def files_of(papers: QuerySet[MeetingPaper], language: str) -> list[int]:
    """Return the file of each paper for a pack in ``language``, in the papers' order.

    The latest revision that was cleared; in that language, in both, or in the other one.
    """
    order = list(papers.values_list("document", flat=True))
    files = DocumentRevision.objects.filter(document__in=order).readable()
    best: dict[int, tuple[int, int, int]] = {}
    for pk, document, number, written in files.values_list(
        "pk", "document", "number", "language"
    ):
        rank = (number, {language: 2, "mul": 1}.get(written, 0), pk)
        best[document] = max(best.get(document, rank), rank)
    return [best[document][2] for document in order if document in best]


def build(job: PackJob, out: BinaryIO, progress: Progress) -> None:
    """Write the pack to ``out``; ``progress`` is told how many files are in it so far."""
    with translation.override(job.language):
        entries = _entries(job)
        if sum(each.revision.file.size for each in entries) > MOST_BYTES:
            raise Invalid(_("The documents are too large for one pack."), code="too_large")
        make = _zip if job.form == PackForm.ZIP else _pdf
        make(job, entries, out, progress)


def _entries(job: PackJob) -> list[Entry]:
    found = DocumentRevision.objects.select_related("document", "file").defer(
        "file__content"
    )
    files = {each.pk: each for each in found.filter(pk__in=job.contents)}
    documents = [each.document_id for each in files.values()]
    papers = MeetingPaper.objects.filter(meeting=job.meeting, document__in=documents)
    # One taken off meanwhile is still in what was asked for; where it is now comes last.
    papers = papers.order_by(F("detached_at").asc(nulls_last=True), "pk")
    parts = {each.document_id: each.session for each in papers.select_related("session")}
    folders: dict[str, str] = {}
    entries = []
    for pk in job.contents:
        session = parts.get(files[pk].document_id)
        part = title_of(session, job.meeting)
        folder = folders.setdefault(part, f"{len(folders) + 1}-{slugify(part)[:40]}")
        entries.append(Entry(part, folder, files[pk]))
    return entries


def _parts(entries: Iterable[Any], key: Callable[[Any], str]) -> list[Part]:
    return [Part(title, list(some)) for title, some in groupby(entries, key=key)]


def _taken(job: PackJob, entry: Entry) -> bytes:
    """Return one file as the delegation takes it away: restricted PDFs bear their marks."""
    content = bytes(
        StoredFile.objects.values_list("content", flat=True).get(pk=entry.revision.file_id)
    )
    if entry.revision.document.is_public or not entry.is_pdf:
        return content
    taker = Viewer(at=job.asked_at, label=job.party.name)
    mark = handing.mark_of(entry.revision.document, entry.symbol, taker)
    return marked(content, mark)


def _zip(job: PackJob, entries: list[Entry], out: BinaryIO, progress: Progress) -> None:
    at = job.asked_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(out, "w") as package:
        for name, content in _indexes(job, entries):
            _write(package, name, content.encode(), at, zipfile.ZIP_DEFLATED)
        for done, entry in enumerate(entries, start=1):
            method = zipfile.ZIP_STORED if entry.is_pdf else zipfile.ZIP_DEFLATED
            _write(package, entry.path, _taken(job, entry), at, method)
            progress(done)


def _write(
    package: zipfile.ZipFile, name: str, content: bytes, at: Any, method: int
) -> None:
    package.writestr(zipfile.ZipInfo(name, at), content, method)


def _indexes(job: PackJob, entries: list[Entry]) -> Iterator[tuple[str, str]]:
    """Yield the front page in the pack's language, and the same in the other one."""
    other = "en" if job.language == "es" else "es"
    for language, name, twin in (
        (job.language, "index.html", f"index-{other}.html"),
        (other, f"index-{other}.html", "index.html"),
    ):
        # Folders and file names are the pack's own, whatever the page is written in.
        paths = {each.revision.pk: each.path for each in entries}
        with translation.override(language):
            context = {
                **_head(job, language),
                "parts": [
                    Part(
                        part.title,
                        [(each, paths[each.revision.pk]) for each in part.entries],
                    )
                    for part in _parts(entries, lambda each: each.part)
                ],
                "twin": twin,
                "twin_language": "en" if language == "es" else "es",
            }
            yield name, render_to_string("pdf/pack/index.html", context)


def _head(job: PackJob, language: str) -> dict[str, Any]:
    return {
        "meeting": job.meeting,
        "title": Names.read().title(job.meeting, language),
        "level": job.get_level_display(),
        "taker": job.party.name,
        "as_of": job.asked_at,
        "language": language,
        "is_demonstration": job.meeting.is_demonstration,
    }


@dataclass(frozen=True)
class Line:
    """One line of the contents: a file, its pages and the page it begins on, if it is in."""

    entry: Entry
    pages: int = 0
    page: int = 0


def _pdf(job: PackJob, entries: list[Entry], out: BinaryIO, progress: Progress) -> None:
    import pikepdf

    with ExitStack() as stack, pikepdf.new() as whole:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sources: dict[int, pikepdf.Pdf] = {}
        for done, entry in enumerate(entries, start=1):
            if entry.is_pdf:
                path = folder / str(done)
                path.write_bytes(_taken(job, entry))
                sources[entry.revision.pk] = stack.enter_context(pikepdf.open(path))
            progress(done)
        counts = [
            (each, len(sources[each.revision.pk].pages) if each.is_pdf else 0)
            for each in entries
        ]
        contents = io.BytesIO(_contents_page(job, counts))
        first = stack.enter_context(pikepdf.open(contents))
        whole.pages.extend(first.pages)
        for source in sources.values():
            whole.pages.extend(source.pages)
        _bookmark(whole, _lines(counts, len(first.pages)))
        _save(whole, job, out)


def _contents_page(job: PackJob, counts: list[tuple[Entry, int]]) -> bytes:
    """Render the contents; once more when their own length was not guessed."""
    import pikepdf

    guess = 1
    while True:
        made = _rendered(job, _lines(counts, guess))
        with pikepdf.open(io.BytesIO(made)) as pdf:
            length = len(pdf.pages)
        if length == guess:
            return made
        guess = length


def _lines(counts: list[tuple[Entry, int]], offset: int) -> list[Line]:
    lines, page = [], offset + 1
    for entry, pages in counts:
        lines.append(Line(entry, pages, page if pages else 0))
        page += pages
    return lines


def _rendered(job: PackJob, lines: list[Line]) -> bytes:
    context = {
        **_head(job, job.language),
        "parts": _parts(lines, lambda line: line.entry.part),
    }
    return render_pdf(
        "pdf/pack/contents.html",
        context,
        language=job.language,
        title=context["title"],
        identifier=job.fingerprint,
        created=job.asked_at,
    )


def _bookmark(out: "pikepdf.Pdf", lines: list[Line]) -> None:
    import pikepdf

    with out.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(_("Contents"), 0))
        for part in _parts(lines, lambda line: line.entry.part):
            inside = [line for line in part.entries if line.pages]
            if not inside:
                continue
            branch = pikepdf.OutlineItem(part.title, inside[0].page - 1)
            for line in inside:
                label = f"{line.entry.symbol} {line.entry.title}"
                branch.children.append(pikepdf.OutlineItem(label, line.page - 1))
            outline.root.append(branch)


def _save(whole: "pikepdf.Pdf", job: PackJob, out: BinaryIO) -> None:
    import pikepdf

    whole.docinfo["/Title"] = f"{job.meeting.symbol} · {job.get_level_display()}"
    whole.docinfo["/CreationDate"] = _pdf_date(job.asked_at)
    whole.Root.PageMode = pikepdf.Name.UseOutlines
    whole.Root.Lang = job.language
    whole.save(out, deterministic_id=True)


def _pdf_date(at: datetime) -> str:
    return f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"
