"""A statement that is asked for, and what is decided about it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.uploads import DocumentField
from meetings.models import AgendaItem, Session
from meetings.models.statements import ASKABLE
from meetings.services.statements import Asking


class StatementForm(forms.Form):
    """What one asks to say, at which session and item."""

    right = forms.ChoiceField(
        label=_("What is asked"),
        choices=[(each.value, each.label) for each in ASKABLE],
        widget=forms.RadioSelect,
    )
    session = forms.ModelChoiceField(label=_("Session"), queryset=Session.objects.none())
    item = forms.ModelChoiceField(
        label=_("Agenda item"), queryset=AgendaItem.objects.none(), required=False
    )
    subject_es = forms.CharField(label=_("Subject (Spanish)"), max_length=300)
    subject_en = forms.CharField(
        label=_("Subject (English)"), max_length=300, required=False
    )
    text = forms.CharField(
        label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(
        self, sessions: Iterable[Session], items: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        session: Any = self.fields["session"]
        session.queryset = sessions
        session.label_from_instance = lambda each: each.name
        item: Any = self.fields["item"]
        item.queryset = items
        item.label_from_instance = lambda each: each.title
        item.empty_label = _("None in particular")

    @property
    def asking(self) -> Asking:
        """The request as the service takes it."""
        data = dict(self.cleaned_data)
        item = data.pop("item")
        session = data.pop("session")
        return Asking(session_id=session.pk, item_id=item.pk if item else None, **data)


class DecisionForm(forms.Form):
    """What an authorisation covers, or why it is declined."""

    scope_es = forms.CharField(
        label=_("What it covers (Spanish)"),
        max_length=300,
        required=False,
        help_text=_("It ends with the session."),
    )
    scope_en = forms.CharField(
        label=_("What it covers (English)"), max_length=300, required=False
    )
    reason = forms.CharField(
        label=_("Reason, if it is declined"), max_length=500, required=False
    )


class DeliveryForm(forms.Form):
    """A statement was made, and this is its text."""

    document = DocumentField(label=_("Document"), required=False)
