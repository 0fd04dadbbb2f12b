"""The form in which a bulletin is written, in both languages at once, and for whom."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library import bulletin_audiences
from crm_portal.library.models import Bulletin
from crm_portal.library.services.bulletins import NAMES, BulletinWords

LONGEST = 20_000


class BulletinForm(forms.Form):
    """Title and text in Spanish and English, and the audiences; none is chosen beforehand."""

    audiences = forms.MultipleChoiceField(
        label=_("For whom"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is in several has one mail."),
    )
    title_es = forms.CharField(label=_("Title in Spanish"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160)
    words_es = forms.CharField(
        label=_("Text in Spanish"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("An empty line parts two paragraphs."),
    )
    words_en = forms.CharField(
        label=_("Text in English"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(
        self, data: Any, *, by: Viewer, bulletin: Bulletin | None = None, **more: Any
    ) -> None:
        super().__init__(data, **more)
        choices = bulletin_audiences.offered(by)
        if bulletin is not None:
            known = {key for key, _label in choices}
            kept = [key for key in bulletin.audiences if key not in known]
            choices += list(bulletin_audiences.names(kept, by).items())
        field: Any = self.fields["audiences"]
        field.choices = choices

    @classmethod
    def about(cls, data: Any, bulletin: Bulletin, *, by: Viewer) -> "BulletinForm":
        """Return the form with what ``bulletin`` says, and whom it is for."""
        said = {name: getattr(bulletin, name) for name in (*NAMES, "audiences")}
        return cls(data, by=by, bulletin=bulletin, initial=said)

    @property
    def words(self) -> BulletinWords:
        """What was written."""
        return BulletinWords(**self.cleaned_data)
