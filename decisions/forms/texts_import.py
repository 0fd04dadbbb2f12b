"""What somebody brings to be made a text: a Word document, or what they paste."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import ActForm, area
from decisions.reading.limits import MOST_BYTES, MOST_PASTED_SIGNS
from decisions.services.texts.renewing import Use

LANGUAGES = [
    ("", _("To be found out")),
    ("es", _("Spanish")),
    ("en", _("English")),
]


class ImportForm(ActForm):
    """The source, in which language it is, and what it is to the text that is there.

    ``dossier`` says whether there is a text already.
    """

    file = forms.FileField(
        label=_("Word document"),
        help_text=_("A .docx file of at most 10 MB. It is read and not kept."),
        required=False,
        max_length=200,
        widget=forms.ClearableFileInput(
            attrs={
                "accept": ".docx,application/vnd.openxmlformats-officedocument"
                ".wordprocessingml.document"
            }
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the text"),
        help_text=_(
            "A blank line or a number begins a paragraph. Two columns copied from a table"
            " are two languages."
        ),
        required=False,
        max_length=MOST_PASTED_SIGNS,
        strip=False,
        widget=area(10, **{"class": "serif"}),
    )
    language = forms.ChoiceField(
        label=_("Language of a text in one language"), choices=LANGUAGES, required=False
    )
    use = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (
                Use.WHOLE.value,
                _("The whole text: paragraphs that go on keep their history"),
            ),
            (Use.BESIDE.value, _("The translation of the text that is there")),
            (Use.BEHIND.value, _("More paragraphs, each at the end of its part")),
        ],
        widget=forms.RadioSelect,
        initial=Use.WHOLE.value,
        required=False,
    )

    def arrange(self) -> None:
        if not self.dossier:
            del self.fields["use"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        return file

    def clean_use(self) -> Use:
        return Use(self.cleaned_data["use"] or Use.WHOLE)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        has_words = bool(data.get("pasted", "").strip())
        if "file" in data and bool(data["file"]) == has_words:
            raise forms.ValidationError(
                _("Choose a file or paste the text: one of the two.")
            )
        return data
