"""What case officers type: the request, the word of a side, money, and what a case is read for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.display import format_days
from finance.forms.acts import KeyedForm, PlainForm
from finance.forms.money import Cents
from finance.models import FundCase
from finance.rules.eligibility import DECLARED, Category, Facts, Requester
from finance.rules.fund import Side
from members.forms.common import DayInput
from members.models import Mandate, Party

LONGEST_TEXT = 2000
LONGEST_ACT = 120
LONGEST_PURPOSE = 200
OLDEST = 125
YES, NO, UNKNOWN = "yes", "no", "unknown"
KNOWN = [(YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("Not known yet"))]
SAYS = {YES: True, NO: False}
ELSEWHERE = "elsewhere"
NO_NAMES = _("No names, documents, telephones, addresses or dates of anybody.")


class FundForm(PlainForm):
    """A form of the fund; ``telling`` is its free text, which says nothing of who it is."""

    telling = ""


class MoneyForm(FundForm, KeyedForm):
    """A form that moves money of the fund: sent twice, it moves it once."""


def known(label: Any, help_text: Any = "") -> forms.ChoiceField:
    """Return a question that is answered yes, no, or not known yet; nothing is preselected."""
    return forms.ChoiceField(
        label=label, choices=KNOWN, widget=forms.RadioSelect, help_text=help_text
    )


def words(label: Any, longest: int, **more: Any) -> forms.CharField:
    """Return a line of free text that says nothing of who it is."""
    return forms.CharField(label=label, max_length=longest, help_text=NO_NAMES, **more)


class FactsForm(FundForm):
    """What is said of a case; age and birth are for the rules and are not kept."""

    requester = forms.ChoiceField(
        label=_("Who asks"), choices=Requester.choices, widget=forms.RadioSelect
    )
    country = forms.ChoiceField(label=_("Nationality"))
    is_voluntary = known(_("Is the return voluntary?"))
    is_covered = known(_("Does an existing programme cover it?"))
    declared = forms.MultipleChoiceField(
        label=_("Situation"),
        choices=[each for each in Category.choices if each[0] in DECLARED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    age = forms.IntegerField(
        label=_("Age in years"),
        min_value=0,
        max_value=OLDEST,
        required=False,
        help_text=_("For the rules on minors and on those over seventy; it is not kept."),
    )
    born_on = forms.DateField(
        label=_("Day of birth"),
        required=False,
        widget=DayInput,
        help_text=_("Needed at seventy alone; it is not kept."),
    )
    is_accompanied = forms.ChoiceField(
        label=_("If a minor: is he or she accompanied?"),
        choices=KNOWN,
        widget=forms.RadioSelect,
        required=False,
    )
    asked_cents = Cents(label=_("Amount asked for, in USD"))

    def __init__(self, members: Iterable[Party], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [(str(party.pk), party.name) for party in members]
        found: Any = self.fields["country"]
        found.choices = [
            ("", _("Choose")),
            *sorted(countries, key=lambda each: each[1]),
            (ELSEWHERE, _("Of no member country")),
            (UNKNOWN, _("Not known yet")),
        ]

    @property
    def facts(self) -> Facts:
        """What was said, as the rules take it."""
        said = self.cleaned_data
        regional = {ELSEWHERE: False, UNKNOWN: None}
        return Facts(
            requester=said["requester"],
            asked_cents=said["asked_cents"],
            is_voluntary=SAYS.get(said["is_voluntary"]),
            is_regional=regional.get(said["country"], True),
            is_covered=SAYS.get(said["is_covered"]),
            declared=frozenset(said["declared"]),
            age=said["age"],
            born_on=said["born_on"],
            is_accompanied=SAYS.get(said["is_accompanied"]),
        )

    @property
    def country_pk(self) -> int | None:
        """The member country whose national it is, if one was named."""
        named: str = self.cleaned_data["country"]
        return None if named in (ELSEWHERE, UNKNOWN) else int(named)


class RequestForm(FactsForm):
    """A request for somebody, with what its officers have to know besides."""

    telling = "told"
    told = words(
        _("What the officers have to know"),
        LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )


class DecideForm(FundForm):
    """The word of one side, with the act that says so."""

    telling = "act"
    side = forms.ChoiceField(label=_("For which side"), widget=forms.RadioSelect)
    is_yes = forms.ChoiceField(
        label=_("Decision"),
        choices=[(YES, _("Grant it")), (NO, _("Do not grant it"))],
        widget=forms.RadioSelect,
    )
    act = forms.CharField(
        label=_("By which act"),
        max_length=LONGEST_ACT,
        help_text=_("Such as “Note 12/2026”. No names, documents, telephones or dates."),
    )

    def __init__(self, sides: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [(side, Side(side).label) for side in sorted(sides)]
        found: Any = self.fields["side"]
        found.choices = mine
        if len(mine) == 1:
            found.widget, found.initial = forms.HiddenInput(), mine[0][0]


class ReserveForm(FundForm):
    """The whole amount, or a part of it that was accepted as such."""

    accept_cents = Cents(
        label=_("A part instead, in USD"),
        required=False,
        help_text=_("Leave it empty to reserve the whole amount."),
    )
    is_accepted = forms.BooleanField(
        label=_("Whoever asked accepts the part as the whole help"), required=False
    )

    def __init__(self, case: FundCase, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amount: Any = self.fields["accept_cents"]
        amount.most = case.cents

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("accept_cents") and not said.get("is_accepted"):
            self.add_error("is_accepted", _("A part is reserved only if it is accepted."))
        return said


class PayForm(MoneyForm):
    """What IOM paid for a case, and on which day."""

    cents = Cents(label=_("Amount paid, in USD"))
    paid_on = forms.DateField(label=_("Paid on"), widget=DayInput)


class ReturnForm(MoneyForm):
    """Why a payment came back, or was recorded wrongly."""

    telling = "reason"
    reason = words(_("Reason"), LONGEST_PURPOSE)


class DepositForm(MoneyForm):
    """Money that came into the fund."""

    telling = "source"
    cents = Cents(label=_("Amount, in USD"))
    value_on = forms.DateField(label=_("Value date"), widget=DayInput)
    source = words(_("Where it is from"), LONGEST_PURPOSE)


class PurposeForm(FundForm):
    """What a case is read for: it is written down before the text is shown."""

    telling = "purpose"
    purpose = words(_("What you read it for"), LONGEST_PURPOSE)


class EraseForm(FundForm):
    """Why a case that ended is erased before its time."""

    telling = "reason"
    reason = words(_("Reason"), LONGEST_PURPOSE)


class HalfYearForm(FundForm):
    """Which half-year is reported on: those that are over and were not."""

    starts_on = forms.TypedChoiceField(label=_("Half-year"), coerce=date.fromisoformat)

    def __init__(
        self, halves: Iterable[tuple[date, date]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["starts_on"]
        found.choices = [
            (first.isoformat(), format_days(first, last)) for first, last in halves
        ]


class OfficerForm(FundForm):
    """Who becomes a case officer, for which side, from which day, by which act."""

    person = forms.ChoiceField(label=_("Person"))
    since = forms.DateField(label=_("From"), widget=DayInput)
    instrument = forms.CharField(label=_("By which act"), max_length=LONGEST_PURPOSE)

    def __init__(
        self, found: Iterable[tuple[Side, Iterable[Mandate]]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        groups = [
            (
                side.label,
                [
                    (
                        f"{side.value}:{each.user_id}",
                        f"{each.user.full_name} · {each.party.name}",
                    )
                    for each in mandates
                ],
            )
            for side, mandates in found
        ]
        person.choices = [("", _("Choose")), *[group for group in groups if group[1]]]

    @property
    def appointment(self) -> dict[str, Any]:
        """What was chosen, as the service takes it."""
        said = self.cleaned_data
        side, _colon, user = said["person"].partition(":")
        return {
            "user_id": int(user),
            "side": Side(side),
            "since": said["since"],
            "instrument": said["instrument"],
        }
