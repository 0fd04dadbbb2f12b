"""The presidency and the Secretariat lead a text from its first line to its publication."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm_portal.core.access import Viewer
from crm_portal.core.errors import DomainError, Refused
from decisions.forms import texts as forms
from decisions.forms.base import refuse
from decisions.models import Consultation, Text
from decisions.presentation.workspace import acts, gating, occasions
from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts import powers
from decisions.services.texts import (
    adopting,
    consulting,
    correcting,
    forwarding,
    publishing,
    versions,
    working,
)
from decisions.services.texts.adopting import Adopted
from decisions.views.common import say_no
from decisions.views.texts.base import TextAct, where
from members.http import PortalRequest

BAD = 400


class New(View):
    """A text begins."""

    def get(self, request: PortalRequest) -> HttpResponse:
        if not powers.may_prepare(request.viewer):
            return say_no(request, _not_preparing())
        return self.answer(request, forms.NewTextForm(viewer=request.viewer))

    def post(self, request: PortalRequest) -> HttpResponseBase:
        if not powers.may_prepare(request.viewer):
            return say_no(request, _not_preparing())
        form = forms.NewTextForm(request.POST, viewer=request.viewer)
        if not form.is_valid():
            return self.answer(request, form, BAD)
        try:
            text = working.open_text(form.new(), by=request.viewer)
        except DomainError as error:
            refuse(form, error)
            return self.answer(request, form, error.status)
        return redirect(text)

    def answer(self, request: PortalRequest, form: Any, status: int = 200) -> HttpResponse:
        return render(request, "texts/new.html", {"form": form}, status=status)


def _not_preparing() -> Refused:
    return Refused(
        _("The Presidency and the Secretariat prepare the texts."),
        code="not_preparing",
        rule="001:411",
    )


class Steer(TextAct):
    """One of the acts of the table; its power and its guard are there."""

    name: str

    @property
    def act(self) -> acts.Act:
        return acts.BY_NAME[self.name]

    def power(self, workspace: Workspace) -> bool:
        return self.act.power(workspace)

    def guard(self, workspace: Workspace) -> bool:
        return self.act.guard(workspace)

    def context(self, workspace: Workspace) -> dict[str, Any]:
        label = self.act.label
        weight = self.act.weight or "go"
        return {"label": label, "button": self.button or label, "weight": weight}


class Describe(Steer):
    name = "describe"
    form_class = forms.DescribeForm
    button = gettext_lazy("Save")
    done = gettext_lazy("Saved.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return working.describe(workspace.text.pk, by=by, **form.cleaned_data)


class Open(Steer):
    name = "open"
    lead = gettext_lazy(
        "From then on every member country sees the text and may propose changes to it."
    )
    done = gettext_lazy("The text is open to negotiation.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return working.open_negotiation(workspace.text.pk, by=by)


class Circulate(Steer):
    name = "circulate"
    lead = gettext_lazy(
        "The draft is fixed under its number, for ever. The next edit begins the next draft."
    )
    form_class = forms.CirculateForm
    done = gettext_lazy("The draft was circulated.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        data = form.cleaned_data
        return versions.circulate(
            workspace.text.pk,
            data["level"],
            form.circle,
            data["comments_until"],
            data["note"],
            by=by,
        )


class Adopt(Steer):
    name = "adopt"
    lead = gettext_lazy(
        "The body adopts by consensus; you record it. The text then never changes again."
    )
    form_class = forms.AdoptForm
    template_name = "texts/adopt.html"
    done = gettext_lazy("The adoption is on record.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        return adopting.adopt(workspace.text.pk, **form.chosen, by=by)

    def context(self, workspace: Workspace) -> dict[str, Any]:
        context = super().context(workspace)
        in_the_way = gating.in_the_way(workspace, page=where(workspace))
        return {**context, "blockers": in_the_way, "occasions": _occasions(workspace)}


def _occasions(workspace: Workspace) -> list[dict[str, Any]]:
    """Return every occasion with what of it is in the way, as the gate says it."""
    named = dict(occasions.choices(workspace))
    found = [
        *((f"session:{e.pk}", Adopted(session=e)) for e in occasions.sessions(workspace)),
        *(
            (f"consultation:{each.pk}", Adopted(consultation=each))
            for each in occasions.consultations(workspace)
        ),
        ("signature:", Adopted()),
    ]
    return [
        {
            "label": named[value],
            "blockers": [
                gating.told(workspace, each)
                for each in adopting.gate(workspace.text, adopted)
                if each.code in gating.OF_OCCASION
            ],
        }
        for value, adopted in found
        if value in named
    ]


class Consult(Steer):
    name = "consult"
    lead = gettext_lazy(
        "Every member country answers in writing, within its own five business days."
    )
    form_class = forms.ConsultForm
    done = gettext_lazy("The consultation was opened as a draft: present it to the Troika.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Consultation:
        return consulting.consult(workspace.text.pk, **form.cleaned_data, by=by)

    def after(self, workspace: Workspace, made: Consultation) -> str:
        return made.get_absolute_url()


class MakeStatement(Steer):
    name = "statement"
    lead = gettext_lazy(
        "It is annexed to the text word for word, in your State's name. It stays on record."
    )
    form_class = forms.StatementForm
    done = gettext_lazy("The statement is on record.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        return adopting.make_statement(workspace.text.pk, **form.cleaned_data, by=by)


class ProposePublication(Steer):
    name = "propose-publication"
    lead = gettext_lazy("Another person then publishes the text.")
    done = gettext_lazy("It is proposed that the text be published.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return publishing.propose_publication(workspace.text.pk, by=by)


class Publish(Steer):
    name = "publish"
    lead = gettext_lazy("From then on everybody reads the text, in the public register.")
    done = gettext_lazy("The text is published.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return publishing.publish(workspace.text.pk, by=by)


class Withdraw(Steer):
    name = "withdraw"
    lead = gettext_lazy("It stays on record, with the reason; nobody works on it any more.")
    form_class = forms.WithdrawTextForm
    done = gettext_lazy("The text was withdrawn.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return working.withdraw(workspace.text.pk, **form.cleaned_data, by=by)


class Forward(Steer):
    name = "forward"
    lead = gettext_lazy(
        "A text of another body begins with what this one concluded, and names its origin."
    )
    form_class = forms.ForwardForm
    done = gettext_lazy("The text of the other body was begun.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Text:
        return forwarding.forward(workspace.text.pk, form.new(), by=by)

    def after(self, workspace: Workspace, made: Text) -> str:
        return made.get_absolute_url()


class Correct(Steer):
    name = "correct"
    lead = gettext_lazy(
        "The adopted text never changes: the correction stands beside it, with both readings."
    )
    form_class = forms.CorrectForm
    done = gettext_lazy("The correction was issued.")

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        return correcting.correct(workspace.text.pk, form.correction(), by=by)

    def after(self, workspace: Workspace, made: Any) -> str:
        return where(workspace, made.paragraph_key)
