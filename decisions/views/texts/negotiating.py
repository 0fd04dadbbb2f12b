"""Delegations propose, support, comment, withdraw; the drafting group decides."""

from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.access import Viewer
from decisions.forms.texts import CommentForm, DecideForm, ProposeForm, ProposeNewForm
from decisions.forms.texts.proposing import MOVE, REMOVE
from decisions.models import Proposal
from decisions.presentation.workspace import places, proposals, reading
from decisions.presentation.workspace.addresses import addresses
from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts.handling import Step
from decisions.services.texts import handling, proposing
from decisions.views.texts.base import OnParagraph, OnProposal, Press, TextAct, where
from members.http import PortalRequest


class Proposes:
    """An act of a delegation on a text that is open to negotiation."""

    def power(self, workspace: Workspace) -> bool:
        return workspace.may_propose

    def guard(self, workspace: Workspace) -> bool:
        return workspace.is_open


class Propose(Proposes, OnParagraph, TextAct):
    is_wide = True
    label = gettext_lazy("Propose a change")
    lead = gettext_lazy(
        "Every delegation sees it, in your State's name. What it says is never changed: "
        "to change your mind, withdraw it and propose anew."
    )
    button = gettext_lazy("Propose it")
    template_name = "texts/propose.html"
    done = gettext_lazy("Your proposal is on record.")

    def form(self, workspace: Workspace, **bound: Any) -> ProposeForm:
        row = self.row
        words = {"es": row.es, "en": row.en} if row else {}
        return ProposeForm(workspace=workspace, key=self.known, initial=words, **bound)

    @property
    def known(self) -> str:
        return self.key if self.row else ""

    def perform(self, workspace: Workspace, form: ProposeForm, by: Viewer) -> Proposal:
        data, pk = form.cleaned_data, workspace.text.pk
        reason = data["reason"]
        if data["operation"] == REMOVE:
            return proposing.propose_removal(pk, self.key, reason=reason, by=by)
        if data["operation"] == MOVE:
            place = data["place"]
            return proposing.propose_move(pk, self.key, place, reason=reason, by=by)
        return proposing.propose_wording(
            pk, self.key, es=data["es"], en=data["en"], reason=reason, by=by
        )

    def after(self, workspace: Workspace, made: Proposal) -> str:
        return where(workspace, f"c{made.number}")

    def context(self, workspace: Workspace) -> dict[str, Any]:
        return {
            "row": self.row,
            "number": workspace.number(self.key),
            "back": where(workspace, self.key),
        }


class ProposeNew(Proposes, TextAct):
    is_wide = True
    label = gettext_lazy("Propose a paragraph")
    lead = Propose.lead
    button = gettext_lazy("Propose it")
    template_name = "texts/add.html"
    done = gettext_lazy("Your proposal is on record.")

    def form(self, workspace: Workspace, **bound: Any) -> ProposeNewForm:
        place = places.after(workspace, self.request.GET.get("after", ""))
        return ProposeNewForm(workspace=workspace, initial={"place": place}, **bound)

    def perform(self, workspace: Workspace, form: ProposeNewForm, by: Viewer) -> Proposal:
        reason = form.cleaned_data["reason"]
        return proposing.propose_addition(
            workspace.text.pk, form.added(), reason=reason, by=by
        )

    def after(self, workspace: Workspace, made: Proposal) -> str:
        return where(workspace, f"c{made.number}")


class Support(Proposes, OnProposal, Press):
    done = gettext_lazy("Your State supports the proposal.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        return proposing.support(self.proposal.pk, by=request.viewer)


class EndSupport(Proposes, OnProposal, Press):
    done = gettext_lazy("Your State no longer supports the proposal.")

    def perform(self, request: PortalRequest, workspace: Workspace) -> Any:
        return proposing.end_support(self.proposal.pk, by=request.viewer)


class AboutProposal(OnProposal, TextAct):
    """A page about one proposal, which it shows with what was said on it."""

    template_name = "texts/proposal.html"
    is_wide = True

    def after(self, workspace: Workspace, made: Any) -> str:
        return where(workspace, f"c{self.number}")

    def context(self, workspace: Workspace) -> dict[str, Any]:
        links = addresses(workspace.text.reference)
        return {
            "proposal": self.proposal,
            "shown": proposals.alone(workspace, self.proposal, links),
            "comments": reading.comments_on(self.proposal),
            "number": self.number,
            "row": workspace.by_key.get(self.proposal.key),
            "back": where(workspace, f"c{self.number}"),
        }


class Comment(AboutProposal):
    label = gettext_lazy("Comment on the proposal")
    button = gettext_lazy("Send the comment")
    form_class = CommentForm
    done = gettext_lazy("The comment was sent.")

    def power(self, workspace: Workspace) -> bool:
        return workspace.may_propose or workspace.prepares

    def perform(self, workspace: Workspace, form: CommentForm, by: Viewer) -> Any:
        return proposing.comment(self.proposal.pk, form.cleaned_data["body"], by=by)


class WithdrawProposal(AboutProposal):
    label = pgettext_lazy("proposal", "Withdraw the proposal")
    lead = gettext_lazy("It stays on record as withdrawn.")
    done = gettext_lazy("The proposal was withdrawn.")
    weight = "stop"

    def power(self, workspace: Workspace) -> bool:
        own = self.proposal.party == workspace.viewer.party_id
        return workspace.may_propose and own

    def perform(self, workspace: Workspace, form: Any, by: Viewer) -> Any:
        return proposing.withdraw(self.proposal.pk, by=by)


class Decide(AboutProposal):
    label = gettext_lazy("Decide on the proposal")
    lead = gettext_lazy("For the drafting group. The reason is part of the record.")
    button = gettext_lazy("Record the decision")
    done = gettext_lazy("The decision is on record.")

    def power(self, workspace: Workspace) -> bool:
        return workspace.may_decide

    def form(self, workspace: Workspace, **bound: Any) -> DecideForm:
        return DecideForm(workspace=workspace, proposal=self.proposal, **bound)

    def perform(self, workspace: Workspace, form: DecideForm, by: Viewer) -> Any:
        data, pk = form.cleaned_data, self.proposal.pk
        step, reason = Step(data["step"]), data["reason"]
        if step is Step.ACCEPT:
            return handling.accept(pk, by=by)
        if step is Step.MERGE:
            es, en = data["es"], data["en"]
            return handling.merge(pk, es=es, en=en, reason=reason, by=by)
        if step is Step.BRACKET:
            return handling.bracket([pk, *data.get("beside", [])], by=by)
        if step is Step.REJECT:
            return handling.reject(pk, reason=reason, by=by)
        return handling.reopen(pk, reason=reason, by=by)
