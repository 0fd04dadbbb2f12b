"""What these forms stand on: a key of their own, a decision of the register, budget lines."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions.models import Provision, Text
from decisions.presentation.register import citing
from finance.forms.acts import KeyedForm
from finance.forms.money import Cents
from finance.models import LineKind
from finance.services.common import VICE_MINISTERS, Decision

NOTE = 300


class SentForm(KeyedForm):
    """A form whose effect may be looked at before it is sent for good."""

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as far as it decides what comes of it."""
        beside = {"key", "confirm_members"}
        return {
            name: str(getattr(value, "pk", value))
            for name, value in self.cleaned_data.items()
            if name not in beside
        }


class CitingForm(SentForm):
    """A form that may cite a text of the register, and a point of it; ``by`` reads it."""

    text = forms.ModelChoiceField(
        label=_("Decision of the Vice-Ministers"),
        queryset=Text.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "invalid_choice": _(
                "Only a decision of the Vice-Ministers that is on the register does this."
            )
        },
    )
    provision = forms.CharField(
        label=_("Point or paragraph"),
        help_text=_("As the register numbers it, such as 8 or P2. Empty: the whole text."),
        max_length=20,
        required=False,
    )

    def __init__(self, *args: Any, by: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["text"]
        field.queryset = self.citable(by)
        field.label_from_instance = citing.of_text

    def citable(self, by: Viewer) -> Any:
        """Return the texts of the register that may be cited here, newest first."""
        standing = Text.objects.visible_to(by).standing()
        others = standing.filter(body__isnull=False).exclude(body__code=VICE_MINISTERS)
        return standing.exclude(pk__in=others.values("pk")).order_by("-adopted_on", "-id")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        text, named = found.get("text"), (found.get("provision") or "").strip()
        self.point: Provision | None = None
        if text and named:
            self.point = _point(text, named)
            if self.point is None:
                self.add_error("provision", _("The text has no point of that number."))
        elif named:
            self.add_error("provision", _("Choose the text that the point is of."))
        return found

    @property
    def decision(self) -> Decision | None:
        """Return what was cited, as the services take it."""
        text = self.cleaned_data["text"]
        return Decision(text.pk, self.point.pk if self.point else None) if text else None


def _point(text: Text, named: str) -> Provision | None:
    """Return the point of ``text`` at that address, or the only one of that number."""
    points = list(text.provisions.all())
    by_address = {citing.address(each, text).casefold(): each for each in points}
    same = [each for each in points if each.number.casefold() == named.casefold()]
    only = same[0] if len(same) == 1 else None
    return by_address.get(named.casefold()) or only


class LinesMixin(forms.Form):
    """The amount of each line; a line left empty is not in the budget."""

    def clean(self) -> dict[str, Any]:
        """Record only amounts of the lines that were shown: with others, show these first."""
        found = super().clean() or self.cleaned_data
        if self.data.get("lines") != self.shown_lines:
            told = _("The first day has other lines than those shown: look at the amounts.")
            self.add_error(None, told)
            if lost := self._lost():
                said = _("Amounts in lines that the first day does not have: %(lines)s.")
                self.add_error(None, said % {"lines": ", ".join(lost)})
        return found

    def _lost(self) -> list[str]:
        """Return what was typed into lines that the first day does not have."""
        beside = [n for n in self.data if n.startswith("line-") and n not in self.fields]
        typed = {n.removeprefix("line-"): self.data[n].strip() for n in beside}
        gone = LineKind.objects.filter(code__in=[code for code in typed if typed[code]])
        return [f"{kind.name} {typed[kind.code]}" for kind in gone]

    @property
    def shown_lines(self) -> str:
        """Return the codes of the lines, which the page sends back."""
        return " ".join(sorted(kind.code for kind in self.kinds))

    def add_lines(self, kinds: Iterable[LineKind], now: Mapping[str, int]) -> None:
        """Add a field for every line; ``now``: the cents that it has already, by code."""
        self.kinds = list(kinds)
        for kind in self.kinds:
            self.fields[f"line-{kind.code}"] = Cents(
                label=kind.name, least=0, required=False, initial=now.get(kind.code)
            )

    @property
    def line_fields(self) -> list[forms.BoundField]:
        return [self[f"line-{kind.code}"] for kind in self.kinds]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound not in self.line_fields]

    @property
    def lines(self) -> dict[str, int]:
        """Return the cents by line code, as the services take them."""
        given = {
            kind.code: self.cleaned_data.get(f"line-{kind.code}") for kind in self.kinds
        }
        return {code: cents for code, cents in given.items() if cents is not None}


class Hundredths(forms.DecimalField):
    """A percentage with two decimals, ``1.77`` or ``1,77``: an integer of hundredths."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=0, max_value=100, decimal_places=2, max_digits=5, **kwargs
        )
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        text = str(value or "").replace(",", ".").replace("%", "").strip()
        found = super().clean(text)
        return None if found is None else int(found * 100)


def require_year(reference: str) -> None:
    """Refuse a reference without a figure: it would be taken for a page of its own."""
    if not any(character.isdigit() for character in reference):
        raise ValidationError(_("A reference carries a year, such as 2027 or 2003-2004."))
