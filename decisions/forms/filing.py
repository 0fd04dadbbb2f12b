"""What the Secretariat records for others, with the document that proves it (P7, P17)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.uploads import DocumentField
from decisions.forms.base import ActForm
from decisions.forms.replying import AnswerForm
from decisions.rules.powers import BUSINESS_DAYS
from members.models import Institution, Party


class TranscribeForm(AnswerForm):
    """A note or a mail of a State, as it reads, with its scan or file."""

    party = forms.ModelChoiceField(label=_("Country"), queryset=Party.objects.none())
    institution = forms.ModelChoiceField(
        label=_("Institution that signed"),
        queryset=Institution.objects.none(),
        help_text=_("It counts only if the official voice signed it."),
    )
    document = DocumentField(label=_("The note or mail"))

    field_order = ("party", "institution", "document", "position", "comment", "reservation")

    def arrange(self) -> None:
        super().arrange()
        consulted = [each.party_id for each in self.dossier.consulted]
        party: Any = self.fields["party"]
        party.queryset = Party.objects.filter(pk__in=consulted)
        party.label_from_instance = lambda each: each.name
        institution: Any = self.fields["institution"]
        institution.queryset = Institution.objects.filter(
            party__in=consulted
        ).select_related("party")
        institution.label_from_instance = lambda each: f"{each.party.name}: {each.name}"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        party, institution = data.get("party"), data.get("institution")
        if party and institution and institution.party_id != party.pk:
            self.add_error("institution", _("The institution is not of that country."))
        return data


class WaiverForm(ActForm):
    """A member accepts fewer days, in writing, before distribution (P7)."""

    party = forms.ModelChoiceField(label=_("Country"), queryset=Party.objects.none())
    business_days = forms.TypedChoiceField(
        label=_("Business days it accepts"),
        coerce=int,
        choices=[(n, str(n)) for n in range(1, BUSINESS_DAYS)],
        widget=forms.RadioSelect,
    )
    document = DocumentField(label=_("The waiver in writing"))

    def arrange(self) -> None:
        party: Any = self.fields["party"]
        party.queryset = Party.objects.members_on(self.dossier.viewer.on)
        party.label_from_instance = lambda each: each.name
