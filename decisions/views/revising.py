"""The change table: every proposal of the round, and what the presidency does with it."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from crm_portal.core.errors import DomainError, Refused
from decisions.forms import DisposeForm, refuse
from decisions.presentation import acts, changes
from decisions.presentation.dossier import Dossier
from decisions.services import revising
from decisions.views.common import open_dossier, refusal, say_no
from members.http import PortalRequest


class ChangeTable(View):
    """GET shows the table; POST treats one proposal."""

    def get(self, request: PortalRequest, reference: str) -> HttpResponse:
        dossier = open_dossier(request, reference)
        if error := refusal(request, acts.act("changes"), dossier):
            return say_no(request, error)
        return _table(request, dossier)


class Dispose(View):
    """Treat one proposal; a refusal shows the table again with what was typed in its row."""

    http_method_names = ["post", "options"]

    def post(self, request: PortalRequest, reference: str, pk: int) -> HttpResponse:
        dossier = open_dossier(request, reference)
        if not acts.act("changes").power(dossier):
            return say_no(
                request, refusal(request, acts.act("changes"), dossier) or Refused("")
            )
        if pk not in changes.keys(dossier):
            raise Http404
        form = DisposeForm(request.POST, prefix=str(pk))
        if not form.is_valid():
            return _table(request, dossier, {pk: form}, HTTPStatus.BAD_REQUEST)
        try:
            revising.dispose(pk, **form.cleaned_data, by=request.viewer)
        except DomainError as error:
            refuse(form, error)
            return _table(request, dossier, {pk: form}, error.status)
        messages.success(request, _("The treatment was written down."))
        back = reverse("decisions:consultation-changes", args=[reference])
        return redirect(f"{back}#row-{pk}")


def _table(
    request: PortalRequest,
    dossier: Dossier,
    typed: dict[int, DisposeForm] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rows = changes.rows(dossier)
    for row in rows:
        row["form"] = (typed or {}).get(row["pk"]) or DisposeForm(
            prefix=str(row["pk"]),
            initial={"kind": row["treated"], "reason": row["answer"]},
        )
    context: dict[str, Any] = {
        "consultation": dossier.consultation,
        "dossier": dossier,
        "rows": rows,
        "pending": sum(1 for row in rows if not row["treated"]),
        "typed": list((typed or {}).values()),
    }
    return render(request, "decisions/changes.html", context, status=status)
