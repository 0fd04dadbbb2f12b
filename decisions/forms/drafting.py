"""The text as the presidency writes it: the subject, and paragraphs in two columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import ActForm, area
from decisions.models.versions import ParagraphStyle
from decisions.services.drafting import Draft

MOST_PARAGRAPHS = 200


class DraftForm(ActForm):
    """What the consultation is about, and why it needs a concerted position (001:386)."""

    subject_es = forms.CharField(
        label=_("Subject, in Spanish"), max_length=250, widget=area(2, lang="es")
    )
    subject_en = forms.CharField(
        label=_("Subject, in English"),
        max_length=250,
        required=False,
        widget=area(2, lang="en"),
    )
    reason_es = forms.CharField(
        label=_("Why a concerted position is needed, in Spanish"), widget=area(3, lang="es")
    )
    reason_en = forms.CharField(
        label=_("Why a concerted position is needed, in English"),
        widget=area(3, lang="en"),
        required=False,
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent"),
        help_text=_("Only adds reminders: the term is the same."),
        required=False,
    )


class ParagraphForm(ActForm):
    """One paragraph in two columns. ``key`` stays with it from version to version."""

    key = forms.SlugField(max_length=12, required=False, widget=forms.HiddenInput)
    number = forms.CharField(
        label=_("Number"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"size": 4, "autocomplete": "off"}),
    )
    style = forms.ChoiceField(
        label=_("Kind"), choices=ParagraphStyle.choices, required=False, initial="paragraph"
    )
    es = forms.CharField(
        label=_("Spanish"), required=False, widget=area(5, lang="es", **{"class": "serif"})
    )
    en = forms.CharField(
        label=_("English"), required=False, widget=area(5, lang="en", **{"class": "serif"})
    )

    @property
    def is_blank(self) -> bool:
        return not any(self.cleaned_data.get(name, "").strip() for name in ("es", "en"))

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(
            es=data["es"],
            en=data["en"],
            key=data["key"],
            number=data["number"].strip(),
            style=data["style"] or ParagraphStyle.PARAGRAPH,
        )


Row = Mapping[str, Any]


class TextForm:
    """The paragraphs of a text, in order; buttons add, move and remove them without a script.

    ``act`` of the data names what was pressed: ``add:2`` (after the second), ``up:3``,
    ``down:3``, ``remove:3``; anything else saves.
    """

    MOVES = frozenset({"add", "up", "down", "remove"})

    def __init__(
        self, rows: Sequence[Row] = (), data: Mapping[str, Any] | None = None
    ) -> None:
        self.data = data
        self.rows = _typed(data) if data is not None else list(rows)

    @property
    def forms(self) -> list[ParagraphForm]:
        """One form a paragraph; bound when something was typed."""
        if self.data is None:
            return [
                ParagraphForm(initial=row, prefix=f"p{n}")
                for n, row in enumerate(self.rows, 1)
            ]
        return [
            ParagraphForm({f"p{n}-{k}": v for k, v in row.items()}, prefix=f"p{n}")
            for n, row in enumerate(self.rows, 1)
        ]

    @property
    def is_move(self) -> bool:
        """Say whether a button that only rearranges was pressed."""
        return self._pressed()[0] in self.MOVES

    def rearranged(self) -> "TextForm":
        """Return the same text with the move that was asked for done; nothing is saved."""
        verb, place = self._pressed()
        moved = TextForm(self.rows, None)
        moved.rows = _moved(list(self.rows), verb, place)
        return moved

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self.forms)

    def drafts(self) -> list[Draft]:
        """Return the paragraphs that say something."""
        forms_ = self.forms
        for form in forms_:
            form.is_valid()
        return [form.draft() for form in forms_ if not form.is_blank]

    def _pressed(self) -> tuple[str, int]:
        verb, _colon, place = str((self.data or {}).get("act", "")).partition(":")
        return verb, int(place) if place.isdigit() else 0


def _typed(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = str(data.get("count", "0"))
    total = min(int(count) if count.isdigit() else 0, MOST_PARAGRAPHS)
    names = ("key", "number", "style", "es", "en")
    return [
        {name: data.get(f"p{n}-{name}", "") for name in names} for n in range(1, total + 1)
    ]


def _moved(rows: list[Any], verb: str, place: int) -> list[Any]:
    """Do what was pressed: ``place`` counts from one; zero adds at the beginning."""
    if verb == "add" and 0 <= place <= len(rows) < MOST_PARAGRAPHS:
        rows.insert(
            place, {"key": "", "number": "", "style": "paragraph", "es": "", "en": ""}
        )
    elif verb == "remove" and 1 <= place <= len(rows):
        del rows[place - 1]
    elif verb == "up" and 1 < place <= len(rows):
        rows[place - 2], rows[place - 1] = rows[place - 1], rows[place - 2]
    elif verb == "down" and 1 <= place < len(rows):
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    return rows


class CorrectForm(ActForm):
    """A corrigendum: the wording of paragraphs as it should have been (P8)."""

    note_es = forms.CharField(
        label=_("What is corrected, in Spanish"), widget=area(2, lang="es")
    )
    note_en = forms.CharField(
        label=_("What is corrected, in English"), widget=area(2, lang="en"), required=False
    )

    def arrange(self) -> None:
        for paragraph in self.dossier.text:
            for language in ("es", "en"):
                self.fields[f"{language}_{paragraph.key}"] = forms.CharField(
                    label=_("Spanish") if language == "es" else _("English"),
                    initial=getattr(paragraph, language),
                    required=False,
                    widget=area(5, lang=language, **{"class": "serif"}),
                )

    def corrections(self) -> dict[str, tuple[str, str]]:
        """Return the paragraphs whose wording differs from the text."""
        found = {}
        for paragraph in self.dossier.text:
            es, en = (
                same_lines(self.cleaned_data[f"{x}_{paragraph.key}"]) for x in ("es", "en")
            )
            if (es, en) != (paragraph.es, paragraph.en):
                found[paragraph.key] = (es, en)
        return found

    @property
    def pairs(self) -> list[tuple[Any, Any, Any]]:
        """Each paragraph with its two fields, for the page."""
        return [(p, self[f"es_{p.key}"], self[f"en_{p.key}"]) for p in self.dossier.text]


class TranslateForm(ActForm):
    """The English of the paragraphs that lack it: when it is complete the clock starts."""

    def arrange(self) -> None:
        for paragraph in self.missing:
            self.fields[f"en_{paragraph.key}"] = forms.CharField(
                label=_("English"), widget=area(5, lang="en", **{"class": "serif"})
            )

    @property
    def missing(self) -> list[Any]:
        return [paragraph for paragraph in self.dossier.text if not paragraph.en]

    def english(self) -> dict[str, str]:
        return {p.key: same_lines(self.cleaned_data[f"en_{p.key}"]) for p in self.missing}

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        return [(p, self[f"en_{p.key}"]) for p in self.missing]


def same_lines(text: str) -> str:
    """A browser sends line ends as CRLF; the text has LF."""
    return text.replace("\r\n", "\n").strip()
