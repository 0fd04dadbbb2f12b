"""Searches that a person keeps for him- or herself.

They are nobody else's matter: the trail, which others read, says nothing of them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from crm_portal.library import rules
from crm_portal.library.models import SavedSearch
from crm_portal.library.models.saved import PARTS
from crm_portal.library.searching import finding
from members.access import viewer_for
from members.cards import UNSAYABLE
from members.models import User

NEW_RESULTS = "search.new_results"
EVERY = timedelta(days=1)


@transaction.atomic
def save_search(
    name: str, parts: Mapping[str, str], *, tells: bool = False, by: Viewer
) -> SavedSearch:
    """Keep a search; ``parts`` are those of its address. What it finds now is not new."""
    _one_at_a_time(by)
    mine = SavedSearch.objects.visible_to(by)
    if mine.count() >= rules.MOST_SAVED:
        words = _("You have %(most)s saved searches already: delete one first.")
        raise Conflict(words % {"most": rules.MOST_SAVED}, code="full")
    saved = SavedSearch(user_id=by.signer, saved_at=by.at, **_asked(parts))
    _name(saved, name, by)
    _tell(saved, by, tells=tells)
    saved.save()
    return saved


@transaction.atomic
def rename_search(pk: int, name: str, *, tells: bool, by: Viewer) -> SavedSearch:
    """Call a saved search otherwise, and say whether one is told of what it finds anew."""
    _one_at_a_time(by)
    saved = _locked(pk, by)
    _name(saved, name, by)
    if tells != saved.tells:
        _tell(saved, by, tells=tells)
    saved.save()
    return saved


@transaction.atomic
def delete_search(pk: int, *, by: Viewer) -> None:
    """Delete a saved search: nothing of it stays. Deleted already, there is nothing to do."""
    SavedSearch.objects.visible_to(by).filter(pk=pk).delete()


@transaction.atomic
def look_into(pk: int, at: datetime) -> int:
    """Owe its person one letter of what a search finds anew; return of how many results.

    What the person may not know of at ``at`` is not found; what was found once is told no
    more. Whoever holds no office is not told anything. Somebody else at it: nothing.
    """
    due = SavedSearch.objects.due(at).select_for_update(skip_locked=True, of=("self",))
    saved = due.select_related("user").filter(pk=pk).first()
    if saved is None:
        return 0
    viewer = viewer_for(saved.user, at)
    known = set(saved.known)
    new = (
        []
        if viewer.is_public
        else [key for key in _keys(saved, viewer) if key not in known]
    )
    saved.known, saved.next_look_at = [*saved.known, *new], at + EVERY
    saved.save(update_fields=["known", "next_look_at"])
    if new:
        key = f"search:{saved.pk}:{viewer.on:%Y-%m-%d}:{len(saved.known)}"
        told, to = new[: rules.MOST_TOLD], [saved.user_id]
        notifications.owe(NEW_RESULTS, saved, to=to, key=key, by=viewer, entries=told)
    return len(new)


def _one_at_a_time(by: Viewer) -> None:
    """Two pages of one person do not save past the limit."""
    User.objects.select_for_update(of=("self",)).get(pk=by.signer)


def _locked(pk: int, by: Viewer) -> SavedSearch:
    return SavedSearch.objects.visible_to(by).select_for_update().get(pk=pk)


def _asked(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts as the search itself reads them; without words there is nothing."""
    asked = finding.asked_for(parts)
    if not asked.has_words:
        raise Invalid(_("Look for some words first, then save the search."), code="words")
    values = (
        asked.q,
        asked.what,
        asked.series,
        asked.level,
        asked.language,
        asked.year,
    )
    return dict(zip(PARTS, values, strict=True))


def _name(saved: SavedSearch, name: str, by: Viewer) -> None:
    saved.name = " ".join(UNSAYABLE.sub("", name).split())[:80]
    if not saved.name:
        raise Invalid(_("Give it a name."), code="name")
    others = SavedSearch.objects.visible_to(by).exclude(pk=saved.pk)
    if others.filter(name=saved.name).exists():
        raise Conflict(_("You have a search of that name already."), code="name")


def _tell(saved: SavedSearch, by: Viewer, *, tells: bool) -> None:
    """Begin to tell, from what is found now on; or end it."""
    saved.tells = tells
    saved.next_look_at = by.at + EVERY if tells else None
    saved.known = _keys(saved, by) if tells else []


def _keys(saved: SavedSearch, viewer: Viewer) -> list[int]:
    """Return the entries that the search finds for ``viewer`` now."""
    rows = finding.fitting(viewer, finding.asked_for(saved.parts))
    return list(rows.order_by("pk").values_list("pk", flat=True))
