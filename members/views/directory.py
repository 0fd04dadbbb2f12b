"""Who takes part, through whom, and how to reach them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Role
from members import access, reports, rules, services
from members.forms import InvitationForm, VoiceForm, attempt
from members.http import PortalRequest
from members.models import Mandate, Party, User
from members.models.accounts import INSIDERS
from members.services.accounts import Invitee


@require_safe
def directory(request: PortalRequest) -> HttpResponse:
    """Every party with its official voice, its people and how fresh their contacts are."""
    viewer = request.viewer
    parties = Party.objects.visible_to(viewer).active_on(viewer.on)
    entries = reports.directory(viewer, reports.by_name(parties))
    context = {
        "members": [each for each in entries if each.party.is_member_state],
        "others": [each for each in entries if not each.party.is_member_state],
        "may_ask": rules.may_ask_contacts(viewer),
        "sees_people": viewer.has(*INSIDERS),
    }
    return render(request, "members/directory.html", context)


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
    if not _may_invite(request, shown):
        raise Http404
    initial = {"language": "es", "role": Role.FOCAL_POINT}
    form = InvitationForm(shown, request.POST or None, initial=initial)
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
        by=request.viewer,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: PortalRequest, code: str) -> HttpResponse:
    """Designate the institution that speaks for a party."""
    shown = _party(request, code)
    if not _may_designate(request, shown):
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
        "awaits": reads and not shown.has_usable_password(),
        "reads": reads,
        "acts": reports.acts_of(shown.pk) if reads else [],
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
    """End a mandate now."""
    mandate = get_object_or_404(Mandate.objects.visible_to(request.viewer), pk=pk)
    services.end_mandate(mandate.pk, by=request.viewer)
    messages.success(request, _("The mandate has ended, and its access with it."))
    if User.objects.visible_to(request.viewer).filter(pk=mandate.user_id).exists():
        return redirect("members:person", mandate.user_id)
    return redirect("members:directory")


def _party(request: PortalRequest, code: str) -> Party:
    return get_object_or_404(Party.objects.visible_to(request.viewer), code=code)


def _party_context(request: PortalRequest, shown: Party) -> dict[str, Any]:
    return {
        "party": shown,
        "entry": reports.directory(request.viewer, [shown])[0],
        "standings": shown.standings.all(),
        "institutions": shown.institutions.all(),
        "presidencies": shown.presidencies.all(),
        "may_invite": _may_invite(request, shown),
        "may_designate": _may_designate(request, shown),
    }


def _may_invite(request: PortalRequest, shown: Party) -> bool:
    role = Role.SECRETARIAT if shown.is_secretariat else Role.FOCAL_POINT
    titular = access.is_titular(request.viewer)
    return rules.may_invite(request.viewer, shown.pk, role, titular=titular)


def _may_designate(request: PortalRequest, shown: Party) -> bool:
    titular = access.is_titular(request.viewer)
    return shown.is_member_state and rules.may_designate_voice(
        request.viewer, shown.pk, titular=titular
    )


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
