"""Texts in two languages, the consultations on them, and what came out."""

from decisions.models.consultations import (
    Consultation,
    DistributionDelegation,
    SilenceRuleDecision,
    TroikaReaction,
    TroikaStage,
    TroikaVoice,
    Waiver,
)
from decisions.models.outcomes import Corrigendum, ExecutionReport, OutcomeRecord
from decisions.models.replies import (
    Admission,
    Disposition,
    Dispute,
    Endorsement,
    Lift,
    Proposal,
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
from decisions.models.texts import Paragraph, Text, TextVersion

__all__ = [
    "Admission",
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
    "Lift",
    "OutcomeRecord",
    "Paragraph",
    "Proposal",
    "Reply",
    "Round",
    "SilenceRuleDecision",
    "SubstanceRequest",
    "Suspension",
    "Text",
    "TextVersion",
    "TroikaReaction",
    "TroikaStage",
    "TroikaVoice",
    "Waiver",
]
