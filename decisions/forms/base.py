"""A form that can be told why the service refused, so that nothing typed is lost."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from crm_portal.core import calendar_words
from crm_portal.core.errors import DomainError


class ActForm(forms.Form):
    """The form of one act. ``dossier`` is what it acts upon, for choices that depend on it."""

    def __init__(self, *args: Any, dossier: Any = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.arrange()

    def arrange(self) -> None:
        """Set the choices and fields that depend on the dossier."""


def refuse(form: forms.BaseForm, refusal: DomainError) -> None:
    """Say on the form why the act was refused, with the rule behind it."""
    message = calendar_words.message(refusal)
    if refusal.rule:
        message = _("%(reason)s (rule %(rule)s)") % {
            "reason": message,
            "rule": refusal.rule,
        }
    form.add_error(None, message)


def area(rows: int = 4, **attrs: Any) -> forms.Textarea:
    """Return a text area of ``rows`` lines."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
