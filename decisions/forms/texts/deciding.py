"""The drafting group decides on one proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import area
from decisions.forms.texts.writing import TextForm, WordsField
from decisions.models.proposals import ProposalOperation, ProposalState
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Proposed
from decisions.rules.texts.handling import (
    NEED_REASON,
    OF_THE_GROUP,
    State,
    Step,
    after,
)

LABELS = {
    Step.ACCEPT: _("Accept it as it stands"),
    Step.MERGE: _("Accept it in other words, or in part"),
    Step.BRACKET: _("Put it in brackets, with the delegation's name"),
    Step.REJECT: _("Do not accept it"),
    Step.REOPEN: _("Open it again"),
}


class DecideForm(TextForm):
    """What becomes of a proposal; ``beside`` are others to be bracketed together with it."""

    step = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    beside = forms.TypedMultipleChoiceField(
        label=_("In brackets together with"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for brackets: the alternatives stand side by side."),
    )
    es = WordsField("es", rows=6)
    en = WordsField("en", rows=6)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=area(3),
        help_text=_("Needed unless it is accepted as it stands or put in brackets."),
    )

    def __init__(self, *args: Any, proposal: Proposed, **kwargs: Any) -> None:
        self.proposal = proposal
        super().__init__(*args, **kwargs)

    def arrange(self, workspace: Workspace) -> None:
        self._offer_steps()
        self._offer_others(workspace)
        self._offer_words(workspace)

    def _offer_steps(self) -> None:
        state, step = State(self.proposal.state), self.fields["step"]
        found: Any = step
        found.choices = [
            (each.value, label)
            for each, label in LABELS.items()
            if each in OF_THE_GROUP and after(state, each) and self._suits(each)
        ]

    def _suits(self, step: Step) -> bool:
        """A new paragraph is accepted and then reworded; a place has no brackets."""
        operation = self.proposal.operation
        if step is Step.MERGE:
            return operation not in (ProposalOperation.ADD, ProposalOperation.MOVE)
        return step is not Step.BRACKET or operation != ProposalOperation.MOVE

    def _offer_others(self, workspace: Workspace) -> None:
        others: Any = self.fields["beside"]
        others.choices = [
            (each.pk, self._named(workspace, each))
            for each in workspace.proposals
            if each.key == self.proposal.key
            and each.pk != self.proposal.pk
            and each.state == ProposalState.OPEN
            and each.operation != ProposalOperation.MOVE
        ]
        if not others.choices or self.proposal.is_addition:
            del self.fields["beside"]

    def _named(self, workspace: Workspace, each: Proposed) -> str:
        name = workspace.name(workspace.code(each.party))
        return f"{name} ({each.number})"

    def _offer_words(self, workspace: Workspace) -> None:
        row = workspace.by_key.get(self.proposal.key)
        if row is None or not self._suits(Step.MERGE):
            del self.fields["es"], self.fields["en"]
            return
        self.fields["es"].initial = self.proposal.es or row.es
        self.fields["en"].initial = self.proposal.en or row.en
        self.fields["es"].help_text = _("Only in other words: as the paragraph will read.")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        step = found.get("step")
        if step and Step(step) in NEED_REASON and not (found.get("reason") or "").strip():
            self.add_error("reason", _("Say why: the reason is part of the record."))
        return found
