"""The page of one commitment: its source, its chain of mandate, what each country reported."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day
from crm_portal.library.models import Document
from decisions.models import Provision, Text
from decisions.models.following import Commitment, CommitmentReport
from decisions.presentation.following_up import board as boards
from decisions.presentation.following_up import board_words as words
from decisions.presentation.register import citing
from decisions.presentation.register.pages import axis
from decisions.rules.following import powers
from decisions.rules.following.reports import Cell, days_late, for_the_agenda
from decisions.rules.following.urgency import Urgency
from decisions.rules.following.words import Word
from decisions.services.following import agenda, commitments
from decisions.services.following.board import Mandate, board, chains_of
from meetings.presentation.titles import Names


def find(viewer: Viewer, pk: int) -> Commitment | None:
    """Return a commitment that exists for the reader, with what its page says of it."""
    seen = Commitment.objects.visible_to(viewer)
    related = (*boards.RELATED, *boards.OF_TEXT, "closed_by")
    return seen.select_related(*related).filter(pk=pk).first()


def around(text: Text, provision: Provision | None, viewer: Viewer) -> dict[str, Any]:
    """Return what the register says of the follow-up, and where one commits: one query
    where there is any.

    To the public it says nothing, and asks nothing.
    """
    if viewer.is_public:
        return {}
    seen = Commitment.objects.visible_to(viewer).filter(text=text, provision=provision)
    is_any = getattr(text, "has_commitments", True)
    return {
        "commitments": [_line(each) for each in seen.order_by("pk")] if is_any else [],
        "commit_url": _commit_url(text, provision) if powers.may_follow(viewer) else "",
    }


def _line(each: Commitment) -> dict[str, Any]:
    return {
        "number": words.number(each),
        "what": each.what,
        "url": reverse("following:commitment", args=[each.pk]),
        "closed_on": each.closed_on,
    }


def _commit_url(text: Text, provision: Provision | None) -> str:
    if provision is None:
        return reverse("following:commit-text", args=[text.reference])
    address = citing.address(provision, text)
    return reverse("following:commit", args=[text.reference, address])


def page(commitment: Commitment, viewer: Viewer) -> dict[str, Any]:
    """Return what the page shows."""
    names = Names.read()
    (line,) = board([commitment], viewer)
    entry = boards.entry(line, viewer)
    told, is_open = _reports(commitment, viewer), commitment.closed_at is None
    return {
        **about(commitment, names),
        "mark": words.URGENCIES[entry.urgency],
        "sentence": _sentence(entry, viewer),
        "partners": ", ".join(str(each.name) for each in commitment.partners.all()),
        "whole": words.WHOLES[line.whole.whole],
        "counted": words.counted(line.whole),
        "countries": _countries(line.cells, told, viewer),
        "chains": chains(commitment, names, viewer),
        "items": agenda.items_of(commitment, viewer),
        "may_report": is_open and commitments.reporting_refusal(commitment, viewer) is None,
        "may_follow": is_open and powers.may_follow(viewer),
        "may_put": bool(for_the_agenda([(commitment.pk, line.standing)])),
    }


def about(commitment: Commitment, names: Names) -> dict[str, Any]:
    """Return what every page of a commitment says of it."""
    provision = commitment.provision
    return {
        "commitment": commitment,
        "number": words.number(commitment),
        "url": reverse("following:commitment", args=[commitment.pk]),
        "source": boards.source(commitment, names),
        "source_url": citing.url(commitment.text, provision),
        "source_words": provision.words if provision else commitment.text.summary,
        "theme": axis(commitment.theme),
        "lead": words.lead(commitment, names),
    }


def _sentence(entry: boards.Entry, viewer: Viewer) -> dict[str, str]:
    row = entry.commitment
    if entry.urgency is Urgency.DONE and row.closed_on is not None:
        strong = _("Closed on %(day)s.") % {"day": format_day(row.closed_on, "full")}
    elif late := days_late(row.term, viewer.on):
        strong = ngettext(
            "Overdue by %(count)s day.", "Overdue by %(count)s days.", late
        ) % {"count": late}
    elif row.due_on is not None:
        strong = _("Due on %(day)s.") % {"day": format_day(row.due_on, "full")}
    else:
        strong = _("No day is set on which it is due.")
    return {"strong": strong, "rest": _told(entry)}


def _told(entry: boards.Entry) -> str:
    cells = entry.line.cells
    reported = sum(cell.last is not None for cell in cells)
    if not cells:
        return ""
    return ngettext(
        "%(reported)s of %(count)s has reported.",
        "%(reported)s of %(count)s have reported.",
        len(cells),
    ) % {"reported": reported, "count": len(cells)}


def _reports(commitment: Commitment, viewer: Viewer) -> dict[str, list[CommitmentReport]]:
    """Return the reports of each party, the latest first."""
    seen = CommitmentReport.objects.visible_to(viewer).filter(
        commitment=commitment, reported_on__lte=viewer.on
    )
    found: dict[str, list[CommitmentReport]] = defaultdict(list)
    for each in seen.select_related("party").order_by("-reported_on", "-pk"):
        found[each.party.code].append(each)
    return found


def _countries(
    cells: Sequence[Cell], told: dict[str, list[CommitmentReport]], viewer: Viewer
) -> list[dict[str, Any]]:
    named = boards.party_names((cell.party for cell in cells), viewer)
    reports = [each for some in told.values() for each in some]
    asked = {each.document_id for each in reports if each.document_id is not None}
    documents = Document.objects.visible_to(viewer).filter(pk__in=asked).in_bulk()

    def row(report: CommitmentReport) -> dict[str, Any]:
        return {
            "report": report,
            "mark": words.WORDS[Word(report.word)],
            "document": documents.get(report.document_id or 0),
        }

    found = []
    for cell in cells:
        rows = [row(each) for each in told.get(cell.party, [])]
        found.append(
            {
                "name": named[cell.party],
                "code": cell.party,
                "mark": words.WORDS[cell.word],
                "is_stale": cell.is_stale,
                "last": rows[0] if rows else None,
                "earlier": rows[1:],
            }
        )
    return found


def chains(
    commitment: Commitment, names: Names, viewer: Viewer
) -> list[list[dict[str, Any]]]:
    """Return the chains that pass the provision or, where none does, its whole text."""
    text, provision = commitment.text_id, commitment.provision_id
    found = chains_of(text, provision, viewer)
    if not found and provision is not None:
        found, provision = chains_of(text, None, viewer), None
    here = (text, provision)
    return [[_mandate(each, here, names) for each in chain] for chain in found]


def _mandate(each: Mandate, here: tuple[int, int | None], names: Names) -> dict[str, Any]:
    provision = each.provision
    cited = (
        citing.of_provision(provision, each.text, names).full
        if provision
        else citing.of_text(each.text)
    )
    return {
        "citation": cited,
        "url": citing.url(each.text, provision),
        "is_here": (each.text.pk, provision.pk if provision else None) == here,
    }
