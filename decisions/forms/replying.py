"""What a State says: one of six replies, and what that reply needs to be complete."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import ActForm, area
from decisions.forms.drafting import same_lines
from decisions.models.consultations import ReactionKind
from decisions.models.proposals import REPLY_CHOICES, ProposalOperation
from decisions.presentation import wording
from decisions.rules.positions import JOINS, Position
from decisions.rules.powers import RESERVATION_LENGTH
from decisions.services.replying import Answer, Change


class PositionForm(ActForm):
    """A position with its comment and its reservation: the short form of the page.

    ``submission_key`` makes sending twice the same as sending once.
    """

    position = forms.ChoiceField(
        label=_("Position"), choices=wording.position_choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(label=_("Comment"), required=False, widget=area(3))
    reservation = forms.CharField(
        label=_("Text of the reservation"),
        required=False,
        widget=area(3, maxlength=RESERVATION_LENGTH),
        help_text=_("Only with a reservation: it is annexed word for word."),
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def arrange(self) -> None:
        self.fields["submission_key"].initial = uuid.uuid4


class AnswerForm(PositionForm):
    """The same with changes, paragraph by paragraph.

    Each paragraph offers its own wording to be edited; what is left as it was is no change.
    """

    def arrange(self) -> None:
        super().arrange()
        for paragraph in self.dossier.text:
            self._offer(paragraph)
        if self.is_bound:
            self._complete()

    def _complete(self) -> None:
        """What the short form of the page did not send stands as it was."""
        sent: Any = self.data
        typed: Any = sent.copy()
        for name, field in self.fields.items():
            if name not in typed and name.partition("_")[0] in {"op", "es", "en"}:
                typed[name] = field.initial
        self.data = typed

    def _offer(self, paragraph: Any) -> None:
        key = paragraph.key
        self.fields[f"op_{key}"] = forms.ChoiceField(
            label=_("What to do"),
            choices=REPLY_CHOICES,
            initial=ProposalOperation.REPLACE,
            required=False,
        )
        for language, label in (("es", _("Spanish")), ("en", _("English"))):
            self.fields[f"{language}_{key}"] = forms.CharField(
                label=label,
                required=False,
                initial=getattr(paragraph, language),
                widget=area(5, lang=language, **{"class": "serif"}),
            )
        self.fields[f"why_{key}"] = forms.CharField(
            label=_("Reason"), required=False, widget=area(2)
        )

    def answer(self) -> Answer:
        """Return the reply as the services take it."""
        data = self.cleaned_data
        position = Position(data["position"])
        return Answer(
            position=position,
            comment=same_lines(data["comment"]),
            reservation=data["reservation"] if position is Position.RESERVATION else "",
            changes=self.changes(),
            submission_key=data["submission_key"],
        )

    def changes(self) -> list[Change]:
        """Return the paragraphs that were changed; one whose fields did not come is not."""
        found = (self._change(paragraph) for paragraph in self.dossier.text)
        return [change for change in found if change is not None]

    def _change(self, paragraph: Any) -> Change | None:
        key, data = paragraph.key, self.cleaned_data
        operation = data[f"op_{key}"] or ProposalOperation.REPLACE
        reason = same_lines(data[f"why_{key}"])
        if operation == ProposalOperation.REMOVE:
            return Change(key, reason=reason, operation=operation)
        written = {x: same_lines(data[f"{x}_{key}"]) for x in ("es", "en")}
        own = {x: same_lines(getattr(paragraph, x)) for x in ("es", "en")}
        changed = {x: text for x, text in written.items() if text and text != own[x]}
        if not changed:
            return None
        return Change(key, **changed, reason=reason, operation=operation)

    @property
    def paragraphs(self) -> list[dict[str, Any]]:
        """Each paragraph with its fields, for the page; open where something was written."""
        return [
            {
                "paragraph": paragraph,
                "number": paragraph.number or paragraph.key.removeprefix("p"),
                "operation": self[f"op_{paragraph.key}"],
                "es": self[f"es_{paragraph.key}"],
                "en": self[f"en_{paragraph.key}"],
                "reason": self[f"why_{paragraph.key}"],
                "is_open": self._is_touched(paragraph),
            }
            for paragraph in self.dossier.text
        ]

    def _is_touched(self, paragraph: Any) -> bool:
        if not self.is_bound:
            return False
        names = (f"{part}_{paragraph.key}" for part in ("op", "es", "en", "why"))
        return any(name in self.changed_data for name in names)


class ReplyForm(AnswerForm):
    """The reply of one's own State, or a contribution to its official voice."""


class ReactForm(ActForm):
    """The reaction of a State of the Troika (001:388)."""

    kind = forms.ChoiceField(
        label=_("Reaction"), choices=ReactionKind.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=area(),
        help_text=_("Needed with suggestions, or when the State does not agree."),
    )


class DisputeForm(ActForm):
    """The State says that what was recorded is not its reply (P17)."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=area(3))


class LiftForm(ActForm):
    """An objection is lifted in writing, and becomes another position (P16)."""

    becomes = forms.ChoiceField(
        label=_("The position becomes"),
        choices=lambda: [
            choice for choice in wording.position_choices() if Position(choice[0]) in JOINS
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("In writing"), widget=area())

    def clean_becomes(self) -> Position:
        return Position(self.cleaned_data["becomes"])


class SubstanceForm(ActForm):
    """Why a correction of form changes the substance (P8)."""

    reason = forms.CharField(label=_("Why it changes the substance"), widget=area())
