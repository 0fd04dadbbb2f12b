"""What is done with a delegation: people registered, and the whole submitted or decided on."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_portal.core.access import Viewer
from crm_portal.library import uploads
from meetings.forms.common import tried
from meetings.forms.delegations import (
    CredentialsForm,
    DelegateForm,
    LimitForm,
    ReturnForm,
)
from meetings.models import (
    CompositionLimit,
    Delegate,
    Delegation,
    Forum,
    Guest,
    Meeting,
    Registration,
)
from meetings.models.delegations import PREPARING
from meetings.presentation import delegations as shown
from meetings.presentation.head import head, meeting_of, require
from meetings.rules import delegations as rules
from meetings.services import accreditation
from meetings.services import delegations as services
from meetings.views.delegations import delegation_of
from members.http import PortalRequest
from members.models import Mandate, Party, User

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
def new(request: PortalRequest, symbol: str) -> HttpResponseBase:
    """Register somebody; the Secretariat says for whom (``?for=DO`` or ``?guest=3``)."""
    meeting = meeting_of(request, symbol)
    entry, guest = _for_whom(request, meeting)
    party = entry.party.pk if entry.party else None
    require(allowed=services.is_open(meeting, party, request.viewer))
    form = _form(request, meeting, entry)
    if form.is_valid() and tried(
        form,
        services.add_delegate,
        meeting_id=meeting.pk,
        person=form.person,
        sessions=form.wanted,
        party_id=party,
        guest_id=guest.pk if guest else None,
        by=request.viewer,
    ):
        messages.success(
            request, _("%(name)s was registered.") % {"name": form.person.full_name}
        )
        return _back(meeting, entry, guest, request.viewer)
    return _act(request, meeting, form, entry=entry, title=_("Register a person"))


@require_http_methods(FORM)
def edit(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Correct somebody of a delegation; the approval is given anew."""
    meeting = meeting_of(request, symbol)
    delegate = _delegate(request, meeting, pk)
    entry = shown.one(delegate.delegation, request.viewer)
    require(allowed=services.is_open(meeting, delegate.delegation.party_id, request.viewer))
    held = Registration.objects.in_force().filter(delegate=delegate)
    initial = DelegateForm.of(delegate, held.values_list("session", flat=True))
    form = _form(request, meeting, entry, initial=initial)
    if form.is_valid() and tried(
        form,
        services.change_delegate,
        pk=delegate.pk,
        person=form.person,
        sessions=form.wanted,
        by=request.viewer,
    ):
        messages.success(request, _("The registration was changed."))
        return redirect(_address(delegate.delegation, request.viewer))
    return _act(
        request, meeting, form, entry=entry, delegate=delegate, title=delegate.full_name
    )


