"""What the access matrix needs of the papers of a meeting: one for the members, and a pack."""

from typing import Any

from meetings import pack_sweeps
from meetings.models import Meeting
from meetings.services import packs
from tests.decisions.scene import Scene
from tests.meetings.papering import paper
from tests.meetings.staged import FAR


def papers(scene: Scene) -> dict[str, Any]:
    """Put a paper in the meeting far ahead, and make the pack of one delegation."""
    meeting = Meeting.objects.get(starts_on=FAR[0])
    paper(meeting, scene.viewer("elena"), level="members")
    job = packs.ask_pack(
        meeting.pk, level="members", language="es", form="zip", by=scene.viewer("bruno")
    )
    pack_sweeps.make_due()
    return {"pack": job.pk, "pack_language": "es"}
