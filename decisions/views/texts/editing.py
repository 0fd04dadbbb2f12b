"""One paragraph under somebody's hands: it saves itself, and two who write lose nothing."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.errors import DomainError, Refused
from decisions.forms.base import refuse
from decisions.forms.texts import WriteForm
from decisions.models import Paragraph
from decisions.presentation.workspace import cells, presence, verbs
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Row
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.services.texts import writing
from decisions.services.texts.writing import Saved
from decisions.views.common import say_no
from decisions.views.texts.base import OnParagraph, TextAct, open_workspace, where
from decisions.views.texts.writing import Writes
from members.http import PortalRequest

AUTOSAVE, VERB, MINE = "autosave", "verb", "mine"


class EditParagraph(Writes, OnParagraph, TextAct):
    """The words of a paragraph, saved by a button or by themselves; nothing typed is lost.

    What others saved meanwhile is joined with it, or all three readings are shown.
    """

    label = gettext_lazy("Edit the paragraph")
    form_class = WriteForm
    template_name = "texts/edit.html"

    def get(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponse:
        answer = super().get(request, reference, **more)
        if answer.status_code == HTTPStatus.OK:
            presence.note(self.workspace.text.pk, self.key, request.viewer)
        return answer

    def find(self, workspace: Workspace, *, posted: bool, **more: Any) -> None:
        super().find(workspace, posted=posted, **more)
        self.workspace = workspace

    def form(self, workspace: Workspace, **bound: Any) -> WriteForm:
        return WriteForm(workspace=workspace, initial=opened(self.row), **bound)

    def post(self, request: PortalRequest, reference: str, **more: Any) -> HttpResponseBase:
        workspace = open_workspace(request, reference)
        self.find(workspace, posted=True, **more)
        if not self.has_power(workspace):
            return say_no(request, self.refusal(workspace) or Refused(""))
        act, typed = request.POST.get("act", ""), request.POST.copy()
        if act == VERB:
            return self.begin_with(request, workspace)
        if act == MINE:
            for name in ("base_es", "base_en", "revision"):
                typed[name] = typed.get(f"seen_{name}", typed.get(name, ""))
        form = self.form(workspace, data=typed)
        is_part = act == AUTOSAVE and bool(request.headers.get("HX-Request"))
        if not form.is_valid():
            return self.incomplete(request, workspace, form, is_part=is_part)
        return self.save(request, workspace, form, is_part=is_part)

    def begin_with(self, request: PortalRequest, workspace: Workspace) -> HttpResponse:
        """Put an operative verb before both wordings; nothing is saved by it."""
        typed = {name: str(said) for name, said in request.POST.items() if name != "act"}
        typed["es"], typed["en"] = verbs.begun(
            typed.get("verb", ""), typed.get("es", ""), typed.get("en", "")
        )
        form = WriteForm(workspace=workspace, initial=typed)
        return self.answer(request, workspace, form)

    def incomplete(
        self,
        request: PortalRequest,
        workspace: Workspace,
        form: WriteForm,
        *,
        is_part: bool,
    ) -> HttpResponse:
        if is_part:
            told = _(
                "Not saved yet: say first what you change. Then it is saved by itself."
            )
            return self.part(request, {"told": told, "tone": "warning"})
        return self.answer(request, workspace, form, HTTPStatus.BAD_REQUEST)

    def save(
        self,
        request: PortalRequest,
        workspace: Workspace,
        form: WriteForm,
        *,
        is_part: bool,
    ) -> HttpResponseBase:
        try:
            saved = writing.save(
                workspace.text.pk, self.key, form.written(), by=request.viewer
            )
        except DomainError as error:
            if is_part:
                return self.part(request, {"told": error.message, "tone": "error"})
            refuse(form, error)
            return self.answer(request, workspace, form, error.status)
        if saved.conflicts:
            return self.conflict(request, workspace, form, saved, is_part=is_part)
        if is_part:
            presence.note(workspace.text.pk, self.key, request.viewer)
            return self.part(request, _kept(saved, form))
        presence.leave(workspace.text.pk, request.viewer)
        messages.success(request, _said(saved))
        return redirect(where(workspace, self.key))

    def conflict(
        self,
        request: PortalRequest,
        workspace: Workspace,
        form: WriteForm,
        saved: Saved,
        *,
        is_part: bool,
    ) -> HttpResponse:
        """Show all three readings; nothing was saved, and what was typed stays in the form."""
        context = {"conflicts": _readings(saved), "seen": opened(saved.paragraph)}
        if is_part:
            return self.part(request, context)
        self.shown = context
        return self.answer(request, workspace, form, HTTPStatus.CONFLICT)

    def part(self, request: PortalRequest, context: dict[str, Any]) -> HttpResponse:
        return render(request, "texts/_saved.html", {"is_part": True, **context})

    def context(self, workspace: Workspace) -> dict[str, Any]:
        row = self.row
        return {
            "key": self.key,
            "number": workspace.number(self.key),
            "verbs": verbs.choices(),
            "others": [
                label
                for label, key in presence.others(workspace.text.pk, workspace.viewer)
                if key == self.key
            ],
            "acts_apart": row is not None and verbs.differ(row.es, row.en),
            "is_agreed": row is not None and row.agreed_at is not None,
            "back": where(workspace, self.key),
            **getattr(self, "shown", {}),
        }


def opened(row: Paragraph | Row | None) -> dict[str, Any]:
    """Return a paragraph as a form opens it: its words, twice, and its revision."""
    if row is None:
        return {}
    said = {"es": row.es, "en": row.en, "base_es": row.es, "base_en": row.en}
    return {**said, "revision": row.revision}


def _said(saved: Saved) -> str:
    if saved.is_merged:
        return _("The paragraph was saved, joined with what others wrote meanwhile.")
    return _("The paragraph was saved.")


def _kept(saved: Saved, form: WriteForm) -> dict[str, Any]:
    """Return what the form goes on from once it saved itself.

    Its words are what was typed, without what others wrote: that is what the next saving
    has to be held against, so the revision grows only where nothing was joined.
    """
    data = form.cleaned_data
    row = saved.paragraph
    return {
        "told": _said(saved),
        "tone": "info" if saved.is_merged else "success",
        "at": row.changed_at,
        "joined": [(each, row.ruled.text(each)) for each in LANGUAGES]
        if saved.is_merged
        else [],
        "base": {
            "base_es": data["es"],
            "base_en": data["en"],
            "revision": data["revision"] if saved.is_merged else row.revision,
        },
    }


def _readings(saved: Saved) -> list[dict[str, Any]]:
    """Return the three readings of each language in conflict, with what either side changed."""
    return [
        {
            "language": language,
            "base": cells.plainly(language, clash.base or ""),
            "mine": cells.marked(language, clash.mine or "", clash.base or ""),
            "theirs": cells.marked(language, clash.theirs or "", clash.base or ""),
        }
        for language, clash in saved.conflicts
    ]
