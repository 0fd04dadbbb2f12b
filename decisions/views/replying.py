"""What the members do: react, reply, endorse, dispute, lift, ask."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions import forms
from decisions.models import Reply
from decisions.presentation import deadline, delegation, wording
from decisions.presentation.dossier import Dossier
from decisions.rules.positions import Position
from decisions.services import replying, troika
from decisions.services.replying import Answer
from decisions.views.acts import ActView
from decisions.views.common import reader_of
from members.http import PortalRequest


class React(ActView):
    name = "react"
    form_class = forms.ReactForm
    lead = _(
        "You react for your State, as its official voice. With a favourable reaction of every "
        "State that must react, the text can be distributed to all members."
    )
    button = _("Send the reaction")
    done = _("The reaction was sent.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return troika.react(dossier.consultation.pk, **form.cleaned_data, by=by)


class FileReply(ActView):
    """The whole reply: position, comment, reservation, changes paragraph by paragraph."""

    name = "reply"
    form_class = forms.ReplyForm
    template_name = "decisions/reply.html"

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        self.filed = replying.reply(dossier.consultation.pk, form.answer(), by=by)

    def said(self) -> str:
        if self.filed.is_official:
            return gettext("Your reply was sent.")
        return gettext("Your contribution was sent to the official voice.")

    def after(self, dossier: Dossier) -> str:
        return receipt_url(dossier, self.filed)

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        reader = reader_of(request)
        return {
            "mine": delegation.delegation(dossier, reader),
            "deadline": deadline.panel(dossier, reader),
            "effects": wording.effects(),
        }


def receipt_url(dossier: Dossier, filed: Reply) -> str:
    reference = dossier.consultation.reference
    return reverse("decisions:consultation-receipt", args=[reference, filed.pk])


class Retract(ActView):
    name = "retract"
    form_class = forms.ConfirmForm
    lead = _(
        "Your State is then without a reply until it sends another. The history keeps both."
    )
    done = _("Your reply was withdrawn.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return replying.reply(dossier.consultation.pk, Answer(Position.RETRACTED), by=by)


class Lift(ActView):
    name = "lift"
    form_class = forms.LiftForm
    lead = _("In writing, before the Presidency records the outcome.")
    done = _("The objection was lifted.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return replying.lift(dossier.consultation.pk, **form.cleaned_data, by=by)


class AskSubstance(ActView):
    name = "substance"
    form_class = forms.SubstanceForm
    lead = _("Before the term ends. The corrected text then needs a round of its own.")
    done = _("The request was sent.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return replying.ask_substance(dossier.consultation.pk, **form.cleaned_data, by=by)


class OnReply(ActView):
    """An act on one reply of the reader's own State."""

    def open(self, request: PortalRequest, reference: str) -> Dossier:
        dossier = super().open(request, reference)
        own = dossier.viewer.party_id
        found = dossier.replies_by_pk.get(self.kwargs["pk"])
        if found is None or own is None or found.party_id != own:
            raise Http404
        self.reply = found
        return dossier

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        return {"receipt": delegation.receipt(self.reply, reader_of(request))}


class Endorse(OnReply):
    name = "endorse"
    lead = _("As official voice you make this contribution your State's reply, as of now.")
    done = _("The contribution is your State's reply now.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return replying.endorse(more["pk"], by=by)


class Dispute(OnReply):
    name = "dispute"
    form_class = forms.DisputeForm
    lead = _(
        "You say that what the Secretariat recorded is not your State's reply: it stops counting."
    )
    done = _("The Secretariat was told that your State disputes it.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return replying.dispute(more["pk"], **form.cleaned_data, by=by)
