"""What was adopted lately, to subscribe to: Atom and RSS."""

from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.access import Viewer
from decisions.models import Text
from decisions.presentation.register import citing, finding
from members.http import PortalRequest

SHOWN = 30


class Latest(Feed):
    """The texts of the register that anybody may read, the latest first."""

    feed_type: type[SyndicationFeed] = Rss201rev2Feed
    page = "register:rss"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Viewer:
        """Read as anybody: a feed is kept by programs that do not sign in."""
        del args, kwargs
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return Viewer(at=viewer.at)

    def title(self) -> str:
        return _("Declarations and decisions of the Regional Conference on Migration")

    def description(self) -> str:
        return _("What the Conference adopted and published, the latest first.")

    def link(self) -> str:
        return settings.SITE_URL + reverse("register:texts")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse(self.page)

    def items(self, viewer: Viewer) -> list[Text]:
        return list(finding.registered(viewer)[:SHOWN])

    def item_title(self, item: Text) -> str:
        return str(item.title)

    def item_description(self, item: Text) -> str:
        return str(item.summary or item.note or citing.of_text(item))

    def item_link(self, item: Text) -> str:
        return settings.SITE_URL + citing.url(item)

    def item_pubdate(self, item: Text) -> datetime | None:
        if item.published_at or item.adopted_on is None:
            return item.published_at
        return datetime.combine(item.adopted_on, time(12), tzinfo=UTC)

    def item_categories(self, item: Text) -> list[str]:
        return [str(item.kind.name)]


class LatestAtom(Latest):
    """The same in Atom."""

    feed_type = Atom1Feed
    page = "register:atom"
    subtitle = Latest.description


@login_not_required
@require_safe
def rss(request: PortalRequest) -> HttpResponse:
    """The feed in RSS 2.0."""
    return _kept(Latest()(request))


@login_not_required
@require_safe
def atom(request: PortalRequest) -> HttpResponse:
    """The feed in Atom."""
    return _kept(LatestAtom()(request))


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "public, max-age=900"
    return response
