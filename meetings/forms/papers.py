"""What is said of a paper of a meeting, and which pack is asked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import circles, rules
from crm_portal.library.forms.documents import RegisterForm
from crm_portal.library.models import Document, Level
from meetings.models import AgendaItem, Meeting, MeetingPaper, PackForm, Session
from members.forms.common import LANGUAGES


class PlaceForm(forms.Form):
    """Which session of the meeting, and which item, a paper is of."""

    session = forms.ModelChoiceField(
        label=_("Session"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )
    item = forms.ModelChoiceField(
        label=_("Agenda item"),
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label=_("None in particular"),
    )

    def offer(self, meeting: Meeting, viewer: Viewer) -> None:
        """Offer the sessions and the items of ``meeting`` that ``viewer`` may know of."""
        session: Any = self.fields["session"]
        session.queryset = Session.objects.visible_to(viewer).filter(meeting=meeting)
        session.label_from_instance = lambda each: each.name
        item: Any = self.fields["item"]
        items = AgendaItem.objects.visible_to(viewer).filter(meeting=meeting)
        item.queryset = items.on_the_agenda().in_order()
        item.label_from_instance = lambda each: each.title

    @property
    def session_id(self) -> int | None:
        session = self.cleaned_data["session"]
        return session.pk if session else None

    @property
    def item_id(self) -> int | None:
        item = self.cleaned_data["item"]
        return item.pk if item else None


class PaperForm(PlaceForm, RegisterForm):
    """A document registered among the papers of a meeting: its series is the meeting's."""

    field_order = (
        "title_es",
        "title_en",
        "category",
        "session",
        "item",
        "level",
        "file_es",
        "file_en",
        "file_mul",
        "dated",
        "embargo_until",
        "source",
    )

    def __init__(self, viewer: Viewer, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(viewer, *args, **kwargs)
        self.meeting = meeting
        del self.fields["series"]
        self.fields.pop("circle", None)
        own = dict(circles.offered(viewer))
        level: Any = self.fields["level"]
        level.choices = [
            (value, label)
            for value, label in level.choices
            if not rules.is_circled(value) or self._circle(value) in own
        ]
        self.offer(meeting, viewer)

    def _circle(self, level: str) -> str:
        return f"meeting:{self.meeting.pk}:{level}" if rules.is_circled(level) else ""

    @property
    def chosen(self) -> tuple[str, str]:
        level = self.cleaned_data["level"]
        return level, self._circle(level)

    @property
    def symbol_series(self) -> str:
        return self.meeting.symbol.upper()


class AttachForm(PlaceForm):
    """A document that is registered already."""

    document = forms.ModelChoiceField(
        label=_("Document"), queryset=Document.objects.none(), empty_label=_("Choose")
    )
    field_order = ("document", "session", "item")

    def __init__(self, viewer: Viewer, meeting: Meeting, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document: Any = self.fields["document"]
        there = meeting.papers.there().values("document")
        visible = Document.objects.visible_to(viewer).exclude(pk__in=there)
        document.queryset = visible
        document.label_from_instance = lambda each: f"{each.symbol} {each.title}"
        self.offer(meeting, viewer)


class DetachForm(forms.Form):
    """Which paper is taken off, and from what."""

    WHOLE, ITEM = "meeting", "item"
    paper = forms.ModelChoiceField(
        label=_("Document"), queryset=MeetingPaper.objects.none(), empty_label=_("Choose")
    )
    what = forms.ChoiceField(
        label=_("Take it off"),
        choices=[
            (WHOLE, _("the papers of the meeting")),
            (ITEM, _("its agenda item only")),
        ],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )

    def __init__(self, papers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paper: Any = self.fields["paper"]
        paper.queryset = papers
        paper.label_from_instance = lambda each: (
            f"{each.document.symbol} {each.document.title}"
        )


class PackAskForm(forms.Form):
    """Which pack: for which audience, in which language, in which form."""

    level = forms.ChoiceField(label=_("Audience"))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    form = forms.ChoiceField(label=_("Form"), choices=PackForm.choices)

    def __init__(self, levels: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level: Any = self.fields["level"]
        level.choices = [(each, Level(each).label) for each in levels]
