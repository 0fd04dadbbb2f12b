"""The directory by country and party: who speaks for each, and whether a consultation arrives."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import pick
from members.models import Mandate, OfficialVoice, Party, User
from members.models.folding import fold


@dataclass
class Row:
    """A party in the directory: who speaks for it, through how many, and whether it is reached."""

    party: Party
    voice: str = ""
    people: int = 0
    verified: int = 0
    is_reachable: bool = False


def parties(viewer: Viewer) -> list[Row]:
    """Return every party that takes part, by name, with what the viewer may know: two queries."""
    voices = OfficialVoice.objects.visible_to(viewer).at(viewer.at)
    own = voices.filter(party=OuterRef("pk"))
    found = Party.objects.visible_to(viewer).active_on(viewer.on)
    counts = _counts(viewer, voices)
    rows = [
        Row(
            party,
            pick(party.voice_es or "", party.voice_en or ""),
            *counts.get(party.pk, ()),
        )
        for party in found.annotate(
            voice_es=Subquery(own.values("institution__name_es")[:1]),
            voice_en=Subquery(own.values("institution__name_en")[:1]),
        )
    ]
    return sorted(rows, key=lambda row: fold(row.party.name))


def _counts(viewer: Viewer, voices: QuerySet[OfficialVoice]) -> dict[int, tuple[Any, ...]]:
    """By party: people in office the viewer may see, those verified, whether one speaks."""
    fresh = ~Q(user__in=User.objects.unverified(viewer.at).values("pk"))
    speaks = Q(role=Role.FOCAL_POINT, institution__in=voices.values("institution"))
    found = Mandate.objects.at(viewer.at).visible_to(viewer).filter(user__is_active=True)
    counted = (
        found.order_by()
        .values("party")
        .annotate(
            people=Count("pk"),
            verified=Count("pk", filter=fresh),
            speaking=Count("pk", filter=fresh & speaks),
        )
    )
    return {
        each["party"]: (each["people"], each["verified"], each["speaking"] > 0)
        for each in counted
    }
