"""Bulletins: the archive of those they reached; for the Secretariat writing and sending."""

import re

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.errors import Conflict, Invalid
from crm_portal.library import bulletin_audiences, bulletin_letters, rules
from crm_portal.library.forms.bulletins import BulletinForm
from crm_portal.library.models import Bulletin
from crm_portal.library.services import bulletins as services
from members.forms.common import attempt
from members.http import PortalRequest

TAKES = ["GET", "HEAD", "POST"]
PER_PAGE = 20
ACCOUNT = re.compile(r"[0-9]{1,12}")


@require_safe
def bulletins(request: PortalRequest) -> HttpResponse:
    """The bulletins that reached the reader; for the Secretariat all of them, drafts first."""
    rows = Bulletin.objects.visible_to(request.viewer).listed()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "writes": rules.writes_bulletins(request.viewer)}
    return render(request, "library/bulletins.html", context)


@require_safe
def bulletin(request: PortalRequest, bulletin: int) -> HttpResponse:
    """One bulletin; for the Secretariat with whom it is for, and what may be done."""
    found = _found(request, bulletin)
    writes = rules.writes_bulletins(request.viewer)
    context = {"bulletin": found, "writes": writes}
    if writes:
        names = bulletin_audiences.names(found.audiences, request.viewer)
        context["audiences"] = list(names.values())
    return render(request, "library/bulletin.html", context)


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Write a bulletin."""
    _require_writer(request)
    form = BulletinForm(request.POST or None, by=request.viewer)
    made: list[Bulletin] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(services.write_bulletin(form.words, by=request.viewer))
    ):
        messages.success(request, _("The draft is kept. Look at it once more and send it."))
        return redirect("library:bulletin-send", made[0].pk)
    return _act(request, form, _("Write a bulletin"))


@require_http_methods(TAKES)
def edit(request: PortalRequest, draft: int) -> HttpResponse:
    """Change a draft."""
    found = _draft(request, draft)
    form = BulletinForm.about(request.POST or None, found, by=request.viewer)
    if form.is_valid() and attempt(
        form, lambda: services.rewrite_bulletin(found.pk, form.words, by=request.viewer)
    ):
        messages.success(request, _("The draft is kept. Look at it once more and send it."))
        return redirect("library:bulletin-send", found.pk)
    return _act(request, form, _("Change the draft"), found)


@never_cache
@require_http_methods(TAKES)
def send(request: PortalRequest, draft: int) -> HttpResponse:
    """The second look: the mail in both languages and whom it reaches; then sent, once."""
    found = _draft(request, draft)
    refusal = ""
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            sent = services.send_bulletin(found.pk, seen=seen, by=request.viewer)
        except (Conflict, Invalid) as failure:
            refusal = str(failure)
        else:
            messages.success(request, _("The bulletin was sent. The mails are leaving."))
            return redirect("library:bulletin-delivery", sent.pk)
    told = bulletin_letters.preview(found, request.user, request.viewer)
    context = {"bulletin": found, "preview": told, "refusal": refusal}
    return render(request, "library/bulletin_send.html", context)


@require_POST
def discard(request: PortalRequest, draft: int) -> HttpResponse:
    """Set a draft aside."""
    found = _written(request, draft)
    services.discard_bulletin(found.pk, by=request.viewer)
    messages.success(request, _("The draft was discarded."))
    return redirect("library:bulletins")


@never_cache
@require_safe
def delivery(request: PortalRequest, bulletin: int) -> HttpResponse:
    """What became of each mail, by audience and by person; the Secretariat's alone."""
    found = _written(request, bulletin)
    if not found.is_sent:
        raise Http404
    told = bulletin_letters.deliveries(found, request.viewer)
    context = {"bulletin": found, "deliveries": told}
    return render(request, "library/bulletin_delivery.html", context)


@require_POST
def returned(request: PortalRequest, bulletin: int) -> HttpResponse:
    """Record that one person's mail came back: ``account`` says whose."""
    found = _written(request, bulletin)
    said = request.POST.get("account", "")
    account = int(said) if ACCOUNT.fullmatch(said) else 0
    if found.addressees.filter(user=account).exists():
        services.record_return(found.pk, account, by=request.viewer)
        messages.success(request, _("It is recorded that the mail came back."))
    else:
        messages.error(request, _("Say whose mail came back."))
    return redirect("library:bulletin-delivery", found.pk)


def _require_writer(request: PortalRequest) -> None:
    if not rules.writes_bulletins(request.viewer):
        raise Http404


def _found(request: PortalRequest, pk: int) -> Bulletin:
    seen = Bulletin.objects.visible_to(request.viewer)
    found: Bulletin = get_object_or_404(seen.select_related("sent_by", "written_by"), pk=pk)
    return found


def _written(request: PortalRequest, pk: int) -> Bulletin:
    _require_writer(request)
    return _found(request, pk)


def _draft(request: PortalRequest, pk: int) -> Bulletin:
    found = _written(request, pk)
    if not found.is_draft:
        raise Http404
    return found


def _act(
    request: PortalRequest, form: BulletinForm, title: str, found: Bulletin | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "bulletin": found}
    return render(request, "library/bulletin_act.html", context)
