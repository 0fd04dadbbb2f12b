"""From rows to the facts that the rules on texts read: who is here as what."""

from crm_portal.core.access import Viewer
from decisions.models import Text
from meetings import rights
from meetings.models import DraftingRepresentative, Forum, Right


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
    """Raise Refused where the matrix of participation gives no right to draft (001:399)."""
    verdict = rights.may(
        Right.DRAFT, Forum.DRAFTING_GROUP, by.party_id, at=by.at, meeting=text.meeting
    )
    rights.require(verdict, Right.DRAFT)
