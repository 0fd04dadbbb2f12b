"""Eighty documents for the week: small PDFs that say what they are, each with its symbol."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

import pikepdf

from crm_portal.core.access import Viewer
from crm_portal.library.services import Draft, Sheet
from meetings import circles
from meetings.models import AgendaItem, Forum, Meeting, Session
from meetings.services.papers import add_paper
from members.models import Party

A4 = (0, 0, 595, 842)
COLUMNS = 80  # letters of a line, at 11 points between the margins
LOGISTICS = (
    ("INF", "Nota logística", "Logistics note"),
    ("INF", "Programa provisional", "Provisional programme"),
    ("INF", "Lista de documentos", "List of documents"),
    ("INF", "Información para las delegaciones", "Information for delegations"),
)
COUNTRY = ("Informe de seguimiento: {}", "Follow-up report: {}")
LEVEL_OF = {
    Forum.VM_PLENARY: "circulation",
    Forum.VM_CLOSED: "closed",
    Forum.GRCM: "participants",
}


@dataclass(frozen=True)
class Wanted:
    """A document to be: of a session and an item, or of the whole meeting."""

    category: str
    title_es: str
    title_en: str
    session: Session | None = None
    item: AgendaItem | None = None


def register(
    meeting: Meeting, sessions: Sequence[Session], inside: Viewer, secretariat: Viewer
) -> None:
    """Register the papers of a meeting, and put each in its place."""
    for wanted in _wanted(meeting, sessions):
        closed = wanted.session is not None and wanted.session.forum == Forum.VM_CLOSED
        by = inside if closed else secretariat
        level, circle = _level(meeting, wanted.session)
        draft = Draft(
            series=meeting.symbol,
            category=wanted.category,
            title_es=wanted.title_es,
            title_en=wanted.title_en,
            level=level,
            circle=circle,
            source="Demostración",
        )
        sheet = Sheet.of("documento.pdf", _pdf(wanted), "mul")
        add_paper(
            meeting.pk,
            draft,
            [sheet],
            session_id=wanted.session.pk if wanted.session else None,
            item_id=wanted.item.pk if wanted.item else None,
            is_demonstration=True,
            by=by,
        )


def _level(meeting: Meeting, session: Session | None) -> tuple[str, str]:
    level = LEVEL_OF.get(Forum(session.forum), "members") if session else "circulation"
    circle = {"participants": circles.PARTICIPANTS, "closed": circles.CLOSED}.get(level)
    return level, circles.key(meeting.pk, circle) if circle else ""


def _wanted(meeting: Meeting, sessions: Sequence[Session]) -> Iterator[Wanted]:
    for session in sessions:
        items = AgendaItem.objects.filter(session=session).order_by("position")
        for item in items:
            es, en = item.title_es, item.title_en
            yield Wanted(
                "DOC", f"Nota conceptual. {es}", f"Concept note. {en}", session, item
            )
            if session.forum != Forum.VM_CLOSED:
                yield Wanted(
                    "DOC", f"Antecedentes. {es}", f"Background. {en}", session, item
                )
    for category, es, en in LOGISTICS[: 4 if sessions[0].forum == Forum.VM_PLENARY else 3]:
        yield Wanted(category, es, en)
    if sessions[0].forum == Forum.GRCM:
        for party in Party.objects.members_on(meeting.starts_on).order_by("order"):
            es, en = (
                text.format(name)
                for text, name in zip(COUNTRY, (party.name_es, party.name_en), strict=True)
            )
            yield Wanted("INF", es, en, sessions[0])


def _pdf(wanted: Wanted) -> bytes:
    """Return one page that says, in two languages, which document it stands for."""
    lines = [
        wanted.title_es,
        wanted.title_en,
        "",
        "Documento inventado para la demostración.",
        "Document invented for the demonstration.",
    ]
    wrapped = [part for line in lines for part in wrap(line, COLUMNS) or [""]]
    shown = b" T* ".join(b"(" + _plain(line) + b") Tj" for line in wrapped)
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(A4[2], A4[3]))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(b"BT /F1 11 Tf 72 740 Td 18 TL " + shown + b" ET")
        written = io.BytesIO()
        pdf.save(written, deterministic_id=True)
    return written.getvalue()


def _plain(text: str) -> bytes:
    """Return ``text`` as a PDF string in the encoding of its font."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return escaped.encode("cp1252", "replace")
