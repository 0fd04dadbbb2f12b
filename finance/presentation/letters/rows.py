"""Letters and their recipients as a page lists them: a fixed number of queries."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import Notice
from crm_portal.library.models import RenderJob
from finance.letter_words import Worded
from finance.models import Budget, Letter, LetterRecipient, PastFact
from finance.models.past import PastKind
from finance.presentation.sheets import jobs_of
from finance.rules.reminders import Wording
from finance.services.letters import text_of
from members.models import Mandate, OfficialVoice, User

LETTER = "finance.letter"
# What became of a sending: the tone in which a page says it, and the words.
BECAME: dict[str, tuple[str, str | Promise]] = {
    "sent": ("ok", _("sent")),
    "failed": ("late", _("could not be sent")),
    "skipped": ("off", _("not sent")),
    "waiting": ("due", _("on its way")),
}
NUMBER = re.compile(r"(?P<year>\d{4})-(?P<sequence>\d{2,5})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice on its way: to whom, and what ``became`` of it."""

    name: str
    address: str
    became: str
    at: Any

    @property
    def tone(self) -> str:
        return BECAME[self.became][0]

    @property
    def state(self) -> str | Promise:
        return BECAME[self.became][1]


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One member's letter: figures as they stood, its paper, and who was written to."""

    row: LetterRecipient
    wording: str
    letter: Worded
    job: RenderJob | None
    deliveries: list[Delivery]
    is_own: bool


def letters(viewer: Viewer) -> Any:
    """Return every letter, the latest first, with how many it went to and what was owed."""
    found = Letter.objects.all().visible_to(viewer).select_related("budget", "signed_for")
    return found.annotate(
        members=Count("recipients"), outstanding=Sum("recipients__outstanding_cents")
    ).order_by("-year", "-sequence")


def letter_of(viewer: Viewer, number: str) -> Letter | None:
    """Return the letter of that number, ``2026-03``, if it exists for the reader."""
    named = NUMBER.fullmatch(number)
    if named is None:
        return None
    of_number = Letter.objects.visible_to(viewer).filter(
        year=int(named["year"]), sequence=int(named["sequence"])
    )
    found: Letter | None = of_number.select_related("budget", "signed_for").first()
    return found


def before_the_portal(viewer: Viewer) -> Any:
    """Return the letters that the sources tell of."""
    return PastFact.objects.all().visible_to(viewer).filter(kind=PastKind.LETTER)


def rows_of(letter: Letter, viewer: Viewer) -> list[RecipientRow]:
    """Return the recipients of a letter, the reader's own first: five queries."""
    found = list(letter.recipients.select_related("party"))
    budget: Budget = letter.budget
    due = dict(budget.assessments.values_list("party", "due_on"))
    keys = [row.pk for row in found]
    jobs, ways = jobs_of(LetterRecipient, keys, viewer), deliveries(keys)
    made = []
    for row in found:
        row.letter = letter
        made.append(
            RecipientRow(
                row=row,
                wording=str(Wording(row.wording).label),
                letter=text_of(row, budget, due.get(row.party_id)),
                job=jobs.get(row.pk),
                deliveries=ways[row.pk],
                is_own=row.party_id == viewer.party_id,
            )
        )
    return sorted(made, key=lambda each: not each.is_own)


def deliveries(recipients: Iterable[int]) -> dict[int, list[Delivery]]:
    """Return what the outbox did with the notices of each recipient: the proof."""
    kind = ContentType.objects.get_for_model(LetterRecipient)
    found = Notice.objects.filter(
        event=LETTER, target_type=kind, target_id__in=list(recipients)
    )
    ways: dict[int, list[Delivery]] = defaultdict(list)
    for notice in found.select_related("recipient").order_by("pk"):
        address = notice.address or notice.recipient.email
        told = Delivery(notice.recipient.full_name, address, *_became(notice))
        ways[notice.target_id].append(told)
    return ways


def _became(notice: Notice) -> tuple[str, Any]:
    if notice.sent_at:
        return "sent", notice.sent_at
    if notice.dead_at:
        return "failed", notice.dead_at
    if notice.skipped_at:
        return "skipped", notice.skipped_at
    return "waiting", None


def sees_addresses(viewer: Viewer) -> bool:
    """Whoever sends the letters, or helps to, sees to which addresses they went."""
    return viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)


def readers_of(parties: Iterable[int], viewer: Viewer) -> dict[int, list[User]]:
    """Return by member the people that a letter of today would be sent to: one query."""
    voices = OfficialVoice.objects.at(viewer.at).filter(party__in=list(parties))
    mandates = Mandate.objects.at(viewer.at).focal_points()
    found = mandates.filter(
        institution__in=voices.values("institution"), user__is_active=True
    )
    people: dict[int, list[User]] = defaultdict(list)
    for mandate in found.select_related("user").order_by("user_id"):
        people[mandate.party_id].append(mandate.user)
    return people
