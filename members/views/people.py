"""The directory: people in office, searched and filtered, on the page, on paper and as files."""

from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.access import Viewer
from crm_portal.core.files import sealed
from crm_portal.core.i18n import active_language
from members import access, cards, people, reach, rules, services
from members.forms import ContactForm, attempt
from members.http import PortalRequest
from members.models import Mandate, User
from members.models.accounts import INSIDERS, ROLE_LABELS

FRESH = {
    "stale": lambda: _("Contact not confirmed"),
    "due": lambda: _("To be confirmed again"),
    "never": lambda: _("Never confirmed"),
    "bounced": lambda: _("Mail returned"),
    "confirmed": lambda: _("Confirmed"),
}


@require_safe
def directory(request: PortalRequest) -> HttpResponse:
    """Who is in office now, as far as the reader may see, with what they look for."""
    viewer = request.viewer
    asked = people.asked_for(request.GET.dict(), viewer)
    found = people.page_of(viewer, asked)
    if asked.page > 1 and not found.lines:
        last = {**asked.query, "page": str(people.last_page(viewer, asked))}
        return redirect(f"{reverse('members:directory')}?{urlencode(last)}")
    pages = Paginator(range(found.total), people.PER_PAGE)
    context = {
        "asked": asked,
        "lines": found.lines,
        "page": pages.get_page(asked.page),
        "query": f"?{urlencode(asked.query)}" if asked.is_filtered else "",
        "filters": _filters(viewer),
        "may_ask": rules.may_ask_contacts(viewer) and asked.fresh != "",
        "may_import": rules.may_import_for_all(viewer),
        "sees_people": viewer.has(*INSIDERS),
    }
    return render(request, "members/directory.html", context)


def _filters(viewer: Viewer) -> dict[str, Any]:
    """What the lists of the form offer, in the reader's language."""
    roles, fresh = _words(active_language())
    return {
        "parties": people.party_names(viewer),
        "roles": roles,
        "fresh": fresh if rules.sees_freshness(viewer) else [],
    }


@lru_cache(maxsize=2)
def _words(_language: str) -> tuple[list[list[str]], list[list[str]]]:
    roles = [[role.value, str(label)] for role, label in ROLE_LABELS.items()]
    return roles, [[value, str(said())] for value, said in FRESH.items()]


@require_safe
def parties(request: PortalRequest) -> HttpResponse:
    """Every party: who speaks for it, and whether a distribution reaches it."""
    rows = reach.parties(request.viewer)
    context = {
        "members": [each for each in rows if each.party.is_member_state],
        "others": [each for each in rows if not each.party.is_member_state],
        "sees_people": request.viewer.has(*INSIDERS),
    }
    return render(request, "members/directory_parties.html", context)


@require_safe
def printed(request: PortalRequest) -> HttpResponse:
    """The whole answer on one page, by party, for paper."""
    asked = people.asked_for(request.GET.dict(), request.viewer)
    lines = people.everybody(request.viewer, asked)
    _note("print", lines, asked, request.viewer)
    context = {"asked": asked, "groups": people.by_party(lines), "total": len(lines)}
    return render(request, "members/directory_print.html", context)


@require_safe
def as_csv(request: PortalRequest) -> HttpResponse:
    """The answer as a spreadsheet."""
    lines = _all(request, "csv")
    freshness = rules.sees_freshness(request.viewer)
    content = cards.as_csv(lines, freshness=freshness)
    return _file(content, "text/csv; charset=utf-8", _("directory"), "csv")


@require_safe
def as_vcards(request: PortalRequest) -> HttpResponse:
    """The answer as cards for an address book."""
    content = cards.as_vcards(_all(request, "vcf"))
    return _file(content, "text/vcard; charset=utf-8", _("directory"), "vcf")


@require_safe
def card(request: PortalRequest, pk: int) -> HttpResponse:
    """One person's card."""
    user = get_object_or_404(User.objects.visible_to(request.viewer), pk=pk)
    content = cards.as_vcards(people.of_person(request.viewer, user.pk))
    if not content:
        raise Http404
    return _file(content, "text/vcard; charset=utf-8", user.full_name, "vcf")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Write how a person of one's delegation is called and reached."""
    viewer = request.viewer
    user = get_object_or_404(User.objects.visible_to(viewer), pk=pk)
    mandate = Mandate.objects.visible_to(viewer).at(viewer.at).filter(user=user).first()
    party_id = mandate.party_id if mandate else None
    if not rules.may_keep_contacts(viewer, party_id, titular=access.is_titular(viewer)):
        raise Http404
    form = ContactForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        written = {"user_id": pk, "by": viewer, **form.cleaned_data}
        if attempt(form, services.update_contact, **written):
            return redirect("members:person", pk)
    return render(request, "members/person_edit.html", {"form": form, "person": user})


def _all(request: PortalRequest, form: str) -> list[people.Line]:
    asked = people.asked_for(request.GET.dict(), request.viewer)
    lines = people.everybody(request.viewer, asked)
    _note(form, lines, asked, request.viewer)
    return lines


def _note(form: str, lines: list[people.Line], asked: people.Asked, by: Viewer) -> None:
    """Whoever takes contact data away leaves a trace; whoever sees institutions takes none."""
    if by.has(*INSIDERS):
        services.note_taking(form, len(lines), asked=asked.query, by=by)


def _file(content: str, kind: str, name: str, ending: str) -> HttpResponse:
    response = HttpResponse(content.encode(), content_type=kind)
    return sealed(response, f"{name}.{ending}")
