"""A bulletin as the mail says it, in each language; whom it reaches; what became of each mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from crm_portal.library import bulletin_audiences, rules
from crm_portal.library.models import Bulletin
from members.access import viewer_for
from members.models import Mandate, User

EVENT = "bulletin.sent"
# It asks for nothing by a deadline: it may wait for its reader's hours.
ROUTINE = frozenset({EVENT})
WORDS: dict[rules.Delivery, tuple[str, str | Promise]] = {
    rules.Delivery.OWED: ("due", pgettext_lazy("mail", "to be sent")),
    rules.Delivery.SENT: ("ok", pgettext_lazy("mail", "sent")),
    rules.Delivery.NOT_SENT: ("line", pgettext_lazy("mail", "not sent")),
    rules.Delivery.GIVEN_UP: ("late", pgettext_lazy("mail", "given up")),
    rules.Delivery.BOUNCED: ("late", pgettext_lazy("mail", "came back")),
}


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter, to whoever it reached and still holds an office."""
    user = notice.recipient
    seen = Bulletin.objects.visible_to(viewer_for(user, at))
    bulletin = seen.filter(pk=notice.target_id).first()
    if bulletin is None or not bulletin.is_sent:
        return None
    return letter(bulletin, user, user.language)


def letter(bulletin: Bulletin, user: User, language: str) -> Letter:
    """Return a bulletin as ``user`` would have it by mail in ``language``."""
    with override(language):
        context = {
            "user": user,
            "bulletin": bulletin,
            "site_url": settings.SITE_URL,
            "link": settings.SITE_URL + bulletin.get_absolute_url(),
        }
        body = render_to_string("mail/bulletin/letter.txt", context)
        return Letter(to=user.email, subject=str(bulletin.title), body=body)


@dataclass(frozen=True, slots=True)
class Counted:
    """An audience in words, how many it reaches, and how many of those have lapsed contacts."""

    label: str
    count: int
    lapsed: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What is about to be sent, to how many; ``mark`` tells it from everything else."""

    letters: Mapping[str, Letter]
    audiences: list[Counted]
    languages: Mapping[str, int]
    total: int
    mark: str


def preview(bulletin: Bulletin, user: User, by: Viewer) -> Preview:
    """Return the mail as it would leave now, as ``user`` would read it, and whom it reaches."""
    found = reached(bulletin, by)
    people = User.objects.filter(pk__in=found)
    spoken = list(people.values_list("language", flat=True))
    lapsed = User.objects.unverified(by.at).filter(pk__in=found)
    overdue = rules.counted({pk: found[pk] for pk in lapsed.values_list("pk", flat=True)})
    counts = rules.counted(found)
    names = bulletin_audiences.names(bulletin.audiences, by)
    return Preview(
        letters={language: letter(bulletin, user, language) for language in LANGUAGES},
        audiences=[
            Counted(name, counts.get(key, 0), overdue.get(key, 0))
            for key, name in names.items()
        ],
        languages={language: spoken.count(language) for language in LANGUAGES},
        total=len(found),
        mark=mark(bulletin, found),
    )


def reached(bulletin: Bulletin, by: Viewer) -> dict[int, str]:
    """Return whom a bulletin reaches at the viewer's instant, and as what."""
    return bulletin_audiences.reached(bulletin.audiences, by.at)


def mark(bulletin: Bulletin, persons: Mapping[int, str]) -> str:
    """Return what tells these words to these persons from everything else."""
    said = [bulletin.title_es, bulletin.title_en, bulletin.words_es, bulletin.words_en]
    reached_as = sorted([account, key] for account, key in persons.items())
    return rules.sha256(rules.canonical_json([*said, *bulletin.audiences, reached_as]))


@dataclass(frozen=True, slots=True)
class Mail:
    """One person's mail: who, as what, and what became of it, when."""

    user: User
    party: str
    audience: str
    delivery: rules.Delivery
    at: datetime | None

    @property
    def tone(self) -> str:
        return WORDS[self.delivery][0]

    @property
    def words(self) -> str:
        return str(WORDS[self.delivery][1])

    @property
    def may_come_back(self) -> bool:
        return self.delivery == rules.Delivery.SENT


@dataclass(frozen=True, slots=True)
class Sum:
    """An audience, and how many of its mails stand where."""

    label: str
    total: int
    counts: list[int]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Every mail of a bulletin, and their sums by audience."""

    mails: list[Mail]
    sums: list[Sum]
    columns: list[str]


def deliveries(bulletin: Bulletin, by: Viewer) -> Deliveries:
    """Return what became of the mails of a bulletin that was sent: five queries at most."""
    notices = {each.recipient_id: each for each in notices_of(bulletin)}
    names = bulletin_audiences.names(bulletin.audiences, by)
    rows = list(bulletin.addressees.select_related("user").order_by("user__folded", "pk"))
    parties = _parties([each.user_id for each in rows], bulletin.sent_at or by.at)
    mails = [
        Mail(
            each.user,
            parties.get(each.user_id, ""),
            names.get(each.audience, each.audience),
            *_became(notices.get(each.user_id)),
        )
        for each in rows
    ]
    sums = [
        _sum(name, [each for each in mails if each.audience == name])
        for name in names.values()
    ]
    return Deliveries(mails, sums, [str(words) for _tone, words in WORDS.values()])


def notices_of(bulletin: Bulletin) -> list[Notice]:
    """Return the notices by which a bulletin leaves, one for each person."""
    kind = ContentType.objects.get_for_model(Bulletin)
    rows = Notice.objects.filter(target_type=kind, target_id=bulletin.pk, event=EVENT)
    return list(rows.order_by("pk"))


def _sum(name: str, mails: list[Mail]) -> Sum:
    found = [each.delivery for each in mails]
    return Sum(name, len(mails), [found.count(kind) for kind in WORDS])


def _became(notice: Notice | None) -> tuple[rules.Delivery, datetime | None]:
    if notice is None:
        return rules.Delivery.OWED, None
    told = (notice.bounced_at, notice.dead_at, notice.sent_at, notice.skipped_at)
    found = rules.delivery(
        bounced_at=notice.bounced_at,
        dead_at=notice.dead_at,
        sent_at=notice.sent_at,
        skipped_at=notice.skipped_at,
    )
    return found, next((each for each in told if each is not None), None)


def _parties(accounts: list[int], at: datetime) -> dict[int, str]:
    held = Mandate.objects.at(at).filter(user__in=accounts).order_by("-id")
    return dict(held.values_list("user", "party__code"))
