"""What the Secretariat records: notes and mails, waivers, translations, outages."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.library.uploads import keep, stored_fields
from decisions import forms
from decisions.presentation import wording
from decisions.presentation.dossier import Dossier
from decisions.services import conducting, distribution, replying
from decisions.views.acts import ActView
from members.http import PortalRequest


class Transcribe(ActView):
    """A note or mail recorded word for word, with the document attached (P17)."""

    name = "transcribe"
    form_class = forms.TranscribeForm
    template_name = "decisions/transcribe.html"
    lead = _(
        "It counts only if the official voice signed it. The State is told, and may dispute it."
    )
    button = _("Record it")
    done = _("The reply was recorded, and the State was asked to confirm it.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        data = form.cleaned_data
        return replying.transcribe(
            dossier.consultation.pk,
            data["party"],
            form.answer(),
            keep(**stored_fields(data["document"])),
            institution=data["institution"],
            document_name=data["document"].name,
            by=by,
        )

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        return {"effects": wording.effects(), "key": uuid.uuid4()}


class RecordWaiver(ActView):
    name = "waiver"
    form_class = forms.WaiverForm
    lead = _("Fewer days only if every member waives in writing before the distribution.")
    button = _("Record the waiver")
    done = _("The waiver was recorded.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        data = form.cleaned_data
        return distribution.record_waiver(
            dossier.consultation.pk,
            data["party"],
            data["business_days"],
            keep(**stored_fields(data["document"])),
            by=by,
        )


class CompleteTranslation(ActView):
    name = "translate"
    form_class = forms.TranslateForm
    template_name = "decisions/translate.html"
    lead = _("When every paragraph has its English, the clock of the round starts.")
    button = _("Complete the text and start the clock")
    done = _("The English text is complete and the clock runs.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return distribution.complete_translation(
            dossier.consultation.pk, form.english(), by=by
        )


class RecordOutage(ActView):
    name = "outage"
    form_class = forms.OutageForm
    lead = _(
        "More than four hours in all between 08:00 and 24:00 of the last day, in San José, move "
        "the end to the next day that is a business day for the countries that set it."
    )
    button = _("Record the outage")
    done = _("The end of the term was moved.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        evidence = form.cleaned_data["evidence"]
        return conducting.move_after_outage(
            dossier.consultation.pk, form.outages(), evidence=evidence, by=by
        )
