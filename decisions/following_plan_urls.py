"""The Plan of Action, the work plans, and the reports drawn from the records."""

from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from decisions.views.following import plan_acts, plans, reports

ON_LINE = [
    path("", plan_acts.EditLine.as_view(), name="plan-edit-line"),
    path(_("move/"), plan_acts.move, name="plan-move-line"),
    path(_("remove/"), plan_acts.RemoveLine.as_view(), name="plan-remove-line"),
]
ON_DRAFT: list[URLPattern | URLResolver] = [
    path("", plan_acts.draft, name="plan-draft"),
    path(_("begin/"), plan_acts.begin, name="plan-begin"),
    path(_("describe/"), plan_acts.Describe.as_view(), name="plan-describe"),
    path(_("approve/"), plan_acts.Approve.as_view(), name="plan-approve"),
    path(_("add/"), plan_acts.AddLine.as_view(), name="plan-add-line"),
    path(_("lines/<slug:key>/"), include(ON_LINE)),
]
ON_PROGRESS = [
    path("", reports.plan_progress, name="plan-progress"),
    path(_("issue/"), reports.issue_progress, name="plan-progress-issue"),
    path(_("publish/"), reports.publish_progress, name="plan-progress-publish"),
    path("report.docx", reports.progress_word, name="plan-progress-word"),
    path("report.xlsx", reports.progress_excel, name="plan-progress-excel"),
]
ON_PLAN: list[URLPattern | URLResolver] = [
    path("", plans.plan, name="plan"),
    path(_("draft/"), include(ON_DRAFT)),
    path(_("progress/"), include(ON_PROGRESS)),
    path("<int:number>/", plans.plan, name="plan-version"),
    path("<int:number>/<slug:key>/", plans.line, name="plan-line"),
    path(
        _("<int:number>/<slug:key>/report/"),
        plan_acts.Report.as_view(),
        name="plan-report",
    ),
]
ON_ACTIVITIES = [
    path("", reports.activity_report, name="activities"),
    path(_("issue/"), reports.issue_activities, name="activities-issue"),
    path("report.docx", reports.activity_word, name="activities-word"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path(_("plans/"), plans.plans, name="plans"),
    path(_("plans/new/"), plan_acts.New.as_view(), name="plan-new"),
    path(_("plans/<slug:code>/"), include(ON_PLAN)),
    path(_("activities/"), include(ON_ACTIVITIES)),
]
