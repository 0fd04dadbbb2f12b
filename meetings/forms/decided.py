"""What the presidency decides beyond the matrix, and a calendar address."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from meetings.models import Forum, Meeting, PartyClass, Right, Session
from meetings.services.decided import Decision
from members.forms.common import DayInput, party_name
from members.models import Party


class DecisionForm(forms.Form):
    """A right opened to a class of party, or to one party, for something, until a day."""

    forum = forms.ChoiceField(label=_("Where"), choices=Forum.choices)
    party_class = forms.ChoiceField(label=_("Class of party"), choices=PartyClass.choices)
    party = forms.ModelChoiceField(
        label=_("Only one party of that class"),
        queryset=Party.objects.none(),
        required=False,
    )
    right = forms.ChoiceField(label=_("Right"), choices=Right.choices)
    meeting = forms.ModelChoiceField(
        label=_("Only at one meeting"), queryset=Meeting.objects.none(), required=False
    )
    session = forms.ModelChoiceField(
        label=_("Only at one session"), queryset=Session.objects.none(), required=False
    )
    until = forms.DateField(
        label=_("Holds until"),
        help_text=_("To the end of that day in San José."),
        widget=DayInput,
    )
    scope_es = forms.CharField(
        label=_("For what (Spanish)"),
        help_text=_("The item, the document or the matter it is for."),
        max_length=300,
    )
    scope_en = forms.CharField(
        label=_("For what (English)"), max_length=300, required=False
    )
    decided_by = forms.CharField(
        label=_("Who decided it"),
        help_text=_("At the closed door, the Vice-Ministers (001:376)."),
        max_length=200,
    )
    source = forms.CharField(label=_("Where it is written"), max_length=200)

    def __init__(self, meetings: Any, sessions: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        party: Any = self.fields["party"]
        party.queryset = Party.objects.order_by("order")
        party.label_from_instance = party_name
        meeting: Any = self.fields["meeting"]
        meeting.queryset = meetings
        session: Any = self.fields["session"]
        session.queryset = sessions
        session.label_from_instance = _session_name

    @property
    def decision(self) -> Decision:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        session, meeting, party = data["session"], data["meeting"], data["party"]
        return Decision(
            forum=data["forum"],
            party_class=data["party_class"],
            right=data["right"],
            valid_until=end_of(data["until"]),
            scope_es=data["scope_es"],
            scope_en=data["scope_en"],
            decided_by=data["decided_by"],
            source=data["source"],
            party_id=party.pk if party else None,
            meeting_id=session.meeting_id if session else (meeting.pk if meeting else None),
            session_id=session.pk if session else None,
        )


class FeedForm(forms.Form):
    """Where a calendar address will be used."""

    label = forms.CharField(
        label=_("Where you will use it"),
        help_text=_(
            "For example, “office calendar”. It helps you to know which to revoke."
        ),
        max_length=80,
        required=False,
    )


def end_of(day: date) -> datetime:
    """Return the exclusive end of ``day`` on the clock of San José."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE_OF_RECORD)


def _session_name(session: Session) -> str:
    when = session.starts_at.astimezone(ZONE_OF_RECORD)
    return f"{session.meeting.symbol} · {session.name} · {when:%Y-%m-%d %H:%M}"
