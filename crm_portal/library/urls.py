"""Addresses of the library, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.library.views import (
    acts,
    bulletins,
    collections,
    documents,
    issued,
    news,
    public,
    saved,
    search,
)

app_name = "library"
urlpatterns = [
    path("", public.home, name="home"),
    path(_("about/"), public.about, name="about"),
    path(_("contact/"), public.contact, name="contact"),
    path(_("accessibility/"), public.accessibility, name="accessibility"),
    path(_("privacy/"), public.privacy, name="privacy"),
    path(_("glossary/"), public.glossary, name="glossary"),
    path(_("glossary/<slug:term>/"), public.term, name="term"),
    path(_("publications/"), public.publications, name="publications"),
    path(_("statistics/"), public.statistics, name="statistics"),
    path(_("news/"), news.items, name="news"),
    path(_("news/feed.atom"), news.feed, name="news-feed"),
    path(_("news/new/"), news.new, name="news-new"),
    path(_("news/<slug:news>/"), news.item, name="news-item"),
    path(_("news/<slug:news>/edit/"), news.edit, name="news-edit"),
    path(_("news/<slug:news>/approve/"), news.approve, name="news-approve"),
    path(_("news/<slug:news>/withdraw/"), news.withdraw, name="news-withdraw"),
    path(_("bulletins/"), bulletins.bulletins, name="bulletins"),
    path(_("bulletins/new/"), bulletins.new, name="bulletin-new"),
    path(_("bulletins/<int:bulletin>/"), bulletins.bulletin, name="bulletin"),
    path(_("bulletins/<int:draft>/edit/"), bulletins.edit, name="bulletin-edit"),
    path(_("bulletins/<int:draft>/send/"), bulletins.send, name="bulletin-send"),
    path(_("bulletins/<int:draft>/discard/"), bulletins.discard, name="bulletin-discard"),
    path(
        _("bulletins/<int:bulletin>/delivery/"),
        bulletins.delivery,
        name="bulletin-delivery",
    ),
    path(
        _("bulletins/<int:bulletin>/delivery/came-back/"),
        bulletins.returned,
        name="bulletin-returned",
    ),
    path(_("search/"), search.search, name="search"),
    path(_("search/mine/"), saved.saved, name="saved"),
    path(_("search/mine/new/"), saved.new, name="saved-new"),
    path(_("search/mine/<int:pk>/"), saved.edit, name="saved-edit"),
    path(_("search/mine/<int:pk>/delete/"), saved.delete, name="saved-delete"),
    path(_("collections/"), collections.collections, name="collections"),
    path(_("collections/new/"), collections.new, name="collection-new"),
    path(_("collections/<slug:collection>/"), collections.collection, name="collection"),
    path(
        _("collections/<slug:collection>/edit/"), collections.edit, name="collection-edit"
    ),
    path(
        _("collections/<slug:collection>/items/"),
        collections.items,
        name="collection-items",
    ),
    path(
        _("collections/<slug:collection>/items/<int:pk>/"),
        collections.note,
        name="collection-note",
    ),
    path(
        _("collections/<slug:collection>/items/<int:pk>/move/"),
        collections.move,
        name="collection-move",
    ),
    path(
        _("collections/<slug:collection>/items/<int:pk>/take-out/"),
        collections.take_out,
        name="collection-take-out",
    ),
    path("v/", issued.verify, name="verify"),
    path("v/<str:code>.pdf", issued.document_pdf, name="document-pdf"),
    path("v/<str:code>/", issued.verify_code, name="verify-code"),
    path(_("documents/"), documents.documents, name="documents"),
    path(_("documents/new/"), acts.new, name="document-new"),
    path(_("documents/approve/"), acts.approve_several, name="documents-approve"),
    path(_("documents/<str:slug>/"), documents.document, name="document"),
    path(_("documents/<str:slug>/who/"), documents.who, name="document-who"),
    path(_("documents/<str:slug>/files/<int:pk>/"), documents.file, name="document-file"),
    path(_("documents/<str:slug>/revise/"), acts.revise, name="document-revise"),
    path(_("documents/<str:slug>/audience/"), acts.audience, name="document-audience"),
    path(
        _("documents/<str:slug>/audience/<int:pk>/approve/"),
        acts.approve,
        name="document-approve",
    ),
    path(
        _("documents/<str:slug>/audience/<int:pk>/decline/"),
        acts.decline,
        name="document-decline",
    ),
    path(_("documents/<str:slug>/reader/"), acts.reader, name="document-reader"),
]
