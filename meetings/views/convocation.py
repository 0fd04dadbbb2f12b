"""Convening a meeting: the letter, its addressees, what each answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.access import Role
from crm_portal.library import uploads
from meetings import letters
from meetings.forms.convocation import (
    AnswerForm,
    ConvocationForm,
    LetterForm,
    SignedCopyForm,
)
from meetings.models import Convocation, ConvocationLetter, Meeting
from meetings.presentation import convocation as pages
from meetings.presentation.head import head, meeting_of, require
from meetings.services import convocation, convocation_letters
from meetings.services.convocation import WORDS
from meetings.views.files import stored, stored_pdf
from members.forms.common import attempt
from members.http import PortalRequest
from members.models import Party

HERE = "meetings:convocation"
ACT = "meetings/act.html"


@require_safe
def page(request: PortalRequest, symbol: str) -> HttpResponse:
    """How the meeting is being convened: who is called, what was sent, what was answered."""
    viewer = request.viewer
    meeting = meeting_of(request, symbol)
    visible = ConvocationLetter.objects.visible_to(viewer)
    found = visible.filter(convocation__meeting=meeting)
    made = Convocation.objects.visible_to(viewer).filter(meeting=meeting).first()
    rows = pages.rows(found)
    require(allowed=viewer.has(Role.MEMBER, Role.SECRETARIAT) or bool(rows))
    may_draft = convocation.may_draft(meeting, viewer)
    others = pages.others(meeting, rows, viewer) if may_draft and made else []
    context = {
        **head(request, meeting, HERE),
        "convocation": made,
        "to_write": any(each.by_right for each in others),
        **pages.waiting(rows),
        "rows": rows,
        "figures": pages.figures(rows),
        "may_draft": may_draft,
        "may_convene": convocation.may_convene(meeting, viewer),
        "others": others,
        "own": next((row for row in rows if row.party_id == viewer.party_id), None),
    }
    return render(request, "meetings/convocation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PortalRequest, symbol: str) -> HttpResponse:
    """Write the letter of a meeting."""
    meeting = _drafted(request, symbol)
    made = Convocation.objects.visible_to(request.viewer).filter(meeting=meeting).first()
    if made is None:
        initial: dict[str, Any] = letters.template_for(meeting)
    else:
        initial = {name: getattr(made, name) for name in (*WORDS, "answer_by", "remind_on")}
    form = ConvocationForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        convocation.draft,
        meeting_id=meeting.pk,
        by=request.viewer,
        **form.cleaned_data,
    ):
        messages.success(request, _("The letter was saved."))
        return redirect("meetings:convocation", symbol)
    return _act(request, meeting, form, _("Write the letter"), button=_("Save"))


@require_POST
def address(request: PortalRequest, symbol: str) -> HttpResponse:
    """Write the letter to one party, or to all that are called by right."""
    meeting = _drafted(request, symbol)
    visible = Convocation.objects.visible_to(request.viewer)
    made = get_object_or_404(visible, meeting=meeting)
    code = request.POST.get("party", "")
    if not code:
        written = convocation.address_all(made.pk, by=request.viewer)
        messages.success(
            request, _("Letters written: %(count)d.") % {"count": len(written)}
        )
        return redirect("meetings:convocation", symbol)
    party = get_object_or_404(Party.objects.visible_to(request.viewer), code=code)
    letter = convocation.address(
        made.pk, party.pk, invited=bool(request.POST.get("invited")), by=request.viewer
    )
    messages.success(request, _("The letter was written."))
    return redirect("meetings:convocation-letter", symbol, letter.pk)


@require_safe
def letter(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """One letter: its words, its way to its addressee, its answers."""
    viewer = request.viewer
    meeting, found = _letter(request, symbol, pk)
    may_draft = convocation.may_draft(meeting, viewer)
    is_open = found.called_off_at is None
    answers = found.answers.all()
    context = {
        **head(request, meeting, HERE, label=found.number or _("Letter")),
        "letter": found,
        "answers": answers,
        "notices": pages.proof(found) if may_draft else [],
        "paper": convocation_letters.papers_of(found).last() if found.issued_at else None,
        "may_edit": may_draft and is_open and found.issued_at is None,
        "may_issue": is_open
        and found.issued_at is None
        and convocation.may_convene(meeting, viewer),
        "may_sign": may_draft and is_open and found.issued_at is not None,
        "may_send": is_open
        and found.issued_at is not None
        and found.sent_at is None
        and convocation.may_convene(meeting, viewer),
        "may_call_off": is_open and convocation.may_convene(meeting, viewer),
        "may_answer": is_open
        and found.sent_at is not None
        and convocation_letters.may_answer(found, viewer),
    }
    return render(request, "meetings/convocation_letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Change the words of one letter."""
    meeting = _drafted(request, symbol)
    _meeting, found = _letter(request, symbol, pk)
    initial = {name: getattr(found, name) for name in LetterForm.base_fields}
    form = LetterForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, convocation_letters.edit, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The letter was saved."))
        return redirect(found)
    lead = found.party.name
    return _act(request, meeting, form, _("Edit the letter"), button=_("Save"), lead=lead)


