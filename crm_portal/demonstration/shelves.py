"""Two collections to look at: the declarations on record, and invented documents, marked so."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.library import services
from crm_portal.library.models import Collection, Document, Level
from decisions.models import Text
from decisions.services.common import one_at_a_time
from members.access import secretariat, viewer_for
from members.models import User

Told = Mapping[str, Any]
TOLD: list[Told] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[
    "collection"
]
KINDS = ("declaration", "extraordinary_declaration")
LATEST = 8


@transaction.atomic
def prepare() -> int:
    """Make the collections, once what they hold is there; return how many were made."""
    one_at_a_time("demonstration:shelves")
    by = None if Collection.objects.exists() else _curator()
    held = {"text": _declarations(), "document": _documents()} if by else {}
    if by is None or not all(held.values()):
        return 0
    for told in TOLD:
        _make(told, held[told["kind"]], by)
    return len(TOLD)


def _curator() -> Viewer | None:
    at = clock.now()
    account = User.objects.filter(pk__in=secretariat(at)).order_by("pk").first()
    return viewer_for(account, at) if account else None


def _declarations() -> list[tuple[int, str]]:
    """Return the published declarations, the first first."""
    rows = Text.objects.filter(kind__in=KINDS, body__code="VICE_MINISTERIAL")
    published = rows.filter(state="published").order_by("adopted_on", "pk")
    return list(published.values_list("pk", "reference"))


def _documents() -> list[tuple[int, str]]:
    rows = Document.objects.filter(level__in=[Level.MEMBERS, Level.CIRCULATION])
    return list(rows.values_list("pk", "symbol")[:LATEST])


def _make(told: Told, rows: list[tuple[int, str]], by: Viewer) -> None:
    names = ("title_es", "title_en", "words_es", "words_en", "level")
    label = services.Label(**{name: told[name] for name in names})
    made = services.make_collection(label, by=by, is_demonstration=told["is_invented"])
    for key, called in rows:
        item = services.put_in(made.pk, told["kind"], key, by=by)
        if called == told.get("noted"):
            notes = {name: told[name] for name in ("note_es", "note_en")}
            services.note_item(made.pk, item.pk, **notes, by=by)
