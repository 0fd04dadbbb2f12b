"""What the public front page says, ready to be shown."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.display import format_day
from crm_portal.library import rules
from crm_portal.library.models import IssuedDocument, Kind
from members.models import Party, Presidency
from members.models.parties import Precision

LATEST = 5
ADOPTED = (Kind.ADOPTED_TEXT, Kind.DECLARATION, Kind.DECISION)


def home(viewer: Viewer) -> dict[str, Any]:
    """Return the front page's facts for ``viewer``, in the active language: four queries."""
    return {
        "presidency": _presidency(viewer),
        "next_meeting": None,
        "adopted": [_adopted(document) for document in _latest(viewer)],
        "members": _members(viewer),
        "meetings": [],
    }


def _presidency(viewer: Viewer) -> dict[str, str] | None:
    chair = Presidency.objects.at(viewer.at).select_related("party").first()
    if chair is None:
        return None
    return {
        "country": chair.party.name,
        "label": _("PPT %(year)s") % {"year": chair.label_year},
        "theme": chair.theme,
        "since": _since(chair),
        "source": chair.source,
    }


def _since(chair: Presidency) -> str:
    day = chair.term.lower.astimezone(ZONE_OF_RECORD).date()
    return format_day(day, "full") if chair.precision == Precision.DAY else str(day.year)


def _latest(viewer: Viewer) -> list[IssuedDocument]:
    """Return the texts published by now, the newest first, one row a text."""
    published = IssuedDocument.objects.filter(
        published_at__lte=viewer.at, kind__in=ADOPTED
    ).current()
    return list(published.order_by("-issued_at")[:LATEST])


def _adopted(document: IssuedDocument) -> dict[str, Any]:
    return {
        "reference": document.reference,
        "title": document.title,
        "on": document.issued_at.astimezone(ZONE_OF_RECORD).date(),
        "url": document.get_absolute_url(),
        "note": document.attestation,
    }


def _members(viewer: Viewer) -> list[dict[str, str]]:
    """Return the member countries in the alphabetical order of the reader's language."""
    parties = Party.objects.members_on(viewer.on).prefetch_related("presidencies")
    rows = [
        {
            "name": party.name,
            "url": reverse("conference:participant", args=[party.code]),
            "presidencies": _years(party),
        }
        for party in parties
    ]
    return sorted(rows, key=lambda row: rules.alphabet(row["name"]))


def _years(party: Party) -> str:
    return ", ".join(str(term.label_year) for term in party.presidencies.all())
