"""What people type about an agenda: items, spaces, cut-offs, comments."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Axis, ItemKind, Meeting, Session, Treatment
from meetings.models.agenda_slots import SLOT_RIGHTS
from members.forms.common import SeatTimeField, party_name
from members.models import Party

LONG = 300


class MomentInput(forms.DateTimeInput):
    """A day and an hour, by the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PlaceTimeField(forms.DateTimeField):
    """A day and an hour on the clock of the meeting's place."""

    widget = MomentInput
    zone: ZoneInfo | None = None

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and self.zone:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


class ProposalForm(forms.Form):
    """An item that a party proposes."""

    title_es = forms.CharField(label=_("Title (Spanish)"), max_length=LONG)
    title_en = forms.CharField(label=_("Title (English)"), max_length=LONG, required=False)
    description_es = forms.CharField(
        label=_("Description (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    description_en = forms.CharField(
        label=_("Description (English)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    axis = forms.ChoiceField(
        label=_("Thematic axis"),
        choices=[("", _("None in particular")), *Axis.choices],
        required=False,
        help_text=_("The three themes of the Plan of Action (001:364)."),
    )


class ItemForm(ProposalForm):
    """An item as the presidency and the Secretariat write it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ItemKind.choices)
    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("None yet"),
    )
    presenter = forms.ModelChoiceField(
        label=_("Presented by (party)"), queryset=Party.objects.none(), required=False
    )
    presenter_name = forms.CharField(
        label=_("Presented by (name or office)"), max_length=200, required=False
    )
    starts_at = PlaceTimeField(label=_("Begins"), required=False)
    ends_at = PlaceTimeField(label=_("Ends"), required=False)
    is_closed = forms.BooleanField(
        label=_("Behind closed doors"),
        required=False,
        help_text=_("Only those who may attend the closed-door session will know of it."),
    )

    field_order = (
        "title_es",
        "title_en",
        "kind",
        "axis",
        "session",
        "starts_at",
        "ends_at",
        "presenter",
        "presenter_name",
        "description_es",
        "description_en",
        "is_closed",
    )

    def __init__(
        self,
        meeting: Meeting,
        sessions: Any,
        parties: Any,
        *args: Any,
        may_close: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["session"]
        choice.queryset = sessions
        choice.label_from_instance = lambda each: each.name
        presenter: Any = self.fields["presenter"]
        presenter.queryset = parties
        presenter.label_from_instance = party_name
        zone = ZoneInfo(meeting.time_zone)
        for name in ("starts_at", "ends_at"):
            moment: Any = self.fields[name]
            moment.zone = zone
            moment.help_text = _("On the clock of the place of the meeting.")
        if not may_close:
            del self.fields["is_closed"]

    @property
    def told(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        data = dict(self.cleaned_data)
        session, presenter = data.pop("session"), data.pop("presenter")
        return {
            "is_closed": False,
            **data,
            "session_id": session.pk if session else None,
            "presenter_id": presenter.pk if presenter else None,
        }


class SetAsideForm(forms.Form):
    """An item comes off the agenda."""

    because = forms.CharField(label=_("Reason"), max_length=LONG)


class SlotForm(forms.Form):
    """A space for a party at one item."""

    party = forms.ModelChoiceField(label=_("Party"), queryset=Party.objects.none())
    right = forms.ChoiceField(
        label=_("For what"),
        choices=[(right.value, right.label) for right in SLOT_RIGHTS],
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=1, max_value=240, required=False
    )

    def __init__(self, parties: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["party"]
        choice.queryset = parties
        choice.label_from_instance = party_name


class NoteForm(forms.Form):
    """What goes with a version."""

    note_es = forms.CharField(
        label=_("Note (Spanish)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    note_en = forms.CharField(
        label=_("Note (English)"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class CirculateForm(NoteForm):
    """A preliminary version goes out until a cut-off."""

    comments_until = SeatTimeField(
        label=_("Comments until"),
        widget=MomentInput,
        help_text=_("San José time. What comes at that minute or later is not taken."),
    )
    field_order = ("comments_until", "note_es", "note_en")


class CommentForm(forms.Form):
    """What a party says of a version."""

    item_number = forms.ChoiceField(label=_("On which item"), required=False)
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, items: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["item_number"]
        choice.choices = [("", _("On the whole agenda")), *items]


class TreatForm(forms.Form):
    """What became of a comment."""

    treatment = forms.ChoiceField(
        label=_("Treatment"), choices=Treatment.choices, widget=forms.RadioSelect
    )
    because = forms.CharField(label=_("Reason"), max_length=500)
