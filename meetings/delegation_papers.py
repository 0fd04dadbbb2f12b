"""Participants on paper: the list, name plates, badges, the door's list; and as a spreadsheet."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import LANGUAGES, active_language
from crm_portal.core.pdf import render_pdf
from crm_portal.core.templatetags.facts import when
from meetings.attendance import is_inside
from meetings.models import DelegateFunction, Delegation, Meeting
from meetings.models.delegations import PREPARING
from meetings.presentation import delegations as shown
from meetings.presentation.titles import Names, place
from members.cards import guarded
from members.models.parties import PartyKind

Text = dict[str, str]


def prepares(meeting: Meeting, viewer: Viewer) -> bool:
    """Those who prepare the meeting."""
    del meeting
    return viewer.has(*PREPARING)


def takes_part(meeting: Meeting, viewer: Viewer) -> bool:
    """Those who know who comes: members, those who prepare it, and parties that come."""
    if viewer.has(Role.MEMBER, *PREPARING):
        return True
    own = Delegation.objects.visible_to(viewer).filter(party=viewer.party_id)
    return viewer.party_id is not None and own.filter(meeting=meeting).exists()


@dataclass(frozen=True)
class Paper:
    """A paper about who comes: its template, what it is called, and whom it is for."""

    template: str
    title: str | Promise
    for_whom: Callable[[Meeting, Viewer], bool]


PAPERS = {
    "participants": Paper(
        "pdf/participants.html", gettext_lazy("List of participants"), takes_part
    ),
    "plates": Paper("pdf/plates.html", gettext_lazy("Name plates"), prepares),
    "badges": Paper("pdf/badges.html", gettext_lazy("Badges"), prepares),
    "closed-door": Paper(
        "pdf/participants.html", gettext_lazy("List of the closed door"), is_inside
    ),
}


def as_pdf(name: str, meeting: Meeting, viewer: Viewer) -> bytes:
    """Return a paper in the reader's language; the same list gives the same bytes."""
    paper, language = PAPERS[name], active_language()
    return render_pdf(
        paper.template,
        context(name, meeting, viewer),
        language=language,
        title=f"{meeting.symbol}: {paper.title}",
        identifier=f"{meeting.symbol}:{name}:{viewer.at.isoformat()}",
        created=viewer.at,
    )


def context(name: str, meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    """Return what a paper prints: names, functions, countries; no address of anybody."""
    names = Names.read()
    told: dict[str, Any] = {
        "heading": str(PAPERS[name].title),
        "symbol": meeting.symbol,
        "titles": {each: names.title(meeting, each) for each in LANGUAGES},
        "days": when(meeting),
        "place": place(meeting),
        "at": viewer.at.isoformat(),
        "demonstration": meeting.is_demonstration,
    }
    if name == "closed-door":
        return told | {"groups": [_door(meeting)], "closed": True}
    # What other participants may know is what the paper says, whoever prints it.
    entries = [each for each in shown.listed(meeting, viewer) if _confirmed(each)]
    if name == "participants":
        return told | {"groups": [_group(group) for group in shown.grouped(entries)]}
    if name == "plates":
        return told | {"plates": [_both(entry) for entry in entries]}
    badges = [_badge(entry, person) for entry in entries for person in _confirmed(entry)]
    return told | {"sheets": [badges[n : n + 8] for n in range(0, len(badges), 8)]}


def _confirmed(entry: shown.Entry) -> list[shown.Person]:
    return [each for each in entry.coming if each.delegate.approved_at is not None]


def _both(entry: shown.Entry) -> Text:
    """Return what a delegation is called in both languages."""
    delegation = entry.delegation
    if entry.party is not None:
        return {"es": entry.party.name_es, "en": entry.party.name_en}
    guest = delegation.guest if delegation else None
    es, en = (guest.called_es, guest.called_en) if guest else (entry.name, "")
    return {"es": es or en, "en": en or es}


def _group(group: shown.Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "delegations": [
            {"name": _both(entry), "people": [_line(p) for p in _confirmed(entry)]}
            for entry in group.entries
        ],
    }


def _line(person: shown.Person) -> dict[str, Any]:
    delegate = person.delegate
    is_head = delegate.function in {DelegateFunction.HEAD, DelegateFunction.ALTERNATE}
    return {
        "name": delegate.full_name,
        "title": {"es": delegate.title_es, "en": delegate.title_en},
        "institution": delegate.institution,
        "function": delegate.get_function_display() if is_head else "",
    }


def _badge(entry: shown.Entry, person: shown.Person) -> dict[str, Any]:
    return _line(person) | {
        "country": _both(entry),
        "kinds": _in_both(PartyKind(entry.kind).label),
    }


def _in_both(message: str | Promise) -> Text:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(message)
    return found


def _door(meeting: Meeting) -> dict[str, Any]:
    rows = [
        {
            "name": {"es": row["party"].name_es, "en": row["party"].name_en},
            "people": [_line(shown.Person(each)) for each in row["people"]],
        }
        for row in shown.closed_door(meeting)
    ]
    return {"label": "", "delegations": rows}


def as_csv(meeting: Meeting, viewer: Viewer) -> str:
    """Return everybody who comes as a spreadsheet reads it; no cell is taken for a formula."""
    written = io.StringIO()
    written.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # so that Excel reads UTF-8
    sheet = csv.writer(written)
    sheet.writerow(
        [
            _("Delegation"),
            _("Name"),
            _("Function in the delegation"),
            _("Title or function"),
            _("Institution"),
            _("Level"),
            _("Sessions"),
            _("State"),
            _("Registered late"),
        ]
    )
    for entry in shown.listed(meeting, viewer):
        for person in entry.coming:
            sheet.writerow([guarded(str(cell)) for cell in _cells(entry, person)])
    return written.getvalue()


def _cells(entry: shown.Entry, person: shown.Person) -> list[Any]:
    delegate = person.delegate
    return [
        entry.name,
        delegate.full_name,
        delegate.get_function_display(),
        delegate.title,
        delegate.institution,
        delegate.get_level_display(),
        "; ".join(session.name for session in person.sessions),
        _("approved") if delegate.approved_at else _("waits for approval"),
        _("yes") if delegate.is_late else _("no"),
    ]
