"""What every page of what members are asked does: find it, say why not, keep what was typed."""

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from crm_portal.core import calendar_words
from crm_portal.core.errors import Conflict, DomainError, Refused
from decisions.forms.base import refuse
from decisions.rules.following import powers
from decisions.views.common import say_no
from members.http import PortalRequest


def require_reader(request: PortalRequest) -> None:
    """Answer 404 to whoever does not work in the Conference: what is asked is not theirs."""
    if not powers.may_read(request.viewer):
        raise Http404


def not_yours() -> Refused:
    return Refused(_("This is not for you to do."), code="not_yours")


class Asking(View):
    """What a page acts on (``find``), who may (``power``), and whether it can be done now."""

    request: PortalRequest

    def find(self, **where: Any) -> Any:
        """Return what the address names, or 404."""
        return None

    def power(self, found: Any) -> bool:
        """Say whether the reader may do this at all."""
        raise NotImplementedError

    def guard(self, found: Any) -> bool:
        """Say whether it can be done as things stand."""
        return True

    def back(self, found: Any) -> str:
        """Return the page one came from, and goes back to."""
        raise NotImplementedError


class AskAct(Asking):
    """GET shows what the act means and its form; POST asks the service to do it."""

    template_name: ClassVar[str] = "decisions/following/ask/act.html"
    label: ClassVar[str | Promise] = ""
    lead: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    done: ClassVar[str | Promise] = gettext_lazy("Done.")
    weight: ClassVar[str] = "go"
    is_wide: ClassVar[bool] = False

    def get(self, request: PortalRequest, **where: Any) -> HttpResponse:
        found = self.find(**where)
        if not self.power(found):
            return say_no(request, not_yours())
        if not self.guard(found):
            not_now = _("As things stand now, this cannot be done.")
            return say_no(request, Conflict(not_now, code="not_now"))
        return self.answer(found, self.form(found))

    def post(self, request: PortalRequest, **where: Any) -> HttpResponseBase:
        found = self.find(**where)
        if not self.power(found):
            return say_no(request, not_yours())
        form = self.form(found, data=request.POST, files=request.FILES)
        if not form.is_valid():
            return self.answer(found, form, HTTPStatus.BAD_REQUEST)
        try:
            made = self.perform(found, form)
        except DomainError as error:
            refuse(form, error)
            return self.answer(found, form, error.status)
        messages.success(request, str(self.told(made)))
        return redirect(self.after(found, made))

    def told(self, made: Any) -> str | Promise:
        """Return the sentence that says what was done."""
        return self.done

    def form(self, found: Any, **bound: Any) -> forms.Form:
        """Return the form, empty or with what was sent."""
        raise NotImplementedError

    def perform(self, found: Any, form: Any) -> Any:
        """Call the service of the act."""
        raise NotImplementedError

    def after(self, found: Any, made: Any) -> str:
        """Return where to go once it is done."""
        return self.back(found)

    def context(self, found: Any) -> dict[str, Any]:
        """Return what the page needs besides the form."""
        return {}

    def answer(self, found: Any, form: Any, status: int = HTTPStatus.OK) -> HttpResponse:
        context = {
            "label": self.label,
            "lead": self.lead,
            "button": self.button or self.label,
            "weight": self.weight,
            "is_wide": self.is_wide,
            "form": form,
            "back": self.back(found),
            **self.context(found),
        }
        return render(self.request, self.template_name, context, status=status)


class Press(Asking):
    """An act that is one button: done, or refused with a message where the reader was."""

    http_method_names = ("post", "options")
    done: ClassVar[str | Promise] = ""

    def post(self, request: PortalRequest, **where: Any) -> HttpResponseBase:
        found = self.find(**where)
        if not self.power(found):
            return say_no(request, not_yours())
        try:
            self.perform(found)
        except DomainError as error:
            messages.error(request, calendar_words.message(error), extra_tags=error.code)
        else:
            messages.success(request, str(self.done))
        return redirect(self.back(found))

    def perform(self, found: Any) -> Any:
        """Call the service of the act."""
        raise NotImplementedError
