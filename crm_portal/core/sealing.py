"""Words that the database keeps and cannot read: sealed with keys that are outside it."""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.utils.translation import gettext as _

from crm_portal.core.errors import Conflict

JOINT, SALT = "\n", b"sealed:"


def seal(text: str, *, of: str, keys: Sequence[str]) -> str:
    """Return ``text`` sealed for the record ``of`` with the first of ``keys``."""
    return fernet(tuple(keys), SALT).encrypt(f"{of}{JOINT}{text}".encode()).decode()


def unseal(token: str, *, of: str, keys: Sequence[str]) -> str:
    """Return what was sealed for the record ``of`` with any of ``keys``.

    Conflict: none of them opens it, or it was sealed for another record.
    """
    try:
        told = fernet(tuple(keys), SALT).decrypt(token.encode()).decode()
    except InvalidToken:
        raise _unreadable() from None
    owner, _joint, text = told.partition(JOINT)
    if owner != of:
        raise _unreadable()
    return text


def _unreadable() -> Conflict:
    return Conflict(_("The key that opens this is not here."), code="sealed")


@lru_cache(maxsize=8)
def fernet(keys: tuple[str, ...], salt: bytes = b"") -> MultiFernet:
    """Return what encrypts with the first of ``keys`` and decrypts with any of them.

    ``salt`` makes other keys of the same words, for another purpose.
    """
    digests = [hashlib.sha256(salt + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
