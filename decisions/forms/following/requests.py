"""Members are asked for something, reply, and are reminded."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library.forms.documents import SheetField
from decisions.forms.base import area, day_input
from decisions.models.following import Commitment
from decisions.models.following_requests import (
    InformationRequest,
    ReminderKind,
    RequestKind,
)
from decisions.models.register import Provision
from decisions.services.following.requests import NewRequest
from members.models import Party
from members.reports import by_name

LONGEST = 20_000
TITLE, SOURCE, FIELD = 250, 200, 80


class AskForm(forms.Form):
    """A form of what members are asked; labels end with no colon."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def words_field(label: Any, *, required: bool = False, rows: int = 6) -> forms.CharField:
    """Return a field for words of some length, in either language."""
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, widget=area(rows)
    )


class OpenForm(AskForm):
    """What is asked, of whom, by when."""

    kind = forms.ChoiceField(
        label=_("What is asked for"), choices=RequestKind, widget=forms.RadioSelect
    )
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=TITLE)
    title_en = forms.CharField(
        label=_("Title in English"), max_length=TITLE, required=False
    )
    text_es = words_field(_("What is asked, in Spanish"), required=True)
    text_en = words_field(_("What is asked, in English"))
    due_on = forms.DateField(
        label=_("The reply is due by"),
        required=False,
        widget=day_input(),
        help_text=_("This day included."),
    )
    fields_asked = forms.CharField(
        label=_("Fields of the reply"),
        required=False,
        widget=area(3),
        help_text=_(
            "One a line, such as “Name” and “Post”. Without any: words or a document."
        ),
    )
    parties = forms.ModelMultipleChoiceField(
        label=_("Who is asked"),
        queryset=Party.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody marked: every member country."),
    )
    source = forms.CharField(
        label=_("Where it comes from"),
        max_length=SOURCE,
        required=False,
        help_text=_("The meeting, conclusion or document that asks for it."),
    )
    provision = forms.ModelChoiceField(
        Provision.objects.none(), required=False, widget=forms.HiddenInput
    )
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties, provision, commitment = (
            _choice(self, name) for name in ("parties", "provision", "commitment")
        )
        parties.queryset = Party.objects.members_on(viewer.on)
        parties.choices = [(each.pk, each.name) for each in by_name(parties.queryset)]
        provision.queryset = Provision.objects.visible_to(viewer)
        commitment.queryset = Commitment.objects.visible_to(viewer)

    def clean_fields_asked(self) -> list[str]:
        """Return the fields, one a line, each once."""
        found = (line.strip() for line in self.cleaned_data["fields_asked"].splitlines())
        named = list(dict.fromkeys(line for line in found if line))
        if any(len(line) > FIELD for line in named):
            raise forms.ValidationError(_("The name of a field is too long."))
        return named

    def new(self) -> NewRequest:
        """Return the request as the service takes it."""
        data = self.cleaned_data
        provision, commitment = data["provision"], data["commitment"]
        return NewRequest(
            kind=data["kind"],
            title_es=data["title_es"],
            title_en=data["title_en"],
            text_es=data["text_es"],
            text_en=data["text_en"],
            due_on=data["due_on"],
            fields=data["fields_asked"],
            parties=[each.pk for each in data["parties"]],
            provision_id=provision.pk if provision else None,
            commitment_id=commitment.pk if commitment else None,
            source=data["source"],
        )


def _choice(form: forms.Form, name: str) -> Any:
    return form.fields[name]


class ReplyForm(AskForm):
    """What the reader's country answers: field by field, in words, or with a document."""

    said_es = words_field(_("Reply in Spanish"))
    said_en = words_field(_("Reply in English"))
    sheet = SheetField("es", label=_("Document"))

    def __init__(self, *args: Any, asked: InformationRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked_fields: Sequence[str] = list(asked.fields)
        for number, name in enumerate(self.asked_fields):
            self.fields[f"field_{number}"] = forms.CharField(
                label=name, required=False, max_length=LONGEST, widget=area(2)
            )
        self.order_fields([f"field_{number}" for number in range(len(self.asked_fields))])

    def said(self) -> dict[str, Any]:
        """Return the reply as the service takes it."""
        data = self.cleaned_data
        named = enumerate(self.asked_fields)
        return {
            "said_es": data["said_es"],
            "said_en": data["said_en"],
            "sheet": data["sheet"],
            "data": {name: data[f"field_{number}"] for number, name in named},
        }


class RemindForm(AskForm):
    """How those who are missing were reminded, and when."""

    kind = forms.ChoiceField(label=_("How"), choices=ReminderKind, widget=forms.RadioSelect)
    on = forms.DateField(
        label=_("Day"),
        required=False,
        widget=day_input(),
        help_text=_("Empty: today. Only a reminder of today is sent by e-mail."),
    )
    sheet = SheetField(
        "es",
        label=_("The letter or bulletin as it was sent"),
        help_text=_("Without it, a letter of the Presidency of today is written here."),
    )


class CloseForm(AskForm):
    """No more replies are expected: only to be confirmed."""
