"""What the access matrix needs of texts in work: one in negotiation, with a proposal on it."""

from typing import Any

from crm_portal.reference import conference
from decisions.rules.texts.paragraphs import Paragraph, Part
from decisions.services.texts import importing, proposing, working
from decisions.services.texts.working import NewText
from meetings.models import Forum, ParticipationRule, Right
from tests.decisions.scene import Scene
from tests.meetings.delegating import OPENS


def negotiated(scene: Scene) -> dict[str, Any]:
    """Put a declaration into negotiation; another member has proposed a change of it."""
    _let_members_draft()
    elena = scene.viewer("elena")
    new = NewText("declaration", "Declaración", "Declaration")
    text = working.open_text(new, by=elena)
    paragraph = Paragraph("n1", "Acuerdan algo.", "Agree on something.", Part.OPERATIVE)
    version = importing.take_in(text.pk, [paragraph], by=elena)
    working.open_negotiation(text.pk, by=elena)
    key = version.paragraphs.get().key
    made = proposing.propose_wording(
        text.pk, key, es="Acuerdan otra cosa.", by=scene.viewer("HN")
    )
    return {
        "negotiated": text.reference,
        "negotiated_key": key,
        "negotiated_draft": 1,
        "negotiated_shape": "json",
        "negotiated_proposal": made.number,
    }


def _let_members_draft() -> None:
    """Load who may draft, as the sources grant it, where the scene has not."""
    granted = {"right": Right.DRAFT, "body": Forum.DRAFTING_GROUP}
    if ParticipationRule.objects.filter(**granted).exists():
        return
    matrix = next(plan[2] for plan in conference.PLAN if plan[0] is ParticipationRule)
    ParticipationRule.objects.bulk_create(
        each
        for each in matrix(OPENS)
        if (each.right, each.body) == (Right.DRAFT, Forum.DRAFTING_GROUP)
    )
