"""Bodies under their dated names, their meetings, and the rights of each class of party."""

from meetings.models.bodies import Body, BodyKind, BodyName
from meetings.models.meetings import Meeting
from meetings.models.participation import (
    Basis,
    Default,
    Forum,
    ParticipationRule,
    PartyClass,
    Right,
    Value,
)

__all__ = [
    "Basis",
    "Body",
    "BodyKind",
    "BodyName",
    "Default",
    "Forum",
    "Meeting",
    "ParticipationRule",
    "PartyClass",
    "Right",
    "Value",
]
