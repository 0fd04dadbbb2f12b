"""A verb that may refuse: what it says stands in the form, with its rule, and nothing is lost."""

from collections.abc import Callable

from django import forms

from crm_portal.core import calendar_words, sources
from crm_portal.core.errors import DomainError


def tried(form: forms.BaseForm, act: Callable[..., object], /, **arguments: object) -> bool:
    """Call a verb; whatever it refuses is said in the form, and the rule that says so."""
    try:
        act(**arguments)
    except DomainError as refusal:
        form.add_error(None, told(refusal))
        return False
    return True


def told(refusal: DomainError) -> str:
    """Return a refusal in the reader's language, with the document that the rule is in."""
    message = calendar_words.message(refusal)
    return f"{message} {sources.cite(refusal.rule)}." if refusal.rule else message
