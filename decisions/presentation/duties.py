"""What waits for the Secretariat and for the presidency, as sentences with a link."""

from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from decisions.models import Consultation, Dispute
from decisions.presentation import wording
from decisions.presentation.reading import visible
from decisions.states import TERMINAL, State
from members.models import CalendarYear, Mandate, Party, User

DECEMBER = 12
STEPS: dict[State, str | Promise] = {
    State.DRAFT: gettext_lazy("Write the text"),
    State.RETURNED: gettext_lazy("Write a new version"),
    State.READY: gettext_lazy("Distribute"),
    State.SUSPENDED: gettext_lazy("Resume"),
    State.EXPIRED: gettext_lazy("Record the outcome"),
    State.REVISION: gettext_lazy("Revise the text"),
    State.CONSENSUS: gettext_lazy("Start the action"),
    State.EXECUTION: gettext_lazy("Report the results"),
    State.NO_CONSENSUS: gettext_lazy("Decide on referral"),
}
Duty = dict[str, Any]


def next_step(state: State) -> str:
    """Return what the presidency does next from ``state``."""
    return str(STEPS.get(state, gettext_lazy("Open")))


def duties(viewer: Viewer) -> list[Duty]:
    """Return what waits for the Secretariat; what does not wait is not there."""
    found = [
        *_disputed(viewer),
        *_delegated(viewer),
        *_calendars(viewer),
        *_contacts(viewer),
        *_undelivered(viewer),
    ]
    return [duty for duty in found if duty]


def _disputed(viewer: Viewer) -> list[Duty]:
    disputes = (
        Dispute.objects.exclude(reply__consulted__round__consultation__state__in=TERMINAL)
        .select_related("reply__party", "reply__consulted__round__consultation")
        .order_by("-pk")
    )
    return [
        {
            "tone": "late",
            "word": _("Disputed"),
            "label": dispute.reply.party.name,
            "text": _("says that what you recorded in %(reference)s is not its reply.")
            % {"reference": _of(dispute).short_reference},
            "url": _of(dispute).get_absolute_url(),
            "action": _("Open"),
        }
        for dispute in disputes
    ]


def _of(dispute: Dispute) -> Consultation:
    found: Consultation = dispute.reply.consulted.round.consultation
    return found


def _delegated(viewer: Viewer) -> list[Duty]:
    ready = visible(viewer).filter(
        state__in=[State.READY, State.REVISION],
        delegation__presidency__term__contains=viewer.at,
    )
    return [
        {
            "tone": "due",
            "word": _("Delegated"),
            "label": each.short_reference,
            "text": _("The Presidency lets you distribute this text."),
            "url": reverse("decisions:consultation-distribute", args=[each.reference]),
            "action": _("Distribute"),
        }
        for each in ready
    ]


def _calendars(viewer: Viewer) -> list[Duty]:
    """Years that members have not confirmed: this one, and from December the next."""
    year = viewer.on.year
    years = [year, year + 1] if viewer.on.month == DECEMBER else [year]
    parties = list(Party.objects.members_on(viewer.on))
    return [duty for each in years if (duty := _calendar(parties, each))]


def _calendar(parties: list[Party], year: int) -> Duty | None:
    confirmed = set(
        CalendarYear.objects.filter(year=year).values_list("party_id", flat=True)
    )
    missing = [party for party in parties if party.pk not in confirmed]
    if not missing:
        return None
    names = ", ".join(party.name for party in wording.in_order(missing))
    return {
        "tone": "due",
        "word": _("To be confirmed"),
        "label": _("Calendar of %(year)s") % {"year": year},
        "text": names,
        "url": reverse("members:calendars"),
        "action": _("Calendars"),
    }


def _contacts(viewer: Viewer) -> list[Duty]:
    stale = User.objects.unverified(viewer.at).values("pk")
    mandates = Mandate.objects.at(viewer.at).filter(role=Role.FOCAL_POINT, user__in=stale)
    count = mandates.values("user").distinct().count()
    if not count:
        return []
    words = ngettext(
        "%(count)s focal point has not confirmed its contact in 180 days.",
        "%(count)s focal points have not confirmed their contact in 180 days.",
        count,
    )
    return [
        {
            "tone": "due",
            "word": _("To be confirmed"),
            "label": _("Focal points"),
            "text": words % {"count": count},
            "url": reverse("members:directory") + "?fresh=stale",
            "action": _("Directory"),
        }
    ]


def _undelivered(viewer: Viewer) -> list[Duty]:
    count = Notice.objects.exclude(dead_at=None).count()
    if not count:
        return []
    words = ngettext(
        "%(count)s notice was given up.", "%(count)s notices were given up.", count
    )
    return [
        {
            "tone": "late",
            "word": _("Not delivered"),
            "label": _("Notices"),
            "text": words % {"count": count},
            "url": reverse("core:status"),
            "action": _("System status"),
        }
    ]
