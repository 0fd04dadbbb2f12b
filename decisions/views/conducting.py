"""The presidency's acts, one class each: the page's words and the service behind them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from decisions import forms
from decisions.presentation import deadline, figures, outcomes
from decisions.presentation.dossier import Dossier
from decisions.services import closing, conducting, distribution, revising, silence, troika
from decisions.views.acts import ActView
from members.http import PortalRequest


class Assume(ActView):
    name = "assume"
    lead = _(
        "The presidency changed hands while this text was being prepared. What was done stays "
        "valid; to go on with it you first take it up."
    )
    done = _("The consultation is yours.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return troika.assume(dossier.consultation.pk, by=by)


class Present(ActView):
    name = "present"
    lead = _(
        "The text freezes as it is and goes in writing to the other States of the Troika. Their "
        "silence is never consent: each must say that it agrees before the text is distributed."
    )
    done = _("The text was presented to the Troika.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return troika.present(dossier.consultation.pk, by=by)


class Return(ActView):
    name = "return"
    lead = _(
        "You accept the Troika's suggestions: a new version is written and presented again."
    )
    done = _("The text is with you again.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return troika.return_text(dossier.consultation.pk, by=by)


class Target(ActView):
    name = "target"
    form_class = forms.TargetForm
    lead = _("Until when you hope for the Troika's reactions. It only causes reminders.")
    done = _("The target date was set.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return troika.set_target(dossier.consultation.pk, form.cleaned_data["on"], by=by)


class Delegate(ActView):
    name = "delegate"
    lead = _("The Secretariat may then distribute this text in your name, once.")
    done = _("The Secretariat may distribute it for you.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return distribution.delegate(dossier.consultation.pk, by=by)


class Silence(ActView):
    name = "silence"
    form_class = forms.SilenceForm
    lead = _(
        "Silence is no answer unless the Vice-Ministers decided otherwise. The decision is named "
        "in every notice and in the record, and cannot be changed once the text is distributed."
    )
    done = _("What silence means was recorded.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        decision = form.cleaned_data["decision"]
        pk = decision.pk if decision else None
        return silence.choose_silence_rule(dossier.consultation.pk, pk, by=by)


class Repeat(ActView):
    name = "repeat"
    form_class = forms.ReasonForm
    lead = _(
        "Only when the portal or the Secretariat failed: this round becomes void and the same "
        "text is distributed again, with five new business days for everybody."
    )
    done = _("The text was distributed again.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return distribution.repeat(dossier.consultation.pk, **form.cleaned_data, by=by)


class Extend(ActView):
    name = "extend"
    form_class = forms.ExtendForm
    lead = _(
        "Once a round, before it ends, the same for everybody. Members are told the new day."
    )
    button = _("Extend the term for everybody")
    done = _("The term was extended.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        data = dict(form.cleaned_data)
        days = data.pop("business_days")
        return conducting.extend(dossier.consultation.pk, days, **data, by=by)

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        return _until(dossier)


class Suspend(ActView):
    name = "suspend"
    form_class = forms.ReasonForm
    lead = _(
        "By force majeure: a hurricane, an outage of the portal. The days that each country had "
        "left are kept. Replies may still be sent."
    )
    done = _("The term is suspended.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.suspend(dossier.consultation.pk, **form.cleaned_data, by=by)

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        return _until(dossier)


class Resume(ActView):
    name = "resume"
    lead = _(
        "What each country had left counts from tomorrow; never an earlier end than before."
    )
    done = _("The term runs again.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.resume(dossier.consultation.pk, by=by)


class Withdraw(ActView):
    name = "withdraw"
    form_class = forms.ReasonForm
    lead = _(
        "It ends here and cannot be undone. Everybody who has received it is told why."
    )
    done = _("The consultation was withdrawn.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.withdraw(dossier.consultation.pk, **form.cleaned_data, by=by)


class ShowReplies(ActView):
    name = "visibility"
    form_class = forms.VisibilityForm
    lead = _(
        "You and the Secretariat always see the replies; members, when the term is over."
    )
    done = _("What members see was decided.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.show_replies(dossier.consultation.pk, **form.cleaned_data, by=by)


class Correct(ActView):
    name = "correct"
    form_class = forms.CorrectForm
    template_name = "decisions/correct.html"
    lead = _(
        "Only what does not change the meaning: a misprint, the layout, a translation. The term "
        "does not start again, unless a member asks that it be treated as substantive."
    )
    done = _("The corrigendum was issued.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        notes = {name: form.cleaned_data[name] for name in ("note_es", "note_en")}
        return conducting.correct(
            dossier.consultation.pk, form.corrections(), **notes, by=by
        )


class Admit(ActView):
    name = "admit"
    form_class = forms.AdmitForm
    lead = _(
        "Before you record the outcome; all late replies of one kind alike, with reasons."
    )
    done = _("The late replies were admitted.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.admit(dossier.consultation.pk, **form.cleaned_data, by=by)


class ExtendReception(ActView):
    name = "reception"
    form_class = forms.ReceptionForm
    lead = _(
        "Members without a position are reminded. What arrives still needs to be admitted."
    )
    done = _("Missing positions are waited for.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        until = form.cleaned_data["until"]
        return conducting.extend_reception(dossier.consultation.pk, until, by=by)


class ContinueDespiteMeeting(ActView):
    name = "continue"
    lead = _("A Vice-Ministerial meeting has opened. The round goes on as it is.")
    done = _("It was recorded that the consultation goes on.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return conducting.continue_despite_meeting(dossier.consultation.pk, by=by)


class Revise(ActView):
    name = "revise"
    lead = _(
        "You take the changes into a new version, say what was done with each proposal, and "
        "distribute it to everybody with five new business days."
    )
    done = _("The text is under revision.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return revising.revise(dossier.consultation.pk, by=by)


class Outcome(ActView):
    """What all acts that record an outcome show: what the positions amount to."""

    def context(self, request: PortalRequest, dossier: Dossier) -> dict[str, Any]:
        return {"outcome": outcomes.outcome(dossier)}


class RecordConsensus(Outcome):
    name = "consensus"
    lead = _("You state that there is consensus. It is recorded for ever, with your name.")
    done = _("Consensus was recorded.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.record_consensus(dossier.consultation.pk, by=by)


class RecordFailure(Outcome):
    name = "failure"
    lead = _("You state that there is no consensus. It can then only be referred.")
    done = _("It was recorded that there is no consensus.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.record_failure(dossier.consultation.pk, by=by)


class Refer(Outcome):
    name = "refer"
    lead = _(
        "The matter goes to the agenda of the next Vice-Ministerial meeting. It ends here."
    )
    done = _("The matter was referred to the Vice-Ministers.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.refer(dossier.consultation.pk, by=by)


class StartExecution(ActView):
    name = "start"
    lead = _("You give course to the concerted action.")
    done = _("The action was started.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.start_execution(dossier.consultation.pk, by=by)


class ReportResults(ActView):
    name = "results"
    form_class = forms.ResultsForm
    lead = _("You inform the members of the results. That concludes the consultation.")
    done = _("The results were reported.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.report_results(dossier.consultation.pk, **form.cleaned_data, by=by)


class Publish(ActView):
    name = "publish"
    lead = _("The agreed text becomes public, in both languages. It cannot be taken back.")
    done = _("The text is public.")

    def perform(self, dossier: Dossier, form: Any, by: Viewer, **more: Any) -> Any:
        return closing.publish(dossier.consultation.pk, by=by)


def _until(dossier: Dossier) -> dict[str, Any]:
    """The day that is in force, and the countries that set it."""
    computation = dossier.computation
    if computation is None:
        return {}
    names = deadline.country_names(dossier.parties.values())
    return {
        "until": figures.until(computation.closes_at, None),
        "determining": ", ".join(names[code] for code in computation.determining),
    }
