"""How each person wants to be written to, for what may wait; formal notices never ask."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from crm_portal.core import clock
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.timing import Timing
from members.models import Mandate, NotificationSettings, User


def timings(accounts: Iterable[int]) -> dict[int, Timing]:
    """Return the timing of each account: two queries.

    Hours are those of the capital of the party one acts for now, or of San José.
    """
    wanted = set(accounts)
    zones = _zones(wanted)
    chosen = {
        each.user_id: each for each in NotificationSettings.objects.filter(user__in=wanted)
    }
    return {
        account: _timing(chosen.get(account), zones.get(account, ZONE_OF_RECORD))
        for account in wanted
    }


def timing_of(user: User) -> Timing:
    """Return the timing of one account."""
    return timings([user.pk])[user.pk]


def _zones(accounts: set[int]) -> dict[int, ZoneInfo]:
    held = Mandate.objects.at(clock.now()).filter(user__in=accounts)
    rows = held.exclude(party__capital_tz="").order_by("-id")
    return {
        user: ZoneInfo(name) for user, name in rows.values_list("user", "party__capital_tz")
    }


def _timing(chosen: NotificationSettings | None, zone: ZoneInfo) -> Timing:
    if chosen is None:
        return Timing(zone)
    quiet = None
    if chosen.quiet_from is not None and chosen.quiet_until is not None:
        quiet = (chosen.quiet_from, chosen.quiet_until)
    return Timing(zone, chosen.digest_hour, quiet)
