"""Questionnaires: drawn up, answered bit by bit, handed in, compared over time, taken away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role
from crm_portal.core.files import sealed
from crm_portal.core.instance import THIS
from decisions.forms.following.questionnaires import (
    AT_FIRST,
    MOST,
    AnswerForm,
    DrawUpForm,
    drawn_up,
    typed,
)
from decisions.models.following_questionnaires import Questionnaire
from decisions.presentation.following_up import questionnaires as shown
from decisions.presentation.following_up.sheets import XLSX, as_csv, as_xlsx
from decisions.rules.following import powers
from decisions.services.following import questionnaires as services
from decisions.views.common import say_no
from decisions.views.following.asking import AskAct, not_yours, require_reader
from members.http import PortalRequest
from members.models import Party

PER_PAGE = 25
FOLDER = "decisions/following/ask"


@require_safe
def questionnaires(request: PortalRequest) -> HttpResponse:
    """The questionnaires, the latest first, and how many countries have handed in."""
    require_reader(request)
    viewer = request.viewer
    page = Paginator(shown.listed(viewer), PER_PAGE).get_page(request.GET.get("page"))
    members = Party.objects.members_on(viewer.on).count()
    context = {
        "page": page,
        "rows": [shown.line(each, viewer, members) for each in page],
        "may_open": powers.may_confirm(viewer),
    }
    return render(request, f"{FOLDER}/questionnaires.html", context)


@require_safe
def questionnaire(request: PortalRequest, pk: int) -> HttpResponse:
    """One questionnaire: its questions and who has handed in."""
    context = shown.page(_found(request, pk), request.viewer)
    return render(request, f"{FOLDER}/questionnaire.html", context)


@require_safe
def answers(request: PortalRequest, pk: int, party: str) -> HttpResponse:
    """What a country handed in, beside what it handed in before."""
    asked = _found(request, pk)
    country = get_object_or_404(Party.objects.visible_to(request.viewer), code=party)
    over = shown.over_time(asked, country, request.viewer)
    if not over.rounds:
        raise Http404
    context = {"asked": asked, "party": country, "over": over}
    return render(request, f"{FOLDER}/answers.html", context)


@require_safe
def questionnaire_file(request: PortalRequest, pk: int, shape: str) -> HttpResponse:
    """What was handed in, as CSV or as an Excel workbook."""
    asked = _found(request, pk)
    rows, name = (
        shown.sheet(asked, request.viewer),
        f"{THIS.code}-{asked.series}-{asked.round}",
    )
    if shape == "csv":
        answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    elif shape == "xlsx":
        answer = HttpResponse(as_xlsx(rows, asked.title), content_type=XLSX)
    else:
        raise Http404
    return sealed(answer, f"{name}.{shape}")


def _found(request: PortalRequest, pk: int) -> Questionnaire:
    require_reader(request)
    return get_object_or_404(shown.listed(request.viewer), pk=pk)


class New(AskAct):
    """Drawn up question by question; another question is asked for without losing any."""

    template_name = f"{FOLDER}/draw_up.html"
    label = gettext_lazy("New questionnaire")
    lead = gettext_lazy(
        "Once it is open its questions no longer change, and every member country is told "
        "by e-mail. A question left empty is left out."
    )
    button = gettext_lazy("Open the questionnaire")
    done = gettext_lazy("The questionnaire is open.")
    is_wide = True

    def find(self, **where: Any) -> None:
        require_reader(self.request)

    def power(self, found: None) -> bool:
        return powers.may_confirm(self.request.viewer)

    def back(self, found: None) -> str:
        return reverse("following:questionnaires")

    def post(self, request: PortalRequest, **where: Any) -> HttpResponseBase:
        if "add" not in request.POST:
            return super().post(request, **where)
        self.find()
        if not self.power(None):
            return say_no(request, not_yours())
        count = self._count()
        form = DrawUpForm(initial=typed(request.POST, count), count=count + 1)
        return self.answer(None, form)

    def form(self, found: None, **bound: Any) -> DrawUpForm:
        bound.pop("files", None)
        if bound:
            return DrawUpForm(count=self._count(), **bound)
        earlier = self._earlier()
        if earlier is None:
            return DrawUpForm()
        count = len(earlier.questions) + 1
        return DrawUpForm(initial=drawn_up(earlier), count=count)

    def _count(self) -> int:
        told = self.request.POST.get("count", "")
        return min(int(told), MOST) if told.isdecimal() and len(told) < 4 else AT_FIRST

    def _earlier(self) -> Questionnaire | None:
        """Return the questionnaire that the new one repeats, if the address names one."""
        pk = self.request.GET.get("from", "")
        if not (pk.isdecimal() and len(pk) < 10):
            return None
        return shown.listed(self.request.viewer).filter(pk=pk).first()

    def perform(self, found: None, form: DrawUpForm) -> Questionnaire:
        return services.open_questionnaire(
            questions=form.questions(), **form.opened(), by=self.request.viewer
        )

    def after(self, found: None, made: Questionnaire) -> str:
        return reverse("following:questionnaire", args=[made.pk])


class Answer(AskAct):
    """A country saves as often as it likes, and hands in once."""

    template_name = f"{FOLDER}/answer.html"
    label = gettext_lazy("Answer the questionnaire")
    lead = gettext_lazy(
        "What you save is seen by your country only, and can be gone on with on another "
        "day. Once handed in, members and the Secretariat read it and it no longer changes."
    )

    def find(self, **where: Any) -> Questionnaire:
        return _found(self.request, where["pk"])

    def power(self, found: Questionnaire) -> bool:
        return self.request.viewer.has(Role.MEMBER)

    def guard(self, found: Questionnaire) -> bool:
        own = shown.own_answer(found, self.request.viewer)
        return own is None or own.handed_in_at is None

    def back(self, found: Questionnaire) -> str:
        return reverse("following:questionnaire", args=[found.pk])

    def form(self, found: Questionnaire, **bound: Any) -> AnswerForm:
        bound.pop("files", None)
        own = shown.own_answer(found, self.request.viewer)
        kept = AnswerForm.kept(found, own.answers if own else {})
        kept["seen"] = services.mark_of(own)
        return AnswerForm(asked=found, initial=kept, **bound)

    def perform(self, found: Questionnaire, form: AnswerForm) -> Any:
        keep = services.hand_in if form.is_final else services.save_answers
        seen = form.cleaned_data["seen"]
        return keep(found.pk, form.answers(), seen=seen, by=self.request.viewer)

    def told(self, made: Any) -> str:
        if made.handed_in_at:
            return _("The answers of your country were handed in.")
        return _("The answers were saved: you can go on another day.")

    def after(self, found: Questionnaire, made: Any) -> str:
        return self.back(found) if made.handed_in_at else self.request.path

    def context(self, found: Questionnaire) -> dict[str, Any]:
        own = shown.own_answer(found, self.request.viewer)
        return {
            "asked": found,
            "saved_at": own.saved_at if own else None,
            "crumb": _("Questionnaires"),
            "crumb_url": reverse("following:questionnaires"),
            "subject": found.title,
        }
