"""“My delegation”: one's own institutions, people and calendars, and what waits there."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role
from members import access, delegations, rules
from members.http import PortalRequest


@require_safe
def delegation(request: PortalRequest) -> HttpResponse:
    """The house of whoever acts for a party; the Secretariat's is the directory."""
    viewer, party = request.viewer, request.party
    if party is None or party.is_secretariat:
        raise Http404
    titular = access.is_titular(viewer)
    shown = delegations.house(party, viewer)
    context = {
        "party": party,
        "shown": shown,
        "offices": delegations.counted(shown),
        "duties": delegations.duties(party, shown, viewer),
        "fresh": sum(line["freshness"] == "confirmed" for line in shown.lines),
        "endable": delegations.endable(shown, viewer, party, titular=titular),
        "may_keep": rules.may_keep_institutions(viewer, party.pk, titular=titular),
        "may_invite": rules.may_invite(viewer, party.pk, Role.FOCAL_POINT, titular=titular),
        "may_designate": party.is_member_state
        and rules.may_designate_voice(viewer, party.pk, titular=titular),
        "may_write": rules.may_keep_contacts(viewer, party.pk, titular=titular),
        "may_import": rules.may_import(viewer, titular=titular),
    }
    return render(request, "members/delegation.html", context)
