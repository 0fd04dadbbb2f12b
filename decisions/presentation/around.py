"""What stands beside “Today”: the last results, one's own delegation, who presides."""

from typing import Any

from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from decisions.models import OutcomeRecord
from decisions.presentation import wording
from decisions.presentation.reading import visible
from decisions.states import AGREED, State
from members.access import troika_at
from members.models import Mandate, Party, Presidency

MOST_RESULTS = 5
SHOWN_RESULTS = (*AGREED, State.NO_CONSENSUS, State.REFERRED, State.WITHDRAWN)


def results(viewer: Viewer) -> list[dict[str, Any]]:
    """The last consultations that ended, one way or another."""
    recorded = OutcomeRecord.objects.filter(consultation__in=visible(viewer).values("pk"))
    dates = dict(recorded.order_by("-pk").values_list("consultation_id", "recorded_at"))
    found = visible(viewer).filter(state__in=SHOWN_RESULTS).order_by("-created_at", "-pk")
    return [
        {
            "url": each.get_absolute_url(),
            "kicker": wording.kicker(each),
            "subject": each.subject,
            "state": str(State(each.state).label),
            "tone": wording.tone_of(each.state),
            "at": dates.get(each.pk),
        }
        for each in found[:MOST_RESULTS]
    ]


def delegation(viewer: Viewer, reader: Party | None) -> dict[str, Any] | None:
    """The reader's own delegation: who speaks for it, and whether that is up to date."""
    if not viewer.has(Role.MEMBER) or reader is None:
        return None
    mandates = Mandate.objects.at(viewer.at).filter(
        party=reader, role__in=[Role.FOCAL_POINT, Role.LIAISON_OFFICER]
    )
    people = [each.user for each in mandates.select_related("user")]
    stale = [p for p in people if not p.freshness(viewer.at).is_verified]
    return {
        "name": reader.name,
        "people": ", ".join(dict.fromkeys(person.full_name for person in people)),
        "is_stale": bool(stale),
        "is_mine": any(person.pk == viewer.user_id for person in stale),
    }


def chairs(viewer: Viewer) -> dict[str, str]:
    """Who presides, and the Troika that follows from it."""
    presiding = list(Presidency.objects.at(viewer.at).select_related("party"))
    chair = next(iter(presiding), None)
    seats = troika_at(viewer.at)
    parties = Party.objects.in_bulk(list(seats.voices))
    ordered = [pk for pk in (seats.previous, *seats.chairs, seats.next) if pk in parties]
    return {
        "label": _("PPT %(year)s") % {"year": chair.label_year} if chair else "",
        "presidency": ", ".join(each.party.name for each in presiding),
        "troika": ", ".join(dict.fromkeys(parties[pk].name for pk in ordered)),
    }
