"""The form in which an item of news is written, in both languages at once."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.instance import THIS
from crm_portal.library.models import NewsItem
from crm_portal.library.services.news import Words
from members.forms.common import SeatTimeField


class MinuteInput(forms.DateTimeInput):
    """A day and an hour, by the browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class NewsForm(forms.Form):
    """Title and text in Spanish and English, and the hour from which it is public."""

    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    words_es = forms.CharField(
        label=_("Text in Spanish"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line parts two paragraphs."),
    )
    words_en = forms.CharField(
        label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 8})
    )
    public_from = SeatTimeField(
        label=_("Public from"),
        widget=MinuteInput(),
        help_text=_("San José's time. Before it nobody outside knows of the item."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title_en", "words_en"):
            self.fields[name].required = "en" in THIS.languages.publication

    @classmethod
    def about(cls, data: Any, item: NewsItem) -> "NewsForm":
        """Return the form with what ``item`` says."""
        names = ("title_es", "title_en", "words_es", "words_en")
        said = {name: getattr(item, name) for name in names}
        seat = timezone.localtime(item.public_from, ZONE_OF_RECORD).replace(tzinfo=None)
        return cls(data, initial={**said, "public_from": seat})

    @property
    def words(self) -> Words:
        """What was written."""
        return Words(**self.cleaned_data)
