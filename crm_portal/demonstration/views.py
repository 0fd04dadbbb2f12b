"""Pages of a demonstration: its mailbox, its clock, its accounts. Elsewhere they do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_portal.core import clock
from crm_portal.core.display import format_instant
from crm_portal.core.errors import Refused
from crm_portal.demonstration import moving, people
from crm_portal.demonstration.forms import MoveForm
from crm_portal.demonstration.models import DemoMail
from members.http import PortalRequest
from members.models import User

View = Callable[..., HttpResponse]
PER_PAGE = 50


def only_here(view: View) -> View:
    """Answer 404 unless this is a demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMONSTRATION:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@only_here
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The letters that would have left, newest first; of one reader with ``?to=``."""
    to = request.GET.get("to", "")
    mails = Paginator(DemoMail.objects.addressed_to(to), PER_PAGE)
    context = {
        "page": mails.get_page(request.GET.get("page")),
        "to": to,
        "readers": DemoMail.objects.order_by("to").values_list("to", flat=True).distinct(),
    }
    return render(request, "demonstration/mailbox.html", context)


@login_not_required
@only_here
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, as its reader would have seen it."""
    return render(
        request, "demonstration/mail.html", {"mail": get_object_or_404(DemoMail, pk=pk)}
    )


@only_here
@require_safe
def clock_page(request: HttpRequest) -> HttpResponse:
    """What time it is here, and where the clock may be moved to."""
    at = clock.now()
    context = {"at": at, "ahead": moving.ahead(at), "form": MoveForm(auto_id="move_%s")}
    return render(request, "demonstration/clock.html", context)


@only_here
@require_POST
def move_clock(request: PortalRequest) -> HttpResponse:
    """Move the clock forward and do at once what has come due."""
    if not request.user.is_demonstration:
        raise Refused(_("Only accounts of the demonstration move its clock."), code="clock")
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The clock was not moved: say how far."))
        return redirect("demonstration:clock")
    done = moving.move_clock(form.cleaned_data["move"], clock.now(), form.by)
    _say(request, done)
    return redirect("demonstration:clock")


@login_not_required
@only_here
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody one may sign in as, with the password they all share."""
    context = {"accounts": people.accounts(), "password": people.PASSWORD}
    return render(request, "demonstration/accounts.html", context)


@login_not_required
@only_here
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's people, without asking for the password."""
    email = request.POST.get("account", "")
    user = get_object_or_404(User, email=email, is_demonstration=True, is_active=True)
    response: HttpResponse = perform_login(request, user, email_verification="none")
    return response


def _say(request: HttpRequest, done: dict[str, Any]) -> None:
    expired = done.get("decisions.sweeps.expire_due_rounds", 0)
    sent = done.get("crm_portal.core.notifications.deliver_due", 0)
    if failed := [path for path, result in done.items() if isinstance(result, str)]:
        messages.warning(
            request, _("A sweep failed: %(names)s") % {"names": ", ".join(failed)}
        )
        return
    messages.success(
        request,
        _("It is now %(instant)s. Terms ended: %(expired)s. Letters sent: %(sent)s.")
        % {
            "instant": format_instant(clock.now(), "long"),
            "expired": expired,
            "sent": sent,
        },
    )
