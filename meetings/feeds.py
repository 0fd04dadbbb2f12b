"""The Conference's calendar to subscribe to: for everybody, and by a personal secret address."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import active_language
from meetings import calendar_file
from meetings.meeting_states import State
from meetings.models import FeedToken, Meeting, Session
from meetings.rules.feeds import digest
from members.access import identify
from members.models import Party
from members.models.parties import Precision

KEPT = timedelta(days=366)


def token_of(secret: str) -> FeedToken | None:
    """Return the live address that ``secret`` opens, or None."""
    live = FeedToken.objects.live().select_related("user")
    return live.filter(hash=digest(secret)).first()


def public(at: datetime) -> bytes:
    """Return what anybody may know: convened meetings and those of the last year."""
    viewer = Viewer(at=at)
    language = active_language()
    meetings = _meetings(viewer).exclude(state=State.CALLED_OFF)
    return calendar_file.feed(meetings, (), None, language=language, at=at, is_public=True)


def personal(token: FeedToken, at: datetime) -> tuple[bytes, Viewer]:
    """Return what the owner of the address may know at ``at``: never more than the pages show."""
    viewer, party = identify(token.user, at)
    meetings = _meetings(viewer)
    content = calendar_file.feed(
        meetings,
        _sessions(viewer),
        _reader(party),
        language=token.user.language,
        at=at,
        is_public=viewer.is_public,
    )
    return content, viewer


def _meetings(viewer: Viewer) -> QuerySet[Meeting]:
    first = Session.objects.filter(meeting=OuterRef("pk")).order_by("starts_at")
    visible = Meeting.objects.visible_to(viewer).filter(
        ends_on__gte=viewer.on - KEPT, precision=Precision.DAY
    )
    opening = Subquery(first.values("starts_at")[:1])
    related = visible.annotate(opens_at=opening).select_related("body", "host")
    return related.order_by("starts_on", "pk")


def _sessions(viewer: Viewer) -> QuerySet[Session]:
    """Sessions by name only; those behind closed doors are in the members' calendars alone."""
    if viewer.is_public:
        return Session.objects.none()
    ahead = Session.objects.visible_to(viewer).exclude(meeting__state=State.CALLED_OFF)
    ahead = ahead.filter(ends_at__gte=viewer.at - KEPT).select_related("meeting__body")
    if not viewer.has(Role.MEMBER):
        ahead = ahead.exclude(forum="VM_CERRADA").exclude(forum="GRUPO_REDACCION")
    return ahead.order_by("starts_at", "pk")


def _reader(party: Party | None) -> Party | None:
    return party if party and party.capital_tz else None
