"""A directory read from a spreadsheet: uploaded, rehearsed, confirmed or given up."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm_portal.core.errors import DomainError
from crm_portal.core.files import sealed
from members import access, networks, rules, services, sheets
from members.forms import ConfirmationForm, SheetForm
from members.http import PortalRequest
from members.models import DirectoryImport, Party
from members.models.accounts import ROLE_LABELS
from members.rules import DELEGATED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: PortalRequest) -> HttpResponse:
    """Upload a directory; below, those uploaded before."""
    _require_importer(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect(
            services.upload_directory(file.name, file.read(), by=request.viewer)
        )
    context = {
        "form": form,
        "before": _visible(request).select_related("uploaded_by")[:SHOWN],
        "for_all": rules.may_import_for_all(request.viewer),
        "party": request.party,
    }
    return render(request, "members/imports.html", context)


@require_safe
def template(request: PortalRequest) -> HttpResponse:
    """A workbook to fill in, with the words that may be written in it."""
    _require_importer(request)
    viewer = request.viewer
    parties = Party.objects.visible_to(viewer).active_on(viewer.on)
    if not rules.may_import_for_all(viewer):
        parties = parties.filter(pk=viewer.state)
    said = [
        [str(_("Country or party")), *(each.name for each in parties)],
        [str(_("Role")), *(str(ROLE_LABELS[role]) for role in sorted(DELEGATED))],
        [str(_("Network or group")), *(each.name for each in networks.offered(viewer.on))],
        [str(_("Language")), str(_("Spanish")), str(_("English"))],
        [str(_("Alternate")), str(_("yes")), str(_("no"))],
    ]
    longest = max(map(len, said))
    columns = [each + [""] * (longest - len(each)) for each in said]
    content = sheets.template([], list(zip(*columns, strict=True)))
    response = HttpResponse(content, content_type=XLSX)
    name = f"{_('directory')}.xlsx"
    return sealed(response, name)


@require_safe
def detail(request: PortalRequest, pk: int) -> HttpResponse:
    """What an upload would do, line by line, with every problem; nothing is done yet."""
    _require_importer(request)
    shown = get_object_or_404(_visible(request).select_related("uploaded_by"), pk=pk)
    report = services.rehearse_import(pk, by=request.viewer) if shown.is_open else None
    context = {"shown": shown, "report": report, "form": ConfirmationForm()}
    return render(request, "members/import.html", context)


@require_POST
def confirm(request: PortalRequest, pk: int) -> HttpResponse:
    """Do it, all of it or nothing."""
    _require_importer(request)
    shown = get_object_or_404(_visible(request), pk=pk)
    form = ConfirmationForm(request.POST)
    try:
        report = services.confirm_import(
            shown.pk,
            invite=form.is_valid() and form.cleaned_data["invite"],
            by=request.viewer,
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect(shown)
    lines = len(report.outcomes)
    words = ngettext("%(n)s line was imported.", "%(n)s lines were imported.", lines)
    messages.success(request, words % {"n": lines})
    return redirect(shown)


@require_POST
def discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Give an upload up."""
    _require_importer(request)
    shown = get_object_or_404(_visible(request), pk=pk)
    services.discard_import(shown.pk, by=request.viewer)
    messages.success(request, _("The import was discarded; nothing came of it."))
    return redirect("members:imports")


def _require_importer(request: PortalRequest) -> None:
    if not rules.may_import(request.viewer, titular=access.is_titular(request.viewer)):
        raise Http404


def _visible(request: PortalRequest) -> QuerySet[DirectoryImport]:
    return DirectoryImport.objects.visible_to(request.viewer)
