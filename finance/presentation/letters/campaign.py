"""A campaign as it is looked at before anything is sent: every letter, and to whom."""

from dataclasses import dataclass
from typing import Any

from crm_portal.core.access import Viewer
from finance.letter_words import Worded
from finance.models import Budget
from finance.presentation.letters.rows import readers_of
from finance.rules.reminders import Addressee, Wording
from finance.services.letters import Campaign
from finance.states import BudgetState
from members.models import Party, User

SENT_FOR = (BudgetState.APPROVED, BudgetState.EXECUTING, BudgetState.CLOSED)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One letter of a campaign, its figures, and the people it would be sent to."""

    party: Party
    addressee: Addressee
    wording: str
    letter: Worded
    readers: list[User]


def budgets(viewer: Viewer) -> Any:
    """Return the budgets that letters are written for: approved, and assessed."""
    found = Budget.objects.all().visible_to(viewer).filter(state__in=SENT_FOR)
    return found.filter(assessments__isnull=False).distinct()


def rows_of(campaign: Campaign, viewer: Viewer) -> list[PreviewRow]:
    """Return the letters with their readers: one query."""
    people = readers_of([each.party.pk for each in campaign.letters], viewer)
    return [
        PreviewRow(
            party=each.party,
            addressee=each.addressee,
            wording=str(Wording(each.addressee.wording).label),
            letter=each.letter,
            readers=people[each.party.pk],
        )
        for each in campaign.letters
    ]


def figures(rows: list[PreviewRow]) -> dict[str, int]:
    """Return how many letters, how many people, how much is outstanding, who has no reader."""
    return {
        "letters": len(rows),
        "people": sum(len(row.readers) for row in rows),
        "outstanding": sum(row.addressee.outstanding for row in rows),
        "unread": sum(not row.readers for row in rows),
    }
