"""What people write about a consultation: shape and languages; the services ask the rules."""

from decisions.forms.base import ActForm, refuse
from decisions.forms.conducting import (
    AdmitForm,
    ConfirmForm,
    ExtendForm,
    OutageForm,
    ReasonForm,
    ReceptionForm,
    ResultsForm,
    SilenceForm,
    TargetForm,
    VisibilityForm,
)
from decisions.forms.distributing import DistributeForm
from decisions.forms.drafting import CorrectForm, DraftForm, TextForm, TranslateForm
from decisions.forms.filing import TranscribeForm, WaiverForm
from decisions.forms.replying import (
    DisputeForm,
    LiftForm,
    PositionForm,
    ReactForm,
    ReplyForm,
    SubstanceForm,
)
from decisions.forms.revising import DisposeForm

__all__ = [
    "ActForm",
    "AdmitForm",
    "ConfirmForm",
    "CorrectForm",
    "DisposeForm",
    "DisputeForm",
    "DistributeForm",
    "DraftForm",
    "ExtendForm",
    "LiftForm",
    "OutageForm",
    "PositionForm",
    "ReactForm",
    "ReasonForm",
    "ReceptionForm",
    "ReplyForm",
    "ResultsForm",
    "SilenceForm",
    "SubstanceForm",
    "TargetForm",
    "TextForm",
    "TranscribeForm",
    "TranslateForm",
    "VisibilityForm",
    "WaiverForm",
    "refuse",
]
