"""Bodies under their dated names, their meetings, and the rights of each class of party."""

from meetings.models.applications import (
    ADMITTED_AS,
    Advice,
    Application,
    ApplicationKind,
    ApplicationState,
    Criterion,
    Evidence,
)
from meetings.models.bodies import Body, BodyKind, BodyName
from meetings.models.decided import ParticipationDecision
from meetings.models.guests import Guest
from meetings.models.meetings import Meeting, MeetingState, Mode, Place, Session
from meetings.models.participation import (
    Basis,
    Default,
    Forum,
    ParticipationRule,
    PartyClass,
    Right,
    Value,
)
from meetings.models.representation import (
    Agreement,
    AgreementKind,
    Office,
    OtherProcess,
    PresidencyReport,
    Representation,
    RepresentationReport,
)

__all__ = [
    "ADMITTED_AS",
    "Advice",
    "Agreement",
    "AgreementKind",
    "Application",
    "ApplicationKind",
    "ApplicationState",
    "Basis",
    "Body",
    "BodyKind",
    "BodyName",
    "Criterion",
    "Default",
    "Evidence",
    "Forum",
    "Guest",
    "Meeting",
    "MeetingState",
    "Mode",
    "Office",
    "OtherProcess",
    "ParticipationDecision",
    "ParticipationRule",
    "PartyClass",
    "Place",
    "PresidencyReport",
    "Representation",
    "RepresentationReport",
    "Right",
    "Session",
    "Value",
]
