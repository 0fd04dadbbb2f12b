"""Who takes part, through whom, and how to reach them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_instant
from members import access, account_reports, networks, people, rules, services
from members.forms import EndingForm, InvitationForm, VoiceForm, attempt
from members.forms.delegations import end_of
from members.http import PortalRequest
from members.models import Mandate, OfficialVoice, Party, User
from members.people import Asked
from members.services.accounts import Invitee


@require_POST
def ask(request: PortalRequest) -> HttpResponse:
    """Ask everybody whose contact lapsed to confirm it."""
    people = User.objects.visible_to(request.viewer).unverified(request.viewer.at)
    holders = Mandate.objects.at(request.viewer.at).values("user")
    to = people.filter(pk__in=holders).values_list("pk", flat=True)
    asked = services.ask_contacts(to, by=request.viewer)
    text = ngettext("%(n)s person was asked.", "%(n)s people were asked.", asked)
    messages.success(request, text % {"n": asked})
    return redirect("members:directory")


@require_safe
def party(request: PortalRequest, code: str) -> HttpResponse:
    """One party: standing, institutions, voice, people, presidencies."""
    shown = _party(request, code)
    return render(request, "members/party.html", _party_context(request, shown))


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PortalRequest, code: str) -> HttpResponse:
    """Invite somebody to act for a party."""
    shown = _party(request, code)
    if not _may_invite(request.viewer, shown, titular=_titular(request)):
        raise Http404
    initial = {"language": "es", "role": Role.FOCAL_POINT}
    form = InvitationForm(
        shown, request.POST or None, initial=initial, on=request.viewer.on
    )
    if form.is_valid() and attempt(form, _invite, form=form, party=shown, request=request):
        messages.success(request, _("The invitation was sent."))
        return redirect(shown)
    context = {"party": shown, "form": form}
    return render(request, "members/party_invite.html", context)


def _invite(form: InvitationForm, party: Party, request: PortalRequest) -> Mandate:
    data = form.cleaned_data
    about = ("email", "full_name", "language", "title", "phone")
    return services.invite(
        Invitee(**{name: data[name] for name in about}),
        party_id=party.pk,
        role=Role(data["role"]),
        institution_id=data["institution"].pk if data["institution"] else None,
        is_alternate=data["is_alternate"],
        network=data.get("network", ""),
        by=request.viewer,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: PortalRequest, code: str) -> HttpResponse:
    """Designate the institution that speaks for a party."""
    shown = _party(request, code)
    if not _may_designate(request.viewer, shown, titular=_titular(request)):
        raise Http404
    form = VoiceForm(shown, request.POST or None)
    if form.is_valid() and attempt(
        form,
        services.designate_official_voice,
        institution_id=form.cleaned_data["institution"].pk,
        by=request.viewer,
    ):
        messages.success(request, _("The official voice was designated."))
        return redirect(shown)
    context = {"party": shown, "form": form}
    return render(request, "members/party_voice.html", context)


@require_safe
def person(request: PortalRequest, pk: int) -> HttpResponse:
    """One person: mandates, contact, and what they did for those who may read it."""
    visible = User.objects.visible_to(request.viewer)
    shown = get_object_or_404(visible, pk=pk)
    reads = rules.may_see_history(request.viewer, shown.pk)
    mandates = shown.mandates.visible_to(request.viewer)
    context = {
        "person": shown,
        "freshness": shown.freshness(request.viewer.at),
        "mandates": _with_powers(
            request, mandates if reads else _current(request, mandates)
        ),
        "may_ask": rules.may_ask_contacts(request.viewer),
        "may_write": _may_write(request, mandates),
        "networks": networks.networks(request.viewer.on)
        if mandates.exclude(network="").exists()
        else {},
        "has_card": _current(request, mandates).exists(),
        "awaits": reads and not shown.has_usable_password(),
        "reads": reads,
        "acts": account_reports.last_acts(shown.pk, request.viewer) if reads else [],
    }
    return render(request, "members/person.html", context)


@require_POST
def invite_again(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the invitation once more."""
    user = get_object_or_404(User.objects.visible_to(request.viewer), pk=pk)
    services.invite_again(user.pk, by=request.viewer)
    messages.success(request, _("The invitation was sent."))
    return redirect(user)


