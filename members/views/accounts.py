"""One's own account, and the pages that a letter leads to."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from crm_portal.core.errors import Conflict
from members import account_reports, services, tokens
from members.forms import AccountForm, PasswordForm
from members.http import PortalRequest, remember_language
from members.models import AddressChange, Mandate, User
from members.tokens import Purpose


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: PortalRequest) -> HttpResponse:
    """What the portal knows of its reader, what they may do, and what they did."""
    form = AccountForm(request.POST or None, instance=_own(request))
    if request.method == "POST" and form.is_valid():
        user = services.update_account(
            request.user.pk, by=request.viewer, **form.cleaned_data
        )
        with override(user.language):
            messages.success(request, _("Your account was saved."))
            return remember_language(redirect(reverse("members:account")), user.language)
    context = {
        "form": form,
        "mandates": Mandate.objects.at(request.viewer.at)
        .filter(user=request.user)
        .select_related("party", "institution"),
        "freshness": request.user.freshness(request.viewer.at),
        "acts": account_reports.last_acts(request.user.pk, request.viewer),
    }
    return render(request, "members/account.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PortalRequest, token: str) -> HttpResponse:
    """The invited person chooses a password; reading the page changes nothing."""
    user = _holder(request, token, Purpose.INVITATION)
    if user is None:
        return _dead(request)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(
                token, form.cleaned_data["password"], by=request.viewer
            )
        except Conflict:
            return _dead(request)
        messages.success(request, _("Your account is open. Sign in with your address."))
        return redirect("account_login")
    context = {"form": form, "account": user}
    return render(request, "members/invitation.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: PortalRequest, token: str) -> HttpResponse:
    """The holder of an address confirms it; reading the page changes nothing."""
    user = _holder(request, token, Purpose.CONTACT)
    if user is None:
        return _dead(request)
    context = {"account": user, "done": False}
    if request.method == "POST":
        try:
            services.verify_contact(token, by=request.viewer)
        except Conflict:
            return _dead(request)
        context["done"] = True
    return render(request, "members/contact.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PortalRequest, token: str) -> HttpResponse:
    """The reader of a new address confirms it; reading the page changes nothing."""
    user = _holder(request, token, Purpose.ADDRESS)
    if user is None:
        return _dead(request)
    change = AddressChange.objects.pending_of(user)
    context = {"account": user, "change": change, "done": False}
    if request.method == "POST":
        try:
            context["account"] = services.confirm_address(token, by=request.viewer)
        except Conflict:
            return _dead(request)
        context["done"] = True
    return render(request, "members/address_confirm.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: PortalRequest, token: str) -> HttpResponse:
    """Whoever lost the second factor chooses a password; reading the page changes nothing."""
    user = _holder(request, token, Purpose.RECOVERY)
    if user is None:
        return _dead(request)
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.recover_account(
                token, form.cleaned_data["password"], by=request.viewer
            )
        except Conflict:
            return _dead(request)
        messages.success(
            request, _("Sign in with your new password, and set up a new second factor.")
        )
        return redirect("account_login")
    return render(request, "members/recover.html", {"form": form, "account": user})


def _own(request: PortalRequest) -> User:
    """A copy of the reader's account: a form writes on it before it is found wrong."""
    return User.objects.visible_to(request.viewer).get(pk=request.user.pk)


def _holder(request: PortalRequest, token: str, purpose: Purpose) -> User | None:
    """Return the account a link is still good for, or None."""
    try:
        pk = tokens.account_of(token, purpose, request.viewer.at)
        user = get_object_or_404(User, pk=pk)
        tokens.require_current(user, token, purpose)
    except Conflict:
        return None
    return user


def _dead(request: PortalRequest) -> HttpResponse:
    return render(request, "members/dead_link.html", status=HTTPStatus.GONE)
