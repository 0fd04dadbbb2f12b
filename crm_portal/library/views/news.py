"""News: the list, one item and the feed for anybody; writing and approving for those who may."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Viewer
from crm_portal.library import front, rules, services
from crm_portal.library.forms.news import NewsForm
from crm_portal.library.models import NewsItem
from crm_portal.library.strangers import kept_for_strangers
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]
PER_PAGE, IN_FEED = 20, 30


@login_not_required
@require_safe
@kept_for_strangers
def items(request: PortalRequest) -> HttpResponse:
    """The news that the reader may know of, the latest first."""
    rows = NewsItem.objects.visible_to(request.viewer)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "writes": rules.writes_news(request.viewer)}
    return render(request, "public/news.html", context)


@login_not_required
@require_safe
def item(request: PortalRequest, news: str) -> HttpResponse:
    """One item."""
    found = _item(request, news)
    writes = rules.writes_news(request.viewer)
    own = found.written_by_id == request.viewer.user_id
    context = {"item": found, "writes": writes, "is_own": own}
    return render(request, "public/news_item.html", context)


class Latest(Feed):
    """The news, the latest first, as anybody reads it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Viewer:
        del args, kwargs
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return front.stranger(viewer)

    def title(self) -> str:
        return _("News of the Regional Conference on Migration")

    def link(self) -> str:
        return settings.SITE_URL + reverse("library:news")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("library:news-feed")

    def items(self, viewer: Viewer) -> list[NewsItem]:
        return list(NewsItem.objects.visible_to(viewer)[:IN_FEED])

    def item_title(self, item: NewsItem) -> str:
        return str(item.title)

    def item_description(self, item: NewsItem) -> str:
        return str(item.words)

    def item_link(self, item: NewsItem) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_pubdate(self, item: NewsItem) -> datetime:
        return item.public_from


@login_not_required
@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    """The feed in Atom."""
    response: HttpResponse = Latest()(request)
    response["Cache-Control"] = "public, max-age=900"
    return response


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Write an item."""
    _require_writer(request)
    form = NewsForm(request.POST or None)
    made: list[NewsItem] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(services.write_news(form.words, by=request.viewer))
    ):
        messages.success(request, _("It was written. Somebody else approves it."))
        return redirect(made[0])
    return _act(request, form, _("Write news"))


@require_http_methods(TAKES)
def edit(request: PortalRequest, news: str) -> HttpResponse:
    """Change a draft."""
    _require_writer(request)
    found = _item(request, news)
    if not found.is_draft:
        raise Http404
    form = NewsForm.about(request.POST or None, found)
    if form.is_valid() and attempt(
        form, lambda: services.rewrite_news(found.pk, form.words, by=request.viewer)
    ):
        messages.success(request, _("It was changed. Somebody else approves it."))
        return redirect(found)
    return _act(request, form, _("Change the draft"), found)


@require_POST
def approve(request: PortalRequest, news: str) -> HttpResponse:
    """Approve, as the second person."""
    _require_writer(request)
    seen = request.POST.get("seen", "")
    found = services.approve_news(_item(request, news).pk, seen=seen, by=request.viewer)
    messages.success(request, _("It was approved."))
    return redirect(found)


@require_POST
def withdraw(request: PortalRequest, news: str) -> HttpResponse:
    """Take it from the public pages."""
    _require_writer(request)
    found = services.withdraw_news(_item(request, news).pk, by=request.viewer)
    messages.success(request, _("It was withdrawn."))
    return redirect(found)


def _require_writer(request: PortalRequest) -> None:
    if not rules.writes_news(request.viewer):
        raise Http404


def _item(request: PortalRequest, slug: str) -> NewsItem:
    visible = NewsItem.objects.visible_to(request.viewer)
    found: NewsItem = get_object_or_404(visible, slug=slug)
    return found


def _act(
    request: PortalRequest, form: NewsForm, title: str, found: NewsItem | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "item": found}
    return render(request, "public/news_act.html", context)
