"""Collections: made, described, filled and put in order by the Secretariat. One function a verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import circles, rules
from crm_portal.library.models import Collection, CollectionItem, Shelf
from crm_portal.library.searching.sources import sources
from crm_portal.library.services.slugs import free_slug
from members.cards import UNSAYABLE

# What follows the list in an address is no collection's.
RESERVED = ("nueva", "new")
SAID = ("title_es", "title_en", "words_es", "words_en")


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a collection says of itself in both languages, and whom it is for."""

    title_es: str
    title_en: str
    words_es: str = ""
    words_en: str = ""
    level: str = Shelf.PREPARED
    circle: str = ""


@transaction.atomic
def make_collection(
    label: Label, *, by: Viewer, is_demonstration: bool = False
) -> Collection:
    """Make an empty collection; its address is its Spanish title's and stays."""
    _require_curator(by)
    made = Collection(
        slug=free_slug(Collection, label.title_es, RESERVED),
        made_at=by.at,
        made_by_id=by.signer,
        is_demonstration=is_demonstration,
    )
    _say(made, label, by)
    audit.record(made, "made", by=by, level=made.level)
    return made


@transaction.atomic
def describe_collection(pk: int, label: Label, *, by: Viewer) -> Collection:
    """Change what a collection says of itself, and whom it is for."""
    kept = _locked(pk, by)
    was = kept.level
    _say(kept, label, by)
    audit.record(kept, "described", by=by, was=was, level=kept.level)
    return kept


@transaction.atomic
def put_in(pk: int, kind: str, target_id: int, *, by: Viewer) -> CollectionItem:
    """Put at the end of a collection something that ``by`` may know of."""
    kept = _locked(pk, by)
    source = sources().get(kind)
    known = source and kind != "collection" and source.visible(by)
    if not known or not known.filter(pk=target_id).exists():
        raise Invalid(_("There is no such thing to put in."), code="unknown")
    if kept.items.filter(kind=kind, target_id=target_id).exists():
        raise Conflict(_("It is in the collection already."), code="twice")
    if kept.items.count() >= rules.MOST_ITEMS:
        words = _("A collection has at most %(most)s items.")
        raise Conflict(words % {"most": rules.MOST_ITEMS}, code="full")
    last = kept.items.order_by("-position").values_list("position", flat=True).first()
    item = kept.items.create(kind=kind, target_id=target_id, position=(last or 0) + 1)
    _changed(kept, by)
    audit.record(kept, "item_put_in", by=by, kind=kind, key=target_id)
    return item


@transaction.atomic
def take_out(pk: int, item_id: int, *, by: Viewer) -> Collection:
    """Take an item out of a collection; what it stands for stays where it is."""
    kept, item = _item(pk, item_id, by)
    audit.record(kept, "item_taken_out", by=by, kind=item.kind, key=item.target_id)
    item.delete()
    _changed(kept, by)
    return kept


@transaction.atomic
def move_item(pk: int, item_id: int, places: int, *, by: Viewer) -> Collection:
    """Move an item one place earlier (-1) or later (1)."""
    kept, item = _item(pk, item_id, by)
    keys = list(kept.items.values_list("pk", flat=True))
    _put_in_order(kept, rules.moved(keys, item.pk, places))
    _changed(kept, by)
    audit.record(kept, "item_moved", by=by, item=item.pk, places=places)
    return kept


@transaction.atomic
def note_item(
    pk: int, item_id: int, *, note_es: str, note_en: str, by: Viewer
) -> CollectionItem:
    """Say of an item why it is there, in both languages or in neither."""
    kept, item = _item(pk, item_id, by)
    item.note_es, item.note_en = _plain(note_es), _plain(note_en)
    if bool(item.note_es) != bool(item.note_en):
        raise Invalid(_("Write the note in both languages, or in neither."), code="both")
    item.save(update_fields=["note_es", "note_en"])
    _changed(kept, by)
    audit.record(kept, "item_noted", by=by, item=item.pk)
    return item


def _require_curator(by: Viewer) -> None:
    if not rules.curates(by):
        raise Refused(_("The Secretariat makes collections."), code="collections")


def _locked(pk: int, by: Viewer) -> Collection:
    _require_curator(by)
    return Collection.objects.select_for_update().get(pk=pk)


def _item(pk: int, item_id: int, by: Viewer) -> tuple[Collection, CollectionItem]:
    kept = _locked(pk, by)
    item = kept.items.filter(pk=item_id).first()
    if item is None:
        raise Invalid(_("There is no such item."), code="item")
    return kept, item


def _changed(kept: Collection, by: Viewer) -> None:
    kept.changed_at = by.at
    kept.save(update_fields=["changed_at"])


def _put_in_order(kept: Collection, keys: Sequence[int]) -> None:
    items = kept.items.in_bulk(keys)
    for place, key in enumerate(keys, start=1):
        items[key].position = place
    CollectionItem.objects.bulk_update(items.values(), ["position"])


def _say(kept: Collection, label: Label, by: Viewer) -> None:
    said = {name: _plain(getattr(label, name)) for name in SAID}
    if not said["title_es"] or not said["title_en"]:
        raise Invalid(
            _("A collection has a title in Spanish and in English."), code="title"
        )
    if bool(said["words_es"]) != bool(said["words_en"]):
        raise Invalid(_("Describe it in both languages, or in neither."), code="both")
    _require_audience(label, kept, by)
    for name, text in said.items():
        setattr(kept, name, text)
    kept.level, kept.circle, kept.changed_at = label.level, label.circle, by.at
    kept.save()


def _require_audience(label: Label, kept: Collection, by: Viewer) -> None:
    if label.level not in Shelf.values:
        raise Invalid(_("Choose the audience."), code="level")
    if label.level != Shelf.PARTICIPANTS:
        if label.circle:
            raise Invalid(_("That audience hangs on no meeting."), code="circle")
        return
    offered = {*dict(circles.offered(by)), kept.circle}
    is_one = circles.kind(label.circle) == Shelf.PARTICIPANTS
    if not is_one or label.circle not in offered:
        raise Invalid(_("Choose the meeting whose circle it is for."), code="circle")


def _plain(words: str) -> str:
    return UNSAYABLE.sub("", words).strip()
