"""Texts in two languages, the consultations on them, and what came out."""

from decisions.models.adoption import TextAdoption, TextStatement
from decisions.models.consultations import (
    Consultation,
    DistributionDelegation,
    SilenceRuleDecision,
    TroikaReaction,
    TroikaStage,
    TroikaVoice,
    Waiver,
)
from decisions.models.kinds import TextKind
from decisions.models.outcomes import Corrigendum, ExecutionReport, OutcomeRecord
from decisions.models.proposals import (
    Disposition,
    Proposal,
    ProposalCollision,
    ProposalComment,
    ProposalStep,
)
from decisions.models.register import Provision, ProvisionLink, TextCorrigendum
from decisions.models.replies import (
    Admission,
    Dispute,
    Endorsement,
    Lift,
    Reply,
    SubstanceRequest,
)
from decisions.models.rounds import (
    Consulted,
    DeadlineComputation,
    Extension,
    Round,
    Suspension,
)
from decisions.models.texts import Text
from decisions.models.versions import Circulation, LanguageEvent, Paragraph, TextVersion

__all__ = [
    "Admission",
    "Circulation",
    "Consultation",
    "Consulted",
    "Corrigendum",
    "DeadlineComputation",
    "Disposition",
    "Dispute",
    "DistributionDelegation",
    "Endorsement",
    "ExecutionReport",
    "Extension",
    "LanguageEvent",
    "Lift",
    "OutcomeRecord",
    "Paragraph",
    "Proposal",
    "ProposalCollision",
    "ProposalComment",
    "ProposalStep",
    "Provision",
    "ProvisionLink",
    "Reply",
    "Round",
    "SilenceRuleDecision",
    "SubstanceRequest",
    "Suspension",
    "Text",
    "TextAdoption",
    "TextCorrigendum",
    "TextKind",
    "TextStatement",
    "TextVersion",
    "TroikaReaction",
    "TroikaStage",
    "TroikaVoice",
    "Waiver",
]
