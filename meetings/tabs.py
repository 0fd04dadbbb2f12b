"""The pages of one meeting: each is a tab, shown to those for whom it exists.

A page that has a tab adds a row here; its template includes
``meetings/_meeting_head.html`` and its view gives it ``presentation.head.head``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from meetings.models import Meeting

Shown = Callable[[Viewer, Meeting], bool]


def anybody(viewer: Viewer, meeting: Meeting) -> bool:
    """Whoever may know of the meeting."""
    del viewer, meeting
    return True


def insiders(viewer: Viewer, meeting: Meeting) -> bool:
    """Members and the Secretariat."""
    del meeting
    return viewer.has(Role.MEMBER, Role.SECRETARIAT)


def knows_delegations(viewer: Viewer, meeting: Meeting) -> bool:
    """Members and those who prepare the meeting; others read it from their accreditation."""
    del meeting
    return viewer.has(Role.MEMBER, Role.SECRETARIAT)


def is_accredited(viewer: Viewer, meeting: Meeting) -> bool:
    """Whoever acts for a party that registers its delegation by itself."""
    del meeting
    return viewer.party_id is not None and viewer.has(
        Role.MEMBER, Role.OBSERVER, Role.CIVIL_SOCIETY
    )


def drafts(viewer: Viewer, meeting: Meeting) -> bool:
    """Members and the Secretariat: a drafting group is never an observer's (001:322)."""
    del meeting
    return viewer.has(Role.MEMBER, Role.SECRETARIAT)


def asks(viewer: Viewer, meeting: Meeting) -> bool:
    """Whoever has to ask for the floor, and those who prepare the meeting."""
    del meeting
    return viewer.has(Role.OBSERVER, Role.CIVIL_SOCIETY, Role.SECRETARIAT, Role.PRESIDENCY)


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a meeting: its address by name, its label, who it is shown to."""

    name: str
    label: str | Promise
    shown: Shown = anybody


TABS: tuple[Tab, ...] = (
    Tab("meetings:meeting", _("Overview")),
    Tab("meetings:papers", _("Documents")),
    Tab("meetings:agenda", _("Agenda")),
    Tab("meetings:delegations", _("Delegations"), knows_delegations),
    Tab("meetings:accreditation", _("My accreditation"), is_accredited),
    Tab("meetings:drafting", _("Drafting groups"), drafts),
    Tab("meetings:statements", _("Statements"), asks),
    Tab("meetings:participation", _("Participation")),
    Tab("meetings:convocation", _("Convocation"), insiders),
    Tab("meetings:results", _("Results")),
)


def tabs(meeting: Meeting, viewer: Viewer, here: str) -> list[dict[str, object]]:
    """Return the tabs of the meeting for this viewer; ``here`` is the name of this page."""
    shown: list[dict[str, object]] = [
        {"label": tab.label, "url": _address(tab, meeting), "current": tab.name == here}
        for tab in TABS
        if tab.shown(viewer, meeting)
    ]
    return [tab for tab in shown if tab["url"]]


def label(name: str) -> str | Promise:
    """Return the label of the tab of that name, or nothing."""
    return next((tab.label for tab in TABS if tab.name == name), "")


def _address(tab: Tab, meeting: Meeting) -> str:
    try:
        return reverse(tab.name, args=[meeting.symbol])
    except NoReverseMatch:
        return ""
