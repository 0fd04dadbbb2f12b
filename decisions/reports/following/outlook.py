"""A version of a plan with what is known of each line on a day: three or four queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crm_portal.core.access import Viewer
from crm_portal.library.models.documents import Document
from decisions.models.following_plans import PlanItem, PlanProgress, PlanVersion
from decisions.rules.following import outline, powers, reports
from decisions.rules.following.plans import CARRIED_OUT_BY_SOMEBODY, Level
from decisions.rules.following.words import SETTLED, Rolled, Word, together

REPORTED = CARRIED_OUT_BY_SOMEBODY | {Level.INDICATOR}


@dataclass(frozen=True, slots=True)
class Row:
    """One line: how deep it stands, what was told of it up to a day, and what that means.

    ``told`` is every report of the line, in all versions of the plan, the oldest first.
    """

    item: PlanItem
    depth: int
    whole: Rolled
    told: tuple[PlanProgress, ...] = ()
    is_stale: bool = False
    is_late: bool = False

    @property
    def last(self) -> PlanProgress | None:
        """The report that holds."""
        return self.told[-1] if self.told else None

    @property
    def word(self) -> Word:
        """What is said of the line itself; silence where nobody reported."""
        return Word(self.last.word) if self.last and self.last.word else Word.SILENT

    @property
    def is_reported(self) -> bool:
        """Whether somebody is to report on the line."""
        return self.item.level in REPORTED

    @property
    def is_indicator(self) -> bool:
        """Whether it is reported by a value."""
        return bool(self.item.level == Level.INDICATOR)

    @property
    def is_missing(self) -> bool:
        """Whether nobody reported, or what was reported grew old."""
        return self.is_reported and (not self.told or self.is_stale)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The rows of a version from the top down, and what they say together.

    ``documents`` are those of the reports that the viewer may read, by id.
    """

    version: PlanVersion
    rows: tuple[Row, ...]
    on: date
    knows_progress: bool
    documents: Mapping[int, Document]

    @property
    def whole(self) -> Rolled:
        """What everything that somebody carries out says together."""
        return together(row.whole for row in self.rows if row.depth == 0)

    def branches(self) -> tuple[tuple[Row, tuple[Row, ...]], ...]:
        """Return each line of the top with everything that hangs on it."""
        found: list[tuple[Row, list[Row]]] = []
        for row in self.rows:
            if row.depth == 0:
                found.append((row, []))
            else:
                found[-1][1].append(row)
        return tuple((top, tuple(below)) for top, below in found)


def read(version: PlanVersion, viewer: Viewer, *, until: date | None = None) -> Outlook:
    """Read a version as it is known on the day ``until``: today unless told."""
    on = until or viewer.on
    items = list(version.items.select_related("lead", "lead_body"))
    told = _told(version, viewer, on)
    said = {
        key: Word(rows[-1].word) for key, rows in told.items() if rows and rows[-1].word
    }
    wholes = outline.wholes(items, said)
    knows = powers.may_read(viewer)
    rows = tuple(
        _row(item, depth, wholes[item.key], told.get(item.key, ()), on, knows=knows)
        for item, depth in outline.ordered(items)
    )
    return Outlook(version, rows, on, knows, _documents(told, viewer))


def _documents(
    told: Mapping[str, Sequence[PlanProgress]], viewer: Viewer
) -> Mapping[int, Document]:
    named = {each.document_id for rows in told.values() for each in rows} - {None}
    return Document.objects.visible_to(viewer).in_bulk(named) if named else {}


def _told(
    version: PlanVersion, viewer: Viewer, on: date
) -> Mapping[str, Sequence[PlanProgress]]:
    """Return what was told of each key in any version of the plan, the oldest first."""
    seen = PlanProgress.objects.visible_to(viewer).filter(
        item__version__plan=version.plan_id, reported_on__lte=on
    )
    rows = seen.select_related("party", "item").order_by("reported_on", "pk")
    found: dict[str, list[PlanProgress]] = defaultdict(list)
    for row in rows:
        found[row.item.key].append(row)
    return found


def _row(
    item: PlanItem,
    depth: int,
    whole: Rolled,
    told: Sequence[PlanProgress],
    on: date,
    *,
    knows: bool,
) -> Row:
    """Return a row; whoever reads no reports is not told that a line is late either."""
    last = told[-1] if told else None
    word = Word(last.word) if last and last.word else Word.SILENT
    is_late = (
        knows
        and item.due_on is not None
        and item.due_on < on
        and item.level in CARRIED_OUT_BY_SOMEBODY
        and word not in SETTLED
    )
    return Row(item, depth, whole, tuple(told), _is_stale(last, on), is_late)


def _is_stale(last: PlanProgress | None, on: date) -> bool:
    if last is None:
        return False
    if not last.word:
        return on - last.reported_on > reports.STALE_AFTER
    told = reports.Report(str(last.party_id), Word(last.word), last.reported_on)
    return reports.is_stale(told, on)
