"""Addresses of the consultations, below ``/es/intranet/`` and ``/en/intranet/``."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from decisions.views import (
    conducting,
    distributing,
    drafting,
    files,
    pages,
    replying,
    revising,
    secretariat,
    silence,
)

app_name = "decisions"

ACTS = [
    path(_("take-up/"), conducting.Assume.as_view(), name="consultation-assume"),
    path(_("edit/"), drafting.Edit.as_view(), name="consultation-edit"),
    path(_("present/"), conducting.Present.as_view(), name="consultation-present"),
    path(_("react/"), replying.React.as_view(), name="consultation-react"),
    path(_("return/"), conducting.Return.as_view(), name="consultation-return"),
    path(_("target/"), conducting.Target.as_view(), name="consultation-target"),
    path(_("silence/"), conducting.Silence.as_view(), name="consultation-silence"),
    path(_("delegate/"), conducting.Delegate.as_view(), name="consultation-delegate"),
    path(
        _("distribute/"), distributing.Distribute.as_view(), name="consultation-distribute"
    ),
    path(_("repeat/"), conducting.Repeat.as_view(), name="consultation-repeat"),
    path(_("reply/"), replying.FileReply.as_view(), name="consultation-reply"),
    path(_("retract/"), replying.Retract.as_view(), name="consultation-retract"),
    path(_("lift/"), replying.Lift.as_view(), name="consultation-lift"),
    path(_("substance/"), replying.AskSubstance.as_view(), name="consultation-substance"),
    path(_("extend/"), conducting.Extend.as_view(), name="consultation-extend"),
    path(_("suspend/"), conducting.Suspend.as_view(), name="consultation-suspend"),
    path(_("resume/"), conducting.Resume.as_view(), name="consultation-resume"),
    path(
        _("visibility/"), conducting.ShowReplies.as_view(), name="consultation-visibility"
    ),
    path(_("correct/"), conducting.Correct.as_view(), name="consultation-correct"),
    path(_("admit/"), conducting.Admit.as_view(), name="consultation-admit"),
    path(
        _("reception/"), conducting.ExtendReception.as_view(), name="consultation-reception"
    ),
    path(
        _("continue/"),
        conducting.ContinueDespiteMeeting.as_view(),
        name="consultation-continue",
    ),
    path(_("revise/"), conducting.Revise.as_view(), name="consultation-revise"),
    path(_("changes/"), revising.ChangeTable.as_view(), name="consultation-changes"),
    path(_("changes/<int:pk>/"), revising.Dispose.as_view(), name="consultation-dispose"),
    path(
        _("consensus/"), conducting.RecordConsensus.as_view(), name="consultation-consensus"
    ),
    path(
        _("no-consensus/"), conducting.RecordFailure.as_view(), name="consultation-failure"
    ),
    path(_("refer/"), conducting.Refer.as_view(), name="consultation-refer"),
    path(_("start/"), conducting.StartExecution.as_view(), name="consultation-start"),
    path(_("results/"), conducting.ReportResults.as_view(), name="consultation-results"),
    path(_("publish/"), conducting.Publish.as_view(), name="consultation-publish"),
    path(_("withdraw/"), conducting.Withdraw.as_view(), name="consultation-withdraw"),
    path(
        _("transcribe/"), secretariat.Transcribe.as_view(), name="consultation-transcribe"
    ),
    path(_("waiver/"), secretariat.RecordWaiver.as_view(), name="consultation-waiver"),
    path(
        _("translate/"),
        secretariat.CompleteTranslation.as_view(),
        name="consultation-translate",
    ),
    path(_("outage/"), secretariat.RecordOutage.as_view(), name="consultation-outage"),
]
PAGES = [
    path("", pages.consultation, name="consultation"),
    path(_("answers/"), pages.who_answered, name="consultation-answers"),
    path(_("deadline/"), pages.full_deadline, name="consultation-deadline"),
    path(_("deadline.ics"), files.calendar, name="consultation-calendar"),
    path(_("follow/"), pages.follow, name="consultation-follow"),
    path(_("history/"), pages.full_history, name="consultation-history"),
    path(_("rounds/<int:number>/"), pages.earlier_round, name="consultation-round"),
    path(_("replies/<int:pk>/"), pages.receipt, name="consultation-receipt"),
    path(
        _("replies/<int:pk>/endorse/"),
        replying.Endorse.as_view(),
        name="consultation-endorse",
    ),
    path(
        _("replies/<int:pk>/dispute/"),
        replying.Dispute.as_view(),
        name="consultation-dispute",
    ),
    path(_("documents/<str:sha256>/"), files.document, name="consultation-document"),
]
urlpatterns = [
    path(_("consultations/"), pages.consultations, name="consultations"),
    path(_("consultations/new/"), drafting.Draft.as_view(), name="consultation-draft"),
    path(_("decisions-on-silence/"), silence.decisions, name="silence-decisions"),
    path(_("consultations/<slug:reference>/"), include([*PAGES, *ACTS])),
]
