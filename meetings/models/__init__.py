"""Bodies under their dated names, their meetings, and the rights of each class of party."""

from meetings.models.agenda import (
    AgendaItem,
    Axis,
    ItemKind,
    ItemResult,
    ItemStanding,
)
from meetings.models.agenda_slots import AgendaSlot, SlotOffice
from meetings.models.agenda_versions import (
    AgendaComment,
    AgendaVersion,
    Door,
    ReferredMatter,
    Treatment,
    VersionKind,
)
from meetings.models.applications import (
    ADMITTED_AS,
    Advice,
    Application,
    ApplicationKind,
    ApplicationState,
    Criterion,
    Evidence,
)
from meetings.models.attendance import Presence
from meetings.models.bodies import Body, BodyKind, BodyName
from meetings.models.body_rules import BodyRule, Convener
from meetings.models.composition import (
    CompositionLimit,
    CompositionPart,
    CompositionRule,
    DelegateLevel,
)
from meetings.models.convocation import (
    AnswerKind,
    Convocation,
    ConvocationAnswer,
    ConvocationLetter,
    LetterBasis,
)
from meetings.models.decided import ParticipationDecision
from meetings.models.delegations import (
    Delegate,
    DelegateFunction,
    Delegation,
    DelegationState,
)
from meetings.models.drafting import DraftingGroup, DraftingRepresentative, GroupOf
from meetings.models.feeds import FeedToken
from meetings.models.guests import Guest
from meetings.models.meetings import Meeting, MeetingState, Mode, Place, Session
from meetings.models.papers import (
    MeetingPaper,
    PackFile,
    PackForm,
    PackJob,
    PackPiece,
)
from meetings.models.participation import (
    Basis,
    Default,
    Forum,
    ParticipationRule,
    PartyClass,
    Right,
    Value,
)
from meetings.models.registrations import Credential, Registration
from meetings.models.representation import (
    Agreement,
    AgreementKind,
    Office,
    OtherProcess,
    PresidencyReport,
    Representation,
    RepresentationReport,
)
from meetings.models.results import (
    OutcomeKind,
    OutcomeLink,
    SummaryRecord,
    SummaryVersion,
)
from meetings.models.statements import Statement, StatementState

__all__ = [
    "ADMITTED_AS",
    "Advice",
    "AgendaComment",
    "AgendaItem",
    "AgendaSlot",
    "AgendaVersion",
    "Agreement",
    "AgreementKind",
    "AnswerKind",
    "Application",
    "ApplicationKind",
    "ApplicationState",
    "Axis",
    "Basis",
    "Body",
    "BodyKind",
    "BodyName",
    "BodyRule",
    "CompositionLimit",
    "CompositionPart",
    "CompositionRule",
    "Convener",
    "Convocation",
    "ConvocationAnswer",
    "ConvocationLetter",
    "Credential",
    "Criterion",
    "Default",
    "Delegate",
    "DelegateFunction",
    "DelegateLevel",
    "Delegation",
    "DelegationState",
    "Door",
    "DraftingGroup",
    "DraftingRepresentative",
    "Evidence",
    "FeedToken",
    "Forum",
    "GroupOf",
    "Guest",
    "ItemKind",
    "ItemResult",
    "ItemStanding",
    "LetterBasis",
    "Meeting",
    "MeetingPaper",
    "MeetingState",
    "Mode",
    "Office",
    "OtherProcess",
    "OutcomeKind",
    "OutcomeLink",
    "PackFile",
    "PackForm",
    "PackJob",
    "PackPiece",
    "ParticipationDecision",
    "ParticipationRule",
    "PartyClass",
    "Place",
    "Presence",
    "PresidencyReport",
    "ReferredMatter",
    "Registration",
    "Representation",
    "RepresentationReport",
    "Right",
    "Session",
    "SlotOffice",
    "Statement",
    "StatementState",
    "SummaryRecord",
    "SummaryVersion",
    "Treatment",
    "Value",
    "VersionKind",
]