@require_POST
def withdraw(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Record that somebody does not come after all."""
    meeting = meeting_of(request, symbol)
    delegate = _delegate(request, meeting, pk)
    left = services.withdraw_delegate(delegate.pk, by=request.viewer)
    messages.success(request, _("It was recorded that this person does not come."))
    if left:
        names = ", ".join(each.full_name for each in left)
        messages.warning(
            request,
            _(
                "Without their head these people no longer come in behind closed doors: %(names)s."
            )
            % {"names": names},
        )
    return redirect(_address(delegate.delegation, request.viewer))


@require_POST
def submit(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Put a delegation before the Secretariat and the presidency."""
    found = delegation_of(request, meeting_of(request, symbol), pk)
    services.submit(found.pk, by=request.viewer)
    messages.success(request, _("The delegation was submitted."))
    return redirect(_address(found, request.viewer))


@require_POST
def approve(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Approve a delegation."""
    found = delegation_of(request, meeting_of(request, symbol), pk)
    require(allowed=rules.may_decide_delegations(request.viewer))
    accreditation.approve(found.pk, by=request.viewer)
    messages.success(request, _("The delegation was approved."))
    return redirect("meetings:delegations", symbol)


@require_http_methods(FORM)
def send_back(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Return a delegation with the reason."""
    meeting = meeting_of(request, symbol)
    found = delegation_of(request, meeting, pk)
    require(allowed=rules.may_decide_delegations(request.viewer))
    form = ReturnForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        accreditation.send_back,
        pk=found.pk,
        reason=form.cleaned_data["reason"],
        by=request.viewer,
    ):
        messages.success(request, _("The delegation was returned."))
        return redirect("meetings:delegations", symbol)
    title = _("Return the delegation of %(name)s") % {"name": found.name}
    return _act(request, meeting, form, title=title, button=_("Return it"))


@require_http_methods(FORM)
def credentials(request: PortalRequest, symbol: str, pk: int) -> HttpResponseBase:
    """Bring the note verbale that accredits a delegation."""
    meeting = meeting_of(request, symbol)
    found = delegation_of(request, meeting, pk)
    require(allowed=services.is_open(meeting, found.party_id, request.viewer))
    form = CredentialsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["document"]
        kept = uploads.keep(**uploads.stored_fields(file))
        if tried(
            form,
            accreditation.add_credentials,
            pk=found.pk,
            document=kept,
            name=file.name,
            by=request.viewer,
        ):
            messages.success(request, _("The credentials were kept."))
            return redirect(_address(found, request.viewer))
    return _act(
        request, meeting, form, title=_("Credentials"), button=_("Keep the document")
    )


@require_http_methods(FORM)
def limit(request: PortalRequest, symbol: str) -> HttpResponseBase:
    """Let in fewer companions behind closed doors at this meeting: the presidency's."""
    meeting = meeting_of(request, symbol)
    require(allowed=rules.may_authorise(request.viewer))
    limits = CompositionLimit.objects.visible_to(request.viewer)
    known = limits.filter(meeting=meeting, forum=Forum.VM_CLOSED).first()
    form = LimitForm(request.POST or None, initial=_limit(known))
    if form.is_valid() and tried(
        form,
        accreditation.limit_companions,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("It was recorded how many companions come in."))
        return redirect("meetings:delegations", symbol)
    title = _("Companions behind closed doors")
    return _act(request, meeting, form, title=title, button=_("Record"))


def _limit(known: CompositionLimit | None) -> dict[str, Any]:
    return {"number": known.number, "reason": known.reason} if known else {}


def _for_whom(request: PortalRequest, meeting: Meeting) -> tuple[shown.Entry, Guest | None]:
    """Return the delegation somebody is registered in, as far as it exists already."""
    viewer = request.viewer
    known = Delegation.objects.visible_to(viewer).filter(meeting=meeting)
    known = known.select_related("party", "guest", "meeting")
    party, guest = request.party, None
    if viewer.has(*PREPARING) and "for" in request.GET:
        parties = Party.objects.visible_to(viewer)
        party = get_object_or_404(parties, code=request.GET["for"][:12])
    if viewer.has(*PREPARING) and request.GET.get("guest", "").isdecimal():
        guests = Guest.objects.visible_to(viewer).filter(meeting=meeting, party=None)
        guest = get_object_or_404(guests, pk=request.GET["guest"][:9], called_off_on=None)
    found = known.filter(guest=guest) if guest else known.filter(party=party)
    delegation = found.first()
    if delegation is not None:
        return shown.one(delegation, viewer), guest
    if guest is not None:
        return shown.Entry(guest.name, "special_guest"), guest
    if party is None:
        raise Http404
    return shown.Entry(party.name, party.kind, party), None


def _delegate(request: PortalRequest, meeting: Meeting, pk: int) -> Delegate:
    visible = Delegate.objects.visible_to(request.viewer).coming()
    found: Delegate = get_object_or_404(
        visible.select_related("delegation"), pk=pk, delegation__meeting=meeting
    )
    found.delegation = delegation_of(request, meeting, found.delegation_id)
    return found


def _form(
    request: PortalRequest,
    meeting: Meeting,
    entry: shown.Entry,
    initial: dict[str, Any] | None = None,
) -> DelegateForm:
    places = shown.places(meeting, entry, request.viewer)
    accounts = _accounts(entry, request.viewer)
    return DelegateForm(places, accounts, request.POST or None, initial=initial)


def _accounts(entry: shown.Entry, viewer: Viewer) -> QuerySet[User]:
    if entry.party is None:
        return User.objects.none()
    serving = Mandate.objects.at(viewer.at).filter(party=entry.party)
    visible = User.objects.visible_to(viewer)
    return visible.filter(pk__in=serving.values("user"), is_active=True)


def _address(delegation: Delegation, viewer: Viewer) -> str:
    symbol = delegation.meeting.symbol
    if delegation.party_id is not None and delegation.party_id == viewer.party_id:
        return reverse("meetings:accreditation", args=[symbol])
    return delegation.get_absolute_url()


def _back(
    meeting: Meeting, entry: shown.Entry, guest: Guest | None, viewer: Viewer
) -> HttpResponse:
    party = entry.party.pk if entry.party else None
    visible = Delegation.objects.visible_to(viewer).select_related("meeting")
    found = visible.get(meeting=meeting, party=party, guest=guest)
    return redirect(_address(found, viewer))


def _act(
    request: PortalRequest, meeting: Meeting, form: Any, *, title: str, **more: Any
) -> HttpResponse:
    template = "delegate" if isinstance(form, DelegateForm) else "delegation_act"
    context = {
        **head(request, meeting, label=title),
        "form": form,
        "act": title,
        "back": reverse("meetings:delegations", args=[meeting.symbol]),
        **more,
    }
    if isinstance(form, DelegateForm):
        context["chosen"] = form.chosen
        context["back"] = _home(more["entry"], meeting, request.viewer)
    return render(request, f"meetings/{template}.html", context)


def _home(entry: shown.Entry, meeting: Meeting, viewer: Viewer) -> str:
    own = entry.party is not None and entry.party.pk == viewer.party_id
    page = "meetings:accreditation" if own else "meetings:delegations"
    return reverse(page, args=[meeting.symbol])
