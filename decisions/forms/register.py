"""What one looks for in the register of declarations and decisions."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.library.searching.words import LONGEST
from decisions.models import Provision, Text
from decisions.models.texts import TextQuerySet
from decisions.presentation.register import words as search
from meetings.models import Axis

YEARS = range(1900, 2200)


class RegisterFilter(django_filters.FilterSet):
    """Words in either language, an organ, a kind, a year, an axis, a meeting."""

    q = django_filters.CharFilter(
        label=_("Words"),
        method="of_words",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "class": "input"}),
    )
    body = django_filters.CharFilter(
        label=_("Organ"), field_name="body__code", widget=forms.Select
    )
    kind = django_filters.CharFilter(
        label=_("Kind"), field_name="kind_id", widget=forms.Select
    )
    year = django_filters.NumberFilter(
        label=_("Year"), method="of_year", widget=forms.Select
    )
    axis = django_filters.ChoiceFilter(
        label=_("Axis"), choices=Axis.choices, empty_label=_("All"), method="of_axis"
    )

    meeting = django_filters.CharFilter(
        label=_("Meeting"), field_name="meeting__symbol", max_length=40
    )

    class Meta:
        model = Text
        fields = ["q", "body", "kind", "year", "axis", "meeting"]

    def of_words(self, rows: TextQuerySet, name: str, value: str) -> TextQuerySet:
        del name
        return search.texts_saying(rows, value)

    def of_year(self, rows: TextQuerySet, name: str, value: Any) -> TextQuerySet:
        del name
        is_year = value == int(value) and int(value) in YEARS
        return rows.filter(adopted_on__year=int(value)) if is_year else rows.none()

    def of_axis(self, rows: TextQuerySet, name: str, value: str) -> TextQuerySet:
        """Texts of an axis, and those of which a provision is."""
        del name
        within = Provision.objects.filter(text=OuterRef("pk"), axis=value)
        return rows.filter(Q(axis=value) | Exists(within))

    def offer(self, **choices: list[tuple[str, str]]) -> None:
        """Offer what there is to choose from."""
        for name, offered in choices.items():
            widget: Any = self.form.fields[name].widget
            widget.choices = [("", _("All")), *offered]

    @property
    def is_asked(self) -> bool:
        """Say whether anything was asked for."""
        self.form.is_valid()
        return any(value not in {None, ""} for value in self.form.cleaned_data.values())

    @property
    def words(self) -> str:
        """Return the words that were asked for."""
        self.form.is_valid()
        return self.form.cleaned_data.get("q") or ""
