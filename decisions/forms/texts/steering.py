"""A text begins, goes out, is adopted, published, corrected, forwarded or withdrawn."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.library.models.documents import Level
from crm_portal.library.rules import documents as levels
from decisions.forms.base import area, day_input
from decisions.forms.texts.writing import TextForm
from decisions.models import TextKind
from decisions.models.adoption import StatementKind
from decisions.presentation.workspace import occasions, places
from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts.kinds import Way
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.services.texts.correcting import Correction
from decisions.services.texts.versions import LEVELS
from decisions.services.texts.working import NewText
from meetings.models import DraftingGroup, Meeting

TITLE = 250


class LastDayField(forms.DateField):
    """The last day of a term; what comes of it is the bound, which is excluded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=day_input(), required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is None:
            return None
        return datetime.combine(day + timedelta(days=1), time.min, ZONE_OF_RECORD)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return (value.astimezone(ZONE_OF_RECORD) - timedelta(microseconds=1)).date()
        return value


def title_field(label: Any, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=TITLE, required=required)


class NewTextForm(TextForm):
    """What a text is to be, and for which meeting."""

    kind = forms.ModelChoiceField(
        label=_("Kind of text"), queryset=TextKind.objects.none(), empty_label=_("Choose")
    )
    title_es = title_field(_("Title in Spanish"))
    title_en = title_field(_("Title in English"), required=False)
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("None: between meetings, or signed"),
    )
    group = forms.ModelChoiceField(
        label=_("Drafting group"),
        queryset=DraftingGroup.objects.none(),
        required=False,
        empty_label=_("None yet: the Presidency writes"),
    )
    comments_until = LastDayField(
        label=_("Comments until"), help_text=_("The last day, in San José.")
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._set("kind", TextKind.objects.order_by("position"), lambda kind: kind.name)
        named = occasions.meeting_namer()
        self._set("meeting", occasions.meetings(viewer), named)
        groups = occasions.groups(viewer)
        self._set("group", groups, lambda each: occasions.group_name(each, named))

    def _set(self, name: str, queryset: Any, label: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = queryset
        field.label_from_instance = label

    def new(self) -> NewText:
        """Return the text to begin as the services take it."""
        data = self.cleaned_data
        group, meeting = data["group"], data["meeting"]
        if meeting is None and group is not None:
            meeting = group.meeting
        return NewText(
            kind=data["kind"].pk,
            title_es=data["title_es"],
            title_en=data["title_en"],
            meeting_id=meeting.pk if meeting else None,
            group_id=group.pk if group else None,
            comments_until=data["comments_until"],
        )


class ForwardForm(NewTextForm):
    """The text of another body that begins with what this one concluded."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        workspace = kwargs["workspace"]
        super().__init__(*args, viewer=workspace.viewer, **kwargs)

    def arrange(self, workspace: Workspace) -> None:
        self.fields["title_es"].initial = workspace.text.title_es
        self.fields["title_en"].initial = workspace.text.title_en
        self.fields["kind"].initial = workspace.text.rules.forwarded_to or None


class ConsultForm(TextForm):
    """What is put to every member in writing: the whole text, or one of its paragraphs."""

    key = forms.ChoiceField(label=_("What is put to consultation"), required=False)
    subject_es = title_field(_("Subject in Spanish"))
    subject_en = title_field(_("Subject in English"), required=False)
    reason_es = forms.CharField(
        label=_("Why a concerted position is needed, in Spanish"), widget=area(3)
    )
    reason_en = forms.CharField(
        label=_("Why a concerted position is needed, in English"),
        required=False,
        widget=area(3),
    )

    def arrange(self, workspace: Workspace) -> None:
        whole = [("", _("The whole text"))] * (
            Way.CONSULTATION in workspace.text.rules.ways
        )
        field: Any = self.fields["key"]
        field.choices = [*whole, *places.named(workspace)]
        self.fields["subject_es"].initial = workspace.text.title_es
        self.fields["subject_en"].initial = workspace.text.title_en


class DescribeForm(TextForm):
    """Title, place and the date of comments of a text in work."""

    title_es = title_field(_("Title in Spanish"))
    title_en = title_field(_("Title in English"), required=False)
    place_es = forms.CharField(label=_("Place in Spanish"), max_length=120, required=False)
    place_en = forms.CharField(label=_("Place in English"), max_length=120, required=False)
    comments_until = LastDayField(
        label=_("Comments until"), help_text=_("The last day, in San José.")
    )

    def arrange(self, workspace: Workspace) -> None:
        for name, field in self.fields.items():
            field.initial = getattr(workspace.text, name)


class CirculateForm(TextForm):
    """To whom a draft goes, and until when they comment."""

    level = forms.ChoiceField(label=_("Who receives it"), widget=forms.RadioSelect)
    comments_until = LastDayField(
        label=_("Comments until"), help_text=_("The last day, in San José.")
    )
    note = forms.CharField(
        label=_("Note to those who receive it"), required=False, widget=area(3)
    )

    def arrange(self, workspace: Workspace) -> None:
        level: Any = self.fields["level"]
        mine = occasions.circles_of(workspace.viewer)
        level.choices = [
            (each.value, Level(each).label)
            for each in LEVELS
            if not levels.is_circled(each) or self._circle(workspace, each) in mine
        ]
        self.circles = {each: self._circle(workspace, each) for each in LEVELS}

    def _circle(self, workspace: Workspace, level: str) -> str:
        if not levels.is_circled(level):
            return ""
        return f"meeting:{workspace.text.meeting_id}:{level}"

    @property
    def circle(self) -> str:
        """Return the circle of the meeting that was chosen, where it is one."""
        return self.circles[self.cleaned_data["level"]]


class AdoptForm(TextForm):
    """On what occasion the body adopted the text."""

    occasion = forms.ChoiceField(label=_("Adopted"), widget=forms.RadioSelect)

    def arrange(self, workspace: Workspace) -> None:
        occasion: Any = self.fields["occasion"]
        occasion.choices = occasions.choices(workspace)

    @property
    def chosen(self) -> dict[str, int | None]:
        """Return the session or the consultation as the service takes it."""
        sort, _joint, pk = self.cleaned_data["occasion"].partition(":")
        return {
            "session_id": int(pk) if sort == "session" else None,
            "consultation_id": int(pk) if sort == "consultation" else None,
        }


class StatementForm(TextForm):
    """A reservation or an understanding, annexed to the text word for word."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=StatementKind.choices, widget=forms.RadioSelect
    )
    key = forms.ChoiceField(label=_("On"), required=False)
    es = forms.CharField(label=_("In Spanish"), required=False, widget=area(5, lang="es"))
    en = forms.CharField(label=_("In English"), required=False, widget=area(5, lang="en"))

    def arrange(self, workspace: Workspace) -> None:
        key: Any = self.fields["key"]
        key.choices = [("", _("The text as a whole")), *occasions.paragraphs(workspace)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("es") and not found.get("en"):
            self.add_error("es", _("Write the statement."))
        return found


class CorrectForm(TextForm):
    """What was printed wrongly, and how it is to read."""

    key = forms.ChoiceField(label=_("Paragraph"))
    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect)
    printed = forms.CharField(label=_("As printed"), widget=area(2))
    corrected = forms.CharField(label=_("As it is to read"), widget=area(2))
    reason_es = forms.CharField(label=_("Reason in Spanish"), widget=area(2))
    reason_en = forms.CharField(
        label=_("Reason in English"), required=False, widget=area(2)
    )

    def arrange(self, workspace: Workspace) -> None:
        key: Any = self.fields["key"]
        key.choices = occasions.paragraphs(workspace)
        language: Any = self.fields["language"]
        names = {"es": _("Spanish"), "en": _("English")}
        language.choices = [(each, names[each]) for each in LANGUAGES]

    def correction(self) -> Correction:
        """Return what was typed as the service takes it."""
        return Correction(**self.cleaned_data)


class WithdrawTextForm(TextForm):
    """Why a text is withdrawn."""

    reason = forms.CharField(label=_("Reason"), widget=area(3))
