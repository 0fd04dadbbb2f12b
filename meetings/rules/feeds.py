"""The secret of a calendar address: made once, kept only as its hash. Values in, values out."""

import hashlib
import secrets

from crm_portal.core.instance import THIS

PREFIX = f"{THIS.code}-"
BYTES = 24
# More than a person has calendars; fewer than would be worth hoarding.
AT_ONCE = 5


def new_secret() -> str:
    """Return a secret of 192 bits, as it stands in an address."""
    return PREFIX + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """Return what is kept of a secret: SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()
