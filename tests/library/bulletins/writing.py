"""Bulletins as the tests write and send them."""

from typing import Any

from crm_portal.core import clock
from crm_portal.library import bulletin_letters
from crm_portal.library.models import Bulletin
from crm_portal.library.services import bulletins as services
from crm_portal.library.services.bulletins import BulletinWords

SAID: dict[str, Any] = {
    "title_es": "Datos que faltan",
    "title_en": "Data that are missing",
    "words_es": "Uno.\n\nDos: <b>no</b> & 'sí'.",
    "words_en": "One.\n\nTwo.",
    "audiences": ["members"],
}


def words(**changes: Any) -> BulletinWords:
    return BulletinWords(**SAID | changes)


def draft(cast: Any, audiences: list[str]) -> Bulletin:
    by = cast.viewer("elena", clock.now())
    return services.write_bulletin(words(audiences=audiences), by=by)


def seen(cast: Any, bulletin: Bulletin) -> str:
    """Return the mark of what is shown before it is sent."""
    by = cast.viewer("elena", clock.now())
    return bulletin_letters.preview(bulletin, cast.elena, by).mark


def send(cast: Any, bulletin: Bulletin) -> Bulletin:
    by = cast.viewer("elena", clock.now())
    return services.send_bulletin(bulletin.pk, seen=seen(cast, bulletin), by=by)


def sent(cast: Any, audiences: list[str]) -> Bulletin:
    return send(cast, draft(cast, audiences))
