"""From rows to the facts that the rules on texts read: who is here as what."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Refused
from crm_portal.core.prepared import Prepared
from decisions.models import Text
from decisions.rules.texts import powers
from meetings import rights
from meetings.circles import CLASS_OF_ROLE
from meetings.models import (
    Delegate,
    DraftingRepresentative,
    Forum,
    ParticipationRule,
    Right,
)
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


def is_delegate(text: Text, viewer: Viewer) -> bool:
    """Say whether the person is an approved delegate of their country to the text's meeting."""
    if viewer.user_id is None or text.meeting_id is None:
        return False
    coming = Delegate.objects.confirmed().filter(
        user=viewer.user_id,
        delegation__meeting=text.meeting_id,
        delegation__party=viewer.party_id,
    )
    return coming.exists()


def require_voice(text: Text, by: Viewer) -> None:
    """Raise Refused unless the viewer speaks for a member country on the text."""
    if not powers.speaks(by, is_delegate=is_delegate(text, by)):
        raise Refused(
            _(
                "The member countries propose, by their official voice or their delegates; "
                "observers never draft."
            ),
            code="not_proposing",
            rule="001:399",
        )


def require_writer(text: Text, by: Viewer) -> None:
    """Raise Refused unless the viewer writes the text, or types for who does."""
    if not powers.may_write(by, is_representative=is_representative(text, by)):
        raise Refused(
            _("The drafting group writes the text."), code="not_drafting", rule="001:399"
        )
    require_right_to_draft(text, by)


def require_group(text: Text, by: Viewer) -> None:
    """Raise Refused unless the viewer decides on proposals."""
    if not powers.is_group(by, is_representative=is_representative(text, by)):
        raise Refused(
            _("The drafting group decides on proposals."),
            code="not_drafting",
            rule="001:399",
        )
    require_right_to_draft(text, by)


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
