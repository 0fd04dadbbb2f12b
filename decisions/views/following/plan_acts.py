"""The acts on plans: open one, write its draft line by line, approve it, report progress."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core import calendar_words
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.forms.following import plans as forms
from decisions.models.following_plans import Plan, PlanItem, PlanVersion
from decisions.presentation.following_up import approving, plan_draft
from decisions.rules.following import powers
from decisions.services.following import planning
from decisions.services.following import plans as services
from decisions.views.common import say_no
from decisions.views.following import plans as pages
from decisions.views.following.board_acts import Act
from members.http import PortalRequest


def not_following() -> Refused:
    """Return why whoever does not follow up writes no plan."""
    return Refused(
        _("The Presidency and the Secretariat write the plans."),
        code="not_following",
        rule="003:61",
    )


class PlanAct(Act):
    """An act on a plan that exists for the reader."""

    template_name = "decisions/following/plans/act.html"
    plan: Plan

    def find(self, request: PortalRequest, **where: Any) -> None:
        self.plan = pages.found(request, where["code"])

    def refusal(self, request: PortalRequest) -> DomainError | None:
        return None if powers.may_follow(request.viewer) else not_following()

    def after(self) -> str:
        return reverse("following:plan-draft", args=[self.plan.code])

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return {"plan": self.plan}

    def draft(self) -> PlanVersion | None:
        """Return the draft, if there is one."""
        return plan_draft.latest(self.plan)


class New(PlanAct):
    """A plan begins."""

    label = gettext_lazy("Begin a plan")
    lead = gettext_lazy(
        "Its lines are written next; nobody but members sees it until then."
    )
    done = gettext_lazy("The plan is open: write its first line.")

    def find(self, request: PortalRequest, **where: Any) -> None:
        """There is nothing yet."""

    def form(self, request: PortalRequest, **bound: Any) -> forms.PlanForm:
        return forms.PlanForm(viewer=request.viewer, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        self.plan = planning.open_plan(form.new, by=request.viewer)

    def after(self) -> str:
        return super().after() if hasattr(self, "plan") else reverse("following:plans")

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return {}


class Describe(PlanAct):
    """Which days the draft plans for, and what changes with it."""

    label = gettext_lazy("Describe this version")
    done = gettext_lazy("Saved.")

    def refusal(self, request: PortalRequest) -> DomainError | None:
        if self.draft() is None and powers.may_follow(request.viewer):
            return Conflict(_("The plan has no draft."), code="no_draft")
        return super().refusal(request)

    def form(self, request: PortalRequest, **bound: Any) -> forms.DescribeForm:
        draft = self.draft()
        names = forms.DescribeForm.base_fields if draft else ()
        initial = {name: getattr(draft, name) for name in names}
        return forms.DescribeForm(initial=initial, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        planning.describe_version(self.plan.pk, by=request.viewer, **form.cleaned_data)


class AddLine(PlanAct):
    """A line is added to the draft."""

    template_name = "decisions/following/plans/line_form.html"
    label = gettext_lazy("Add a line")
    done = gettext_lazy("The line was added.")
    key = ""

    def form(self, request: PortalRequest, **bound: Any) -> forms.LineForm:
        asked = {"parent": request.GET.get("below", ""), "level": request.GET.get("level")}
        return self.line_form(request, asked, **bound)

    def line_form(
        self, request: PortalRequest, initial: dict[str, Any], **bound: Any
    ) -> forms.LineForm:
        """Return the form of a line, with the lines below which it may stand."""
        there = plan_draft.lines(self.draft())
        parents = plan_draft.parents(there, self.key)
        return forms.LineForm(
            viewer=request.viewer, parents=parents, key=self.key, initial=initial, **bound
        )

    def perform(self, request: PortalRequest, form: Any) -> None:
        seen = form.cleaned_data["seen"]
        planning.put_line(self.plan.pk, form.line, seen=seen, by=request.viewer)


class EditLine(AddLine):
    """A line of the draft is written anew; if somebody else did meanwhile, both are shown."""

    label = gettext_lazy("Change this line")
    done = gettext_lazy("The line was saved.")

    def find(self, request: PortalRequest, **where: Any) -> None:
        super().find(request, **where)
        self.key = where["key"]
        there = {line.key: line for line in plan_draft.lines(self.draft())}
        self.line = there.get(self.key)
        if self.line is None and request.method != "POST":
            raise Http404

    def form(self, request: PortalRequest, **bound: Any) -> forms.LineForm:
        initial = {}
        if self.line is not None:
            initial = forms.LineForm.initial_of(self.line, planning.mark(self.line))
        return self.line_form(request, initial, **bound)

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return {**super().context(request), "now": self.line}


class RemoveLine(EditLine):
    """A line is taken out of the draft, with what hangs on it."""

    template_name = "decisions/following/plans/act.html"
    label = gettext_lazy("Take this line out")
    lead = gettext_lazy(
        "What hangs on it goes with it. The versions approved before keep it, and so does "
        "everything reported of it."
    )
    done = gettext_lazy("The line was taken out.")
    weight = "stop"

    def form(self, request: PortalRequest, **bound: Any) -> Any:
        initial = {"seen": planning.mark(self.line)} if self.line else {}
        return forms.RemoveForm(initial=initial, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        seen = form.cleaned_data["seen"]
        planning.remove_line(self.plan.pk, self.key, seen=seen, by=request.viewer)


class Approve(PlanAct):
    """The presidency records that the right body approved the draft."""

    label = gettext_lazy("Record the approval")
    lead = gettext_lazy(
        "From then on this version never changes: a change begins the next one."
    )
    done = gettext_lazy("The approval is on record.")

    def refusal(self, request: PortalRequest) -> DomainError | None:
        if not powers.may_approve_plan(request.viewer):
            return Refused(
                _("Only the presidency in office records an approval."),
                code="not_presidency",
                rule="001:411",
            )
        if self.draft() is None:
            return Conflict(_("The plan has no draft."), code="no_draft")
        return None

    def form(self, request: PortalRequest, **bound: Any) -> forms.ApproveForm:
        offered = approving.meetings(self.plan, request.viewer)
        texts = approving.provisions(offered, request.viewer)
        draft = self.draft()
        seen = {"seen": services.mark_of(draft) if draft else ""}
        return forms.ApproveForm(meetings=offered, provisions=texts, initial=seen, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        draft = self.draft()
        if draft is None:
            raise Conflict(_("The plan has no draft."), code="no_draft")
        services.approve_plan(draft.pk, by=request.viewer, **form.cleaned_data)

    def after(self) -> str:
        return reverse("following:plan", args=[self.plan.code])


class Report(PlanAct):
    """Whoever is responsible for a line says where it stands."""

    label = gettext_lazy("Report progress")
    lead = gettext_lazy(
        "The report stays as it was made; a later one says what is so by then."
    )
    done = gettext_lazy("The report is on record.")
    item: PlanItem

    def find(self, request: PortalRequest, **where: Any) -> None:
        self.plan, self.version = pages.version_of(request, where["code"], where["number"])
        lines = self.version.items.select_related("lead", "lead_body")
        item = lines.filter(key=where["key"]).first()
        if item is None:
            raise Http404
        self.item = item

    def refusal(self, request: PortalRequest) -> DomainError | None:
        if not powers.may_lead(request.viewer, lead_party_id=self.item.lead_id):
            return Refused(
                _("Whoever is responsible for the line reports on it."),
                code="not_responsible",
                rule="003:59",
            )
        if self.version.approved_at is None:
            return Conflict(_("Nobody approved this version."), code="not_approved")
        return None

    def form(self, request: PortalRequest, **bound: Any) -> forms.ProgressForm:
        return forms.ProgressForm(viewer=request.viewer, level=self.item.level, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        services.report_progress(self.item.pk, by=request.viewer, **form.said)

    def after(self) -> str:
        where = [self.plan.code, self.version.number, self.item.key]
        return reverse("following:plan-line", args=where)

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return {**super().context(request), "item": self.item}


@require_safe
def draft(request: PortalRequest, code: str) -> HttpResponse:
    """The draft of a plan, to be written line by line."""
    plan = pages.found(request, code)
    if not powers.may_follow(request.viewer):
        return say_no(request, not_following())
    found = plan_draft.latest(plan)
    context = plan_draft.page(plan, found)
    context["may_approve"] = powers.may_approve_plan(request.viewer)
    return render(request, "decisions/following/plans/draft.html", context)


@require_POST
def begin(request: PortalRequest, code: str) -> HttpResponseBase:
    """Begin the next version with the lines of the last."""
    plan = pages.found(request, code)
    try:
        planning.begin_version(plan.pk, by=request.viewer)
    except Refused as error:
        return say_no(request, error)
    except DomainError as error:
        messages.error(request, calendar_words.message(error), extra_tags=error.code)
    return redirect("following:plan-draft", plan.code)


@require_POST
def move(request: PortalRequest, code: str, key: str) -> HttpResponseBase:
    """Move a line up or down among those of the same parent."""
    plan = pages.found(request, code)
    is_up = request.POST.get("to") == "up"
    try:
        planning.move_line(plan.pk, key, up=is_up, by=request.viewer)
    except Refused as error:
        return say_no(request, error)
    except DomainError as error:
        messages.error(request, calendar_words.message(error), extra_tags=error.code)
    page = reverse("following:plan-draft", args=[plan.code])
    return redirect(f"{page}#{key}")
