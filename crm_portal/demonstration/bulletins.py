"""Bulletins of a demonstration, invented and marked so: one that was sent, and a draft."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import Role, Viewer
from crm_portal.library import bulletin_letters
from crm_portal.library.models import Bulletin
from crm_portal.library.services import bulletins as services
from crm_portal.library.services.bulletins import BulletinWords
from decisions.services.common import one_at_a_time
from members.access import viewer_for
from members.models import Mandate

Told = Mapping[str, Any]
BULLETINS: Told = tomllib.loads(
    Path(__file__).with_name("bulletins.toml").read_text("utf-8")
)


@transaction.atomic
def prepare() -> int:
    """Write the bulletins, once; return how many times it was done (0 or 1).

    Not before the Secretariat has an officer, nor once somebody has written one.
    """
    one_at_a_time("demonstration:bulletins")
    by = None if Bulletin.objects.exists() else _officer()
    if by is None:
        return 0
    for told in BULLETINS["bulletin"]:
        _write(told, by)
    return 1


def _officer() -> Viewer | None:
    at = clock.now()
    held = Mandate.objects.at(at).filter(
        role=Role.SECRETARIAT, user__is_demonstration=True, user__is_active=True
    )
    first = held.select_related("user").order_by("user_id").first()
    return viewer_for(first.user, at) if first else None


def _write(told: Told, by: Viewer) -> None:
    words = BulletinWords(
        title_es=f"{told['title_es']} {BULLETINS['mark_es']}",
        title_en=f"{told['title_en']} {BULLETINS['mark_en']}",
        words_es=told["words_es"],
        words_en=told["words_en"],
        audiences=told["audiences"],
    )
    draft = services.write_bulletin(words, by=_on(by, told["written"]))
    if "sent" in told:
        then = _on(by, told["sent"])
        reached = bulletin_letters.reached(draft, then)
        seen = bulletin_letters.mark(draft, reached)
        services.send_bulletin(draft.pk, seen=seen, by=then)


def _on(by: Viewer, days: int) -> Viewer:
    """Return that person as of so many days from now (before it: negative)."""
    return replace(by, at=by.at + timedelta(days=days))
