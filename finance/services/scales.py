"""Adopting a contribution scale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Scale, Share
from finance.services.common import (
    Decision,
    one_at_a_time,
    require_decision,
    require_registrar,
    require_text,
)
from members.models import Party


@dataclass(frozen=True, slots=True)
class Weight:
    """One member's amount of a year in cents, and the percentage printed with it, if any."""

    party: int
    cents: int
    published_percent: int | None = None


@transaction.atomic
def adopt_scale(
    valid_from: date,
    weights: Sequence[Weight],
    *,
    decision: Decision,
    called: str,
    source: str,
    confirm_members: bool = False,
    by: Viewer,
) -> Scale:
    """Register the scale that the Vice-Ministers approved, from a day on (001:472).

    It holds until the next; amounts rule. Every share is a member's of that day. Conflict:
    a member of that day has none, and nobody confirmed it.
    """
    require_registrar(by)
    cited = require_decision(decision, by=by)
    members = set(Party.objects.members_on(valid_from).values_list("pk", flat=True))
    _require_weights(members, weights)
    if members - {each.party for each in weights} and not confirm_members:
        raise Conflict(
            _("A member of that day has no share in the scale: confirm it."),
            code="scale_members",
            rule="procedure 4",
        )
    one_at_a_time("finance:scales")
    if Scale.objects.filter(valid_from=valid_from).exists():
        raise Conflict(_("A scale begins on that day already."), code="scale_day")
    scale = Scale.objects.create(
        valid_from=valid_from,
        decision=require_text(called, _("Say which decision approved the scale.")),
        source=require_text(source, _("Say where the scale is read.")),
        text_id=cited.text,
        provision_id=cited.provision,
    )
    Share.objects.bulk_create(
        Share(
            scale=scale,
            party_id=each.party,
            amount_cents=each.cents,
            published_percent=each.published_percent,
        )
        for each in weights
    )
    audit.record(scale, "adopted", by=by, total_cents=scale.total_cents, text=cited.text)
    return scale


def _require_weights(members: Collection[int], weights: Sequence[Weight]) -> None:
    named = [each.party for each in weights]
    if not named or len(set(named)) != len(named):
        raise Invalid(_("A scale names each member once."), code="twice")
    if not set(named) <= set(members):
        raise Invalid(_("Only members of that day contribute."), code="not_a_member")
    if min(each.cents for each in weights) < 0 or not sum(each.cents for each in weights):
        raise Invalid(_("Amounts and weights are not negative."), code="negative")
