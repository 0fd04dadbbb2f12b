"""The API, version 1: its router, its schema, its reference page. Nothing else is under it."""

import json
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.routers import SimpleRouter

from crm_portal.core.api import PROBLEM
from crm_portal.library.api import DocumentViewSet
from crm_portal.library.public_api import NewsViewSet, PublicationViewSet, TermViewSet
from crm_portal.library.search_api import SearchViewSet
from crm_portal.library.shelf_api import (
    BulletinViewSet,
    CollectionViewSet,
    SavedSearchViewSet,
)
from crm_portal.library.statistics_api import StatisticsViewSet
from crm_portal.notices_api import NoticeViewSet
from crm_portal.pending import PendingViewSet
from decisions.api.acting import ActingViewSet
from decisions.api.conducting import ConductingViewSet
from decisions.api.following_board import CommitmentViewSet
from decisions.api.following_duties import DutyViewSet
from decisions.api.following_matrices import MatrixViewSet
from decisions.api.following_plans import PlanViewSet
from decisions.api.following_questionnaires import QuestionnaireViewSet
from decisions.api.following_requests import InformationRequestViewSet
from decisions.api.negotiation import WorkedTextViewSet
from decisions.api.preview import DeadlinePreview
from decisions.api.reading import ReadingViewSet
from decisions.api.register import ProvisionViewSet, RegisterViewSet
from finance.api.activity import FinanceReportViewSet
from finance.api.fund import FundReportViewSet, FundView
from finance.api.letters import ContributionLetterViewSet
from finance.api.past import PastFactViewSet
from finance.api.reading import (
    AssessmentViewSet,
    BalanceViewSet,
    BudgetViewSet,
    ReceiptViewSet,
    ScaleViewSet,
)
from finance.api.recording import RecordingViewSet
from finance.api.requests import PaymentRequestViewSet
from finance.api.spending import ExpenditureViewSet
from finance.api.statements import AccountStatementViewSet
from meetings.agenda_api import AgendaViewSet
from meetings.api import ApplicationViewSet
from meetings.convocation_api import ConvocationViewSet
from meetings.delegation_api import DelegationViewSet
from meetings.drafting_api import DraftingGroupViewSet
from meetings.meeting_api import BodyViewSet, MeetingViewSet
from meetings.paper_api import PaperViewSet
from meetings.participation_api import (
    GuestViewSet,
    ParticipationDecisionViewSet,
    ParticipationViewSet,
)
from meetings.representation_api import (
    AgreementViewSet,
    PresidencyReportViewSet,
    RepresentationViewSet,
)
from meetings.results_api import OutcomeViewSet, ResultViewSet
from meetings.statement_api import MeetingStatementViewSet
from members.api import CalendarYearViewSet, ClosureViewSet
from members.chair_api import DesignationViewSet, InterestViewSet
from members.continuity_api import ContinuityViewSet
from members.institution_api import InstitutionViewSet
from members.party_api import PartyViewSet
from members.presidency_api import PresidencyViewSet, TroikaView

OPENAPI = "application/vnd.oai.openapi+json"

