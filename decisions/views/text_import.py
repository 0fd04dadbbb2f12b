"""A text comes in: choose or paste, look at what was understood, confirm."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.forms.base import refuse
from decisions.forms.texts_import import ImportForm
from decisions.models import Text, TextVersion
from decisions.presentation import imported
from decisions.presentation.workspace.verbs import verbs
from decisions.reading.docx import read_docx
from decisions.reading.paste import read_pasted
from decisions.reading.shaping import Reader
from decisions.reading.understood import Understood
from decisions.rules.texts import powers
from decisions.services.texts import renewing
from decisions.services.texts.common import codes, latest
from decisions.services.texts.renewing import Use
from decisions.text_states import IN_WORK
from decisions.views.common import say_no
from members.http import PortalRequest


def text_for(viewer: Viewer, reference: str) -> Text:
    """Return a text that exists for the viewer, or 404."""
    found = Text.objects.visible_to(viewer).select_related("kind")
    return get_object_or_404(found, reference=reference)


class Import(View):
    """GET asks for the source; the first POST shows what it says, the second writes it."""

    def get(self, request: PortalRequest, reference: str) -> HttpResponse:
        text = text_for(request.viewer, reference)
        if error := _refusal(request, text):
            return say_no(request, error)
        version = latest(text)
        return self.ask(request, text, ImportForm(dossier=_has_words(version)))

    def post(self, request: PortalRequest, reference: str) -> HttpResponse:
        text = text_for(request.viewer, reference)
        if error := _refusal(request, text):
            return say_no(request, error)
        if "understood" in request.POST:
            return self.write(request, text)
        form = ImportForm(request.POST, request.FILES, dossier=_has_words(latest(text)))
        if not form.is_valid():
            return self.ask(request, text, form, HTTPStatus.BAD_REQUEST)
        try:
            return self.preview(request, text, form)
        except DomainError as error:
            refuse(form, error)
            return self.ask(request, text, form, error.status)

    def ask(
        self,
        request: PortalRequest,
        text: Text,
        form: ImportForm,
        status: int = HTTPStatus.OK,
    ) -> HttpResponse:
        context = {"text": text, "form": form}
        return render(request, "decisions/texts/import.html", context, status=status)

    def preview(self, request: PortalRequest, text: Text, form: ImportForm) -> HttpResponse:
        """Show what was understood, and carry it, signed, to the button that writes it."""
        data = form.cleaned_data
        use = data.get("use", Use.WHOLE)
        found = _understood(text, data)
        if use is Use.BESIDE:
            renewing.only_language(found.paragraphs)
        sealed = imported.sealed(
            text,
            latest(text),
            found,
            use=use,
            source="docx" if data["file"] else "paste",
            user=request.user.pk,
        )
        context = {
            "text": text,
            "sealed": sealed,
            "use": use.value,
            "name": data["file"].name if data["file"] else "",
            **imported.preview(text, found),
        }
        return render(request, "decisions/texts/import_preview.html", context)

    def write(self, request: PortalRequest, text: Text) -> HttpResponse:
        """Write what was seen; what cannot be written any more is asked for again."""
        try:
            brought = imported.unsealed(request.POST["understood"], text, request.user.pk)
            renewing.bring_in(text.pk, brought, by=request.viewer)
        except DomainError as error:
            form = ImportForm({}, dossier=_has_words(latest(text)))
            form.full_clean()
            form.errors.clear()
            refuse(form, error)
            return self.ask(request, text, form, error.status)
        messages.success(request, _("The text was brought in."))
        return redirect(text)


def _has_words(version: TextVersion) -> bool:
    return bool(version.paragraphs.exists())


def _understood(text: Text, data: dict[str, Any]) -> Understood:
    reader = Reader(text.rules, verbs(), codes())
    language = data["language"]
    if data["file"]:
        return read_docx(data["file"].read(), reader, language=language)
    return read_pasted(data["pasted"], reader, language=language)


def _refusal(request: PortalRequest, text: Text) -> DomainError | None:
    """Return why the reader cannot bring a text in, if so."""
    if not powers.may_prepare(request.viewer):
        return Refused(
            _("The Presidency and the Secretariat prepare the texts."),
            code="not_preparing",
            rule="001:411",
        )
    if text.state not in IN_WORK:
        return Conflict(
            _("The text is no longer in work: what was adopted never changes."),
            code="text_not_in_work",
            rule="001:382",
        )
    return None
