"""Requests to members: the list, one of them, and what is done with it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Conflict
from crm_portal.core.files import sealed
from crm_portal.core.instance import THIS
from decisions.forms.following.requests import CloseForm, OpenForm, RemindForm, ReplyForm
from decisions.models.following_requests import InformationRequest
from decisions.presentation.following_up import requests as shown
from decisions.rules.following import powers
from decisions.services.following import requests as services
from decisions.views.common import say_no
from decisions.views.following.asking import AskAct, require_reader
from members.http import PortalRequest

PER_PAGE = 25
PDF = "application/pdf"


@require_safe
def requests(request: PortalRequest) -> HttpResponse:
    """What members are asked, newest first; who replied, as the presidency tells it."""
    require_reader(request)
    closed = request.GET.get("state") == "closed"
    found = shown.listed(request.viewer).filter(closed_at__isnull=not closed)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [shown.line(each, request.viewer) for each in page],
        "closed": closed,
        "may_open": powers.may_follow(request.viewer),
    }
    return render(request, "decisions/following/ask/requests.html", context)


@require_safe
def request_page(request: PortalRequest, pk: int) -> HttpResponse:
    """One request: what is asked, by when, who replied what, who was reminded."""
    context = shown.page(_found(request, pk), request.viewer)
    return render(request, "decisions/following/ask/request.html", context)


@require_safe
def letter(request: PortalRequest, pk: int, reminder: int) -> HttpResponse:
    """The stored letter of follow-up: nothing is rendered here."""
    asked = _found(request, pk)
    found = next((each for each in asked.reminders.all() if each.pk == reminder), None)
    papers = shown.letters([found] if found else [], request.viewer)
    if reminder not in papers:
        raise Http404
    document = papers[reminder].document
    if document is None:
        return say_no(request, Conflict(_("The paper is being made: try again shortly.")))
    answer = HttpResponse(bytes(document.pdf.content), content_type=PDF)
    return sealed(answer, f"{THIS.prefix}-{document.printed_code}.pdf")


def _found(request: PortalRequest, pk: int) -> InformationRequest:
    found = shown.one(request.viewer, pk)
    if found is None:
        raise Http404
    return found


class New(AskAct):
    label = gettext_lazy("Ask the member countries")
    lead = gettext_lazy(
        "Each country asked is told by e-mail. Who was asked, who replied and who was "
        "reminded stays on record."
    )
    button = gettext_lazy("Ask")
    done = gettext_lazy("The countries were asked.")

    def find(self, **where: Any) -> None:
        require_reader(self.request)

    def power(self, found: None) -> bool:
        return powers.may_follow(self.request.viewer)

    def back(self, found: None) -> str:
        return reverse("following:requests")

    def form(self, found: None, **bound: Any) -> OpenForm:
        asked = {name: self.request.GET.get(name) for name in ("provision", "commitment")}
        bound.pop("files", None)
        return OpenForm(viewer=self.request.viewer, initial=asked, **bound)

    def perform(self, found: None, form: OpenForm) -> InformationRequest:
        return services.open_request(form.new(), by=self.request.viewer)

    def after(self, found: None, made: InformationRequest) -> str:
        return reverse("following:request", args=[made.pk])


class OnRequest(AskAct):
    """An act on one request."""

    def find(self, **where: Any) -> InformationRequest:
        return _found(self.request, where["pk"])

    def power(self, found: InformationRequest) -> bool:
        return powers.may_follow(self.request.viewer)

    def guard(self, found: InformationRequest) -> bool:
        return found.closed_at is None

    def back(self, found: InformationRequest) -> str:
        return reverse("following:request", args=[found.pk])

    def context(self, found: InformationRequest) -> dict[str, Any]:
        return {
            "asked": found,
            "crumb": _("Requests to members"),
            "crumb_url": reverse("following:requests"),
            "subject": found.title,
        }


class Reply(OnRequest):
    template_name = "decisions/following/ask/reply.html"
    label = gettext_lazy("Reply")
    lead = gettext_lazy(
        "Members and the Secretariat read what your country replies. A later reply takes "
        "the place of an earlier one, which stays on record."
    )
    button = gettext_lazy("Send the reply")
    done = gettext_lazy("The reply of your country is on record.")

    def power(self, found: InformationRequest) -> bool:
        viewer = self.request.viewer
        speaks = powers.may_speak_for(viewer, viewer.party_id or 0)
        return speaks and shown.is_asked(found, viewer)

    def form(self, found: InformationRequest, **bound: Any) -> ReplyForm:
        return ReplyForm(asked=found, **bound)

    def perform(self, found: InformationRequest, form: ReplyForm) -> Any:
        return services.reply_request(found.pk, **form.said(), by=self.request.viewer)


class Remind(OnRequest):
    label = gettext_lazy("Remind those who are missing")
    button = gettext_lazy("Record the reminder")
    done = gettext_lazy("The reminder is on record.")

    def form(self, found: InformationRequest, **bound: Any) -> RemindForm:
        return RemindForm(**bound)

    def perform(self, found: InformationRequest, form: RemindForm) -> Any:
        return services.remind(found.pk, **form.cleaned_data, by=self.request.viewer)


class Close(OnRequest):
    label = gettext_lazy("Close the request")
    lead = gettext_lazy(
        "No more replies are expected. Who never replied stays on record as pending."
    )
    done = gettext_lazy("The request is closed.")
    weight = "stop"

    def form(self, found: InformationRequest, **bound: Any) -> CloseForm:
        return CloseForm(**bound)

    def perform(self, found: InformationRequest, form: CloseForm) -> Any:
        return services.close_request(found.pk, by=self.request.viewer)
