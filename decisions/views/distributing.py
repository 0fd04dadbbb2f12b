"""Distribution: what sending now would mean, and the act itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core import deadline_text
from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from decisions.forms import DistributeForm
from decisions.presentation import deadline, wording
from decisions.presentation.dossier import Dossier
from decisions.services import distribution
from decisions.services.distribution import Outlook
from decisions.views.acts import ActView
from members.http import PortalRequest
from members.models import Party

GAPS = {
    "no_official_voice": _("no official voice"),
    "no_verified_contact": _(
        "no contact confirmed in the last 180 days, or its mail is returned"
    ),
}


class Distribute(ActView):
    """The preview shows the deadline before anything is sent (procedure 2.3, 2.7)."""

    name = "distribute"
    template_name = "decisions/distribute.html"
    button = _("Distribute now")
    done = _("The text has gone out to every member.")

    def form(
        self, request: PortalRequest, dossier: Dossier, **bound: Any
    ) -> DistributeForm:
        self.outlook = distribution.outlook(dossier.consultation, by=dossier.viewer)
        return DistributeForm(dossier=dossier, outlook=self.outlook, **bound)

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        confirmed = form.confirmations()
        return distribution.distribute(dossier.consultation.pk, by=by, confirm=confirmed)

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        parties = list(Party.objects.members_on(dossier.viewer.on))
        names = deadline.country_names(parties)
        preview = self.outlook.preview
        later = distribution.starting_later(self.outlook, dossier.viewer.at)
        return {
            "outlook": self.outlook,
            "preview": deadline_text.preview_sentence(preview, active_language()),
            "deadline": deadline.planned(preview.now, names),
            "later": [_start(each, names) for each in later],
            "gaps": _gaps(self.outlook, parties),
        }


def _start(computation: Any, names: dict[str, str]) -> dict[str, Any]:
    """One row of the what-if: the day it is sent, the day it closes, who sets it."""
    return {
        "on": computation.event_date,
        "ends_on": computation.ends_on,
        "days": (computation.ends_on - computation.event_date).days,
        "determining": ", ".join(names[code] for code in computation.determining)
        if len(computation.determining) < len(computation.per_member)
        else _("all"),
        "skipped": len({closure.day for closure in computation.excluded}),
    }


def _gaps(outlook: Outlook, parties: list[Party]) -> list[dict[str, str]]:
    found = {gap.party_id: str(GAPS[gap.reason]) for gap in outlook.gaps}
    return [
        {"party": party.name, "reason": found[party.pk]}
        for party in wording.in_order(parties)
        if party.pk in found
    ]
