"""What is typed on the pages of a text, in the order in which a text comes to be."""

from decisions.forms.texts.deciding import DecideForm
from decisions.forms.texts.proposing import (
    CommentForm,
    ProposeForm,
    ProposeNewForm,
)
from decisions.forms.texts.steering import (
    AdoptForm,
    CirculateForm,
    ConsultForm,
    CorrectForm,
    DescribeForm,
    ForwardForm,
    NewTextForm,
    StatementForm,
    WithdrawTextForm,
)
from decisions.forms.texts.writing import (
    AddForm,
    MoveForm,
    RemoveForm,
    TextForm,
    WriteForm,
)

__all__ = [
    "AddForm",
    "AdoptForm",
    "CirculateForm",
    "CommentForm",
    "ConsultForm",
    "CorrectForm",
    "DecideForm",
    "DescribeForm",
    "ForwardForm",
    "MoveForm",
    "NewTextForm",
    "ProposeForm",
    "ProposeNewForm",
    "RemoveForm",
    "StatementForm",
    "TextForm",
    "WithdrawTextForm",
    "WriteForm",
]