router = SimpleRouter(trailing_slash=False)
router.register("pending", PendingViewSet, basename="pending")
router.register("search", SearchViewSet, basename="search")
router.register("notices", NoticeViewSet, basename="notice")
router.register("bulletins", BulletinViewSet, basename="bulletin")
router.register("collections", CollectionViewSet, basename="collection")
router.register("saved-searches", SavedSearchViewSet, basename="saved-search")
router.register("news", NewsViewSet, basename="news")
router.register("glossary", TermViewSet, basename="term")
router.register("publications", PublicationViewSet, basename="publication")
router.register("statistics", StatisticsViewSet, basename="statistic")
router.register("duties", DutyViewSet, basename="duty")
router.register("parties", PartyViewSet, basename="party")
router.register("institutions", InstitutionViewSet, basename="institution")
router.register("calendars", ClosureViewSet, basename="closure")
router.register("calendar-years", CalendarYearViewSet, basename="calendar-year")
router.register("presidencies", PresidencyViewSet, basename="presidency")
router.register("designations", DesignationViewSet, basename="designation")
router.register("interests", InterestViewSet, basename="interest")
router.register("continuity", ContinuityViewSet, basename="continuity")
router.register("documents", DocumentViewSet, basename="document")
router.register("bodies", BodyViewSet, basename="body")
router.register("meetings", MeetingViewSet, basename="meeting")
router.register("applications", ApplicationViewSet, basename="application")
router.register("agendas", AgendaViewSet, basename="agenda")
router.register("delegations", DelegationViewSet, basename="delegation")
router.register("convocations", ConvocationViewSet, basename="convocation")
router.register("papers", PaperViewSet, basename="paper")
router.register("participation", ParticipationViewSet, basename="participation")
router.register(
    "participation-decisions",
    ParticipationDecisionViewSet,
    basename="participation-decision",
)
router.register("guests", GuestViewSet, basename="guest")
router.register("results", ResultViewSet, basename="result")
router.register("outcomes", OutcomeViewSet, basename="outcome")
router.register("meeting-statements", MeetingStatementViewSet, basename="meeting-statement")
router.register("drafting-groups", DraftingGroupViewSet, basename="drafting-group")
router.register("representations", RepresentationViewSet, basename="representation")
router.register("agreements", AgreementViewSet, basename="agreement")
router.register("presidency-reports", PresidencyReportViewSet, basename="presidency-report")
router.register("plans", PlanViewSet, basename="plan")
router.register("texts", WorkedTextViewSet, basename="text")
router.register("register", RegisterViewSet, basename="registered")
router.register("provisions", ProvisionViewSet, basename="provision")
router.register("commitments", CommitmentViewSet, basename="commitment")
router.register("requests", InformationRequestViewSet, basename="request")
router.register("questionnaires", QuestionnaireViewSet, basename="questionnaire")
router.register("matrices", MatrixViewSet, basename="matrix")
router.register("scales", ScaleViewSet, basename="scale")
router.register("budgets", BudgetViewSet, basename="budget")
router.register("assessments", AssessmentViewSet, basename="assessment")
router.register("balances", BalanceViewSet, basename="balance")
router.register("receipts", RecordingViewSet, basename="receipt-record")
router.register("receipts", ReceiptViewSet, basename="receipt")
router.register("account-statements", AccountStatementViewSet, basename="account-statement")
router.register("contribution-letters", ContributionLetterViewSet, "contribution-letter")
router.register("past-contributions", PastFactViewSet, basename="past-contribution")
router.register("payment-requests", PaymentRequestViewSet, basename="payment-request")
router.register("expenditures", ExpenditureViewSet, basename="expenditure")
router.register("finance-reports", FinanceReportViewSet, basename="finance-report")
router.register("fund-reports", FundReportViewSet, basename="fund-report")
router.register("consultations", ReadingViewSet, basename="consultation")
router.register("consultations", ActingViewSet, basename="consultation-act")
router.register("consultations", ConductingViewSet, basename="consultation-conduct")


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show what the API offers, from its schema, in the reader's language."""
    return render(request, "api/reference.html")


@login_not_required
@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Send whoever opens the API in a browser to its reference."""
    return redirect("api-reference")


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI description: the same for everybody, made once a process."""
    response = HttpResponse(_schema(), content_type=OPENAPI)
    response["Cache-Control"] = "public, max-age=300"
    return response


@cache
def _schema() -> bytes:
    with override("en"):
        described = SchemaGenerator(api_version="1").get_schema(request=None, public=True)
    return json.dumps(described, ensure_ascii=False).encode()


@login_not_required
@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:
    """Say as a problem that there is nothing at this address."""
    problem = {
        "type": "about:blank",
        "status": 404,
        "code": "not_found",
        "detail": _("There is nothing at this address."),
    }
    return HttpResponse(json.dumps(problem), status=404, content_type=PROBLEM)


app_name = "api"
urlpatterns = [
    path("", root, name="root"),
    path("schema", schema, name="schema"),
    path("deadlines/preview", DeadlinePreview.as_view(), name="deadline-preview"),
    path("troika", TroikaView.as_view(), name="troika"),
    path("fund", FundView.as_view(), name="fund"),
    *router.urls,
    re_path("", not_found, name="not-found"),
]
