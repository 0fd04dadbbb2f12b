"""From rows to the facts that the rules on texts read: who is here as what."""

from datetime import date

from django.db.models import QuerySet

from crm_portal.core.access import Viewer
from crm_portal.core.prepared import Prepared
from decisions.models import Text
from meetings import rights
from meetings.circles import CLASS_OF_ROLE
from meetings.models import DraftingRepresentative, Forum, ParticipationRule, Right
from meetings.rules.participation import verdict


def is_representative(text: Text, viewer: Viewer) -> bool:
    """Say whether the person represents a country in the drafting group of the text now.

    It is the group named with the text, or any that the text's meeting has formed.
    """
    if viewer.user_id is None or not (text.group_id or text.meeting_id):
        return False
    serving = DraftingRepresentative.objects.at(viewer.at).filter(
        party=viewer.party_id, delegate__user=viewer.user_id
    )
    if text.group_id is not None:
        return serving.filter(group=text.group_id).exists()
    return serving.filter(group__meeting=text.meeting_id).exists()


def require_right_to_draft(text: Text, by: Viewer) -> None:
    """Raise Refused where the matrix of participation gives no right to draft (001:399).

    What a role has by right is one row; only who has none is asked about in full.
    """
    known = next((each for role, each in CLASS_OF_ROLE if by.has(role)), None)
    if known is not None:
        row = _CELL(party_class=known, on=by.on)
        if row and verdict(row[0].cell, ()):
            return
    asked = rights.may(
        Right.DRAFT, Forum.DRAFTING_GROUP, by.party_id, at=by.at, meeting=text.meeting
    )
    rights.require(asked, Right.DRAFT)


def _cell(party_class: str, on: date) -> QuerySet[ParticipationRule]:
    return ParticipationRule.objects.in_force(on).filter(
        body=Forum.DRAFTING_GROUP, right=Right.DRAFT, party_class=party_class
    )


_CELL: Prepared[ParticipationRule] = Prepared(_cell)
