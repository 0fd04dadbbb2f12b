"""What is said of a document when it is registered, revised, or made known to more or fewer."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import circles, rules
from crm_portal.library.inspection import Hostile
from crm_portal.library.models import Level
from crm_portal.library.models.documents import Category
from crm_portal.library.services import Draft, Sheet
from members.forms.common import DayInput, SeatTimeField
from members.models import User

ACCEPTS = ".pdf,.docx,.xlsx,.pptx,.odt,.png,.jpg,.jpeg,.eml"
EFFECTS = {
    Level.CIRCULATION: _(
        "Member and observer countries, observer organizations, Secretariat."
    ),
    Level.MEMBERS: _("Member countries and the Secretariat."),
    Level.PARTICIPANTS: _("Whoever takes part in the meeting chosen below."),
    Level.DRAFTING: _("The drafting group of the meeting chosen below."),
    Level.CLOSED: _("Vice-Ministers and their companions: not even the Secretariat."),
    Level.NAMED: _("You, and those whom you name afterwards."),
    Level.PUBLIC: _("Anybody. It takes a second person."),
}


def _limit() -> str:
    return filesizeformat(settings.LIBRARY_MAX_BYTES)


class SheetField(forms.FileField):
    """One file, looked into when it arrives; its value is a ``Sheet``, or None."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        self.language = language
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTS}))
        super().__init__(required=False, max_length=1000, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Sheet | None:
        file: UploadedFile | None = super().clean(data, initial)
        if not file:
            return None
        if (file.size or 0) > settings.LIBRARY_MAX_BYTES:
            limit = {"limit": _limit()}
            raise forms.ValidationError(
                _("The file is larger than %(limit)s."), params=limit
            )
        try:
            return Sheet.of(file.name or "", file.read(), self.language)
        except Hostile as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from None


class FilesForm(forms.Form):
    """The files of one revision: one a language, or one in both."""

    file_es = SheetField("es", label=_("File in Spanish"))
    file_en = SheetField("en", label=_("File in English"))
    file_mul = SheetField(
        "mul",
        label=_("File in both languages"),
        help_text=lazy(
            lambda: (
                _("PDF, DOCX, XLSX, PPTX, ODT, PNG, JPEG or EML, at most %(limit)s.")
                % {"limit": _limit()}
            ),
            str,
        )(),
    )

    @property
    def sheets(self) -> list[Sheet]:
        """The files that came."""
        names = ("file_es", "file_en", "file_mul")
        return [each for each in map(self.cleaned_data.get, names) if each]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.sheets:
            self.add_error("file_es", _("Add at least one file."))
        return data


class LevelForm(forms.Form):
    """Whom a document is for, and on which meeting that hangs."""

    level = forms.ChoiceField(label=_("Audience"), widget=forms.RadioSelect)
    circle = forms.ChoiceField(
        label=_("Meeting"),
        required=False,
        help_text=_("For participants, a drafting group or a closed door."),
    )

    def __init__(
        self, viewer: Viewer, levels: list[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = circles.offered(viewer)
        kinds = {circles.kind(key) for key, _label in offered}
        shown = [each for each in levels if not rules.is_circled(each) or each in kinds]
        level: Any = self.fields["level"]
        level.choices = [(each, Level(each).label) for each in shown]
        level.hints = {each: EFFECTS[Level(each)] for each in shown}
        circle: Any = self.fields["circle"]
        circle.choices = [("", _("None")), *offered]
        if not offered:
            del self.fields["circle"]

    @property
    def chosen(self) -> tuple[str, str]:
        """The level, and the circle if that level has one."""
        level = self.cleaned_data["level"]
        circled = rules.is_circled(level)
        return level, self.cleaned_data.get("circle", "") if circled else ""


class RegisterForm(FilesForm, LevelForm):
    """Everything that is said of a document when it gets its symbol."""

    title_es = forms.CharField(label=_("Title in Spanish"), max_length=300)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    series = forms.CharField(
        label=_("Series"),
        max_length=40,
        help_text=_("The meeting or the year, as in XXI-CRM or CRM-2026."),
    )
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)
    dated = forms.DateField(
        label=_("Date of the document"), required=False, widget=DayInput
    )
    embargo_until = SeatTimeField(
        label=_("Embargo until"),
        required=False,
        help_text=_(
            "Day and hour in San José. Until then only whoever registers it and the"
            " Presidency read it."
        ),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    source = forms.CharField(label=_("Source or note"), max_length=200, required=False)
    description = forms.CharField(
        label=_("What it is about"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order: tuple[str, ...] = (
        "title_es",
        "title_en",
        "series",
        "category",
        "level",
        "circle",
        "file_es",
        "file_en",
        "file_mul",
        "dated",
        "embargo_until",
        "source",
        "description",
    )

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        levels = [each for each in Level.values if rules.may_register(viewer, each)]
        super().__init__(viewer, levels, *args, **kwargs)

    @property
    def draft(self) -> Draft:
        level, circle = self.chosen
        names = ("title_es", "title_en", "category", "dated", "embargo_until", "source")
        said = {name: self.cleaned_data[name] for name in (*names, "description")}
        return Draft(level=level, circle=circle, series=self.symbol_series, **said)

    @property
    def symbol_series(self) -> str:
        """The series that the symbol is counted in."""
        series: str = self.cleaned_data["series"]
        return series.strip().upper()


class ReviseForm(FilesForm):
    """The files of a new revision, or a language that the latest one lacks."""

    is_new = forms.ChoiceField(
        label=_("What it is"),
        choices=[("yes", _("A new revision")), ("no", _("Another language of the latest"))],
        widget=forms.RadioSelect,
    )
    field_order = ("is_new", "file_es", "file_en", "file_mul")


class AudienceForm(LevelForm):
    """Another audience, and why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReaderForm(forms.Form):
    """Somebody who may read a document, and why."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["user"]
        field.queryset = people
        field.label_from_instance = lambda each: f"{each.full_name} ({each.email})"
