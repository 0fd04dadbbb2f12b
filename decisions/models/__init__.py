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
from decisions.models.following import Commitment, CommitmentReport
from decisions.models.following_duties import DutyDone
from decisions.models.following_matrices import (
    Matrix,
    MatrixCell,
    MatrixTopic,
    MatrixVerdict,
)
from decisions.models.following_plans import Plan, PlanItem, PlanProgress, PlanVersion
from decisions.models.following_questionnaires import Questionnaire, QuestionnaireAnswer
from decisions.models.following_requests import (
    InformationRequest,
    RequestAsked,
    RequestReminder,
    RequestReply,
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
    "Commitment",
    "CommitmentReport",
    "Consultation",
    "Consulted",
    "Corrigendum",
    "DeadlineComputation",
    "Disposition",
    "Dispute",
    "DistributionDelegation",
    "DutyDone",
    "Endorsement",
    "ExecutionReport",
    "Extension",
    "InformationRequest",
    "LanguageEvent",
    "Lift",
    "Matrix",
    "MatrixCell",
    "MatrixTopic",
    "MatrixVerdict",
    "OutcomeRecord",
    "Paragraph",
    "Plan",
    "PlanItem",
    "PlanProgress",
    "PlanVersion",
    "Proposal",
    "ProposalCollision",
    "ProposalComment",
    "ProposalStep",
    "Provision",
    "ProvisionLink",
    "Questionnaire",
    "QuestionnaireAnswer",
    "Reply",
    "RequestAsked",
    "RequestReminder",
    "RequestReply",
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
