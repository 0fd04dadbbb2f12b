"""A budget drafted, examined, recommended, approved, amended; what was assessed, changed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions.forms.base import area
from decisions.models import Text
from finance.forms.budgets.base import (
    NOTE,
    CitingForm,
    LinesMixin,
    SentForm,
    require_year,
)
from finance.forms.money import Cents
from finance.models import LineKind
from finance.presentation.budgets.scales import Choice
from finance.services.budgets import Draft
from members.forms.common import DayInput

NAME = 120


def reason_field(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=NOTE, widget=area(2))


class DraftForm(LinesMixin, SentForm):
    """A budget of any period: its names, its days, and the amount of each line."""

    reference = forms.SlugField(
        label=_("Reference"),
        help_text=_("Short and for good: it stands in addresses, such as 2027."),
        max_length=40,
        validators=[require_year],
    )
    label_es = forms.CharField(label=_("Name (Spanish)"), max_length=NAME)
    label_en = forms.CharField(label=_("Name (English)"), max_length=NAME, required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("Last day"),
        help_text=_("A period of any length: a year, or nineteen months."),
        widget=DayInput,
    )
    annual = Cents(
        label=_("Figure of a year, to work out that of the period"),
        help_text=_("Only to compute with: nothing of it is recorded."),
        required=False,
    )

    def __init__(self, *args: Any, kinds: Iterable[LineKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_lines(kinds, {})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("A period ends after it begins."))
        return found

    @property
    def draft(self) -> Draft:
        names = ("reference", "label_es", "label_en", "starts_on", "ends_on")
        return Draft(**{name: self.cleaned_data[name] for name in names})


class RedraftForm(LinesMixin, SentForm):
    """The figures anew, before they are approved."""

    reason = forms.CharField(
        label=_("What changed, and why"), max_length=NOTE, required=False, widget=area(2)
    )

    def __init__(
        self, *args: Any, kinds: Iterable[LineKind], now: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_lines(kinds, now)


class NotedForm(CitingForm):
    """When and where the RCGM examined or recommended a budget; in which text, if in one."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    note = forms.CharField(
        label=_("At which meeting"), max_length=NOTE, help_text=_("As it is called.")
    )
    field_order = ("key", "on", "note", "text", "provision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False
        self.fields["text"].label = _("Text of the register that says it")
        del self.fields["provision"]

    def citable(self, by: Viewer) -> Any:
        standing = Text.objects.visible_to(by).standing()
        return standing.order_by("-adopted_on", "-id")


class ApproveForm(CitingForm):
    """The decision by which the Vice-Ministers approved a budget, and its day."""

    on = forms.DateField(label=_("Decided on"), widget=DayInput)
    field_order = ("key", "on", "text", "provision")


class AmendForm(LinesMixin, ApproveForm):
    """The figures that the Vice-Ministers put in place of the approved ones."""

    reason = reason_field(_("What changes, and why"))

    def __init__(
        self, *args: Any, kinds: Iterable[LineKind], now: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.add_lines(kinds, now)


class AssessForm(SentForm):
    """Sharing a budget out; where scale and members differ, somebody says so knowingly."""

    confirm_members = forms.BooleanField(
        label=_("Share it among exactly these members"), required=False
    )

    def __init__(self, *args: Any, differ: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not differ:
            del self.fields["confirm_members"]


class DecidedForm(CitingForm):
    """A change of what was assessed: by which decision, and why."""

    reason = reason_field(_("Reason"))
    field_order = ("key", "cents", "scale", "text", "provision", "reason")


class AdjustForm(DecidedForm):
    """What a member owes from now on, as the Vice-Ministers decided."""

    cents = Cents(label=_("The contribution is put at, in USD"), least=0)


class WriteOffForm(DecidedForm):
    """How much of what is outstanding the Vice-Ministers wrote off."""

    cents = Cents(label=_("Written off, in USD"))


class RescaleForm(DecidedForm):
    """The scale by which the Vice-Ministers decided to share a budget anew."""

    scale = forms.TypedChoiceField(label=_("Scale"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, scales: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["scale"]
        field.choices = [("", _("Choose")), *scales]


def first_day(data: Mapping[str, Any] | None, default: date) -> date:
    """Return the first day that was typed: it says in which lines a budget is written."""
    typed = (data or {}).get("starts_on") or (data or {}).get("valid_from")
    try:
        return forms.DateField().clean(typed) or default
    except forms.ValidationError:
        return default
