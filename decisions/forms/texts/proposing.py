"""A delegation proposes and comments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import area
from decisions.forms.texts.writing import AddForm, TextForm, WordsField
from decisions.presentation.workspace import places
from decisions.presentation.workspace.desk import Workspace

REWORD, REMOVE, MOVE = "reword", "remove", "move"
OPERATIONS = [
    (REWORD, _("Other words for the paragraph")),
    (REMOVE, _("That the paragraph be deleted")),
    (MOVE, _("That the paragraph stand elsewhere")),
]


def reason_field() -> forms.CharField:
    """Return the field for why something is proposed."""
    return forms.CharField(label=_("Reason"), required=False, widget=area(3))


class ProposeForm(TextForm):
    """A change of one paragraph: its words as they would read, or what is to become of it."""

    operation = forms.ChoiceField(
        label=_("What do you propose?"), choices=OPERATIONS, widget=forms.RadioSelect
    )
    es = WordsField("es")
    en = WordsField("en")
    place = forms.TypedChoiceField(
        label=_("Where it would stand"),
        coerce=places.read,
        empty_value=None,
        required=False,
        help_text=_("Only where the paragraph is to stand elsewhere."),
    )
    reason = reason_field()

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs)

    def arrange(self, workspace: Workspace) -> None:
        place: Any = self.fields["place"]
        place.choices = [("", "–"), *places.choices(workspace, self.key)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if found.get("operation") == MOVE and not found.get("place"):
            self.add_error("place", _("Say where it would stand."))
        return found


class ProposeNewForm(AddForm):
    """A new paragraph that a delegation proposes."""

    reason = reason_field()


class CommentForm(TextForm):
    """What a delegation says on a proposal, for every delegation to read."""

    body = forms.CharField(label=_("Comment"), widget=area(4))
