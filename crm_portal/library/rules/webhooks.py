"""Webhooks: who keeps them, where they may lead, how they are signed and tried again."""

import base64
import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Invalid

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
LONGEST_ADDRESS = 500
SECRET_PREFIX = "whsec_"  # noqa: S105 -- what the standard writes before every secret
# Addresses of version 6 in which one of version 4 travels: they lead where that one does.
CARRIERS = [
    ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")
]
PRINTABLE = range(0x21, 0x7F)

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=48)
STOP_AFTER = timedelta(days=5)
OLD_SECRET_LASTS = timedelta(hours=24)
ACCEPTED, GONE = range(200, 300), 410


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: over TLS or not, to which host and port, for which path."""

    is_secure: bool
    host: str
    port: int
    path: str


def keeps_webhooks(viewer: Viewer) -> bool:
    """Say whether ``viewer`` decides which systems are told: the Secretariat does."""
    return viewer.has(Role.SECRETARIAT)


def place_of(address: str, *, loopback: bool = False) -> Place:
    """Read an address. Invalid: not https, with a name or a fragment, or not for the public.

    ``loopback`` lets it lead to this very machine, and then in the clear as well.
    """
    parts = _parts(address)
    schemes = {"https": 443, "http": 80} if loopback else {"https": 443}
    if parts.scheme not in schemes:
        raise Invalid(_("The address begins with https://."), code="address")
    host = _host(parts)
    if (literal := _literal(host)) and not may_reach(literal, loopback=loopback):
        raise Invalid(_("That address is not of the public Internet."), code="address")
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    port = parts.port or schemes[parts.scheme]
    return Place(parts.scheme == "https", host, port, f"{path}{query}")


def _parts(address: str) -> SplitResult:
    wrong = Invalid(_("This is not a full address, such as https://…"), code="address")
    if len(address) > LONGEST_ADDRESS or not all(
        ord(each) in PRINTABLE for each in address
    ):
        raise wrong
    try:
        parts = urlsplit(address)
        has_port = parts.port != 0
    except ValueError:
        raise wrong from None
    if not _host(parts) or not has_port:
        raise wrong
    if parts.username is not None or parts.fragment or "#" in address:
        raise Invalid(
            _("Neither a name nor a password nor a # goes in it."), code="address"
        )
    return parts


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _literal(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def may_reach(address: IPAddress, *, loopback: bool = False) -> bool:
    """Say whether something may be sent to ``address``: it is one of the public Internet.

    ``loopback`` allows this very machine besides, and no other private address.
    """
    if address.is_loopback:
        return loopback
    is_carrier = any(
        address in each for each in CARRIERS if each.version == address.version
    )
    is_odd = address.is_multicast or address.is_reserved or address.is_unspecified
    # Python takes what was a site's own network (RFC 3879) for one of the Internet.
    is_odd |= getattr(address, "is_site_local", False)
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "teredo", None)
    return address.is_global and not (is_carrier or is_odd or inner)


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """Return ``v1,`` and the HMAC-SHA256 of what is sent, as Standard Webhooks has it."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def pause(failures: int) -> timedelta:
    """Return how long a system rests after so many failures in a row: doubled, up to an hour."""
    return min(FIRST_PAUSE * 2 ** min(max(failures, 1) - 1, 10), LONGEST_PAUSE)


def gives_up(owed_at: datetime, at: datetime) -> bool:
    """Say whether something owed since ``owed_at`` is tried no more."""
    return at - owed_at > GIVE_UP_AFTER


def stops(failing_since: datetime, at: datetime) -> bool:
    """Say whether a system that only fails since ``failing_since`` is told no more."""
    return at - failing_since > STOP_AFTER
