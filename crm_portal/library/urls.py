"""Addresses of the library, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.library.views import acts, documents, issued, news, public, search

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
    path(_("search/"), search.search, name="search"),
    path("v/", issued.verify, name="verify"),
    path("v/<str:code>.pdf", issued.document_pdf, name="document-pdf"),
    path("v/<str:code>/", issued.verify_code, name="verify-code"),
    path(_("documents/"), documents.documents, name="documents"),
    path(_("documents/new/"), acts.new, name="document-new"),
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
