"""Who is missing in a round, whom to call there, and whether the notices arrived."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role
from crm_portal.core.calendars import seat_date
from crm_portal.core.models import Notice
from decisions.models import Consulted
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier
from decisions.rules.positions import Position
from members.models import Mandate
from members.rules.contacts import Freshness

FRESHNESS: dict[Freshness, tuple[str, str | Promise]] = {
    Freshness.CONFIRMED: ("ok", _("contact confirmed")),
    Freshness.DUE: ("due", _("contact to be confirmed")),
    Freshness.NEVER: ("due", _("contact never confirmed")),
    Freshness.BOUNCED: ("late", _("mail returned")),
}

Row = dict[str, Any]


def missing(dossier: Dossier) -> list[Row]:
    """Return the members without a position, by name: two queries."""
    silent = [
        each
        for each in dossier.consulted
        if dossier.standings[each.party_id].position is Position.SILENT
    ]
    mandates = _mandates(dossier, silent)
    told = _told(dossier, [each.user_id for each in mandates])
    by_party: dict[int, list[Row]] = defaultdict(list)
    for mandate in mandates:
        by_party[mandate.party_id].append(_contact(dossier, mandate, told))
    rows = {each.party_id: each for each in silent}
    ordered = wording.in_order(each.party for each in silent)
    return [_row(dossier, rows[party.pk], by_party[party.pk]) for party in ordered]


def _mandates(dossier: Dossier, silent: Sequence[Consulted]) -> list[Mandate]:
    found = Mandate.objects.at(dossier.viewer.at).filter(
        role=Role.FOCAL_POINT, party__in=[each.party_id for each in silent]
    )
    return list(found.select_related("user", "institution"))


def _told(dossier: Dossier, users: Sequence[int]) -> dict[int, Notice]:
    """Return the last notice of this consultation that each person was sent."""
    kind = ContentType.objects.get_for_model(dossier.consultation)
    rows = Notice.objects.filter(
        target_type=kind, target_id=dossier.consultation.pk, recipient__in=users
    ).exclude(event="consultation.contradiction")
    return {row.recipient_id: row for row in rows.order_by("pk")}


def _contact(dossier: Dossier, mandate: Mandate, told: dict[int, Notice]) -> Row:
    tone, label = FRESHNESS[mandate.user.freshness(dossier.viewer.at)]
    last = told.get(mandate.user_id)
    return {
        "name": mandate.user.full_name,
        "title": mandate.user.title,
        "institution": mandate.institution.name if mandate.institution else "",
        "email": mandate.user.email,
        "phone": mandate.user.phone,
        "tone": tone,
        "freshness": str(label),
        "told_at": last.sent_at if last else None,
        "is_owed": last is not None and last.sent_at is None and last.skipped_at is None,
    }


def _row(dossier: Dossier, consulted: Consulted, contacts: list[Row]) -> Row:
    computation = dossier.computation
    code = consulted.party.code
    left = None
    if computation is not None and dossier.viewer.at < computation.closes_at:
        left = computation.business_days_left(code, seat_date(dossier.viewer.at))
    voice: Any = consulted
    return {
        "party": consulted.party.name,
        "voice": wording.pick(voice.voice_es or "", voice.voice_en or ""),
        "days_left": left,
        "contacts": contacts,
    }
