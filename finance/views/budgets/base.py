"""What every page here does: exist for whoever sees contributions, ask who may, say why not."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.views.common import say_no
from finance.models import Budget
from finance.presentation.budgets import assessed, lists
from finance.presentation.budgets.acts import BY_NAME
from finance.rules import powers
from meetings.forms.common import told
from members.http import PortalRequest

# The field that says which preview was seen.
SEEN = "seen"


def budget_of(request: PortalRequest, reference: str) -> Budget:
    """Return a budget that exists for the reader, or 404."""
    visible = lists.budgets(request.viewer)
    return get_object_or_404(visible, reference=reference)


class Acting(View):
    """GET shows what the act means and its form; POST asks the service to do it."""

    template_name: ClassVar[str] = "finance/budgets/act.html"
    label: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = gettext_lazy("Done.")
    failed: ClassVar[str | Promise] = gettext_lazy("Nothing was recorded")
    up_label: ClassVar[str | Promise] = gettext_lazy("Budgets")
    weight: ClassVar[str] = "go"
    is_wide: ClassVar[bool] = False
    request: PortalRequest

    @property
    def viewer(self) -> Viewer:
        return self.request.viewer

    def find(self, **named: Any) -> None:
        """Look up what the address names, or 404."""
        raise NotImplementedError

    def power(self) -> bool:
        """Say whether the reader may do this at all."""
        raise NotImplementedError

    def not_yours(self) -> Refused:
        """Return what is said to whoever has no power to do this."""
        return Refused(
            _("The presidency or the Secretariat registers what was decided."),
            code="not_registrar",
            rule="procedure 4",
        )

    def guard(self) -> DomainError | None:
        """Return why it cannot be done as things stand, if so."""
        return None

    def form(self, data: Any = None) -> Any:
        raise NotImplementedError

    def perform(self, form: Any) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def after(self, made: Any) -> Any:
        """Return where to go once it is done."""
        return self.back

    @property
    def back(self) -> str:
        """Return the address that the act is left for."""
        raise NotImplementedError

    def context(self, form: Any) -> dict[str, Any]:
        """Return what the page needs besides the form."""
        return {}

    def get(self, request: PortalRequest, **named: Any) -> HttpResponse:
        self.find(**named)
        if not self.power():
            return say_no(request, self.not_yours())
        if error := self.guard():
            return say_no(request, error)
        return self.answer(self.form())

    def post(self, request: PortalRequest, **named: Any) -> HttpResponseBase:
        self.find(**named)
        if not self.power():
            return say_no(request, self.not_yours())
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form, HTTPStatus.BAD_REQUEST)
        try:
            return self.act(form)
        except DomainError as error:
            form.add_error(None, told(error))
            return self.answer(form, error.status)

    def act(self, form: Any) -> HttpResponseBase:
        """Do it, say so, and go on."""
        made = self.perform(form)
        messages.success(self.request, str(self.done))
        return redirect(self.after(made))

    def answer(self, form: Any, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        context = {
            "label": self.label,
            "lead": self.lead,
            "failed": self.failed,
            "weight": self.weight,
            "is_wide": self.is_wide,
            "form": form,
            "back": self.back,
            "up_label": self.up_label,
            **self.context(form),
            **more,
        }
        context["button"] = self.button or context["label"]
        return render(self.request, self.template_name, context, status=status)


class Previewed(Acting):
    """An act that shows what it would do to every member before it does it.

    The first time it is sent it shows the preview; sent again unchanged it is done. If what
    was typed changed since, or how things stand, the preview is shown anew.
    """

    to_preview: ClassVar[str | Promise] = gettext_lazy("See every member's amount first")

    def mark(self, form: Any) -> str:
        """Return what tells this preview from every other."""
        raise NotImplementedError

    def preview(self, form: Any) -> dict[str, Any]:
        """Return what the page shows of the effect, or raise why it cannot be."""
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponseBase:
        shown = self.request.POST.get(SEEN, "")
        if shown and assessed.was_sent(form.cleaned_data["key"], self.viewer):
            return super().act(form)
        mark = self.mark(form)
        if shown == mark:
            try:
                return super().act(form)
            except DomainError as error:
                form.add_error(None, told(error))
                return self.answer(form, error.status, seen=mark, **self.preview(form))
        return self.answer(form, seen=mark, is_changed=bool(shown), **self.preview(form))

    def answer(self, form: Any, status: int = HTTPStatus.OK, **more: Any) -> HttpResponse:
        more = {"first_button": self.to_preview, **more}
        return super().answer(form, status, **more)


class OnBudget(Acting):
    """An act of the table of acts, on the budget that the address names."""

    name: ClassVar[str]
    budget: Budget

    def find(self, **named: Any) -> None:
        self.budget = budget_of(self.request, named["budget"])

    def power(self) -> bool:
        return BY_NAME[self.name].power(self.viewer)

    def not_yours(self) -> Refused:
        kept = BY_NAME[self.name].power is powers.may_keep_accounts
        return accounts_only() if kept else super().not_yours()

    def guard(self) -> DomainError | None:
        if BY_NAME[self.name].guard(self.budget, self.viewer):
            return None
        return Conflict(_("As the budget stands now, this cannot be done."), code="not_now")

    @property
    def back(self) -> str:
        return self.budget.get_absolute_url()

    def context(self, form: Any) -> dict[str, Any]:
        return {"budget": self.budget, "label": BY_NAME[self.name].label}


def accounts_only() -> Refused:
    """Return what is said to whoever does not keep the accounts."""
    return Refused(
        _("The Secretariat keeps the accounts."), code="not_secretariat", rule="001:470"
    )
