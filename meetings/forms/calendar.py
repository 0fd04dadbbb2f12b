"""A meeting as it is planned and changed, its sessions, and why it is called off."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, Forum, Meeting, Mode
from meetings.models.meetings import SEAT_ZONE
from meetings.presentation.titles import Names
from meetings.services.planning import Venue
from members.forms.common import DayInput, SeatTimeField, party_name
from members.models import Party
from members.models.parties import Precision

PLANNED_PRECISIONS = (Precision.DAY, Precision.MONTH, Precision.YEAR)
SEPARATOR = "|"
MORE = frozenset(
    {
        *("title_es", "title_en", "theme_es", "theme_en", "note_es", "note_en"),
        *("places", "jointly_with", "held_with", "registration_closes_at"),
    }
)


def zones() -> list[tuple[str, str]]:
    """Return the clocks on offer: those of the capitals, San José's first."""
    known = Party.objects.exclude(capital_tz="").values_list("capital_tz", flat=True)
    names = dict.fromkeys([SEAT_ZONE, *sorted(set(known))])
    return [(name, name.replace("_", " ")) for name in names]


class MinuteInput(forms.DateTimeInput):
    """A day and an hour, by the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PlaceTimeField(forms.DateTimeField):
    """A day and an hour on the clock of the place where a meeting is held."""

    widget = MinuteInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(SEAT_ZONE)

    def to_python(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


class MeetingForm(forms.Form):
    """What a meeting is while it lies ahead."""

    title_es = forms.CharField(
        label=_("Title (Spanish)"),
        help_text=_("Only if it has one of its own: otherwise the name of its body."),
        max_length=300,
        required=False,
    )
    title_en = forms.CharField(label=_("Title (English)"), max_length=300, required=False)
    theme_es = forms.CharField(label=_("Theme (Spanish)"), max_length=300, required=False)
    theme_en = forms.CharField(label=_("Theme (English)"), max_length=300, required=False)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput, required=False)
    precision = forms.ChoiceField(
        label=_("How exactly the days are known"),
        choices=[(each.value, each.label) for each in PLANNED_PRECISIONS],
        initial=Precision.DAY,
    )
    mode = forms.ChoiceField(label=_("How one attends"), choices=Mode.choices)
    host = forms.ModelChoiceField(
        label=_("Host"), queryset=Party.objects.none(), required=False
    )
    city_es = forms.CharField(label=_("City (Spanish)"), max_length=80, required=False)
    city_en = forms.CharField(label=_("City (English)"), max_length=80, required=False)
    places = forms.CharField(
        label=_("Cities, if there are several"),
        help_text=_("One a line: city in Spanish | city in English | venue"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    time_zone = forms.ChoiceField(label=_("Time zone of the place"))
    registration_closes_at = SeatTimeField(
        label=_("Registration closes (San José time)"),
        widget=MinuteInput,
        required=False,
    )
    held_with = forms.ModelChoiceField(
        label=_("Held together with"), queryset=Meeting.objects.none(), required=False
    )
    note_es = forms.CharField(
        label=_("Note (Spanish)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    note_en = forms.CharField(
        label=_("Note (English)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, hosts: Any, others: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.queryset = hosts
        host.label_from_instance = party_name
        held_with: Any = self.fields["held_with"]
        held_with.queryset = others
        zone: Any = self.fields["time_zone"]
        zone.choices = zones()

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What every meeting has: of which body, when and where."""
        return [bound for bound in self if bound.name not in MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """What few meetings have."""
        return [bound for bound in self if bound.name in MORE]

    @property
    def shows_more(self) -> bool:
        """Whether something of the second part is filled in or wrong."""
        filled = any(
            bound.value() for bound in self.more_fields if bound.name != "time_zone"
        )
        return filled or any(bound.errors for bound in self.more_fields)

    @property
    def given(self) -> dict[str, Any]:
        """Return what was typed, as the services take it."""
        data = dict(self.cleaned_data)
        host, held_with = data.pop("host"), data.pop("held_with")
        return {
            **data,
            "ends_on": data["ends_on"] or data["starts_on"],
            "host_id": host.pk if host else None,
            "held_with_id": held_with.pk if held_with else None,
            "places": list(_venues(data["places"])),
        }

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        """Return the meeting as the form shows it."""
        shown = {
            name: getattr(meeting, name) for name in cls.base_fields if name != "places"
        }
        return {
            **shown,
            "host": meeting.host_id,
            "held_with": meeting.held_with_id,
            "places": "\n".join(
                f" {SEPARATOR} ".join([place.city_es, place.city_en, place.venue_es])
                for place in meeting.places.all()
            ),
        }


class JointForm(forms.Form):
    """With which other bodies a meeting is held."""

    jointly_with = forms.MultipleChoiceField(
        label=_("Jointly with"), required=False, widget=forms.SelectMultiple
    )

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jointly: Any = self.fields["jointly_with"]
        jointly.choices = choices


class EditForm(MeetingForm):
    """A meeting that lies ahead, with the other bodies that it is of."""

    jointly_with = JointForm.base_fields["jointly_with"]

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        jointly: Any = self.fields["jointly_with"]
        jointly.choices = choices

    @classmethod
    def initial_of(cls, meeting: Meeting) -> dict[str, Any]:
        shown = MeetingForm.initial_of(meeting)
        codes = meeting.jointly_with.values_list("code", flat=True)
        return {**shown, "jointly_with": list(codes)}


class PlanForm(MeetingForm):
    """A new meeting: of which body, and of several together."""

    body = forms.ChoiceField(label=_("Body"))
    jointly_with = JointForm.base_fields["jointly_with"]
    ordinal = forms.IntegerField(
        label=_("Number, of a Vice-Ministerial Meeting"),
        min_value=1,
        max_value=999,
        required=False,
    )
    field_order = ("body", "jointly_with", "ordinal")

    def __init__(
        self, bodies: Iterable[Body], names: Names, on: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = body_choices(bodies, names, on)
        body: Any = self.fields["body"]
        body.choices = [("", "—"), *choices]
        jointly: Any = self.fields["jointly_with"]
        jointly.choices = choices

    @property
    def given(self) -> dict[str, Any]:
        data = super().given
        code = data.pop("body")
        return {**data, "body_code": code}


class SessionForm(forms.Form):
    """When a session sits, in which forum, where."""

    forum = forms.ChoiceField(label=_("Forum"))
    title_es = forms.CharField(
        label=_("Title (Spanish)"),
        help_text=_("None for a session behind closed doors."),
        max_length=200,
        required=False,
    )
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    starts_at = PlaceTimeField(label=_("Begins"))
    ends_at = PlaceTimeField(label=_("Ends"))
    room = forms.CharField(label=_("Room"), max_length=120, required=False)

    def __init__(self, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forum: Any = self.fields["forum"]
        forum.choices = [(each.value, each.label) for each in forums(meeting)]
        for name in ("starts_at", "ends_at"):
            field: Any = self.fields[name]
            field.zone = ZoneInfo(meeting.time_zone)
            field.help_text = _("On the clock of %(zone)s.") % {
                "zone": meeting.time_zone.replace("_", " ")
            }


class CallOffForm(forms.Form):
    """Why a meeting is called off."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


def forums(meeting: Meeting) -> list[Forum]:
    """Return the forums that a meeting of that body may sit in."""
    own = Forum(meeting.body.forum)
    closed = [Forum.VM_CLOSED] if own == Forum.VM_PLENARY else []
    return [own, *closed, Forum.DRAFTING_GROUP]


def body_choices(bodies: Iterable[Body], names: Names, on: Any) -> list[tuple[str, str]]:
    """Return bodies by their code, under their names of the day ``on``."""
    return [(body.code, _called(body, names, on)) for body in bodies]


def _called(body: Body, names: Names, on: Any) -> str:
    name = names.on(body.pk, on)
    return str(name.name) if name else body.code


def _venues(text: str) -> Iterable[Venue]:
    for line in filter(str.strip, text.splitlines()):
        parts = [part.strip()[:200] for part in line.split(SEPARATOR)]
        city_es, city_en, venue = [*parts, "", ""][:3]
        yield Venue(city_es=city_es[:80], city_en=city_en[:80], venue_es=venue)
