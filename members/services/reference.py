"""Reference data of the parties: what the administrator keeps, and nothing that a State said."""

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid, Refused
from members import rules
from members.models import Party

NEUTRAL = ("acronym_es", "acronym_en", "capital_es", "capital_en", "capital_tz", "order")


@transaction.atomic
def correct_reference(party_id: int, *, by: Viewer, **values: Any) -> Party:
    """Correct acronyms, capital and time zone of a party; each change is written down.

    A deadline keeps the text it was distributed with: only what is shown from now on moves.
    """
    if not rules.may_correct_reference(by):
        raise Refused(_("Reference data is corrected by the administrator."))
    if unknown := set(values) - set(NEUTRAL):
        raise Invalid(_("That is not reference data."), code=", ".join(sorted(unknown)))
    _require_zone(values.get("capital_tz", ""))
    party = Party.objects.select_for_update().get(pk=party_id)
    changes = {
        name: [getattr(party, name), value]
        for name, value in values.items()
        if getattr(party, name) != value
    }
    for name, (_old, new) in changes.items():
        setattr(party, name, new)
    if changes:
        party.save(update_fields=list(changes))
        audit.record(party, "reference_corrected", by=by, changes=changes)
    return party


def _require_zone(name: str) -> None:
    if not name:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(_("There is no time zone of that name."), code="zone") from None
