"""The drafting group writes: words in two columns, and where a paragraph stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import area
from decisions.presentation.workspace import places
from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts.paragraphs import Form, Place
from decisions.rules.texts.words import settled
from decisions.services.texts.writing import Added, Written

SUBSTANCE, WORDING = "substance", "wording"
CHANGES = [
    (SUBSTANCE, _("What it says: the other language has to follow")),
    (WORDING, _("Only the words, or a translation of what the other side says")),
]
FORMS = [(Form.PARAGRAPH.value, _("paragraph")), (Form.HEADING.value, _("heading"))]


class TextForm(forms.Form):
    """The form of an act on a text; ``workspace`` is what it acts upon."""

    def __init__(
        self, *args: Any, workspace: Workspace | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        if workspace is not None:
            self.arrange(workspace)

    def arrange(self, workspace: Workspace) -> None:
        """Set the choices and fields that depend on the text."""


class WordsField(forms.CharField):
    """The words of a paragraph in one language, as texts are kept and compared."""

    def __init__(self, language: str, *, rows: int = 9, **kwargs: Any) -> None:
        label = _("Spanish") if language == "es" else _("English")
        widget = area(rows, lang=language, **{"class": "serif"})
        super().__init__(label=label, required=False, strip=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return settled(super().to_python(value) or "")


class BaseField(forms.CharField):
    """What somebody had before them when they began to type."""

    def __init__(self) -> None:
        super().__init__(required=False, strip=False, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> str:
        return settled(super().to_python(value) or "")


class WriteForm(TextForm):
    """One paragraph in both languages, with what it read when it was opened."""

    es = WordsField("es")
    en = WordsField("en")
    change = forms.ChoiceField(
        label=_("What do you change?"), choices=CHANGES, widget=forms.RadioSelect
    )
    base_es = BaseField()
    base_en = BaseField()
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def written(self) -> Written:
        """Return what was typed as the service takes it."""
        data = self.cleaned_data
        return Written(
            data["es"],
            data["en"],
            data["base_es"],
            data["base_en"],
            data["revision"],
            substance=data["change"] == SUBSTANCE,
        )


class PlaceField(forms.TypedChoiceField):
    """Where a paragraph goes."""

    def __init__(self) -> None:
        super().__init__(label=_("Where it stands"), coerce=places.read, empty_value=None)


class MoveForm(TextForm):
    """Another place for a paragraph, with what stands within it."""

    place = PlaceField()

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs)

    def arrange(self, workspace: Workspace) -> None:
        place: Any = self.fields["place"]
        place.choices = places.choices(workspace, self.key)


class AddForm(TextForm):
    """A new paragraph, in one language at least, and where it goes."""

    place = PlaceField()
    form = forms.ChoiceField(label=_("Kind"), choices=FORMS, initial=Form.PARAGRAPH.value)
    es = WordsField("es", rows=6)
    en = WordsField("en", rows=6)

    def arrange(self, workspace: Workspace) -> None:
        place: Any = self.fields["place"]
        place.choices = places.choices(workspace)

    def added(self) -> Added:
        """Return the new paragraph as the services take it."""
        data = self.cleaned_data
        place: Place = data["place"]
        return Added(
            data["es"],
            data["en"],
            place.part.value,
            data["form"],
            place.parent or "",
            place.after or "",
        )


class RemoveForm(TextForm):
    """The paragraph goes: only to be confirmed."""
