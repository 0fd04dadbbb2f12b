"""What the forms of the Secretariat's accounts have in common: a key, and a document kept."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core import signing
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.library import uploads
from crm_portal.library.uploads import DocumentField
from finance.presentation.receipts import Choice
from finance.rules.allocation import USD
from finance.services.ledger import KEY_LENGTH

SALT = "finance.document"
LASTS = 24 * 60 * 60  # seconds that a document waits for its form to be sent
LONGEST_TOKEN = 500
SHORT, LONG = 200, 300
LONGEST_RATE, MOST_RATE, PLACES = 24, Decimal(10) ** 6, 8


def new_key() -> str:
    """Return a key of its own for a movement: sent twice it makes one."""
    return f"form-{uuid.uuid4()}"


class PlainForm(forms.Form):
    """A form whose labels end as they are written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class KeyedForm(PlainForm):
    """A form that moves money: shown once, it is one movement, however often it is sent."""

    key = forms.CharField(max_length=KEY_LENGTH, initial=new_key, widget=forms.HiddenInput)


class ReasonForm(KeyedForm):
    """Why something that was recorded is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=LONG)


@dataclass(frozen=True)
class Kept:
    """A document that came with a form and is stored: its hash, and its name as it came."""

    sha256: str
    name: str


class DocumentedForm(KeyedForm):
    """A form with a document, which is kept when something else has to be corrected first.

    A browser forgets the file of a form that it sends; the stored one is named by a sealed
    token, so that nobody names a file that he or she did not bring.
    """

    document = DocumentField(label=gettext_lazy("Supporting document"), required=False)
    kept = forms.CharField(
        max_length=LONGEST_TOKEN, required=False, widget=forms.HiddenInput
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file = data.get("document")
        if file:
            stored = uploads.keep(**uploads.stored_fields(file))
            self._keep(Kept(stored.pk, file.name or ""))
        return data

    def _keep(self, brought: Kept) -> None:
        token = signing.dumps([brought.sha256, brought.name[-SHORT:]], salt=SALT)
        posted: Any = self.data
        self.data = {**posted.dict(), self.add_prefix("kept"): token}

    @property
    def brought(self) -> Kept | None:
        """Return the document that came with this form, now or the time before."""
        token = self.data.get(self.add_prefix("kept"), "") if self.is_bound else ""
        try:
            sha256, name = signing.loads(token, salt=SALT, max_age=LASTS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return Kept(str(sha256), str(name))

    @property
    def document_pk(self) -> str | None:
        return self.brought.sha256 if self.brought else None


def payable(choices: Iterable[Choice]) -> list[tuple[Any, Any]]:
    """Return what a transfer may pay, for a list: the oldest first, or one of ``choices``."""
    offered = [(each.assessment, each.label) for each in choices]
    return [("", gettext_lazy("The oldest first")), *offered]


class CurrencyField(forms.CharField):
    """The code of a currency, in capitals: that of the accounts unless another is typed."""

    def __init__(self, **kwargs: Any) -> None:
        letters = RegexValidator(
            r"^[A-Za-z]{3}\Z", gettext_lazy("Three letters, as in USD.")
        )
        super().__init__(max_length=3, initial=USD, validators=[letters], **kwargs)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).upper()


class RateField(forms.Field):
    """How many dollars one unit of another currency was: ``0.0512`` or ``0,0512``."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": LONGEST_RATE}
    )

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            rate = Decimal(text.replace(",", ".")[: LONGEST_RATE + 1])
        except InvalidOperation:
            raise _unclear() from None
        if not rate.is_finite() or not 0 < rate < MOST_RATE or _places(rate) > PLACES:
            raise _unclear()
        return rate


def _unclear() -> forms.ValidationError:
    return forms.ValidationError(_("Write the rate like 0.0512."))


def _places(rate: Decimal) -> int:
    exponent = rate.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else PLACES + 1
