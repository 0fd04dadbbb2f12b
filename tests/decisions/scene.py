"""Scenes of the procedure, played through the services on the cast's clock."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from crm_portal.core import clock
from decisions.models import Consultation, Reply, Round
from decisions.rules.positions import Position
from decisions.services import distribution, drafting, replying, troika
from decisions.services.drafting import Draft
from decisions.services.replying import Answer, Change
from meetings.models import Body
from meetings.models.bodies import BodyKind
from tests.cast import Cast
from tests.factories import MeetingFactory

TEXT = [
    Draft(
        "La PPT activará el procedimiento.",
        "The PPT shall activate the procedure.",
        "",
        "1",
    ),
    Draft("El plazo es de cinco días hábiles.", "The term is five business days.", "", "2"),
    Draft("Se informará de los resultados.", "The results shall be reported.", "", "3"),
]
MEMBERS = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")
CHANGE = Change(
    key="p2", es="El plazo será de cinco días hábiles.", en="The term shall be five."
)


class Scene:
    """One consultation and the people around it, at a clock that only moves when told."""

    def __init__(self, cast: Cast, opened: Callable[[], Consultation | None] | None = None):
        """Play with ``cast``; ``opened`` lays down what :meth:`open` would do, if it may."""
        self.cast, self.opened = cast, opened
        self.consultation: Consultation

    @property
    def pk(self) -> int:
        return self.consultation.pk

    @property
    def round(self) -> Round:
        return Round.objects.filter(consultation=self.pk).order_by("-number")[0]

    @property
    def state(self) -> str:
        return Consultation.objects.get(pk=self.pk).state

    def viewer(self, name: str):
        """Return what a person of the cast, or a State's focal point (``CA``), is now."""
        user = self.cast.focal_points.get(name) or self.cast.people[name]
        return self.cast.viewer(user, clock.now())

    def go_to(self, instant: datetime) -> None:
        clock.set_to(instant, frozen=True)

    def wait(self, **by: float) -> None:
        clock.advance(timedelta(**by))

    def vice_ministers_meet(self, on: date) -> "Scene":
        """Convene them for one day."""
        body, _ = Body.objects.get_or_create(
            code="VM", defaults={"kind": BodyKind.VICE_MINISTERIAL}
        )
        MeetingFactory(
            body=body, host=self.cast.parties["GT"], starts_on=on, ends_on=on, ordinal=31
        )
        return self

    def drafted(self) -> "Scene":
        ana = self.viewer("ana")
        self.consultation = drafting.draft(
            subject_es="Mecanismos para la toma de decisiones",
            subject_en="Mechanisms for decision-making",
            reason_es="El texto de 2011 da dos plazos distintos.",
            by=ana,
        )
        drafting.write(self.pk, TEXT, by=ana)
        return self

    def presented(self) -> "Scene":
        self.drafted()
        troika.present(self.pk, by=self.viewer("ana"))
        return self

    def ready(self) -> "Scene":
        self.presented()
        troika.react(self.pk, "favourable", by=self.viewer("BZ"))
        return self

    def open(self) -> "Scene":
        if self.opened and (laid := self.opened()):
            self.consultation = laid
            return self
        self.ready()
        distribution.distribute(self.pk, by=self.viewer("ana"))
        return self

    def expired(self, **answers: Position) -> "Scene":
        """Open, answered (everybody agrees unless told; ``CA=None`` is silence), settled."""
        from decisions.sweeps import expire_due_rounds

        self.open()
        self.answered(**answers)
        self.go_to(self.round.closes_at + timedelta(seconds=30))
        expire_due_rounds()
        return self

    def answered(self, **answers: Position | None) -> "Scene":
        for code in MEMBERS:
            position = answers.get(code, Position.AGREE)
            if position is not None and (code != "GT" or "GT" in answers):
                self.reply(code, position)
        return self

    def reply(self, who: str, position: Position = Position.AGREE, **more) -> Reply:
        if position is Position.RESERVATION:
            more.setdefault("reservation", "Conforme a su legislación nacional.")
        if position is Position.OBJECT:
            more.setdefault("comment", "No corresponde a su mandato.")
        if position is Position.CHANGES:
            more.setdefault("changes", [CHANGE])
        more.setdefault("submission_key", uuid.uuid4())
        return replying.reply(self.pk, Answer(position, **more), by=self.viewer(who))
