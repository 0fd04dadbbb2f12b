"""Addresses of the library, below ``/es/`` and ``/en/``."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from crm_portal.library.views import acts, documents, issued

app_name = "library"
urlpatterns = [
    path("", issued.home, name="home"),
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
