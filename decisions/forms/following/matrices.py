"""A matrix is opened, widened; a country proposes its cell, the Secretariat decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.library.forms.documents import SheetField
from decisions.forms.base import area, day_input
from decisions.forms.following.requests import LONGEST, AskForm
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.rules.following.matrices import MatrixKind, Means
from decisions.services.following.matrices import Said
from decisions.services.following.matrix_keeping import NewMatrix, NewTopic

NAME, TOPIC, SOURCE, REASON = 200, 250, 250, 500
KINDS = [
    (MatrixKind.TREATY.value, _("Signatures and ratifications of conventions")),
    (MatrixKind.WORDS.value, _("Words: visa requirements, legislation and the like")),
]
MEANS = [
    ("", _("Not bound")),
    (Means.RATIFICATION.value, _("ratification")),
    (Means.ACCESSION.value, _("accession")),
    (Means.ACCEPTANCE.value, _("acceptance")),
    (Means.SUCCESSION.value, _("succession")),
]


class TopicsField(forms.CharField):
    """Topics, one a line: the Spanish name, a bar, the English one."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Topics"),
            max_length=LONGEST,
            widget=area(6),
            help_text=_("One a line: Spanish | English."),
        )

    def clean(self, value: Any) -> Any:
        pairs = (line.partition("|") for line in super().clean(value).splitlines())
        found = [NewTopic(es.strip(), en.strip()) for es, _bar, en in pairs if es.strip()]
        if any(max(len(each.name_es), len(each.name_en)) > TOPIC for each in found):
            raise forms.ValidationError(_("The name of a topic is too long."))
        return found


class OpenMatrixForm(AskForm):
    """What a matrix keeps, of which topics, and who reads it."""

    kind = forms.ChoiceField(
        label=_("What its cells say"), choices=KINDS, widget=forms.RadioSelect
    )
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=NAME)
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME, required=False)
    topics = TopicsField()
    source = forms.CharField(
        label=_("Where it comes from"), max_length=NAME, required=False
    )
    is_public = forms.BooleanField(
        label=_("Observers read it, too"),
        required=False,
        help_text=_("Only what is confirmed."),
    )

    def new(self) -> NewMatrix:
        """Return the matrix as the service takes it."""
        return NewMatrix(**self.cleaned_data)


class TopicsForm(AskForm):
    """More topics, after the last."""

    topics = TopicsField()


class ProposeForm(AskForm):
    """What a cell is to say, as of which day and from which source."""

    signed_on = forms.DateField(
        label=_("Signed on"),
        required=False,
        widget=day_input(),
        help_text=_("Empty where it was not signed, or the day is not known."),
    )
    bound_on = forms.DateField(label=_("Bound on"), required=False, widget=day_input())
    means = forms.ChoiceField(
        label=_("How the State was bound"), choices=MEANS, required=False
    )
    said_es = forms.CharField(
        label=_("What is so, in Spanish"),
        required=False,
        max_length=LONGEST,
        widget=area(4, lang="es"),
    )
    said_en = forms.CharField(
        label=_("What is so, in English"),
        required=False,
        max_length=LONGEST,
        widget=area(4, lang="en"),
    )
    as_of = forms.DateField(
        label=_("As of"),
        required=False,
        widget=day_input(),
        help_text=_("The day as of which this is known. Empty: today."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=SOURCE,
        help_text=_("The instrument, gazette or depositary that shows it."),
    )
    sheet = SheetField("es", label=_("Document"))

    def __init__(
        self, *args: Any, matrix: Matrix, current: MatrixCell | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", _as_it_stands(current) if current else {})
        super().__init__(*args, **kwargs)
        in_words = matrix.kind == MatrixKind.WORDS
        others = ("signed_on", "bound_on", "means") if in_words else ("said_es", "said_en")
        for name in others:
            del self.fields[name]

    def said(self) -> Said:
        """Return what is proposed as the service takes it."""
        return Said(**self.cleaned_data)


def _as_it_stands(current: MatrixCell) -> dict[str, Any]:
    names = ("signed_on", "bound_on", "means", "said_es", "said_en")
    return {name: getattr(current, name) for name in names}


class DeclineForm(AskForm):
    """Why what was proposed is not confirmed."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON, widget=area(3))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
