"""What the access matrix needs of admission: an application, a guest, a question asked."""

from datetime import date
from typing import Any

from meetings import services
from members import services as parties
from members.models import ContinuityAnswer
from tests.decisions.scene import Scene
from tests.meetings.applying import ORGANIZATION, criteria, evidenced, vice_ministers

FAR = date(2027, 6, 1), date(2027, 6, 2)


def admission(scene: Scene) -> dict[str, Any]:
    """Play an application with its documents, a guest and a question; return their keys."""
    elena = scene.viewer("elena")
    criteria()
    application = services.receive(ORGANIZATION, received_on=elena.on, by=elena)
    evidenced(application, elena)
    meeting = vice_ministers(*FAR, host=scene.cast.parties["GT"])
    decided = {"decided_by": "La PPT", "source": "Nota 3"}
    guest = services.invite_guest(meeting.pk, called_es="Suiza", by=elena, **decided)
    parties.ask_continuity([scene.cast.parties["SICA"].pk], by=elena)
    return {
        "application": application.reference,
        "evidence": application.evidence.all()[0].pk,
        "meeting": meeting.symbol,
        "guest": guest.pk,
        "continuity": ContinuityAnswer.objects.get().pk,
    }
