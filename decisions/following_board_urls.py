"""Commitments: who owes what to which decision, and where it comes from."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from decisions.views.following import board, board_acts

urlpatterns: list[URLPattern] = [
    path("", board.front, name="board"),
    path(_("by-country/"), board.by_country, name="matrix"),
    path("by-country.csv", board.by_country_csv, name="matrix-csv"),
    path(_("agenda/"), board_acts.Agenda.as_view(), name="agenda"),
    path(
        _("commitments/new/<slug:reference>/"),
        board_acts.Commit.as_view(),
        name="commit-text",
    ),
    path(
        _("commitments/new/<slug:reference>/<str:address>/"),
        board_acts.Commit.as_view(),
        name="commit",
    ),
    path(_("commitments/<int:pk>/"), board.one, name="commitment"),
    path(
        _("commitments/<int:pk>/report/"),
        board_acts.Report.as_view(),
        name="commitment-report",
    ),
    path(
        _("commitments/<int:pk>/close/"),
        board_acts.Close.as_view(),
        name="commitment-close",
    ),
]
