"""Words that the database keeps and cannot read: sealed with keys that are outside it."""

import base64
import hashlib
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from crm_portal.core.errors import Conflict

JOINT = "\n"


def seal(text: str, *, of: str) -> str:
    """Return ``text`` sealed for the record ``of``; nothing stays nothing.

    The first of ``settings.FUND_KEYS`` seals, all of them open: so that a key is changed.
    """
    if not text:
        return ""
    return _keys(tuple(settings.FUND_KEYS)).encrypt(f"{of}{JOINT}{text}".encode()).decode()


def unseal(token: str, *, of: str) -> str:
    """Return what was sealed for the record ``of``.

    Conflict: no key of today opens it, or it was sealed for another record.
    """
    if not token:
        return ""
    try:
        told = _keys(tuple(settings.FUND_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken:
        raise _unreadable() from None
    owner, _joint, text = told.partition(JOINT)
    if owner != of:
        raise _unreadable()
    return text


def _unreadable() -> Conflict:
    return Conflict(_("The key that opens this is not here."), code="sealed")


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    digests = [hashlib.sha256(b"fund:" + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
