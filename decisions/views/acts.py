"""One page for each act: what it means, its form, and a refusal that keeps what was typed."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View

from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError
from decisions.forms import ActForm, ConfirmForm, refuse
from decisions.presentation import acts
from decisions.presentation.dossier import Dossier
from decisions.views.common import open_dossier, page, reader_of, refusal, say_no
from members.http import PortalRequest


class ActView(View):
    """GET shows what the act means and its form; POST asks the service to do it."""

    name: ClassVar[str]
    form_class: ClassVar[type[ActForm]] = ConfirmForm
    template_name: ClassVar[str] = "decisions/act.html"
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = _("Done.")

    @property
    def act(self) -> acts.Act:
        return acts.act(self.name)

    def get(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponse:
        dossier = self.open(request, reference)
        if error := refusal(request, self.act, dossier):
            return say_no(request, error)
        return self.answer(request, dossier, self.form(request, dossier))

    def post(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponse:
        dossier = self.open(request, reference)
        if not self.act.power(dossier):
            return say_no(request, refusal(request, self.act, dossier) or DomainError(""))
        form = self.form(request, dossier, data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.answer(request, dossier, form, HTTPStatus.BAD_REQUEST)
        try:
            self.perform(dossier, form, request.viewer, **more)
        except DomainError as error:
            refuse(form, error)
            return self.answer(request, dossier, form, error.status)
        messages.success(request, self.said())
        return redirect(self.after(dossier))

    def open(self, request: PortalRequest, reference: str) -> Dossier:
        return open_dossier(request, reference)

    def form(self, request: PortalRequest, dossier: Dossier, **bound: Any) -> Any:
        return self.form_class(dossier=dossier, **bound)

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def said(self) -> str:
        """What to say once it is done."""
        return str(self.done)

    def after(self, dossier: Dossier) -> Any:
        """Where to go once it is done."""
        return dossier.consultation

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        """What the page needs besides the form."""
        return {}

    def answer(
        self,
        request: PortalRequest,
        dossier: Dossier,
        form: Any,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        context = {
            "consultation": dossier.consultation,
            "dossier": dossier,
            "act": self.act,
            "lead": self.lead,
            "button": self.button or self.act.label,
            "form": form,
            "reader": reader_of(request),
            **self.context(request, dossier),
        }
        return page(request, self.template_name, context, status)
