"""What stands above every page of a meeting; two queries whatever the page."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from crm_portal.core.access import Role
from crm_portal.core.i18n import active_language
from crm_portal.core.prepared import Prepared
from meetings import tabs
from meetings.models import Guest, Meeting, Place, Session
from meetings.presentation import clocks, titles
from members.http import PortalRequest
from members.models import Party


def meeting_of(request: PortalRequest, symbol: str) -> Meeting:
    """Return the meeting that exists for the reader, or 404."""
    viewer = request.viewer
    found = _MEETING(viewer.roles, symbol=symbol, on=viewer.on)
    if not found:
        raise Http404
    return found[0]


def _meeting(symbol: str, on: date, shape: frozenset[Role]) -> QuerySet[Meeting]:
    """The meeting of that symbol, as somebody with certain roles knows it on a day."""
    first = Session.objects.filter(meeting=OuterRef("pk")).order_by("starts_at")
    visible = Meeting.objects.open_to(shape, on).annotate(
        opens_at=Subquery(first.values("starts_at")[:1]),
        has_places=Exists(Place.objects.filter(meeting=OuterRef("pk"))),
        has_guests=Exists(Guest.objects.filter(meeting=OuterRef("pk"))),
        is_joint=Exists(
            Meeting.jointly_with.through.objects.filter(meeting=OuterRef("pk"))
        ),
    )
    return visible.filter(symbol=symbol).select_related("body", "host")


_MEETING: Prepared[Meeting] = Prepared(_meeting)


def sessions_of(meeting: Meeting) -> list[Session]:
    """Return when the meeting sits: whoever knows of it knows that."""
    return _SESSIONS(meeting=meeting.pk)


_SESSIONS: Prepared[Session] = Prepared(
    lambda meeting: Session.objects.filter(meeting=meeting)
)


def head(
    request: PortalRequest, meeting: Meeting, here: str = "", *, label: str = ""
) -> dict[str, Any]:
    """Return the head of a page: ``here`` is its URL name, ``label`` its own if it has no tab."""
    names, language = titles.Names.read(), active_language()
    other, title = titles.other_language(names, meeting, language)
    opens_at = getattr(meeting, "opens_at", None)
    is_front = here == "meetings:meeting" and not label
    return {
        "meeting": meeting,
        "title": names.title(meeting),
        "names": names,
        "other_title": title,
        "other_language": other,
        "place": titles.place(meeting),
        "state_tone": titles.tone(meeting),
        "clocks": clocks.clocks(opens_at, meeting, reader_of(request)) if opens_at else [],
        "tabs": tabs.tabs(meeting, request.viewer, here),
        "here": "" if is_front else (label or tabs.label(here)),
    }


def reader_of(request: PortalRequest) -> Party | None:
    """Return the party on whose clock the page is also written."""
    party = request.party
    return party if party and party.capital_tz else None


def require(*, allowed: bool) -> None:
    """Raise 404 for what the reader may not know exists."""
    if not allowed:
        raise Http404
