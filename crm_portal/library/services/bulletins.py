"""Bulletins: written, sent once, and what came back of them. One function a verb."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import Notice
from crm_portal.library import bulletin_audiences, bulletin_letters, rules
from crm_portal.library.models import Bulletin, BulletinAddressee, BulletinState
from members.cards import UNSAYABLE

NAMES = ("title_es", "title_en", "words_es", "words_en")


@dataclass(frozen=True, slots=True)
class BulletinWords:
    """What a bulletin says in both languages, and the keys of the audiences it is for."""

    title_es: str
    title_en: str
    words_es: str
    words_en: str
    audiences: list[str] = field(default_factory=list)


@transaction.atomic
def write_bulletin(words: BulletinWords, *, by: Viewer) -> Bulletin:
    """Write a draft. Nobody but the Secretariat knows of it until it is sent."""
    _require_writer(by)
    bulletin = Bulletin(written_by_id=by.signer, written_at=by.at)
    _say(bulletin, words, by)
    bulletin.save()
    audit.record(bulletin, "written", by=by)
    return bulletin


@transaction.atomic
def rewrite_bulletin(pk: int, words: BulletinWords, *, by: Viewer) -> Bulletin:
    """Change a draft."""
    bulletin = _draft(pk, by)
    bulletin.written_by_id, bulletin.written_at = by.signer, by.at
    _say(bulletin, words, by)
    bulletin.save()
    audit.record(bulletin, "rewritten", by=by)
    return bulletin


@transaction.atomic
def discard_bulletin(pk: int, *, by: Viewer) -> Bulletin:
    """Set a draft aside: it is sent to nobody any more."""
    bulletin = _draft(pk, by)
    bulletin.state = BulletinState.DISCARDED
    bulletin.save(update_fields=["state"])
    audit.record(bulletin, "discarded", by=by)
    return bulletin


@transaction.atomic
def send_bulletin(pk: int, *, seen: str, by: Viewer) -> Bulletin:
    """Send a draft, once: one mail for each person in its audiences as they stand now.

    ``seen`` is the mark of what was looked at: Conflict when the words, or whom they reach,
    are not those any more.
    """
    bulletin = _draft(pk, by)
    reached = bulletin_letters.reached(bulletin, by)
    if seen != bulletin_letters.mark(bulletin, reached):
        raise Conflict(
            _("The bulletin, or whom it reaches, changed since you looked: look again."),
            code="changed",
        )
    if not reached:
        raise Invalid(_("Nobody is in those audiences now."), code="nobody")
    bulletin.state, bulletin.sent_at = BulletinState.SENT, by.at
    bulletin.sent_by_id = by.signer
    bulletin.save(update_fields=["state", "sent_at", "sent_by"])
    BulletinAddressee.objects.bulk_create(
        BulletinAddressee(bulletin=bulletin, user_id=account, audience=key)
        for account, key in reached.items()
    )
    audit.record(bulletin, "sent", by=by, reached=rules.counted(reached))
    key = f"bulletin:{bulletin.pk}:sent"
    notifications.owe(bulletin_letters.EVENT, bulletin, to=reached, key=key, by=by)
    return bulletin


@transaction.atomic
def record_return(pk: int, account: int, *, by: Viewer) -> Notice:
    """Record that the mail to one person came back after it had been taken; once."""
    _require_writer(by)
    bulletin = Bulletin.objects.get(pk=pk)
    ours = {each.recipient_id: each.pk for each in bulletin_letters.notices_of(bulletin)}
    mail = Notice.objects.select_for_update().get(pk=ours[account])
    if mail.sent_at is None or mail.bounced_at is not None:
        raise IllegalStep(_("That mail has not left, or it is recorded that it came back."))
    mail.bounced_at = by.at
    mail.save(update_fields=["bounced_at"])
    audit.record(bulletin, "returned", by=by, account=account)
    return mail


def _require_writer(by: Viewer) -> None:
    if not rules.writes_bulletins(by):
        raise Refused(_("The Secretariat writes and sends bulletins."), code="bulletins")


def _draft(pk: int, by: Viewer) -> Bulletin:
    _require_writer(by)
    bulletin = Bulletin.objects.select_for_update().get(pk=pk)
    if not bulletin.is_draft:
        raise IllegalStep(_("That is no longer possible: it was sent or discarded."))
    return bulletin


def _say(bulletin: Bulletin, words: BulletinWords, by: Viewer) -> None:
    said = {name: UNSAYABLE.sub("", getattr(words, name)).strip() for name in NAMES}
    if not all(said.values()):
        raise Invalid(_("A bulletin is sent in Spanish and in English."), code="languages")
    offered = {key for key, _label in bulletin_audiences.offered(by)} | set(
        bulletin.audiences or ()
    )
    audiences = list(dict.fromkeys(words.audiences))
    if not audiences or not offered.issuperset(audiences):
        raise Invalid(_("Choose whom it is for."), code="audience")
    for name, text in said.items():
        setattr(bulletin, name, text)
    bulletin.audiences = audiences
