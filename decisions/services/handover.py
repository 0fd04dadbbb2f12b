"""The chair passes in mid-procedure: what was begun passes with it (procedure 1.6)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from crm_portal.core import audit, calendars
from crm_portal.core.access import Viewer
from decisions.models import Consultation
from decisions.services import telling
from decisions.states import TERMINAL
from meetings.services.representation import owe_presidency_report
from members import services as members_services
from members.models import Party, Presidency


@transaction.atomic
def hand_over(
    party: Party,
    label_year: int,
    *,
    by: Viewer,
    at: datetime | None = None,
    seat: int = 1,
    **told: str,
) -> Presidency:
    """Record that the presidency passes to ``party`` at ``at`` (now), and tell whom it concerns.

    What has been distributed is inherited at that instant, its deadline untouched. What has
    not waits until the new presidency assumes it, or presents it to the Troika again.
    ``told`` are the theme, the place and the meeting of the hand-over. The outgoing
    presidency owes its report from that instant on.
    """
    outgoing = Presidency.objects.at(by.at).filter(seat=seat).first()
    presidency = members_services.hand_over_presidency(
        party.pk, label_year, by=by, at=at, seat=seat, **told
    )
    if outgoing is not None:
        owe_presidency_report(outgoing, owed_from=presidency.term.lower, by=by)
    under_way = Consultation.objects.exclude(state__in=TERMINAL)
    for consultation in under_way.order_by("pk"):
        _pass_on(consultation, outgoing, presidency, by)
    return presidency


def _pass_on(
    consultation: Consultation,
    outgoing: Presidency | None,
    presidency: Presidency,
    by: Viewer,
) -> None:
    since = calendars.utc(presidency.term.lower)
    data: dict[str, Any] = {"party": presidency.party.code, "since": since}
    audit.record(consultation, "inherited", by=by, **data)
    occasion = f"handover:{presidency.pk}"
    asked = consultation.rounds.order_by("-number").first()
    if asked is not None:
        telling.tell_consulted(
            "inherited", asked, by=by, occasion=occasion, must_assume=False, **data
        )
        return
    telling.tell(
        "inherited",
        consultation,
        to=_before_distribution(consultation, outgoing, presidency, by),
        by=by,
        occasion=occasion,
        must_assume=True,
        **data,
    )


def _before_distribution(
    consultation: Consultation,
    outgoing: Presidency | None,
    presidency: Presidency,
    by: Viewer,
) -> list[int]:
    """The two presidencies, the Troika that the text was last presented to, the Secretariat."""
    parties = {presidency.party_id}
    if outgoing is not None:
        parties.add(outgoing.party_id)
    stage = consultation.troika_stages.order_by("-number").first()
    if stage is not None:
        parties.update(stage.voices.values_list("party_id", flat=True))
    return [*telling.focal_points(parties, by.at), *telling.secretariat(by.at)]
