"""The drafting group writes: a paragraph, where it stands, that it is agreed, its translation."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Invalid
from decisions.forms.texts import AddForm, MoveForm, RemoveForm
from decisions.models import Paragraph
from decisions.presentation.workspace import places
from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.services.texts import languages, writing
from decisions.views.texts.base import (
    OnParagraph,
    Press,
    TextAct,
    where,
)
from members.http import PortalRequest


class Writes:
    """An act of whoever writes the text."""

    def power(self, workspace: Workspace) -> bool:
        return workspace.may_write


class AddParagraph(Writes, TextAct):
    is_wide = True
    label = gettext_lazy("Add a paragraph")
    form_class = AddForm
    template_name = "texts/add.html"
    done = gettext_lazy("The paragraph was added.")

    def form(self, workspace: Workspace, **bound: Any) -> AddForm:
        place = places.after(workspace, self.request.GET.get("after", ""))
        return AddForm(workspace=workspace, initial={"place": place}, **bound)

    def perform(self, workspace: Workspace, form: AddForm, by: Viewer) -> Paragraph:
        return writing.add(workspace.text.pk, form.added(), by=by)

    def after(self, workspace: Workspace, made: Paragraph) -> str:
        return where(workspace, made.key)


class MoveParagraph(Writes, OnParagraph, TextAct):
    label = gettext_lazy("Move the paragraph")
    lead = gettext_lazy("What stands within it moves along.")
    done = gettext_lazy("The paragraph was moved.")

    def form(self, workspace: Workspace, **bound: Any) -> MoveForm:
        if self.row is None:
            raise Http404
        return MoveForm(workspace=workspace, key=self.key, **bound)

    def perform(self, workspace: Workspace, form: MoveForm, by: Viewer) -> None:
        writing.move(workspace.text.pk, self.key, form.cleaned_data["place"], by=by)

    def after(self, workspace: Workspace, made: None) -> str:
        return where(workspace, self.key)

    def context(self, workspace: Workspace) -> dict[str, Any]:
        return {"row": self.row, "number": workspace.number(self.key)}


class RemoveParagraph(Writes, OnParagraph, TextAct):
    label = gettext_lazy("Remove the paragraph")
    lead = gettext_lazy(
        "What stands within it goes too. The drafts that were circulated keep it."
    )
    form_class = RemoveForm
    done = gettext_lazy("The paragraph was removed.")
    weight = "stop"

    def perform(self, workspace: Workspace, form: RemoveForm, by: Viewer) -> None:
        writing.remove(workspace.text.pk, self.key, by=by)

    def context(self, workspace: Workspace) -> dict[str, Any]:
        return {"row": self.row, "number": workspace.number(self.key)}


class Agree(Writes, OnParagraph, Press):
    done = gettext_lazy("The paragraph is marked as agreed.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        return writing.agree(workspace.text.pk, self.key, by=request.viewer)


class ReopenParagraph(Writes, OnParagraph, Press):
    done = gettext_lazy("The paragraph is in negotiation again.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        return writing.reopen(workspace.text.pk, self.key, by=request.viewer)


class OnLanguage(Writes, OnParagraph, Press):
    """An act on one language of a paragraph (``?language=en``)."""

    def language(self, request: PortalRequest) -> str:
        asked = request.GET.get("language", "")
        if asked not in LANGUAGES:
            raise Invalid(_("Say which language."), code="language")
        return asked


class Translated(OnLanguage):
    done = gettext_lazy("It is noted that the translation is complete.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        tongue = self.language(request)
        return languages.declare_translated(
            workspace.text.pk, self.key, tongue, by=request.viewer
        )


class CheckLanguage(OnLanguage):
    done = gettext_lazy("The translation is checked, in your name.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        tongue = self.language(request)
        return languages.check(workspace.text.pk, self.key, tongue, by=request.viewer)