@require_POST
def issue(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Number a letter and put it on paper."""
    return _done(
        request, symbol, pk, convocation_letters.issue, _("The letter has its number.")
    )


@require_POST
def issue_all(request: PortalRequest, symbol: str) -> HttpResponse:
    """Number every letter that is written."""
    return _done_to_all(
        request, symbol, convocation_letters.issue_all, _("Letters numbered: %(count)d.")
    )


@require_POST
def send_all(request: PortalRequest, symbol: str) -> HttpResponse:
    """Send every letter that has its number."""
    return _done_to_all(
        request, symbol, convocation_letters.send_all, _("Letters sent: %(count)d.")
    )


@require_POST
def send(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Send a letter."""
    return _done(
        request, symbol, pk, convocation_letters.send, _("The letter is on its way.")
    )


@require_POST
def call_off(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Take a letter back."""
    done = _("The letter was taken back.")
    return _done(request, symbol, pk, convocation_letters.call_off, done)


@require_http_methods(["GET", "HEAD", "POST"])
def signed_copy(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Bring the signed copy of a letter."""
    meeting = _drafted(request, symbol)
    _meeting, found = _letter(request, symbol, pk)
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        kept = uploads.keep(**uploads.stored_fields(file))
        told = {"file": kept, "name": file.name, "by": request.viewer}
        if attempt(form, convocation_letters.keep_signed_copy, pk=pk, **told):
            messages.success(request, _("The signed copy is kept."))
            return redirect(found)
    return _act(request, meeting, form, _("Bring the signed copy"), lead=str(found))


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """Answer a letter, or write down what its addressee answered otherwise."""
    meeting, found = _letter(request, symbol, pk)
    require(allowed=convocation_letters.may_answer(found, request.viewer))
    transcribes = request.viewer.has(Role.SECRETARIAT)
    form = AnswerForm(request.POST or None, transcribes=transcribes)
    if form.is_valid() and attempt(
        form, convocation_letters.answer, pk=pk, by=request.viewer, **form.cleaned_data
    ):
        messages.success(request, _("The answer was recorded."))
        return redirect(found)
    lead = f"{found.party.name} · {found.number}"
    return _act(request, meeting, form, _("Answer the convocation"), lead=lead)


@require_safe
def paper(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """The letter as it was issued."""
    _meeting, found = _letter(request, symbol, pk)
    job = convocation_letters.papers_of(found).last()
    if job is None or job.document is None:
        raise Http404
    return stored_pdf(job.document)


@require_safe
def signed(request: PortalRequest, symbol: str, pk: int) -> HttpResponse:
    """The signed copy."""
    _meeting, found = _letter(request, symbol, pk)
    if found.signed_copy is None:
        raise Http404
    return stored(found.signed_copy, found.signed_copy_name)


def _drafted(request: PortalRequest, symbol: str) -> Meeting:
    meeting = meeting_of(request, symbol)
    require(allowed=convocation.may_draft(meeting, request.viewer))
    return meeting


def _letter(
    request: PortalRequest, symbol: str, pk: int
) -> tuple[Meeting, ConvocationLetter]:
    meeting = meeting_of(request, symbol)
    visible = ConvocationLetter.objects.visible_to(request.viewer)
    known = visible.filter(convocation__meeting=meeting)
    found = get_object_or_404(known.select_related("party", "convocation__meeting"), pk=pk)
    return meeting, found


def _done(
    request: PortalRequest, symbol: str, pk: int, verb: Any, said: str
) -> HttpResponse:
    _drafted(request, symbol)
    _meeting, found = _letter(request, symbol, pk)
    verb(found.pk, by=request.viewer)
    messages.success(request, said)
    return redirect(found)


def _done_to_all(request: PortalRequest, symbol: str, verb: Any, said: str) -> HttpResponse:
    meeting = _drafted(request, symbol)
    visible = Convocation.objects.visible_to(request.viewer)
    made = get_object_or_404(visible, meeting=meeting)
    done = verb(made.pk, by=request.viewer)
    messages.success(request, said % {"count": len(done)})
    return redirect("meetings:convocation", symbol)


def _act(
    request: PortalRequest, meeting: Meeting, form: Any, label: str, **more: Any
) -> HttpResponse:
    context = {
        **head(request, meeting, HERE, label=label),
        "form": form,
        "act": label,
        "button": _("Record"),
        "back": Convocation(meeting=meeting).get_absolute_url(),
        **more,
    }
    return render(request, ACT, context)
