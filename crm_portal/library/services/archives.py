"""An archive comes in: judged whole first, then document by document, each at once or not at all.

What is there already, by the hash of its file, is not registered again: the same archive
brought twice adds nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, Refused
from crm_portal.library import circles, rules
from crm_portal.library.archiving import folders, words
from crm_portal.library.archiving.sheets import Line
from crm_portal.library.models import Document, DocumentRevision, Level
from crm_portal.library.rules.archive import Entry, judged
from crm_portal.library.searching.sources import sources
from crm_portal.library.services.audiences import propose_downgrade
from crm_portal.library.services.documents import Draft, Sheet, register_document
from members.models.folding import fold

LOCK = "library:archive"
# Nothing begins its life public: two persons make it so (001:455).
UNTIL_APPROVED = Level.CIRCULATION


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be taken: its line, its column and why, in the reader's language."""

    row: int
    column: str
    why: str

    def __str__(self) -> str:
        said = {"row": self.row, "column": words.heading(self.column), "why": self.why}
        return _("Line %(row)s, %(column)s: %(why)s.") % said


@dataclass(frozen=True)
class Paper:
    """One file of a document: its line, what the line says, and the hash of the file."""

    row: int
    entry: Entry
    sha256: str


@dataclass(frozen=True)
class Arrival:
    """One document that would be registered, under ``symbol``, with its files."""

    symbol: str
    level: str
    circle: str
    papers: list[Paper]

    @property
    def first(self) -> Entry:
        return self.papers[0].entry


@dataclass
class Plan:
    """What an archive would do. ``present``: lines whose file is there already, and as what."""

    arrivals: list[Arrival] = field(default_factory=list)
    present: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def judge(folder: Path, lines: Iterable[Line], *, by: Viewer) -> Plan:
    """Return what the lines would do. Each file is read once, one at a time; nothing is written."""
    if not rules.registers_for_others(by):
        raise Refused(_("The Secretariat brings archives in."), rule="001:455")
    plan, papers = Plan(), []
    for row, cells in lines:
        paper = _paper(folder, row, cells, plan, by)
        if paper is not None:
            papers.append(paper)
    papers = _once(papers, plan)
    papers = _absent(papers, plan, by)
    plan.arrivals = _arrivals(papers, plan, by)
    plan.problems.sort(key=lambda each: each.row)
    return plan


def bring_in(
    folder: Path, plan: Plan, *, by: Viewer, told: Callable[[Arrival, str], None]
) -> list[Problem]:
    """Register what was judged, a transaction each; ``told`` is called with each symbol given.

    Return what could not be registered after all. One archive comes in at a time.
    """
    if plan.problems:
        raise Conflict(_("Nothing comes in while there are problems."), code="problems")
    failed = []
    with _alone():
        for arrival in plan.arrivals:
            try:
                told(arrival, _register(folder, arrival, by).symbol)
            except (DomainError, folders.Unreadable) as failure:
                why = str(failure) or words.fault("changed")
                if isinstance(failure, folders.Unreadable):
                    why = words.fault(failure.code)
                failed.append(Problem(arrival.papers[0].row, "file", why))
    return failed


def _paper(
    folder: Path, row: int, cells: dict[str, str], plan: Plan, by: Viewer
) -> Paper | None:
    """Return what a line says with the hash of its file, or note what is wrong with it."""
    folded = {name: fold(cell) for name, cell in cells.items()}
    entry = judged(cells, folded, by.on)
    if not isinstance(entry, Entry):
        plan.problems += [Problem(row, name, words.fault(code)) for name, code in entry]
        return None
    try:
        content = folders.read(folder, entry.file)
        Sheet.of(entry.file, content, entry.language)
    except folders.Unreadable as failure:
        plan.problems.append(Problem(row, "file", words.fault(failure.code)))
        return None
    except DomainError as failure:
        plan.problems.append(Problem(row, "file", str(failure).rstrip(".")))
        return None
    return Paper(row, entry, rules.sha256_of(content))


def _once(papers: list[Paper], plan: Plan) -> list[Paper]:
    """Return the papers without those whose file, or language of a symbol, was there before."""
    files: dict[str, int] = {}
    languages: dict[tuple[str, str], int] = {}
    kept = []
    for each in papers:
        language = each.entry.symbol, each.entry.language
        before = files.setdefault(each.sha256, each.row)
        spoken = languages.setdefault(language, each.row) if language[0] else each.row
        if before != each.row:
            why = words.fault("twice", row=before)
            plan.problems.append(Problem(each.row, "file", why))
        elif spoken != each.row:
            why = words.fault("language_twice", row=spoken)
            plan.problems.append(Problem(each.row, "language", why))
        else:
            kept.append(each)
    return kept


