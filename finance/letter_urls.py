"""Letters about contributions, receipts on paper, the report of the Secretariat."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from finance.views.letters import campaign, pages
from finance.views.papers import receipts, requests
from finance.views.reports import pages as reports

urlpatterns: list[URLPattern] = [
    path(_("letters/"), pages.all_letters, name="letters"),
    path(_("letters/new/"), campaign.new, name="letter-new"),
    path(_("letters/payment-requests/"), requests.requests, name="requests"),
    path(_("letters/payment-requests/ask/<int:pk>/"), requests.ask, name="request-ask"),
    path(_("letters/payment-requests/<int:pk>/"), requests.one, name="request"),
    path(_("letters/payment-requests/<int:pk>/sign/"), requests.sign, name="request-sign"),
    path(_("letters/<str:number>/"), pages.letter, name="letter"),
    path(_("receipts/<int:pk>/paper/"), receipts.paper, name="receipt-paper"),
    path(_("reports/"), reports.reports, name="reports"),
    path(_("reports/new/"), reports.new, name="report-new"),
    path(_("reports/<int:pk>/"), reports.report, name="report"),
    path(_("reports/<int:pk>/edit/"), reports.edit, name="report-edit"),
    path(_("reports/<int:pk>/issue/"), reports.issue, name="report-issue"),
    path(_("reports/<int:pk>/excel/"), reports.excel, name="report-excel"),
]
