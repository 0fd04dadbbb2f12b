"""What is typed of commitments: who does what, where one stands, how it ended, what is taken up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day
from crm_portal.library.models import Document
from decisions.forms.base import area, day_input
from decisions.models import Provision, Text
from decisions.models.following import Commitment, Lead
from decisions.presentation.following_up.board_words import WORDS
from decisions.rules.following.words import SAID
from decisions.services.following.commitments import NewCommitment
from meetings.models import Axis, Body, Meeting
from meetings.presentation.titles import Names
from members.models import Party

PRESIDENCY, PARTY, BODY = "ppt", "party", "body"


class PlainForm(forms.Form):
    """A form whose labels stand alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def offer(self, name: str, choices: Any) -> None:
        """Offer what there is to choose from in a field."""
        field: Any = self.fields[name]
        field.choices = choices


class CommitForm(PlainForm):
    """Who does what because of a decision, until when, and what would show it."""

    what_es = forms.CharField(
        label=_("What is to be done, in Spanish"), widget=area(3, lang="es")
    )
    what_en = forms.CharField(
        label=_("What is to be done, in English"),
        required=False,
        widget=area(3, lang="en"),
    )
    lead = forms.ChoiceField(label=_("Who leads"))
    partners = forms.MultipleChoiceField(
        label=_("Who takes part"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    by_country = forms.BooleanField(
        label=_("Each member country reports where it stands"), required=False, initial=True
    )
    review_on = forms.DateField(
        label=_("To be reviewed on"), required=False, widget=day_input()
    )
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=day_input(),
        help_text=_("The day itself is still in time."),
    )
    evidence_es = forms.CharField(
        label=_("What will show that it was done, in Spanish"),
        required=False,
        widget=area(2, lang="es"),
    )
    evidence_en = forms.CharField(
        label=_("What will show that it was done, in English"),
        required=False,
        widget=area(2, lang="en"),
    )
    theme = forms.ChoiceField(
        label=_("Axis"),
        choices=[("", pgettext_lazy("axis", "None")), *Axis.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        text: Text,
        provision: Provision | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.provision = text, provision
        parties = Party.objects.taking_part_on(viewer.on).order_by("order", "code")
        named = [(str(each.pk), str(each.name)) for each in parties]
        self.offer("partners", named)
        self.offer("lead", _leads(named, viewer))
        self.fields["theme"].initial = (provision.axis if provision else "") or text.axis

    def new(self) -> NewCommitment:
        """Return what was typed as the service takes it."""
        data = dict(self.cleaned_data)
        kind, _joint, pk = data.pop("lead").partition(":")
        lead = {PARTY: Lead.PARTY, BODY: Lead.BODY}.get(kind, Lead.PRESIDENCY)
        return NewCommitment(
            **{**data, "partners": [int(each) for each in data["partners"]]},
            text_id=self.text.pk,
            provision_id=self.provision.pk if self.provision else None,
            lead=lead.value,
            lead_party_id=int(pk) if kind == PARTY else None,
            lead_body_id=int(pk) if kind == BODY else None,
        )


def _leads(parties: Sequence[tuple[str, str]], viewer: Viewer) -> list[Any]:
    names = Names.read()
    bodies = []
    for body in Body.objects.order_by("order", "code"):
        name = names.on(body.pk, viewer.on)
        bodies.append((f"{BODY}:{body.pk}", str(name.name) if name else body.code))
    return [
        ("", _("Choose")),
        (PRESIDENCY, Lead.PRESIDENCY.label),
        (_("Countries and organizations"), [(f"{PARTY}:{pk}", n) for pk, n in parties]),
        (_("Bodies"), bodies),
    ]


class ReportForm(PlainForm):
    """Where a party says that it stands, since when, and what shows it."""

    word = forms.ChoiceField(
        label=_("Status that you report"),
        choices=[(word.value, WORDS[word].label) for word in SAID],
        widget=forms.RadioSelect,
    )
    said_es = forms.CharField(
        label=_("What was done, in Spanish"), required=False, widget=area(4, lang="es")
    )
    said_en = forms.CharField(
        label=_("What was done, in English"), required=False, widget=area(4, lang="en")
    )
    on = forms.DateField(
        label=_("As of"),
        required=False,
        widget=day_input(),
        help_text=_("Today, unless you say another day."),
    )
    document = forms.ModelChoiceField(
        label=_("Document that shows it"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=pgettext_lazy("document", "None"),
        help_text=_("One of the library: register it there first."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: Any = self.fields["document"]
        document.queryset = Document.objects.visible_to(viewer).order_by("-registered_at")
        document.label_from_instance = lambda each: f"{each.symbol} {each.title}"

    @property
    def said(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        data = dict(self.cleaned_data)
        document = data.pop("document")
        return {**data, "document_id": document.pk if document else None}


class CloseForm(PlainForm):
    """How a commitment ended."""

    outcome_es = forms.CharField(
        label=_("How it ended, in Spanish"), widget=area(3, lang="es")
    )
    outcome_en = forms.CharField(
        label=_("How it ended, in English"), required=False, widget=area(3, lang="en")
    )


class AgendaForm(PlainForm):
    """Which meeting takes up which commitments."""

    meeting = forms.ChoiceField(label=_("Meeting"))
    commitments = forms.TypedMultipleChoiceField(
        label=_("Commitments"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        meetings: Sequence[Meeting],
        ready: Sequence[Commitment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = Names.read()
        self.offer(
            "meeting",
            [(str(each.pk), _called(each, names)) for each in meetings],
        )
        self.offer("commitments", [(each.pk, each.what) for each in ready])


def _called(meeting: Meeting, names: Names) -> str:
    day = format_day(meeting.starts_on, "dated")
    return f"{names.title(meeting)} · {day} · {meeting.symbol}"
