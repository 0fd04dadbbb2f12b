"""The page that the browser checks (axe, reflow, CSP) read, and a developer too."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm_portal.core.i18n import pick
from crm_portal.core.stylebook import lists, procedure, terms


class SampleForm(forms.Form):
    """One field of each kind; nothing is preselected."""

    title = forms.CharField(
        label=_("Subject"), help_text=_("As it will stand in the notice")
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))
    comment = forms.CharField(label=_("Comment"), required=False)
    until = forms.DateField(
        label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    document = forms.FileField(label=_("Document"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=procedure.kinds)
    position = forms.ChoiceField(
        label=_("Position"), choices=procedure.positions, widget=forms.RadioSelect
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("es", "Español"), ("en", "English")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("I have read the whole text"), help_text=_("Both languages")
    )


@login_not_required
@require_safe
def stylebook(request: HttpRequest) -> HttpResponse:
    """Show the components. 404 outside a demonstration."""
    if not settings.DEMONSTRATION:
        raise Http404
    messages.success(request, pick("Aviso de muestra: se guardó.", "Sample notice: saved."))
    messages.error(
        request, pick("Aviso de muestra: no se envió.", "Sample notice: not sent.")
    )
    return render(request, "components/stylebook.html", context())


def context() -> dict[str, Any]:
    """Return the sample data of every component, in the active language."""
    return {
        "sample_form": SampleForm(prefix="sample"),
        "wrong_form": SampleForm({"wrong-text": "…", "wrong-kind": "x"}, prefix="wrong"),
        "hints": procedure.position_hints(),
        "page": Paginator(range(430), 20).page(9),
        **terms.deadlines(),
        **procedure.procedure(),
        **lists.lists(),
    }
