"""Who is told what. A notice is owed in the transaction of the act that causes it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from crm_portal.core import notifications
from crm_portal.core.access import Role, Viewer
from crm_portal.core.prepared import Prepared
from decisions.models import Consultation, Consulted, Round
from members.models import Mandate


def focal_points(parties: Iterable[int], at: datetime) -> list[int]:
    """Return the accounts of the focal points in office of ``parties``."""
    mandates = Mandate.objects.at(at).filter(party_id__in=list(parties))
    return _accounts(mandates.filter(role=Role.FOCAL_POINT))


def secretariat(at: datetime) -> list[int]:
    """Return the accounts of the Secretariat's officers in office."""
    return _accounts(Mandate.objects.at(at).filter(role=Role.SECRETARIAT))


def _accounts(mandates: Iterable[Mandate]) -> list[int]:
    return list(
        mandates.filter(user__is_active=True)  # type: ignore[attr-defined]
        .order_by("user_id")
        .values_list("user_id", flat=True)
        .distinct()
    )


def tell(
    event: str,
    consultation: Consultation,
    *,
    to: Iterable[int],
    by: Viewer,
    occasion: str,
    stale_at: datetime | None = None,
    **data: Any,
) -> int:
    """Owe ``consultation.<event>`` to each account, once per ``occasion``."""
    return notifications.owe(
        f"consultation.{event}",
        consultation,
        to=to,
        key=f"consultation:{consultation.pk}:{occasion}",
        by=by,
        stale_at=stale_at,
        **data,
    )


def tell_consulted(
    event: str, asked: Round, *, by: Viewer, occasion: str, **data: Any
) -> int:
    """Owe a notice to the focal points of everybody consulted, and to the Secretariat."""
    to = [each.user_id for each in _AUDIENCE(asked=asked.pk, at=by.at)]
    return tell(
        event,
        asked.consultation,
        to=to,
        by=by,
        occasion=f"round:{asked.number}:{occasion}",
        round=asked.number,
        **data,
    )


def _audience(asked: int, at: datetime) -> QuerySet[Mandate]:
    """The mandates of those who are told what happens to a round."""
    consulted = Consulted.objects.filter(round=asked).values("party")
    speaking = Q(role=Role.FOCAL_POINT, party__in=consulted)
    found = Mandate.objects.at(at).filter(speaking | Q(role=Role.SECRETARIAT))
    return found.filter(user__is_active=True).order_by("user_id").only("user")


_AUDIENCE: Prepared[Mandate] = Prepared(_audience)
