"""What every page of the case officers does: be unknown to others, keep what was typed, say no."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)

from crm_portal.core import calendar_words, sources
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError
from decisions.views.common import say_no
from finance.forms.fund import FundForm
from finance.models import CaseOfficer, FundCase
from finance.presentation.fund import desk
from members.http import PortalRequest

PERSONAL = "personal_data"


class OfficerView(View):
    """A page that exists for case officers alone; what they type is in no error report."""

    sides: frozenset[str]

    @method_decorator(sensitive_post_parameters())
    def dispatch(
        self, request: HttpRequest, *arguments: Any, **named: Any
    ) -> HttpResponseBase:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        self.sides = CaseOfficer.objects.sides_of(viewer)
        if self._takes(request.method or "") and not self.may_enter(viewer):
            raise Http404
        return super().dispatch(request, *arguments, **named)

    def _takes(self, method: str) -> bool:
        """Say whether anybody may ask this way here: it is unknown before it is asked who."""
        name = method.lower()
        return name in self.http_method_names and hasattr(self, name)

    def may_enter(self, viewer: Viewer) -> bool:
        """Say whether the page exists for the reader."""
        return bool(self.sides)


class FundAct(OfficerView):
    """GET shows what the act means and its form; POST asks the service to do it."""

    template_name: ClassVar[str] = "finance/fund/act.html"
    label: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = gettext_lazy("Done.")
    weight: ClassVar[str] = "go"

    def get(self, request: PortalRequest, **named: Any) -> HttpResponseBase:
        self.find(request, **named)
        if error := self.refusal():
            return say_no(request, error)
        return self.answer(request, self.form(request))

    @sensitive_variables()
    def post(self, request: PortalRequest, **named: Any) -> HttpResponseBase:
        self.find(request, **named)
        form = self.form(request, data=request.POST)
        if not form.is_valid():
            return self.answer(request, form, HTTPStatus.BAD_REQUEST)
        try:
            made = self.perform(form, request.viewer)
        except DomainError as error:
            _refuse(form, error)
            return self.answer(request, form, error.status)
        return self.finish(request, made)

    def find(self, request: PortalRequest, **named: Any) -> None:
        """Look up what the address names, or 404."""

    def refusal(self) -> DomainError | None:
        """Return why the page cannot be opened as things stand, if so."""
        return None

    def form(self, request: PortalRequest, **bound: Any) -> Any:
        return FundForm(**bound)

    def perform(self, form: Any, by: Viewer) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def finish(self, request: PortalRequest, made: Any) -> HttpResponseBase:
        """Answer once it is done."""
        messages.success(request, str(self.done))
        return redirect(self.after(made))

    def after(self, made: Any) -> str:
        """Return where to go once it is done."""
        return reverse("finance:fund-cases")

    def back(self) -> str:
        """Return where one comes from."""
        return reverse("finance:fund-cases")

    def context(self) -> dict[str, Any]:
        """Return what the page needs besides the form."""
        return {}

    def answer(
        self, request: PortalRequest, form: Any, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        context = {
            "label": self.label,
            "lead": self.lead,
            "button": self.button or self.label,
            "weight": self.weight,
            "form": form,
            "back": self.back(),
            **self.context(),
        }
        return render(request, self.template_name, context, status=status)


class CaseAct(FundAct):
    """An act on one case, which its number in the address names."""

    name: ClassVar[str]
    case: Any

    @property
    def act(self) -> desk.Act:
        return desk.BY_NAME[self.name]

    def find(self, request: PortalRequest, **named: Any) -> None:
        self.case = case_of(request.viewer, named["number"])

    def refusal(self) -> DomainError | None:
        if self.act.guard(self.case):
            return None
        return Conflict(_("As the case stands now, this cannot be done."), code="not_now")

    def after(self, made: Any) -> str:
        return self.back()

    def back(self) -> str:
        return reverse("finance:fund-case", args=[self.case.number])

    def context(self) -> dict[str, Any]:
        label, weight = self.act.label, self.act.weight or "go"
        return {
            "case": self.case,
            "label": label,
            "button": self.button or label,
            "weight": weight,
        }


def case_of(viewer: Viewer, number: str) -> Any:
    """Return a case that exists for the reader, with its money and its voices, or 404."""
    found = FundCase.objects.visible_to(viewer).numbered(number).with_money()
    return get_object_or_404(desk.with_voices(found))


def _refuse(form: FundForm, refusal: DomainError) -> None:
    """Say in the form why not; of what looks personal, beside the field that it stands in."""
    message = calendar_words.message(refusal)
    if refusal.rule:
        message = f"{message} {sources.cite(refusal.rule)}."
    form.add_error(form.telling or None if refusal.code == PERSONAL else None, message)
