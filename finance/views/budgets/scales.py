"""Contribution scales: the list, one of them, and a new one with its preview."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.library.rules import canonical_json, sha256
from finance.forms.budgets.acts import first_day
from finance.forms.budgets.base import SentForm
from finance.forms.budgets.scales import ScaleForm, TotalForm
from finance.models import Scale
from finance.presentation.budgets import scales as shown
from finance.presentation.budgets.citing import CITED, cited
from finance.rules import powers
from finance.services import scales
from finance.services.rehearsing import rehearse
from finance.views.budgets.base import Previewed
from finance.views.common import require_reader
from members.http import PortalRequest


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """Every scale with its days, its decision and its source."""
    require_reader(request.viewer)
    context = {
        "rows": shown.listed(request.viewer),
        "past": shown.past_facts(request.viewer),
        "may_register": powers.may_register(request.viewer),
    }
    return render(request, "finance/budgets/scales.html", context)


@require_safe
def one(request: PortalRequest, since: str) -> HttpResponse:
    """One scale: its amounts, its percentages, and what it makes of a budget."""
    visible = Scale.objects.visible_to(request.viewer).select_related(*CITED)
    scale = get_object_or_404(visible, valid_from=_day(since))
    weights = shown.weights_of(scale)
    parties = shown.parties_of(weights, request.viewer)
    total = sum(each.cents for each in weights)
    form = TotalForm(request.GET if "total" in request.GET else None)
    until = shown.until_of(scale, request.viewer)
    tried = None
    if form.is_valid():
        members = shown.sharers(scale, until, request.viewer)
        asked = form.cleaned_data["total"]
        tried = shown.tried(weights, parties, asked, members=members)
    context = {
        "scale": scale,
        "until": until,
        "cited": cited(scale),
        "table": shown.tried(weights, parties, total),
        "total": total,
        "published": shown.published(weights),
        "differ": shown.differences(scale, request.viewer.on),
        "form": form,
        "tried": tried,
    }
    return render(request, "finance/budgets/scale.html", context)


def _day(since: str) -> date:
    try:
        return date.fromisoformat(since)
    except ValueError as error:
        raise Http404 from error


class New(Previewed):
    """A scale as the Vice-Ministers approved it: looked at on a budget, then registered."""

    template_name = "finance/budgets/scale_new.html"
    up_label = gettext_lazy("Scales")
    label = gettext_lazy("New scale")
    lead = gettext_lazy(
        "Amounts rule; percentages are shown as they were published. A country joins or leaves "
        "the scale with the scale that begins on that day."
    )
    button = gettext_lazy("Register the scale")
    done = gettext_lazy("The scale is registered.")
    is_wide = True

    def find(self, **named: Any) -> None:
        require_reader(self.viewer)

    def power(self) -> bool:
        return powers.may_register(self.viewer)

    @property
    def back(self) -> str:
        return reverse("finance:scales")

    def form(self, data: Any = None) -> ScaleForm:
        day = first_day(data, self.viewer.on)
        self.known = shown.candidates(self.viewer, day)
        return ScaleForm(data, by=self.viewer, candidates=self.known)

    def mark(self, form: SentForm) -> str:
        known = [[each.pk, each.is_member, each.cents] for each in self.known]
        return sha256(canonical_json({"typed": form.typed, "known": known}))

    def preview(self, form: Any) -> dict[str, Any]:
        """Try it on the budget; what the service would refuse is refused here already."""
        data, weights = form.cleaned_data, form.weights
        rehearse(lambda: self._adopt(form, confirm=True), lambda: None)
        now = Scale.objects.visible_to(self.viewer).in_force(data["valid_from"])
        parties = shown.parties_of(
            [*weights, *(shown.weights_of(now) if now else ())], self.viewer
        )
        total = data["total"] or sum(each.cents for each in weights)
        members = {each.pk for each in self.known if each.is_member}
        return {
            "tried": shown.tried(weights, parties, total, members=members, than=now),
            "compared": now,
            "published": shown.published(weights),
            "left_out": form.left_out,
        }

    def perform(self, form: Any) -> Scale:
        return self._adopt(form, confirm=form.cleaned_data["confirm_members"])

    def _adopt(self, form: Any, *, confirm: bool) -> Scale:
        data = form.cleaned_data
        return scales.adopt_scale(
            data["valid_from"],
            form.weights,
            decision=form.decision,
            called=data["called"],
            source=data["source"],
            confirm_members=confirm,
            by=self.viewer,
        )

    def after(self, made: Scale) -> Scale:
        return made