@require_POST
def ask_person(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask one person to confirm their contact."""
    user = get_object_or_404(User.objects.visible_to(request.viewer), pk=pk)
    services.ask_contacts([user.pk], by=request.viewer)
    messages.success(request, _("The person was asked."))
    return redirect(user)


@require_POST
def end_mandate(request: PortalRequest, pk: int) -> HttpResponse:
    """End a mandate now, or with the day that is given as its last."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.viewer), pk=pk)
    form = EndingForm(request.POST)
    last = form.cleaned_data["until"] if form.is_valid() else None
    if not form.is_valid():
        messages.error(request, _("Nothing ended: write a day, or none."))
        return redirect("members:party", mandate.party.code)
    ended = services.end_mandate(
        mandate.pk, by=request.viewer, at=end_of(last) if last else None
    )
    messages.success(request, _ended(request, ended))
    if User.objects.visible_to(request.viewer).filter(pk=mandate.user_id).exists():
        return redirect("members:person", mandate.user_id)
    return redirect("members:directory")


def _ended(request: PortalRequest, mandate: Mandate) -> str:
    if mandate.during.upper <= request.viewer.at:
        return _("The mandate has ended, and its access with it.")
    words = _("The mandate ends on %(when)s, and its access with it.")
    return words % {"when": format_instant(mandate.during.upper, "long")}


def _party(request: PortalRequest, code: str) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.viewer), code=code)


def _party_context(request: PortalRequest, shown: Party) -> dict[str, Any]:
    viewer, titular = request.viewer, access.is_titular(request.viewer)
    voices = OfficialVoice.objects.visible_to(viewer).at(viewer.at).filter(party=shown)
    speaking = voices.select_related("institution").first()
    return {
        "party": shown,
        "voice": speaking.institution if speaking else None,
        "standings": shown.standings.all(),
        "lines": people.everybody(viewer, Asked(party=shown.code)),
        "institutions": shown.institutions.open_on(viewer.on),
        "presidencies": shown.presidencies.all(),
        "may_keep": rules.may_keep_institutions(viewer, shown.pk, titular=titular),
        "may_invite": _may_invite(viewer, shown, titular=titular),
        "may_designate": _may_designate(viewer, shown, titular=titular),
    }


def _titular(request: PortalRequest) -> bool:
    return access.is_titular(request.viewer)


def _may_invite(viewer: Viewer, shown: Party, *, titular: bool) -> bool:
    role = Role.SECRETARIAT if shown.is_secretariat else Role.FOCAL_POINT
    return rules.may_invite(viewer, shown.pk, role, titular=titular)


def _may_designate(viewer: Viewer, shown: Party, *, titular: bool) -> bool:
    may = rules.may_designate_voice(viewer, shown.pk, titular=titular)
    return shown.is_member_state and may


def _may_write(request: PortalRequest, mandates: Any) -> bool:
    """Whether the reader keeps this person's contact data: for the party they act for now."""
    party_id = _current(request, mandates).values_list("party_id", flat=True).first()
    titular = access.is_titular(request.viewer)
    return rules.may_keep_contacts(request.viewer, party_id, titular=titular)


def _current(request: PortalRequest, mandates: Any) -> Any:
    return mandates.at(request.viewer.at)


def _with_powers(request: PortalRequest, mandates: Any) -> list[tuple[Mandate, bool, bool]]:
    """Each mandate, whether it is in force, and whether the reader may end it."""
    viewer, titular = request.viewer, access.is_titular(request.viewer)
    return [
        (
            each,
            in_force := viewer.at in each.during,
            in_force
            and rules.may_appoint(viewer, each.party_id, Role(each.role), titular=titular),
        )
        for each in mandates.select_related("party", "institution").order_by("-during")
    ]
