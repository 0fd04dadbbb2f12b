"""The keeping of accounts: what officers do, in twos where it takes two, and what one did."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import account_reports, rules, services
from members.forms import attempt
from members.forms.security import (
    ActsForm,
    AddressForm,
    ReasonForm,
    RecoveryForm,
    TimingForm,
)
from members.http import PortalRequest
from members.models import Recovery, User
from members.timings import timing_of
from members.views.access_tokens import rows

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def timing(request: PortalRequest) -> HttpResponse:
    """One's own notices: at once or once a day, and the hours of silence."""
    chosen = account_reports.chosen_timing(request.viewer)
    form = TimingForm(request.POST or None, initial=TimingForm.initial_of(chosen))
    if form.is_valid() and attempt(
        form,
        services.choose_timing,
        user_id=request.viewer.signer,
        by=request.viewer,
        **form.chosen,
    ):
        messages.success(request, _("Your settings were saved."))
        return redirect("members:timing")
    context = {"form": form, "zone": str(timing_of(request.user).zone)}
    return render(request, "members/timing.html", context)


@require_safe
def acts(request: PortalRequest, pk: int) -> HttpResponse:
    """What an account did, for its holder and for the officers."""
    shown = get_object_or_404(User.objects.visible_to(request.viewer), pk=pk)
    if not rules.may_see_history(request.viewer, shown.pk):
        raise Http404
    kinds = account_reports.kinds_of_acts(shown.pk, reader=request.viewer.user_id)
    form = ActsForm(kinds, request.GET or None)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = account_reports.acts(shown.pk, reader=request.viewer.user_id, **wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "person": shown,
        "form": form,
        "page": page,
        "events": account_reports.told(page.object_list, request.viewer),
        "sign_ins": account_reports.sign_ins(shown),
        "is_own": shown.pk == request.viewer.user_id,
    }
    return render(request, "members/acts.html", context)


@require_safe
def keeping(request: PortalRequest, pk: int) -> HttpResponse:
    """How an account stands, for the officers who keep it."""
    shown = _kept(request, pk)
    context = {
        "person": shown,
        "state": account_reports.state_of(shown),
        "rows": rows(shown.access_tokens.live(request.viewer.at), request),
        "may": _powers(request, shown),
        "cases": Recovery.objects.visible_to(request.viewer)
        .filter(user=shown)
        .select_related("opened_by", "approved_by"),
    }
    return render(request, "members/keeping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask the reader of a new address to confirm it."""
    shown = _kept(request, pk)
    _require(rules.may_change_address(request.viewer, shown.pk))
    form = AddressForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.ask_address_change,
        user_id=shown.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("A letter was sent to the new address."))
        return redirect("members:person-account", shown.pk)
    return render(request, "members/address_change.html", {"person": shown, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: PortalRequest, pk: int) -> HttpResponse:
    """Close an account, or open a closed one again."""
    shown = _kept(request, pk)
    _require(rules.may_close_account(request.viewer, shown.pk))
    act = services.close_account if shown.is_active else services.reopen_account
    form = ReasonForm(request.POST or None)
    if form.is_valid() and attempt(
        form, act, user_id=shown.pk, by=request.viewer, **form.cleaned_data
    ):
        closed = _("The account is closed, and its sessions with it.")
        opened = _("The account is open again: a letter says how to take it.")
        messages.success(request, closed if shown.is_active else opened)
        return redirect("members:person-account", shown.pk)
    return render(request, "members/account_close.html", {"person": shown, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: PortalRequest, pk: int) -> HttpResponse:
    """Open the case of a lost second factor."""
    shown = _kept(request, pk)
    _require(rules.may_open_recovery(request.viewer, shown.pk))
    form = RecoveryForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.open_recovery,
        user_id=shown.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The case is open: another officer must approve it."))
        return redirect("members:person-account", shown.pk)
    return render(request, "members/recovery_open.html", {"person": shown, "form": form})


@require_safe
def recovery(request: PortalRequest, pk: int) -> HttpResponse:
    """A case: how the person was called back, and who may approve it."""
    case = _case(request, pk)
    is_open = case.closed_at is None and request.viewer.at < case.expires_at
    may_approve = is_open and rules.may_approve_recovery(
        request.viewer,
        case.user_id,
        opened_by=case.opened_by_id,
        expires_at=case.expires_at,
    )
    context = {
        "case": case,
        "is_open": is_open,
        "may_approve": may_approve,
        "may_dismiss": is_open and rules.may_open_recovery(request.viewer, case.user_id),
    }
    return render(request, "members/recovery.html", context)


@require_POST
def approve(request: PortalRequest, pk: int) -> HttpResponse:
    """Approve a case, as the second officer."""
    case = services.approve_recovery(_case(request, pk).pk, by=request.viewer)
    messages.success(request, _("The second factor was removed and the link was sent."))
    return redirect("members:recovery", case.pk)


@require_POST
def dismiss(request: PortalRequest, pk: int) -> HttpResponse:
    """End a case without approving it."""
    case = services.dismiss_recovery(_case(request, pk).pk, by=request.viewer)
    messages.success(request, _("The case was dismissed; nothing changed."))
    return redirect("members:recovery", case.pk)


def _kept(request: PortalRequest, pk: int) -> User:
    """The account, for who keeps accounts; for anybody else there is no such page."""
    _require(rules.may_ask_contacts(request.viewer))
    return get_object_or_404(User.objects.visible_to(request.viewer), pk=pk)


def _case(request: PortalRequest, pk: int) -> Recovery:
    cases = Recovery.objects.visible_to(request.viewer)
    return get_object_or_404(
        cases.select_related("user", "opened_by", "approved_by"), pk=pk
    )


def _powers(request: PortalRequest, shown: User) -> dict[str, bool]:
    viewer = request.viewer
    return {
        "close": rules.may_close_account(viewer, shown.pk),
        "address": rules.may_change_address(viewer, shown.pk),
        "recover": rules.may_open_recovery(viewer, shown.pk),
    }


def _require(allowed: Any) -> None:
    if not allowed:
        raise Http404
