"""News: written, approved by a second person, withdrawn. One function a verb."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.instance import THIS
from crm_portal.library import rules
from crm_portal.library.models import NewsItem, NewsState
from crm_portal.library.services.slugs import free_slug
from crm_portal.library.standing_in import delegates_of
from members.cards import UNSAYABLE


@dataclass(frozen=True, slots=True)
class Words:
    """What an item says in both languages, and from when anybody may read it."""

    title_es: str
    title_en: str
    words_es: str
    words_en: str
    public_from: datetime


@transaction.atomic
def write_news(words: Words, *, by: Viewer) -> NewsItem:
    """Write an item. Nobody outside reads it until somebody else approves it."""
    _require_writer(by)
    item = NewsItem(
        slug=free_slug(NewsItem, f"{by.on:%Y-%m-%d} {words.title_es}"),
        written_by_id=by.signer,
        written_at=by.at,
    )
    _say(item, words)
    item.save()
    audit.record(item, "written", by=by)
    return item


@transaction.atomic
def rewrite_news(pk: int, words: Words, *, by: Viewer) -> NewsItem:
    """Change a draft; whoever does has written it, and does not approve it."""
    item = _locked(pk, by, NewsState.DRAFT)
    item.written_by_id, item.written_at = by.signer, by.at
    _say(item, words)
    item.save()
    audit.record(item, "rewritten", by=by)
    return item


@transaction.atomic
def approve_news(pk: int, *, seen: str = "", by: Viewer) -> NewsItem:
    """Approve, as the second person: public from its hour on, or at once if that is past.

    ``seen`` is the mark of what was read: Conflict when it was changed since.
    """
    item = _locked(pk, by, NewsState.DRAFT)
    if seen and seen != item.mark:
        raise Conflict(
            _("It was changed while you were reading it: read it again."), code="changed"
        )
    delegates = delegates_of(item.written_by_id, by)
    if not rules.may_approve_news(by, written_by=item.written_by_id, delegates=delegates):
        raise Refused(
            _("Somebody else than who wrote it approves it, and no stand-in of theirs."),
            code="two_persons",
        )
    item.state, item.decided_at, item.approved_by_id = NewsState.APPROVED, by.at, by.signer
    item.public_from = max(item.public_from, by.at)
    item.save()
    audit.record(item, "approved", by=by)
    return item


@transaction.atomic
def withdraw_news(pk: int, *, by: Viewer) -> NewsItem:
    """Take an item from the public pages, at once; it stays for those who write news."""
    item = _locked(pk, by, NewsState.DRAFT, NewsState.APPROVED)
    item.state, item.decided_at = NewsState.WITHDRAWN, by.at
    item.save(update_fields=["state", "decided_at"])
    audit.record(item, "withdrawn", by=by)
    return item


def _require_writer(by: Viewer) -> None:
    if not rules.writes_news(by):
        raise Refused(_("The Secretariat and the presidency write news."), code="news")


def _locked(pk: int, by: Viewer, *states: NewsState) -> NewsItem:
    _require_writer(by)
    item = NewsItem.objects.select_for_update().get(pk=pk)
    if item.state not in states:
        raise IllegalStep(_("That is no longer possible: it was decided."))
    return item


def _say(item: NewsItem, words: Words) -> None:
    said = {
        name: UNSAYABLE.sub("", getattr(words, name)).strip()
        for name in ("title_es", "title_en", "words_es", "words_en")
    }
    needed = THIS.languages.publication
    if not all(text for name, text in said.items() if name[-2:] in needed):
        raise Invalid(_("News is published in Spanish and in English."), code="languages")
    for name, text in said.items():
        setattr(item, name, text)
    item.public_from = words.public_from
