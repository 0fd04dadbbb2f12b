"""Audiences of bulletins: offered, named, and the accounts that each has at an instant.

Those of meetings the app of the meetings knows (``settings.BULLETIN_AUDIENCES``).
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.library.rules import Reached, placed
from members import networks
from members.access import focal_points, secretariat, voice_focal_points
from members.models import Mandate, Party
from members.models.parties import PartyKind

NETWORK = "network"
LABELS: dict[str, str | Promise] = {
    Reached.MEMBERS: gettext_lazy("Focal points of the member countries"),
    Reached.VOICES: gettext_lazy("Official voices of the member countries"),
    Reached.VICE_MINISTERS: gettext_lazy("Vice-Ministers of the member countries"),
    Reached.OBSERVERS: gettext_lazy("Focal points of the observers"),
    Reached.CIVIL_SOCIETY: gettext_lazy("Focal points of civil society"),
    Reached.SECRETARIAT: gettext_lazy("The Secretariat"),
}


def offered(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the audiences that there are now: key and label."""
    listed = [(key, str(label)) for key, label in LABELS.items()]
    listed += [
        (f"{NETWORK}:{each.code}", _network(each)) for each in networks.offered(viewer.on)
    ]
    for module in _others():
        listed += module.offered(viewer)
    return listed


def names(keys: Iterable[str], viewer: Viewer) -> dict[str, str]:
    """Return what each audience is called, also of what is no longer offered."""
    wanted = list(dict.fromkeys(keys))
    known = networks.networks(viewer.on) if any(":" in key for key in wanted) else {}
    found = {key: str(LABELS[key]) for key in wanted if key in LABELS}
    for key in wanted:
        what, _colon, which = key.partition(":")
        if what == NETWORK and which in known:
            found[key] = _network(known[which])
    for module in _others():
        found |= module.names([key for key in wanted if key not in found])
    return {key: found.get(key, key) for key in wanted}


def reached(keys: Iterable[str], at: datetime) -> dict[int, str]:
    """Return the accounts in ``keys`` at ``at``, each once, under the first that has it."""
    return placed([(key, _accounts(key, at)) for key in keys])


def _accounts(key: str, at: datetime) -> list[int]:
    if key in ACCOUNTS:
        return ACCOUNTS[key](at)
    what, _colon, which = key.partition(":")
    if what == NETWORK:
        officers = Mandate.objects.at(at).filter(role=Role.LIAISON_OFFICER, network=which)
        return _in_office(officers)
    return [each for module in _others() for each in module.accounts(key, at)]


def _members(at: datetime) -> list[int]:
    on = at.astimezone(ZONE_OF_RECORD).date()
    return list(Party.objects.members_on(on).values_list("pk", flat=True))


def _of_kind(at: datetime, *kinds: PartyKind) -> list[int]:
    on = at.astimezone(ZONE_OF_RECORD).date()
    active = Party.objects.active_on(on).filter(kind__in=kinds)
    return focal_points(active.values_list("pk", flat=True), at)


def _vice_ministers(at: datetime) -> list[int]:
    held = Mandate.objects.at(at).filter(role=Role.VICE_MINISTER, party__in=_members(at))
    return _in_office(held)


def _in_office(mandates: Iterable[Mandate]) -> list[int]:
    active = mandates.filter(user__is_active=True)  # type: ignore[attr-defined]
    rows = active.order_by("user_id").values_list("user_id", flat=True)
    return list(dict.fromkeys(rows))


def _network(network: networks.Network) -> str:
    return _("Liaison officers: %(network)s") % {"network": network.name}


def _others() -> list[ModuleType]:
    return [import_module(path) for path in settings.BULLETIN_AUDIENCES]


ACCOUNTS: dict[str, Callable[[datetime], list[int]]] = {
    Reached.MEMBERS: lambda at: focal_points(_members(at), at),
    Reached.VOICES: lambda at: voice_focal_points(_members(at), at),
    Reached.VICE_MINISTERS: _vice_ministers,
    Reached.OBSERVERS: lambda at: _of_kind(
        at, PartyKind.OBSERVER_STATE, PartyKind.OBSERVER_ORGANIZATION
    ),
    Reached.CIVIL_SOCIETY: lambda at: _of_kind(at, PartyKind.CIVIL_SOCIETY),
    Reached.SECRETARIAT: secretariat,
}
