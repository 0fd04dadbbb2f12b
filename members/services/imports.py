"""A directory from a spreadsheet: rehearsed as often as one likes, confirmed whole or not at all.

The rehearsal is the act itself, undone: what it says cannot differ from what happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, IllegalStep, Refused
from members import rules, sheets
from members.access import is_titular
from members.models import DirectoryImport, Mandate, Party
from members.services.lines import Clerk, Done


@dataclass(frozen=True)
class Outcome:
    """One line of the file: who it is about, what comes of it, what is wrong with it."""

    row: int
    who: str
    done: Done | None = None
    problems: tuple[str, ...] = ()


@dataclass
class Report:
    """What an import does, line by line, and who is in office and not in the file."""

    outcomes: list[Outcome] = field(default_factory=list)
    absent: list[Mandate] = field(default_factory=list)

    @property
    def problems(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.problems]

    def count(self, *what: str) -> int:
        """Return how many lines come to one of ``what``."""
        return sum(
            each.done is not None and each.done.what in what for each in self.outcomes
        )


class _UndoneError(Exception):
    """Carries a report out of the transaction that is undone."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


@transaction.atomic
def upload_directory(filename: str, content: bytes, *, by: Viewer) -> DirectoryImport:
    """Keep the lines of a spreadsheet; nothing comes of them until it is confirmed."""
    _require_power(by)
    sheet = sheets.read(content)
    for_all = rules.may_import_for_all(by)
    kept = DirectoryImport.objects.create(
        party_id=None if for_all else by.state,
        filename=filename[:160],
        lines=sheet.lines,
        uploaded_at=by.at,
        uploaded_by_id=by.signer,
    )
    audit.record(kept, "uploaded", by=by, lines=len(sheet.lines), unknown=sheet.unknown)
    return kept


def rehearse_import(pk: int, *, by: Viewer) -> Report:
    """Return what confirming would do and every problem by line, and leave all as it was."""
    try:
        with transaction.atomic():
            raise _UndoneError(_apply(_open(pk, by), by))
    except _UndoneError as undone:
        return undone.report


@transaction.atomic
def confirm_import(pk: int, *, invite: bool, by: Viewer) -> Report:
    """Do what the file says, in one transaction; ``invite`` owes the invitations too.

    A line with a problem undoes all the others: a file is taken whole.
    """
    kept = _open(pk, by)
    report = _apply(kept, by, send=invite)
    if report.problems:
        raise Conflict(
            _("Some lines have problems now: nothing was imported."), code="problems"
        )
    kept.confirmed_at = by.at
    kept.save(update_fields=["confirmed_at"])
    counts = {what: report.count(what) for what in Done.KINDS}
    audit.record(kept, "confirmed", by=by, invited=invite, **counts)
    return report


@transaction.atomic
def discard_import(pk: int, *, by: Viewer) -> DirectoryImport:
    """Give an import up; its lines, which are people's data, are not kept."""
    kept = _open(pk, by)
    kept.discarded_at, kept.lines = by.at, []
    kept.save(update_fields=["discarded_at", "lines"])
    audit.record(kept, "discarded", by=by)
    return kept


def _require_power(by: Viewer) -> None:
    if not rules.may_import(by, titular=is_titular(by)):
        raise Refused(
            _("The Secretariat imports directories, and a delegation its own."),
            rule="001:393",
        )


def _open(pk: int, by: Viewer) -> DirectoryImport:
    """Return the import under lock, while it waits."""
    _require_power(by)
    visible = DirectoryImport.objects.visible_to(by).select_for_update(of=("self",))
    kept = visible.get(pk=pk)
    if not kept.is_open:
        raise IllegalStep(_("This import was confirmed or discarded already."))
    return kept


def _apply(kept: DirectoryImport, by: Viewer, *, send: bool = False) -> Report:
    """Do every line that can be done; whatever cannot is undone by itself and reported."""
    clerk, report = Clerk(by, kept.party, send=send), Report()
    for line in kept.lines:
        report.outcomes.append(_outcome(clerk, line))
    report.absent = _absent(clerk.parties_seen, clerk.addresses_seen, by)
    return report


def _outcome(clerk: Clerk, line: dict[str, Any]) -> Outcome:
    row, cells = line["row"], line["cells"]
    who = cells.get("full_name") or cells.get("email") or ""
    entry, problems = clerk.read(cells)
    if problems or entry is None:
        return Outcome(row, who, problems=tuple(problems))
    try:
        with transaction.atomic():
            return Outcome(row, who, done=clerk.do(entry))
    except DomainError as refusal:
        return Outcome(row, who, problems=(refusal.message,))


def _absent(parties: Iterable[Party], addresses: set[str], by: Viewer) -> list[Mandate]:
    """Who acts for a party of the file and is not in it: they are named, and left alone."""
    found = Mandate.objects.at(by.at).visible_to(by).filter(party__in=list(parties))
    return [
        each
        for each in found.select_related("user", "party").order_by("party", "user__folded")
        if each.user.email.lower() not in addresses
    ]
