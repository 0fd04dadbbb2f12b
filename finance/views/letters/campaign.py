"""A campaign of letters: chosen, looked at, issued by the presidency. Looking sends nothing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from crm_portal.core.errors import DomainError
from crm_portal.core.sections import two
from decisions.forms.base import refuse
from finance.forms.letters import CampaignForm, WordsForm
from finance.models import Budget, LetterKind
from finance.presentation.letters import campaign as pages
from finance.rules import powers
from finance.services import letters
from finance.services.letters import Said
from members.http import PortalRequest

PAGE = "finance/letters/campaign.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Choose a budget and a kind, look at every letter, and issue them."""
    if not letters.may_prepare(request.viewer):
        raise Http404
    asked = request.GET if "budget" in request.GET else None
    choice = CampaignForm(asked, budgets=pages.budgets(request.viewer))
    if asked is None or not choice.is_valid():
        status = HTTPStatus.OK if asked is None else HTTPStatus.BAD_REQUEST
        return render(request, PAGE, {"choice": choice}, status=status)
    budget, kind = choice.cleaned_data["budget"], LetterKind(choice.cleaned_data["kind"])
    if request.method == "POST":
        return _answered(request, choice, budget, kind)
    words = WordsForm(initial={"signed_by": _signer(request)})
    return _preview(request, choice, words, budget, kind)


def _signer(request: PortalRequest) -> str:
    sends = powers.may_write_letters(request.viewer)
    return str(request.user.full_name) if sends else ""


def _answered(
    request: PortalRequest, choice: CampaignForm, budget: Budget, kind: LetterKind
) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _preview(request, choice, form, budget, kind, HTTPStatus.BAD_REQUEST)
    if "send" not in request.POST:
        return _preview(request, choice, form, budget, kind)
    said = {name: text for name, text in form.cleaned_data.items() if name != "mark"}
    try:
        letter = letters.issue(
            budget.pk,
            kind,
            Said(**said),
            mark=form.cleaned_data["mark"],
            by=request.viewer,
        )
    except DomainError as error:
        refuse(form, error)
        return _preview(request, choice, form, budget, kind, error.status)
    count = letter.recipients.count()
    messages.success(
        request,
        ngettext(
            "Letter %(number)s was issued to %(count)d member.",
            "Letter %(number)s was issued to %(count)d members.",
            count,
        )
        % {"number": letter.number, "count": count},
    )
    return redirect(letter)


def _preview(
    request: PortalRequest,
    choice: CampaignForm,
    form: WordsForm,
    budget: Budget,
    kind: LetterKind,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    typed = getattr(form, "cleaned_data", {})
    words = two(typed.get("words_es", ""), typed.get("words_en", ""))
    campaign = letters.preview(budget, kind, words=words, by=request.viewer)
    rows = pages.rows_of(campaign, request.viewer)
    context: dict[str, Any] = {
        "choice": choice,
        "form": form,
        "budget": budget,
        "kind": kind.label,
        "rows": rows,
        "figures": pages.figures(rows),
        "mark": campaign.mark,
        "may_send": powers.may_write_letters(request.viewer),
        "title": _("Letters as they would be written today"),
    }
    return render(request, PAGE, context, status=status)
