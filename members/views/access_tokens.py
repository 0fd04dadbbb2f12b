"""One's own tokens for programs; officers end anybody's."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import services
from members.forms.access_tokens import SHORT, TokenForm
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import AccessToken


def rows(tokens: Any, request: PortalRequest) -> list[dict[str, Any]]:
    """Return the lines of a list of tokens: each with its scopes in words, and whether it holds."""
    return [
        {
            "token": each,
            "scopes": [SHORT.get(scope, scope) for scope in each.scopes],
            "is_live": each.is_live(request.viewer.at),
        }
        for each in tokens.select_related("user")
    ]


@require_safe
def tokens(request: PortalRequest) -> HttpResponse:
    """One's own tokens."""
    return _own(request)


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PortalRequest) -> HttpResponse:
    """Make a token, having just shown again who one is.

    It is in the answer, and never again: no session keeps it either.
    """
    form = TokenForm(request.POST or None)
    made: list[str] = []

    def act(**given: Any) -> None:
        made.append(services.make_token(by=request.viewer, **given)[1])

    if form.is_valid() and attempt(form, act, **form.cleaned_data):
        messages.success(request, _("The token was made."))
        return _own(request, made[0])
    return render(request, "members/token_new.html", {"form": form})


@require_POST
def revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """End a token: one's own, or as an officer somebody's."""
    token = get_object_or_404(AccessToken.objects.visible_to(request.viewer), pk=pk)
    services.revoke_token(token.pk, by=request.viewer)
    messages.success(request, _("The token was ended: nothing is let in by it any more."))
    if token.user_id == request.viewer.user_id:
        return redirect("members:tokens")
    return redirect("members:person-account", token.user_id)


def _own(request: PortalRequest, secret: str = "") -> HttpResponse:
    """Show one's own tokens, and ``secret``, which is of the one that was just made."""
    own = AccessToken.objects.visible_to(request.viewer).filter(user=request.user.pk)
    context = {"rows": rows(own, request), "secret": secret}
    response = render(request, "members/tokens.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
