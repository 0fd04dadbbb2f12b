"""The presidency writes: a new consultation, and its text in two columns."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from crm_portal.core.errors import DomainError, Refused
from decisions.forms import DraftForm, TextForm, refuse
from decisions.presentation import acts
from decisions.presentation.dossier import Dossier
from decisions.services import drafting
from decisions.services.common import require_presidency
from decisions.states import State
from decisions.views.common import open_dossier, refusal, say_no
from members.http import PortalRequest

DESCRIBED = ("subject_es", "subject_en", "reason_es", "reason_en", "is_urgent")
# Once the Troika has seen it, what the consultation is about stands.
DESCRIBABLE = (State.DRAFT, State.RETURNED)


class Draft(View):
    """Open a consultation: the subject first, then the text."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            require_presidency(request.viewer)
        except Refused as error:
            return say_no(request, error)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: PortalRequest) -> HttpResponse:
        return self.answer(request, DraftForm())

    def post(self, request: PortalRequest) -> HttpResponse:
        form = DraftForm(request.POST)
        if not form.is_valid():
            return self.answer(request, form, HTTPStatus.BAD_REQUEST)
        fields = dict(form.cleaned_data)
        is_urgent = fields.pop("is_urgent")
        try:
            made = drafting.draft(**fields, by=request.viewer)
            if is_urgent:
                drafting.describe(made.pk, is_urgent=True, by=request.viewer)
        except DomainError as error:
            refuse(form, error)
            return self.answer(request, form, error.status)
        messages.success(request, _("The consultation was opened. Write its text."))
        return redirect("decisions:consultation-edit", made.reference)

    def answer(
        self, request: PortalRequest, form: DraftForm, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        return render(request, "decisions/draft.html", {"form": form}, status=status)


class Edit(View):
    """The bilingual editor. Buttons rearrange without saving; a version check guards the rest."""

    def get(self, request: PortalRequest, reference: str) -> HttpResponse:
        dossier = open_dossier(request, reference)
        if error := refusal(request, acts.act("edit"), dossier):
            return say_no(request, error)
        latest = drafting.latest_version(dossier.consultation)
        rows = [
            {name: getattr(each, name) for name in ("key", "number", "style", "es", "en")}
            for each in latest.paragraphs.all()
        ]
        return self.answer(
            request,
            dossier,
            _description(dossier),
            TextForm(rows or [{}]),
            seen=drafting.fingerprint(latest),
        )

    def post(self, request: PortalRequest, reference: str) -> HttpResponse:
        dossier = open_dossier(request, reference)
        if not acts.act("edit").power(dossier):
            return say_no(
                request, refusal(request, acts.act("edit"), dossier) or Refused("")
            )
        described = _description(dossier, request.POST)
        text = TextForm(data=request.POST)
        seen = request.POST.get("seen", "")
        if text.is_move:
            return self.answer(request, dossier, described, text.rearranged(), seen=seen)
        if not (text.is_valid() and described.is_valid()):
            return self.answer(
                request, dossier, described, text, seen=seen, status=HTTPStatus.BAD_REQUEST
            )
        try:
            self.save(request, dossier, described, text, seen)
        except DomainError as error:
            refuse(described, error)
            return self.answer(
                request,
                dossier,
                described,
                text,
                seen=drafting.fingerprint(drafting.latest_version(dossier.consultation)),
                status=error.status,
                theirs=_theirs(dossier, error),
            )
        messages.success(request, _("The text was saved."))
        return redirect(*_next(dossier, request.POST.get("act", "")))

    @transaction.atomic
    def save(
        self,
        request: PortalRequest,
        dossier: Dossier,
        described: DraftForm,
        text: TextForm,
        seen: str,
    ) -> None:
        pk, by = dossier.consultation.pk, request.viewer
        drafting.write(pk, text.drafts(), by=by, seen=seen)
        if dossier.state in DESCRIBABLE and described.has_changed():
            drafting.describe(pk, **described.cleaned_data, by=by)

    def answer(
        self,
        request: PortalRequest,
        dossier: Dossier,
        described: DraftForm,
        text: TextForm,
        *,
        seen: str,
        status: int = HTTPStatus.OK,
        theirs: Any = None,
    ) -> HttpResponse:
        context = {
            "consultation": dossier.consultation,
            "dossier": dossier,
            "described": described,
            "is_describable": dossier.state in DESCRIBABLE,
            "text": text,
            "seen": seen,
            "theirs": theirs,
        }
        return render(request, "decisions/edit.html", context, status=status)


def _description(dossier: Dossier, data: Any = None) -> DraftForm:
    """The form of the subject; past the Troika it is not asked, and stands as it was."""
    own = {name: getattr(dossier.consultation, name) for name in DESCRIBED}
    if data is not None and (dossier.state not in DESCRIBABLE or "subject_es" not in data):
        data = own
    return DraftForm(data, initial=own)


def _theirs(dossier: Dossier, error: DomainError) -> list[dict[str, str]]:
    """What was saved in between, to be compared with what was typed."""
    if error.code not in {"text_changed", "version_changed"}:
        return []
    latest = drafting.latest_version(dossier.consultation)
    return [
        {"number": each.number or each.key, "es": each.es, "en": each.en}
        for each in latest.paragraphs.all()
    ]


def _next(dossier: Dossier, pressed: str) -> tuple[str, str]:
    """Saving stays at the text; saving to go on opens what comes next."""
    reference = dossier.consultation.reference
    if pressed != "go":
        return "decisions:consultation-edit", reference
    name = "changes" if dossier.state is State.REVISION else "present"
    return f"decisions:consultation-{name}", reference
