"""The field that takes an amount as people write it and gives cents."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from finance.presentation.money import amount

MOST = 10**13  # cents: a hundred thousand million dollars
LONGEST = 40  # characters of an amount
_CURRENCY = re.compile(r"^(?:USD|US\$|\$)|USD$", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
# The decimal sign is the one that comes once, before one or two digits, at the end.
_SHAPES = (
    re.compile(r"(?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]{1,2}))?"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<rest>[0-9]{1,2}))?"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<rest>[0-9]{1,2})"),
    re.compile(r"(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){2,})(?P<rest>)"),
)


def cents_of(text: str) -> int | None:
    """Return the cents that ``text`` says, or None where it can be read in two ways or none.

    ``5,000`` is five thousand, as amounts are written here; ``5.000`` is not taken.
    """
    if len(text) > LONGEST:
        return None
    plain = _CURRENCY.sub("", _SPACES.sub("", text))
    for shape in _SHAPES:
        if found := shape.fullmatch(plain):
            whole = re.sub("[.,]", "", found["whole"])
            return int(whole) * 100 + int((found["rest"] or "").ljust(2, "0"))
    return None


class Cents(forms.CharField):
    """An amount of money, such as ``5,000.50`` or ``5000,50``: an integer of hundredths."""

    default_error_messages = {
        "unclear": _(
            "Write the amount like 5,000.50 or 5000,50: commas for thousands, two decimals."
        ),
        "little": _("The amount is at least %(least)s."),
        "much": _("The amount is at most %(most)s."),
    }

    def __init__(self, *, least: int = 1, most: int = MOST, **kwargs: Any) -> None:
        """``least`` and ``most`` are hundredths: what is below or above is refused."""
        self.least, self.most = least, most
        kwargs.setdefault("max_length", LONGEST)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        if isinstance(value, int):
            return value
        text = super().to_python(value)
        if not text:
            return None
        cents = cents_of(text)
        if cents is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        return cents

    def run_validators(self, value: Any) -> None:
        if value is None:
            return
        if value < self.least:
            raise self._outside("little", least=amount(self.least))
        if value > self.most:
            raise self._outside("much", most=amount(self.most))

    def prepare_value(self, value: Any) -> Any:
        return amount(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {**super().widget_attrs(widget), "inputmode": "decimal"}
        return {**attrs, "autocomplete": "off"}

    def _outside(self, code: str, **params: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)
