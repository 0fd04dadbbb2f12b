"""Addresses of the results of one meeting, below its own."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.models import Door
from meetings.views import results

urlpatterns = [
    path("", results.page, name="results"),
    path(_("record/"), results.record, name="results-record"),
    path(_("record/approve/"), results.approve, name="results-approve"),
    path(_("record/<int:number>/"), results.version, name="results-version"),
    path(
        _("closed-record/"),
        results.record,
        {"door": Door.CLOSED},
        name="results-closed-record",
    ),
    path(
        _("closed-record/approve/"),
        results.approve,
        {"door": Door.CLOSED},
        name="results-closed-approve",
    ),
    path(
        _("closed-record/<int:number>/"),
        results.version,
        {"door": Door.CLOSED},
        name="results-closed-version",
    ),
    path(_("outcomes/new/"), results.outcome_new, name="results-outcome-new"),
    path(
        _("outcomes/<int:pk>/take-off/"),
        results.outcome_take_off,
        name="results-outcome-take-off",
    ),
]
