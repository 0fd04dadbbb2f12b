"""Matrices of topics by country: read, taken away, kept; a cell proposed and decided."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.errors import Conflict
from crm_portal.core.files import sealed
from crm_portal.core.instance import THIS
from decisions.forms.following.matrices import (
    DeclineForm,
    OpenMatrixForm,
    ProposeForm,
    TopicsForm,
)
from decisions.models.following_matrices import Matrix, MatrixCell
from decisions.presentation.following_up import matrices as shown
from decisions.presentation.following_up.sheets import XLSX, as_xlsx
from decisions.reports.following_matrix import Place
from decisions.rules.following import powers
from decisions.services.following import matrices as services
from decisions.services.following import matrix_keeping
from decisions.views.common import say_no
from decisions.views.following.asking import AskAct, Asking, Press
from members.http import PortalRequest

FOLDER = "decisions/following/ask"
PDF = "application/pdf"
Found = tuple[Matrix, Place]


@require_safe
def matrices(request: PortalRequest) -> HttpResponse:
    """The matrices that exist for the reader."""
    keeps = powers.may_confirm(request.viewer)
    inside = powers.may_read(request.viewer)
    context = {"matrices": shown.listed(request.viewer), "keeps": keeps, "inside": inside}
    return render(request, f"{FOLDER}/matrices.html", context)


@require_safe
def matrix(request: PortalRequest, code: str) -> HttpResponse:
    """One matrix: a row a topic, a column a country."""
    context = shown.page(_matrix(request, code), request.viewer)
    return render(request, f"{FOLDER}/matrix.html", context)


@require_safe
def matrix_file(request: PortalRequest, code: str, shape: str) -> HttpResponse:
    """The matrix as an Excel workbook, or the paper that was issued of it last."""
    found = _matrix(request, code)
    if shape == "pdf":
        return _paper(request, found)
    if shape != "xlsx":
        raise Http404
    content = as_xlsx(shown.sheet(found, request.viewer), found.name)
    return sealed(
        HttpResponse(content, content_type=XLSX), f"{THIS.code}-{found.code}.xlsx"
    )


def _paper(request: PortalRequest, found: Matrix) -> HttpResponse:
    paper = shown.page(found, request.viewer)["paper"]
    if paper is None:
        raise Http404
    if paper.document is None:
        return say_no(request, Conflict(_("The paper is being made: try again shortly.")))
    answer = HttpResponse(bytes(paper.document.pdf.content), content_type=PDF)
    return sealed(answer, f"{THIS.code}-{found.code}-{paper.printed_code}.pdf")


@require_safe
def cell(request: PortalRequest, code: str, topic: str, party: str) -> HttpResponse:
    """One cell: what holds with its source, what waits, what held before."""
    found = _place(request, code, topic, party)
    context = shown.cell_page(*found, request.viewer)
    return render(request, f"{FOLDER}/cell.html", context)


def _matrix(request: PortalRequest, code: str) -> Matrix:
    return get_object_or_404(Matrix.objects.visible_to(request.viewer), code=code)


def _place(request: PortalRequest, code: str, topic: str, party: str) -> Found:
    found = shown.place_of(request.viewer, code, topic, party)
    if found is None:
        raise Http404
    return found


class Keeps(Asking):
    """What the Secretariat does with the matrices."""

    def power(self, found: Any) -> bool:
        return powers.may_confirm(self.request.viewer)


class New(Keeps, AskAct):
    label = gettext_lazy("New matrix")
    lead = gettext_lazy(
        "Each member country proposes its own cells, and the Secretariat confirms them."
    )
    button = gettext_lazy("Open the matrix")
    done = gettext_lazy("The matrix is open.")

    def back(self, found: Any) -> str:
        return reverse("following:matrices")

    def form(self, found: Any, **bound: Any) -> OpenMatrixForm:
        return OpenMatrixForm(**bound)

    def perform(self, found: Any, form: OpenMatrixForm) -> Matrix:
        return matrix_keeping.open_matrix(form.new(), by=self.request.viewer)

    def after(self, found: Any, made: Matrix) -> str:
        return reverse("following:topic-matrix", args=[made.code])


class OnMatrix(Keeps):
    """An act on one matrix."""

    def find(self, **where: Any) -> Matrix:
        return _matrix(self.request, where["code"])

    def back(self, found: Matrix) -> str:
        return reverse("following:topic-matrix", args=[found.code])


class AddTopics(OnMatrix, AskAct):
    label = gettext_lazy("Add topics")
    done = gettext_lazy("The topics were added.")

    def form(self, found: Matrix, **bound: Any) -> TopicsForm:
        return TopicsForm(**bound)

    def perform(self, found: Matrix, form: TopicsForm) -> Any:
        topics = form.cleaned_data["topics"]
        return matrix_keeping.add_topics(found.pk, topics, by=self.request.viewer)

    def context(self, found: Matrix) -> dict[str, Any]:
        crumb_url = reverse("following:matrices")
        return {"crumb": _("Matrices"), "crumb_url": crumb_url, "subject": found.name}


class Issue(OnMatrix, Press):
    done = gettext_lazy("The PDF is being made: it will be here shortly.")

    def perform(self, found: Matrix) -> Any:
        return matrix_keeping.issue_matrix(found.pk, by=self.request.viewer)


class OnCell(Asking):
    """An act on one country's cell."""

    def find(self, **where: Any) -> Found:
        return _place(self.request, where["code"], where["topic"], where["party"])

    def back(self, found: Found) -> str:
        matrix, place = found
        where = [matrix.code, place.topic.code, place.party.code]
        return reverse("following:matrix-cell", args=where)

    def context(self, found: Found) -> dict[str, Any]:
        matrix, place = found
        return {
            "crumb": matrix.name,
            "crumb_url": reverse("following:topic-matrix", args=[matrix.code]),
            "subject": f"{place.party.name} · {place.topic.name}",
        }


