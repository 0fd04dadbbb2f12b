"""What is typed of plans: a plan, a line of its draft, an approval, what was done."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions.forms.base import area, day_input
from decisions.forms.following.board import BODY, PARTY, PlainForm, ReportForm
from decisions.models import Provision
from decisions.models.following_plans import LevelChoice, PlanKindChoice
from decisions.presentation.register import citing
from decisions.rules.following.plans import Level
from decisions.services.following.planning import Line, NewPlan
from meetings.models import Body, Meeting
from meetings.presentation.titles import Names
from members.models import Party

# The Conference began in 1996: no report is of days before that.
KNOWN = MinValueValidator(date(1996, 1, 1))
CENTS = 100
NAME, LONGEST = 250, 4_000
BODIES = ("network", "working_group", "ad_hoc_group")


def _bodies(viewer: Viewer, kinds: Sequence[str] = ()) -> list[tuple[str, str]]:
    names, found = Names.read(), Body.objects.order_by("order", "code")
    if kinds:
        found = found.filter(kind__in=kinds)
    named = [(body, names.on(body.pk, viewer.on)) for body in found]
    return [(str(body.pk), str(name.name) if name else body.code) for body, name in named]


class PlanForm(PlainForm):
    """A plan, before its first line is written."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=PlanKindChoice.choices, widget=forms.RadioSelect
    )
    name_es = forms.CharField(label=_("Name, in Spanish"), max_length=NAME)
    name_en = forms.CharField(label=_("Name, in English"), max_length=NAME, required=False)
    body_id = forms.TypedChoiceField(
        label=_("Of which network or working group"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_conference = ("", _("None: it is the Conference’s"))
        self.offer("body_id", [of_conference, *_bodies(viewer, BODIES)])

    @property
    def new(self) -> NewPlan:
        """Return what was typed as the service takes it."""
        return NewPlan(**self.cleaned_data)


class DescribeForm(PlainForm):
    """Which days a draft plans for, and what changes with it."""

    begins_on = forms.DateField(label=_("Begins on"), required=False, widget=day_input())
    ends_on = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=day_input(),
        help_text=_("This day included."),
    )
    note_es = forms.CharField(
        label=_("What changes with this version, in Spanish"),
        required=False,
        max_length=LONGEST,
        widget=area(3, lang="es"),
    )
    note_en = forms.CharField(
        label=_("What changes with this version, in English"),
        required=False,
        max_length=LONGEST,
        widget=area(3, lang="en"),
    )


class LineForm(PlainForm):
    """One line of a draft: an axis, a theme, an objective, and so on down to a milestone."""

    level = forms.ChoiceField(label=_("Level"), choices=LevelChoice.choices)
    parent = forms.ChoiceField(label=_("Below"), required=False)
    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    name_es = forms.CharField(
        label=_("Words, in Spanish"), max_length=LONGEST, widget=area(3, lang="es")
    )
    name_en = forms.CharField(
        label=_("Words, in English"),
        max_length=LONGEST,
        required=False,
        widget=area(3, lang="en"),
    )
    lead = forms.ChoiceField(label=_("Responsible"), required=False)
    partners = forms.CharField(label=_("Partners"), max_length=300, required=False)
    due_on = forms.DateField(
        label=_("Term"),
        required=False,
        widget=day_input(),
        help_text=_("This day included."),
    )
    cost = forms.DecimalField(
        label=_("Cost"), min_value=0, max_digits=14, decimal_places=2, required=False
    )
    currency = forms.RegexField(
        "[A-Z]{3}", label=_("Currency"), max_length=3, initial="USD", required=False
    )
    funding = forms.CharField(label=_("Funding"), max_length=200, required=False)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    baseline = forms.DecimalField(
        label=_("Baseline"), max_digits=18, decimal_places=4, required=False
    )
    target = forms.DecimalField(
        label=_("Target"), max_digits=18, decimal_places=4, required=False
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    OF_WORK = ("lead", "partners", "due_on", "cost", "currency", "funding")
    OF_MEASURE = ("unit", "baseline", "target")

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        parents: Sequence[tuple[str, str]],
        key: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        self.offer("parent", [("", _("At the top")), *parents])
        parties = Party.objects.taking_part_on(viewer.on).order_by("order", "code")
        named = [(f"{PARTY}:{each.pk}", str(each.name)) for each in parties]
        bodies = [(f"{BODY}:{pk}", name) for pk, name in _bodies(viewer)]
        self.offer(
            "lead",
            [
                ("", _("Nobody named")),
                (_("Countries and organizations"), named),
                (_("Bodies"), bodies),
            ],
        )

    @staticmethod
    def initial_of(line: Line, mark: str) -> dict[str, Any]:
        """Return a line as the form shows it."""
        own = {name: getattr(line, name) for name in LineForm.OF_MEASURE}
        names = ("level", "parent", "number", "name_es", "name_en", "partners", "due_on")
        lead = f"{PARTY}:{line.lead_id}" if line.lead_id else ""
        if line.lead_body_id:
            lead = f"{BODY}:{line.lead_body_id}"
        return {
            **own,
            **{name: getattr(line, name) for name in names},
            "lead": lead,
            "cost": Decimal(line.cost) / CENTS if line.cost is not None else None,
            "currency": line.currency,
            "funding": line.funding,
            "seen": mark,
        }

    @property
    def line(self) -> Line:
        """Return what was typed as the service takes it."""
        data = dict(self.cleaned_data)
        data.pop("seen")
        kind, _joint, pk = data.pop("lead").partition(":")
        cost = data.pop("cost")
        return Line(
            **{**data, "currency": data["currency"] or "USD"},
            key=self.key,
            lead_id=int(pk) if kind == PARTY else None,
            lead_body_id=int(pk) if kind == BODY else None,
            cost=int(cost * CENTS) if cost is not None else None,
        )


class RemoveForm(PlainForm):
    """A line is taken out, as its reader saw it."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ApproveForm(PlainForm):
    """The meeting that approved a version, its decision, and from when it holds."""

    meeting_id = forms.TypedChoiceField(label=_("Approved in"), coerce=int)
    provision_id = forms.TypedChoiceField(
        label=_("Decision or conclusion that approves it"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    in_force_from = forms.DateField(
        label=_("In force from"),
        required=False,
        widget=day_input(),
        help_text=_("Today, unless you say another day."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        meetings: Sequence[Meeting],
        provisions: Sequence[Provision],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = Names.read()
        self.offer(
            "meeting_id",
            [(each.pk, f"{each.symbol} · {names.title(each)}") for each in meetings],
        )
        cited = [
            (each.pk, citing.of_provision(each, each.text, names).full)
            for each in provisions
        ]
        self.offer("provision_id", [("", _("None on record")), *cited])


class ProgressForm(ReportForm):
    """Where a line stands, or the value of an indicator, since when, and what shows it."""

    value = forms.DecimalField(label=_("Value"), max_digits=18, decimal_places=4)
    field_order = ["word", "value", "said_es", "said_en", "on", "document"]

    def __init__(self, *args: Any, level: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["word" if level == Level.INDICATOR else "value"]


class PeriodForm(PlainForm):
    """The days of a report, both included."""

    since = forms.DateField(
        label=_("From"), required=False, widget=day_input(), validators=[KNOWN]
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=day_input(), validators=[KNOWN]
    )


class ActivitiesForm(PeriodForm):
    """Whose report of activities, of which days, and whether countries are named."""

    year = forms.TypedChoiceField(
        label=_("Presidency"), coerce=int, empty_value=None, required=False
    )
    names = forms.BooleanField(label=_("Name who replied and who did not"), required=False)
    field_order = ["year", "since", "until", "names"]

    def __init__(self, *args: Any, years: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("year", years)
