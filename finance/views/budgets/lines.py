"""The lines that budgets are written in, while each is used."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Refused
from finance.forms.budgets.lines import LineForm, NewLineForm
from finance.models import LineKind
from finance.presentation.budgets import lists
from finance.rules import powers
from finance.services import lines
from finance.views.budgets.base import Acting, accounts_only
from finance.views.common import require_reader
from members.http import PortalRequest


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """Every line, in use and ended, with its days and its source."""
    require_reader(request.viewer)
    context = {
        "lines": lists.kinds(request.viewer),
        "today": request.viewer.on,
        "may_keep": powers.may_keep_accounts(request.viewer),
    }
    return render(request, "finance/budgets/lines.html", context)


class OnLines(Acting):
    up_label = pgettext_lazy("budget", "Lines")
    failed = gettext_lazy("The lines are as they were")

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)

    def power(self) -> bool:
        return powers.may_keep_accounts(self.viewer)

    def not_yours(self) -> Refused:
        return accounts_only()

    @property
    def back(self) -> str:
        return reverse("finance:lines")


class New(OnLines):
    """A line begins."""

    label = gettext_lazy("New line")
    lead = gettext_lazy(
        "Budgets that begin on its first day or later are written in it too."
    )
    button = gettext_lazy("Begin the line")
    done = gettext_lazy("The line begins.")

    def form(self, data: Any = None) -> NewLineForm:
        return NewLineForm(data)

    def perform(self, form: Any) -> LineKind:
        return lines.open_line(form.line, by=self.viewer)


class Change(OnLines):
    """A line's names, its place, and its end."""

    label = gettext_lazy("Change a line")
    lead = gettext_lazy(
        "A name is corrected everywhere. For another matter, end the line and begin one."
    )
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")
    line: LineKind

    def find(self, **named: Any) -> None:
        visible = lists.kinds(self.viewer)
        self.line = get_object_or_404(visible, code=named["line"])

    def form(self, data: Any = None) -> LineForm:
        names = ("name_es", "name_en", "order", "valid_until")
        return LineForm(data, initial={name: getattr(self.line, name) for name in names})

    def perform(self, form: Any) -> LineKind:
        return lines.change_line(self.line.pk, by=self.viewer, **form.cleaned_data)

    def context(self, form: Any) -> dict[str, Any]:
        return {"subject": self.line.name}
