"""What is done with documents: register, revise, let more or fewer people read them."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from crm_portal.library import keeping, rules, services
from crm_portal.library.forms.documents import (
    AudienceForm,
    ReaderForm,
    RegisterForm,
    ReviseForm,
)
from crm_portal.library.models import AudienceChange, Document, Level
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Mandate, User

TAKES = ["GET", "HEAD", "POST"]
MOST_TICKED, KEY = 100, re.compile(r"[0-9]{1,18}")


@require_http_methods(TAKES)
def new(request: PortalRequest) -> HttpResponse:
    """Register a document and its files: it gets its symbol."""
    if not keeping.registers(request.viewer):
        raise Http404
    asked = {name: request.GET.get(name, "") for name in ("series", "circle", "level")}
    form = RegisterForm(
        request.viewer, request.POST or None, request.FILES or None, initial=asked
    )
    made: list[Document] = []
    if form.is_valid() and attempt(form, lambda: made.append(_register(form, request))):
        symbol = {"symbol": made[0].symbol}
        messages.success(request, _("The document was registered as %(symbol)s.") % symbol)
        return redirect(made[0])
    return _act(request, form, _("Register a document"))


def _register(form: RegisterForm, request: PortalRequest) -> Document:
    return services.register_document(form.draft, form.sheets, by=request.viewer)


@require_http_methods(TAKES)
def revise(request: PortalRequest, slug: str) -> HttpResponse:
    """Add the files of a new revision, or another language of the latest."""
    kept = _kept(request, slug)
    form = ReviseForm(request.POST or None, request.FILES or None)
    if form.is_valid() and attempt(
        form,
        services.add_revision,
        pk=kept.pk,
        sheets=form.sheets,
        is_new=form.cleaned_data["is_new"] == "yes",
        by=request.viewer,
    ):
        messages.success(request, _("The files were added."))
        return redirect(kept)
    return _act(request, form, _("Add files"), kept)


@require_http_methods(TAKES)
def audience(request: PortalRequest, slug: str) -> HttpResponse:
    """Narrow the audience at once, or propose a wider one to a second person."""
    kept = _kept(request, slug)
    others = [each for each in Level.values if each != kept.level or kept.circle]
    form = AudienceForm(request.viewer, others, request.POST or None)
    if form.is_valid() and attempt(form, _change, form=form, kept=kept, request=request):
        return redirect("library:documents" if not _reads(request, kept) else kept)
    return _act(request, form, _("Change who reads it"), kept)


def _change(form: AudienceForm, kept: Document, request: PortalRequest) -> None:
    level, circle = form.chosen
    reason = form.cleaned_data["reason"]
    said = {"reason": reason, "circle": circle, "by": request.viewer}
    if rules.is_narrower(kept.level, level, kept.circle, circle):
        services.narrow(kept.pk, level, **said)
        messages.success(request, _("From now on fewer people read it."))
    else:
        services.propose_downgrade(kept.pk, level, **said)
        messages.success(request, _("It was proposed: a second person approves it."))


@require_POST
def approve(request: PortalRequest, slug: str, pk: int) -> HttpResponse:
    """Approve, as the second person, that more people read it."""
    kept = _kept(request, slug)
    services.approve_downgrade(_proposal(kept, pk).pk, by=request.viewer)
    messages.success(request, _("From now on more people read it."))
    return redirect(kept)


@require_POST
def approve_several(request: PortalRequest) -> HttpResponse:
    """Approve, as the second person, what was ticked on the register: each by itself."""
    if not keeping.decides(request.viewer):
        raise Http404
    ticked = request.POST.getlist("change")[:MOST_TICKED]
    keys = [int(key) for key in ticked if KEY.fullmatch(key)]
    approved, left = services.approve_several(keys, by=request.viewer)
    if approved:
        words = ngettext("%(count)s was approved.", "%(count)s were approved.", approved)
        messages.success(request, words % {"count": approved})
    if left or not keys:
        messages.error(
            request, _("What was not ticked, or is not yours to approve, waits.")
        )
    return redirect("library:documents")


@require_POST
def decline(request: PortalRequest, slug: str, pk: int) -> HttpResponse:
    """Set a proposal aside."""
    kept = _kept(request, slug)
    services.decline_downgrade(_proposal(kept, pk).pk, by=request.viewer)
    messages.success(request, _("The proposal was set aside."))
    return redirect(kept)


@require_http_methods(TAKES)
def reader(request: PortalRequest, slug: str) -> HttpResponse:
    """Name somebody who may read it."""
    kept = _kept(request, slug)
    people = User.objects.visible_to(request.viewer).filter(is_active=True)
    office = Mandate.objects.at(request.viewer.at).values("user")
    form = ReaderForm(people.filter(pk__in=office), request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.add_reader,
        pk=kept.pk,
        user_id=form.cleaned_data["user"].pk,
        reason=form.cleaned_data["reason"],
        by=request.viewer,
    ):
        messages.success(request, _("That person reads it from now on."))
        return redirect("library:document-who", slug=kept.slug)
    return _act(request, form, _("Name a reader"), kept)


def _kept(request: PortalRequest, slug: str) -> Document:
    """Return a document that its reader also keeps; to others the page does not exist."""
    visible = Document.objects.visible_to(request.viewer)
    kept: Document = get_object_or_404(visible, slug=slug)
    if not keeping.keeps(kept, request.viewer):
        raise Http404
    return kept


def _proposal(kept: Document, pk: int) -> AudienceChange:
    found: AudienceChange = get_object_or_404(kept.changes.all(), pk=pk)
    return found


def _reads(request: PortalRequest, kept: Document) -> bool:
    return Document.objects.visible_to(request.viewer).filter(pk=kept.pk).exists()


def _act(
    request: PortalRequest, form: Any, title: str, kept: Document | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "document": kept}
    return render(request, "library/document_act.html", context)
