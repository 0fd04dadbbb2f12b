"""What was decided in Guatemala, and who follows it up."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from decisions.models import Provision, Text
from decisions.models.following import Commitment
from decisions.services.following import commitments
from decisions.services.following.commitments import NewCommitment
from decisions.text_states import TextState
from meetings.models import Body, Meeting, MeetingState
from meetings.models.bodies import BodyKind
from tests.cast import Cast


@dataclass
class Followed:
    """An adopted text with one decision, and the people around it at the clock of record."""

    cast: Cast
    text: Text
    provision: Provision

    def viewer(self, name: str) -> Viewer:
        """Return what a person is now."""
        return self.cast.viewer(name, clock.now())

    def commit(self, **more: Any) -> Commitment:
        """Commit the presidency to the decision, unless told otherwise."""
        said = {
            "text_id": self.text.pk,
            "provision_id": self.provision.pk,
            "what_es": "Entablar contactos con los foros regionales.",
            "lead": "presidency",
            **more,
        }
        return commitments.commit(NewCommitment(**said), by=self.viewer("elena"))


def decided(cast: Cast) -> Followed:
    """Lay an adopted decision."""
    text = Text.objects.create(
        reference="decision-guatemala",
        kind_id="decisions",
        state=TextState.ADOPTED,
        title_es="Decisiones de Guatemala",
    )
    provision = Provision.objects.create(
        text=text,
        part="operative",
        number="8",
        axis="rights",
        words_es="Comisionar a la PPT.",
    )
    return Followed(cast, text, provision)


def meeting(kind: str, on: date, symbol: str, **more: Any) -> Meeting:
    """Plan a meeting of a body of that kind on a day."""
    body, _made = Body.objects.get_or_create(
        kind=kind, defaults={"code": kind.replace("_", "-")}
    )
    said = {"state": MeetingState.CONVENED, **more}
    return Meeting.objects.create(
        body=body, symbol=symbol, starts_on=on, ends_on=on, **said
    )


GRCM, VICE_MINISTERIAL = BodyKind.GRCM, BodyKind.VICE_MINISTERIAL
