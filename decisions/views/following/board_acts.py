"""The acts on commitments: commit somebody, report, close, put on an agenda."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.forms.base import refuse
from decisions.forms.following import board as forms
from decisions.models import Provision, Text
from decisions.models.following import Commitment
from decisions.presentation.following_up import agenda as agendas
from decisions.presentation.following_up import commitment as pages
from decisions.presentation.register import citing, finding
from decisions.services.following import agenda, commitments
from decisions.services.following.common import require_following
from decisions.views.common import say_no
from decisions.views.following.board import found
from meetings.presentation.titles import Names
from members.http import PortalRequest

BAD = 400


class Act(View):
    """GET shows what the act means and its form; POST asks the service to do it."""

    template_name: ClassVar[str] = "decisions/following/board/act.html"
    label: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = ""
    weight: ClassVar[str] = "go"

    def get(self, request: PortalRequest, **where: Any) -> HttpResponse:
        self.find(request, **where)
        if error := self.refusal(request):
            return say_no(request, error)
        return self.answer(request, self.form(request))

    def post(self, request: PortalRequest, **where: Any) -> HttpResponseBase:
        self.find(request, **where)
        error = self.refusal(request)
        if isinstance(error, Refused):
            return say_no(request, error)
        form = self.form(request, data=request.POST)
        if not form.is_valid():
            return self.answer(request, form, BAD)
        try:
            self.perform(request, form)
        except DomainError as refusal:
            refuse(form, refusal)
            return self.answer(request, form, refusal.status)
        messages.success(request, str(self.done))
        return redirect(self.after())

    def find(self, request: PortalRequest, **where: Any) -> None:
        """Look up what the address names, or 404."""
        raise NotImplementedError

    def refusal(self, request: PortalRequest) -> DomainError | None:
        """Return why the reader cannot do this, if so."""
        raise NotImplementedError

    def form(self, request: PortalRequest, **bound: Any) -> Any:
        raise NotImplementedError

    def perform(self, request: PortalRequest, form: Any) -> None:
        """Call the service of the act."""
        raise NotImplementedError

    def after(self) -> str:
        """Return where to go once it is done, or when it is not."""
        raise NotImplementedError

    def context(self, request: PortalRequest) -> dict[str, Any]:
        """Return what the page needs besides the form."""
        return {}

    def answer(self, request: PortalRequest, form: Any, status: int = 200) -> HttpResponse:
        context = {
            "label": self.label,
            "lead_words": self.lead,
            "weight": self.weight,
            "back": self.after(),
            "form": form,
            **self.context(request),
        }
        return render(request, self.template_name, context, status=status)


class OnCommitment(Act):
    """An act on one commitment."""

    commitment: Commitment

    def find(self, request: PortalRequest, **where: Any) -> None:
        self.commitment = found(request, where["pk"])

    def after(self) -> str:
        return reverse("following:commitment", args=[self.commitment.pk])

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return pages.about(self.commitment, Names.read())

    def closed(self) -> DomainError | None:
        """Return that nothing more is done of what was closed."""
        if self.commitment.closed_at is None:
            return None
        return Conflict(_("The commitment is closed."), code="closed")


class Report(OnCommitment):
    """A country, or whoever leads, says where it stands."""

    label = gettext_lazy("Report where it stands")
    lead = gettext_lazy(
        "You report in the name of your own party. The report stays as it was made; a later "
        "one says what is so by then."
    )
    done = gettext_lazy("The report is on record.")

    def refusal(self, request: PortalRequest) -> DomainError | None:
        return self.closed() or commitments.reporting_refusal(
            self.commitment, request.viewer
        )

    def form(self, request: PortalRequest, **bound: Any) -> forms.ReportForm:
        return forms.ReportForm(viewer=request.viewer, **bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        commitments.report_status(self.commitment.pk, **form.said, by=request.viewer)


class Close(OnCommitment):
    """Whoever follows up closes what is done, saying how it ended."""

    label = gettext_lazy("Close the commitment")
    lead = gettext_lazy("What was reported stays; nobody reports on it any more.")
    done = gettext_lazy("The commitment is closed.")

    def refusal(self, request: PortalRequest) -> DomainError | None:
        return _not_following(request) or self.closed()

    def form(self, request: PortalRequest, **bound: Any) -> forms.CloseForm:
        return forms.CloseForm(**bound)

    def perform(self, request: PortalRequest, form: Any) -> None:
        commitments.close(self.commitment.pk, **form.cleaned_data, by=request.viewer)


class Commit(Act):
    """Somebody is committed to a decision, a conclusion or a paragraph of the register."""

    label = gettext_lazy("Write down a commitment")
    done = gettext_lazy("The commitment is on record.")
    text: Text
    provision: Provision | None = None
    made: Commitment | None = None

    def find(self, request: PortalRequest, **where: Any) -> None:
        text = finding.one(request.viewer, where["reference"])
        if text is None:
            raise Http404
        self.text, address = text, where.get("address", "")
        if address:
            rows = finding.provisions(request.viewer).filter(text=text)
            named = (each for each in rows if citing.address(each, text) == address)
            self.provision = next(named, None)
            if self.provision is None:
                raise Http404

    def refusal(self, request: PortalRequest) -> DomainError | None:
        return _not_following(request)

    def form(self, request: PortalRequest, **bound: Any) -> forms.CommitForm:
        return forms.CommitForm(
            viewer=request.viewer, text=self.text, provision=self.provision, **bound
        )

    def perform(self, request: PortalRequest, form: Any) -> None:
        self.made = commitments.commit(form.new(), by=request.viewer)

    def after(self) -> str:
        if self.made is not None:
            return reverse("following:commitment", args=[self.made.pk])
        return citing.url(self.text, self.provision)

    def context(self, request: PortalRequest) -> dict[str, Any]:
        names, provision = Names.read(), self.provision
        cited = citing.of_text(self.text)
        if provision is not None:
            cited = citing.of_provision(provision, self.text, names).full
        said = provision.words if provision else self.text.summary
        return {"source": cited, "source_url": self.after(), "source_words": said}


class Agenda(Act):
    """What is overdue, or to be reviewed, goes on the draft agenda of a meeting ahead."""

    template_name = "decisions/following/board/agenda.html"
    label = gettext_lazy("Put on the agenda of a meeting")
    done = gettext_lazy("They are on the draft agenda.")

    def find(self, request: PortalRequest, **where: Any) -> None:
        self.desk = agendas.desk(request.viewer)

    def refusal(self, request: PortalRequest) -> DomainError | None:
        return _not_following(request)

    def form(self, request: PortalRequest, **bound: Any) -> forms.AgendaForm:
        return forms.AgendaForm(
            meetings=self.desk.meetings,
            ready=[each.commitment for each in self.desk.lines],
            initial=self.desk.initial,
            **bound,
        )

    def perform(self, request: PortalRequest, form: Any) -> None:
        data = form.cleaned_data
        agenda.put(int(data["meeting"]), data["commitments"], by=request.viewer)

    def after(self) -> str:
        return reverse("following:board")

    def answer(self, request: PortalRequest, form: Any, status: int = 200) -> HttpResponse:
        self.lines = list(zip(self.desk.lines, form["commitments"], strict=True))
        return super().answer(request, form, status)

    def context(self, request: PortalRequest) -> dict[str, Any]:
        return {"desk": self.desk, "lines": self.lines}


def _not_following(request: PortalRequest) -> DomainError | None:
    """Return why the reader does not follow up for the Conference, if so (003:61)."""
    try:
        require_following(request.viewer)
    except Refused as error:
        return error
    return None
