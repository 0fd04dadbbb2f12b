"""Addresses below one text: its versions compared, its proposals, its terms, bringing it in."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from decisions.views import text_import, text_versions
from decisions.views.texts import terms

MORE = [
    path(_("compare/"), text_versions.compare, name="text-compare"),
    path(_("proposals/"), text_versions.proposals, name="text-proposals"),
    path(
        _("proposals/proposals.csv"),
        text_versions.proposals_csv,
        name="text-proposals-file",
    ),
    path(_("history/"), text_versions.history, name="text-history"),
    path(_("terms/"), terms.check, name="text-terms"),
    path(_("import/"), text_import.Import.as_view(), name="text-import"),
]
