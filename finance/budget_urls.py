"""Scales, budgets, assessments and what the Vice-Ministers decide of them."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from finance.views.budgets import assessing, budgets, lines, scales

Patterns = list[URLPattern | URLResolver]

OF_MEMBER: Patterns = [
    path("", assessing.one, name="assessment"),
    path(_("adjust/"), assessing.Adjust.as_view(), name="adjust"),
    path(_("write-off/"), assessing.WriteOff.as_view(), name="write-off"),
    path(_("restore/<int:journal>/"), assessing.Restore.as_view(), name="restore"),
]
OF_BUDGET: Patterns = [
    path("", budgets.one, name="budget"),
    path(_("redraft/"), budgets.Redraft.as_view(), name="budget-redraft"),
    path(_("examine/"), budgets.Examine.as_view(), name="budget-examine"),
    path(_("recommend/"), budgets.Recommend.as_view(), name="budget-recommend"),
    path(_("approve/"), budgets.Approve.as_view(), name="budget-approve"),
    path(_("execute/"), budgets.Execute.as_view(), name="budget-execute"),
    path(_("amend/"), budgets.Amend.as_view(), name="budget-amend"),
    path(_("close/"), budgets.Close.as_view(), name="budget-close"),
    path(_("assess/"), assessing.Assess.as_view(), name="budget-assess"),
    path(_("rescale/"), assessing.Rescale.as_view(), name="budget-rescale"),
    path(_("members/<slug:party>/"), include(OF_MEMBER)),
]
# A budget's reference carries a figure: none is called as one of the pages before it.
OF_ALL: Patterns = [
    path("", budgets.index, name="budgets"),
    path(_("new/"), budgets.New.as_view(), name="budget-new"),
    path(_("scales/"), scales.index, name="scales"),
    path(_("scales/new/"), scales.New.as_view(), name="scale-new"),
    path(_("scales/<slug:since>/"), scales.one, name="scale"),
    path(_("lines/"), lines.index, name="lines"),
    path(_("lines/new/"), lines.New.as_view(), name="line-new"),
    path(_("lines/<slug:line>/"), lines.Change.as_view(), name="line"),
    path("<slug:budget>/", include(OF_BUDGET)),
]
urlpatterns = [path(_("budgets/"), include(OF_ALL))]
