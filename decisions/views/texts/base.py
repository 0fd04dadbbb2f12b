"""What every page of a text does: find it for the reader, ask who may, say why not."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm_portal.core import calendar_words
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.forms.base import refuse
from decisions.forms.texts import TextForm
from decisions.presentation.workspace import reading
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Asked
from decisions.views.common import say_no
from members.http import PortalRequest


def open_workspace(
    request: PortalRequest,
    reference: str,
    asked: Asked | None = None,
    *,
    whole: bool = True,
) -> Workspace:
    """Return a text that exists for the reader, or 404."""
    text = reading.find(request.viewer, reference)
    if text is None:
        raise Http404
    return reading.load(text, request.viewer, asked, whole=whole)


def where(workspace: Workspace, anchor: str = "") -> str:
    """Return the address of the text's page, at one of its paragraphs or proposals."""
    page = reverse("texts:text", args=[workspace.text.reference])
    return f"{page}#{anchor}" if anchor else page


class OnText(View):
    """An act on a text: who may at all (``power``), and when (``guard``)."""

    label: ClassVar[str | Promise] = ""

    def power(self, workspace: Workspace) -> bool:
        """Say whether the reader may do this at all."""
        raise NotImplementedError

    def guard(self, workspace: Workspace) -> bool:
        """Say whether it can be done as things stand."""
        return workspace.is_in_work

    def refusal(self, workspace: Workspace) -> DomainError | None:
        """Return why the reader cannot open this page, if so."""
        if not workspace.is_inside or not self.power(workspace):
            return Refused(_("This is not for you to do with this text."), code="not_yours")
        if not self.guard(workspace):
            return Conflict(
                _("As the text stands now, this cannot be done."), code="not_now"
            )
        return None

    def has_power(self, workspace: Workspace) -> bool:
        return workspace.is_inside and self.power(workspace)

    def find(self, workspace: Workspace, *, posted: bool, **more: Any) -> None:
        """Look up what the address names, or 404."""


class TextAct(OnText):
    """GET shows what the act means and its form; POST asks the service to do it."""

    form_class: ClassVar[type[TextForm]] = TextForm
    template_name: ClassVar[str] = "texts/act.html"
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = gettext_lazy("Done.")
    weight: ClassVar[str] = "go"
    is_wide: ClassVar[bool] = False

    def get(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponse:
        workspace = open_workspace(request, reference)
        self.find(workspace, posted=False, **more)
        if error := self.refusal(workspace):
            return say_no(request, error)
        return self.answer(request, workspace, self.form(workspace))

    def post(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponseBase:
        workspace = open_workspace(request, reference)
        self.find(workspace, posted=True, **more)
        if not self.has_power(workspace):
            return say_no(request, self.refusal(workspace) or Refused(""))
        form = self.form(workspace, data=request.POST)
        if not form.is_valid():
            return self.answer(request, workspace, form, HTTPStatus.BAD_REQUEST)
        try:
            made = self.perform(workspace, form, request.viewer)
        except DomainError as error:
            refuse(form, error)
            return self.answer(request, workspace, form, error.status)
        messages.success(request, str(self.done))
        return redirect(self.after(workspace, made))

    def form(self, workspace: Workspace, **bound: Any) -> Any:
        return self.form_class(workspace=workspace, **bound)

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def after(self, workspace: Workspace, made: Any) -> Any:
        """Return where to go once it is done."""
        return where(workspace)

    def context(self, workspace: Workspace) -> dict[str, Any]:
        """Return what the page needs besides the form."""
        return {}

    def answer(
        self,
        request: PortalRequest,
        workspace: Workspace,
        form: Any,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        context = {
            "text": workspace.text,
            "workspace": workspace,
            "label": self.label,
            "lead": self.lead,
            "button": self.button or self.label,
            "weight": self.weight,
            "is_wide": self.is_wide,
            "form": form,
            "back": where(workspace),
            **self.context(workspace),
        }
        return render(request, self.template_name, context, status=status)


class Press(OnText):
    """An act that is one button: done, or refused with a message where the reader was."""

    http_method_names = ("post", "options")
    done: ClassVar[str | Promise] = ""

    def post(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponseBase:
        workspace = open_workspace(request, reference)
        self.find(workspace, posted=True, **more)
        if not self.has_power(workspace):
            return say_no(request, self.refusal(workspace) or Refused(""))
        try:
            self.perform(request, workspace)
        except DomainError as error:
            if request.headers.get("HX-Request"):
                raise
            messages.error(request, calendar_words.message(error), extra_tags=error.code)
        else:
            if self.done:
                messages.success(request, str(self.done))
        return redirect(where(workspace, self.anchor()))

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def anchor(self) -> str:
        """Return where on the page it was pressed."""
        return ""


class OnParagraph(OnText):
    """An act on one paragraph of the version that is shown."""

    key: str

    def find(self, workspace: Workspace, *, posted: bool, **more: Any) -> None:
        """What is gone is not found; what was typed on it is kept, and the service says so."""
        self.key = more["key"]
        self.row = workspace.by_key.get(self.key)
        if self.row is None and not posted:
            raise Http404

    def anchor(self) -> str:
        return self.key


class OnProposal(OnText):
    """An act on one proposal, which its number in the text names."""

    number: int

    def find(self, workspace: Workspace, *, posted: bool, **more: Any) -> None:
        self.number = more["number"]
        found = (each for each in workspace.proposals if each.number == self.number)
        proposal = next(found, None)
        if proposal is None:
            raise Http404
        self.proposal = proposal

    def anchor(self) -> str:
        return f"c{self.number}"
