"""The forms in which a collection is described, and an item noted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import circles
from crm_portal.library.models import Collection, CollectionItem, Shelf
from crm_portal.library.services import Label

NAMES = ("title_es", "title_en", "words_es", "words_en", "level", "circle")
HINTS = {
    Shelf.PREPARED: _("Only the Secretariat knows of it."),
    Shelf.PUBLIC: _(
        "Anybody. Of its items each reader sees those that he or she may read."
    ),
    Shelf.CIRCULATION: _(
        "Member and observer countries, observer organizations, Secretariat."
    ),
    Shelf.MEMBERS: _("Member countries and the Secretariat."),
    Shelf.PARTICIPANTS: _("Whoever takes part in the meeting chosen below."),
}


class CollectionForm(forms.Form):
    """Title and description in Spanish and English, and whom the collection is for."""

    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    words_es = forms.CharField(
        label=_("Description in Spanish"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words_en = forms.CharField(
        label=_("Description in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    level = forms.ChoiceField(
        label=_("Audience"), choices=Shelf.choices, widget=forms.RadioSelect
    )
    circle = forms.ChoiceField(label=_("Meeting"), required=False)

    def __init__(
        self, viewer: Viewer, data: Any = None, kept: Collection | None = None
    ) -> None:
        initial = {name: getattr(kept, name) for name in NAMES} if kept else {}
        super().__init__(data, initial={"level": Shelf.PREPARED, **initial})
        level: Any = self.fields["level"]
        level.hints = HINTS
        offered = dict(circles.offered(viewer))
        if kept and kept.circle:
            offered.setdefault(kept.circle, str(_("The meeting that it is for")))
        circle: Any = self.fields["circle"]
        circle.choices = [("", _("None")), *self._participants(offered)]

    def _participants(self, offered: dict[str, Any]) -> list[tuple[str, Any]]:
        return [
            (key, label)
            for key, label in offered.items()
            if circles.kind(key) == Shelf.PARTICIPANTS
        ]

    @property
    def label(self) -> Label:
        """What was written; a meeting only where the audience hangs on one."""
        said = {name: self.cleaned_data[name] for name in NAMES}
        if said["level"] != Shelf.PARTICIPANTS:
            said["circle"] = ""
        return Label(**said)


class NoteForm(forms.Form):
    """Why an item is in a collection, in both languages or in neither."""

    note_es = forms.CharField(label=_("Note in Spanish"), max_length=300, required=False)
    note_en = forms.CharField(label=_("Note in English"), max_length=300, required=False)

    @classmethod
    def about(cls, data: Any, item: CollectionItem) -> "NoteForm":
        """Return the form with what is said of ``item``."""
        return cls(data, initial={"note_es": item.note_es, "note_en": item.note_en})
