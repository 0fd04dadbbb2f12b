"""The finances as they stand: the page of a period, statements, files."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from finance.views.period import files, pages, statements

urlpatterns = [
    path("", pages.overview, name="overview"),
    path(_("overview.xlsx"), files.overview_xlsx, name="overview-xlsx"),
    path(_("overview/pdf/"), files.overview_pdf, name="overview-pdf"),
    path(_("before-the-portal/"), pages.past, name="past"),
    path(_("countries/<slug:code>/"), statements.statement, name="statement"),
    path(_("countries/<slug:code>/pdf/"), statements.statement_pdf, name="statement-pdf"),
]
