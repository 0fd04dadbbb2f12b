"""The check of terms: which words of the glossary lack their equivalent in the other language."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Refused
from decisions.presentation.workspace import terms
from decisions.views.common import say_no
from decisions.views.texts.base import open_workspace
from members.http import PortalRequest


@require_safe
def check(request: PortalRequest, reference: str) -> HttpResponse:
    """What whoever writes the text may look at; it stands in nobody's way."""
    workspace = open_workspace(request, reference, whole=False)
    if not workspace.is_inside or not workspace.may_write:
        error = Refused(
            _("Whoever drafts the text checks its terms."), code="not_yours", rule="001:411"
        )
        return say_no(request, error)
    context = {"text": workspace.text, "workspace": workspace, **terms.page(workspace)}
    return render(request, "texts/terms.html", context)