def _absent(papers: list[Paper], plan: Plan, by: Viewer) -> list[Paper]:
    """Return the papers whose file is of no document that ``by`` reads; the others are present."""
    files = DocumentRevision.objects.filter(file__in=[each.sha256 for each in papers])
    # What one's own party registered and somebody narrowed since is not brought in anew.
    known = Q(document__in=Document.objects.visible_to(by).values("pk"))
    known |= Q(document__registered_for=by.state)
    there = dict(files.filter(known).values_list("file_id", "document__symbol"))
    plan.present = [(p.row, there[p.sha256]) for p in papers if p.sha256 in there]
    return [each for each in papers if each.sha256 not in there]


def _arrivals(papers: list[Paper], plan: Plan, by: Viewer) -> list[Arrival]:
    """Return one arrival a document, in the order of their first lines, under their symbols."""
    together: dict[str, list[Paper]] = defaultdict(list)
    for each in papers:
        together[each.entry.symbol or f"line {each.row}"].append(each)
    taken = _taken(papers)
    doors, counted, arrivals = _doors(by), _Count(), []
    for group in together.values():
        entry, row = group[0].entry, group[0].row
        circle = doors.get(entry.meeting, "") if rules.is_circled(entry.level) else ""
        level = UNTIL_APPROVED if entry.level == Level.PUBLIC else entry.level
        if rules.is_circled(level) and not circle:
            plan.problems.append(Problem(row, "meeting", words.fault("no_meeting")))
        elif not rules.may_register(by, level):
            plan.problems.append(Problem(row, "audience", words.fault("refused")))
        elif entry.symbol in taken:
            plan.problems.append(Problem(row, "symbol", words.fault("taken")))
        else:
            arrivals.append(Arrival(counted.symbol(entry), level, circle, group))
    return arrivals


def _taken(papers: list[Paper]) -> set[str]:
    symbols = {each.entry.symbol for each in papers} - {""}
    rows = Document.objects.filter(symbol__in=symbols)
    return set(rows.values_list("symbol", flat=True))


def _doors(by: Viewer) -> dict[str, str]:
    """Return the circle of the participants of each meeting for which ``by`` registers."""
    offered = {key for key, _label in circles.offered(by)}
    meetings = sources()["meeting"].visible(by).values_list("symbol", "pk")
    keys = {symbol: f"meeting:{pk}:{Level.PARTICIPANTS}" for symbol, pk in meetings}
    return {symbol: key for symbol, key in keys.items() if key in offered}


class _Count:
    """The numbers that a series gives next, as registering will give them."""

    def __init__(self) -> None:
        self.last: dict[tuple[str, str], int] = {}

    def symbol(self, entry: Entry) -> str:
        series, category = entry.series, entry.category.value
        last = self.last.get((series, category))
        if last is None:
            taken = Document.objects.filter(series=series, category=category, apart=False)
            last = taken.order_by("-number").values_list("number", flat=True).first() or 0
        number = last + 1 if entry.number is None else entry.number
        self.last[series, category] = max(last, number)
        return rules.symbol_of(series, category, number, apart=False)


@transaction.atomic
def _register(folder: Path, arrival: Arrival, by: Viewer) -> Document:
    """Register one document, and propose that everybody read it where the line says so."""
    entry = arrival.first
    draft = Draft(
        series=entry.series,
        category=entry.category,
        number=entry.number,
        title_es=entry.title_es,
        title_en=entry.title_en,
        level=arrival.level,
        circle=arrival.circle,
        dated=entry.dated,
        description=entry.description,
        source=entry.source,
    )
    sheets = [_sheet(folder, each) for each in arrival.papers]
    document = register_document(draft, sheets, by=by)
    if entry.level == Level.PUBLIC:
        reason = _("Public in the archive it came with.")
        propose_downgrade(document.pk, Level.PUBLIC, reason=reason, by=by, writes=False)
    return document


def _sheet(folder: Path, paper: Paper) -> Sheet:
    content = folders.read(folder, paper.entry.file)
    if rules.sha256_of(content) != paper.sha256:
        raise folders.Unreadable("changed")
    return Sheet.of(paper.entry.file, content, paper.entry.language)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one archive come in at a time, whatever process brings the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [LOCK])
        if not (cursor.fetchone() or [False])[0]:
            raise Conflict(_("Another archive is coming in now."), code="busy")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [LOCK])