class Propose(OnCell, AskAct):
    label = gettext_lazy("Propose what the cell says")
    lead = gettext_lazy(
        "Until the Secretariat confirms it, only your country and the Secretariat see it. "
        "What the cell said before stays in its history."
    )
    button = gettext_lazy("Propose it")
    done = gettext_lazy("It was proposed: the Secretariat confirms it.")

    def power(self, found: Found) -> bool:
        viewer = self.request.viewer
        own = powers.may_speak_for(viewer, found[1].party.pk)
        return own or powers.may_confirm(viewer)

    def form(self, found: Found, **bound: Any) -> ProposeForm:
        return ProposeForm(matrix=found[0], current=found[1].current, **bound)

    def perform(self, found: Found, form: ProposeForm) -> Any:
        place = found[1]
        return services.propose_cell(
            place.topic.pk, place.party.pk, form.said(), by=self.request.viewer
        )


def _seen_waiting(found: Found, seen: str) -> MatrixCell:
    """Return what waits. Conflict: nothing does, or not what the reader had before them."""
    waiting = found[1].waiting
    if waiting is None:
        raise Conflict(_("Nothing waits to be confirmed here."), code="not_now")
    if seen and seen != str(waiting.pk):
        raise Conflict(
            _("Something else was proposed meanwhile. Read it before you decide."),
            code="changed",
        )
    return waiting


class Confirm(OnCell, Press):
    done = gettext_lazy("The cell says it from now on.")

    def power(self, found: Found) -> bool:
        return powers.may_confirm(self.request.viewer)

    def perform(self, found: Found) -> Any:
        waiting = _seen_waiting(found, self.request.POST.get("seen", ""))
        return services.confirm_cell(waiting.pk, by=self.request.viewer)


class Decline(OnCell, AskAct):
    label = gettext_lazy("Decline the proposal")
    lead = gettext_lazy("The country reads the reason. The cell says what it said before.")
    button = pgettext_lazy("cell", "Decline")
    done = gettext_lazy("The proposal was declined.")
    weight = "stop"

    def power(self, found: Found) -> bool:
        return powers.may_confirm(self.request.viewer)

    def guard(self, found: Found) -> bool:
        return found[1].waiting is not None

    def form(self, found: Found, **bound: Any) -> DeclineForm:
        waiting = found[1].waiting
        return DeclineForm(initial={"seen": waiting.pk if waiting else ""}, **bound)

    def perform(self, found: Found, form: DeclineForm) -> Any:
        waiting = _seen_waiting(found, form.cleaned_data["seen"])
        reason = form.cleaned_data["reason"]
        return services.decline_cell(waiting.pk, reason=reason, by=self.request.viewer)
