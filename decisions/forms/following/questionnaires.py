"""A questionnaire is drawn up question by question; a country answers it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from decisions.forms.base import area, day_input
from decisions.forms.following.requests import LONGEST, TITLE, AskForm
from decisions.models.following_questionnaires import Questionnaire
from decisions.presentation.following_up import questionnaires as shown
from decisions.rules.following import questionnaires as rules
from decisions.rules.following.questionnaires import Type

AT_FIRST, MOST, KEY = 3, 80, 40
PARTS = ("key", "es", "en", "type", "choices", "required")
# What is wrong with an answer, said where it was typed.
FAULTS = {
    rules.Fault.MISSING: _("Answer this question before handing in."),
    rules.Fault.WRONG_TYPE: _("Write it in figures, as in 1250 or 12.5."),
    rules.Fault.NOT_OFFERED: _("Choose one of those offered."),
}
CHOOSES = frozenset({Type.CHOICE.value, Type.MANY.value})


class DrawUpForm(AskForm):
    """The questions of a questionnaire; ``blocks`` are as many as ``count`` says."""

    title_es = forms.CharField(label=_("Title in Spanish"), max_length=TITLE)
    title_en = forms.CharField(
        label=_("Title in English"), max_length=TITLE, required=False
    )
    series = forms.SlugField(
        label=_("Series"),
        max_length=KEY,
        required=False,
        help_text=_(
            "Answers within one series are compared over time. Empty: a new series."
        ),
    )
    due_on = forms.DateField(
        label=_("The answers are due by"),
        required=False,
        widget=day_input(),
        help_text=_("This day included."),
    )

    def __init__(self, *args: Any, count: int = AT_FIRST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = min(max(count, 1), MOST)
        for number in range(self.count):
            self.fields |= {f"{part}_{number}": _part(part) for part in PARTS}

    def blocks(self) -> Iterator[dict[str, Any]]:
        """Yield the fields of each question, by what they say of it."""
        for number in range(self.count):
            bound = {part: self[f"{part}_{number}"] for part in PARTS}
            yield {"number": number + 1, **bound}

    def heads(self) -> list[Any]:
        """Return the fields of the questionnaire itself."""
        return [self[name] for name in ("title_es", "title_en", "series", "due_on")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number in range(self.count):
            if not data.get(f"es_{number}", "").strip():
                self._require_empty(number)
            elif data.get(f"type_{number}") in CHOOSES and not data.get(
                f"choices_{number}"
            ):
                self.add_error(
                    f"choices_{number}", _("Write what can be chosen, one a line.")
                )
        if not self.errors and not self.questions():
            self.add_error("es_0", _("A questionnaire has at least one question."))
        return data

    def _require_empty(self, number: int) -> None:
        """A question of which something is written, but not in Spanish, is not left out."""
        written = (self.cleaned_data.get(f"{part}_{number}") for part in ("en", "choices"))
        if any(written):
            self.add_error(f"es_{number}", _("Write the question in Spanish."))

    def questions(self) -> list[dict[str, Any]]:
        """Return the questions as they are kept; one that is empty is left out."""
        found: list[dict[str, Any]] = []
        taken = {self.cleaned_data[f"key_{number}"] for number in range(self.count)}
        for number in range(self.count):
            data = {part: self.cleaned_data.get(f"{part}_{number}") for part in PARTS}
            if not (data["es"] or "").strip():
                continue
            words = slugify(str(data["es"]))[:KEY].strip("-")
            key = data["key"] or _free(words, taken)
            taken.add(key)
            found.append(_question(key, data))
        return found

    def opened(self) -> dict[str, Any]:
        """Return what the service takes besides the questions."""
        data = self.cleaned_data
        return {
            "series": data["series"],
            "title_es": data["title_es"],
            "title_en": data["title_en"],
            "due_on": data["due_on"],
        }


def _question(key: str, data: dict[str, Any]) -> dict[str, Any]:
    said = {"key": key, "type": data["type"], "required": data["required"]}
    said |= {"es": data["es"].strip(), "en": data["en"].strip()}
    if data["type"] in CHOOSES:
        split = [line.partition("|") for line in data["choices"]]
        pairs = {es.strip(): (es, bar, en) for es, bar, en in split if es.strip()}.values()
        said["choices"] = [es.strip() for es, _bar, _en in pairs]
        said["choices_en"] = [en.strip() for _es, _bar, en in pairs]
    return said


def _free(key: str, taken: set[Any]) -> str:
    found, number = key or "pregunta", 1
    while found in taken:
        number += 1
        found = f"{key or 'pregunta'}-{number}"
    return found


class LinesField(forms.CharField):
    """Words, one a line; its value is a list of those that are not empty, each once."""

    def clean(self, value: Any) -> Any:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


def _part(part: str) -> forms.Field:
    """Return the field for one thing that is said of a question."""
    if part == "key":
        return forms.SlugField(max_length=KEY + 4, required=False, widget=forms.HiddenInput)
    if part == "type":
        kinds = [(value, label) for value, label in shown.TYPES.items()]
        return forms.ChoiceField(label=_("Kind of answer"), choices=kinds)
    if part == "required":
        return forms.BooleanField(label=_("An answer is needed"), required=False)
    if part == "choices":
        hint = _("One a line: Spanish | English. Only where one chooses.")
        return LinesField(
            label=_("What can be chosen"),
            required=False,
            max_length=LONGEST,
            widget=area(3),
            help_text=hint,
        )
    label = _("Question in Spanish") if part == "es" else _("Question in English")
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=area(2, lang=part)
    )


def drawn_up(earlier: Questionnaire) -> dict[str, Any]:
    """Return what a new round begins with: the questions of an earlier one, keys and all."""
    told: dict[str, Any] = {
        "title_es": earlier.title_es,
        "title_en": earlier.title_en,
        "series": earlier.series,
    }
    for number, each in enumerate(earlier.questions):
        english = [*each.get("choices_en", ()), *[""] * len(each.get("choices", ()))]
        pairs = zip(each.get("choices", ()), english, strict=False)
        lines = [f"{es} | {en}" if en else es for es, en in pairs]
        told |= {f"{part}_{number}": each.get(part) for part in ("key", "es", "en", "type")}
        told[f"required_{number}"] = each.get("required", False)
        told[f"choices_{number}"] = "\n".join(lines)
    return told


def typed(data: Any, count: int) -> dict[str, Any]:
    """Return what was typed as what an empty form begins with: one more question is asked for."""
    names = ["title_es", "title_en", "series", "due_on"]
    names += [f"{part}_{number}" for number in range(count) for part in PARTS]
    return {name: data[name] for name in names if name in data}


class AnswerForm(AskForm):
    """A country's answers; what is only saved may still lack some."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.is_final = self.data.get("act") == "hand_in"
        self.names = {each["key"]: f"q_{each['key']}" for each in asked.questions}
        for question in asked.questions:
            self.fields[self.names[question["key"]]] = _answer(question)

    @staticmethod
    def kept(asked: Questionnaire, answers: dict[str, Any]) -> dict[str, Any]:
        """Return what the form begins with, of answers that were saved."""
        return {f"q_{each['key']}": answers.get(each["key"]) for each in asked.questions}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each question's field, and whether it may stay without an answer."""
        for question in self.asked.questions:
            bound = self[self.names[question["key"]]]
            yield {"bound": bound, "optional": not question.get("required", False)}

    def answers(self) -> dict[str, Any]:
        """Return the answers as they are kept: nothing of what is empty."""
        found = {key: self.cleaned_data.get(name) for key, name in self.names.items()}
        told = {
            key: value.isoformat() if isinstance(value, date) else value
            for key, value in found.items()
        }
        return {key: value for key, value in told.items() if not rules.is_empty(value)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given = self.answers()
        for fault, key in rules.faults(self.asked.ruled, given, is_final=self.is_final):
            if not self.has_error(self.names[key]):
                self.add_error(self.names[key], FAULTS[fault])
        return data


def _answer(question: dict[str, Any]) -> forms.Field:
    kind, offers = question["type"], shown.offers(question)
    label = shown.words(question)
    if kind in (Type.CHOICE, Type.YES_NO):
        return forms.ChoiceField(
            label=label, choices=offers, required=False, widget=forms.RadioSelect
        )
    if kind == Type.MANY:
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            label=label, choices=offers, required=False, widget=boxes
        )
    if kind == Type.DAY:
        return forms.DateField(label=label, required=False, widget=day_input())
    if kind == Type.NUMBER:
        figures = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return forms.CharField(label=label, required=False, max_length=40, widget=figures)
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area(4))
