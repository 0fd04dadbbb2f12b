"""What a reader brings to be checked: a code, or a file."""

from typing import Any

import puremagic
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from crm_portal.library import rules

MAX_BYTES = 10 * 1024 * 1024
SNIFFED_BYTES = 4096


class CodeForm(forms.Form):
    """The code printed on a document, typed as people type."""

    code = forms.CharField(
        label=_("Code of the document"),
        help_text=_("Twelve letters and figures, as in ABCD-EFGH-IJKL."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = rules.read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(
                _("A code has twelve letters and figures. Check what is printed.")
            )
        return code


class FileForm(forms.Form):
    """A PDF to be compared, byte for byte, with what was issued. It is not kept."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("At most 10 MB. The file is compared and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if not file.size or file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB."))
        if not _is_pdf(file):
            raise forms.ValidationError(_("This is not a PDF."))
        return file


def _is_pdf(file: Any) -> bool:
    head = file.read(SNIFFED_BYTES)
    file.seek(0)
    if not head.startswith(b"%PDF-"):
        return False
    try:
        return bool(puremagic.from_string(head) == ".pdf")
    except (puremagic.PureError, ValueError):
        return False
