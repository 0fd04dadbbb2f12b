"""The due list of duties: what falls due by itself, and that it was done."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from decisions.forms.following.duties import SettleForm
from decisions.models.following_duties import DutyKind
from decisions.presentation.following_up import duties as shown
from decisions.presentation.following_up.duties import Line
from decisions.rules.following import duties as rules
from decisions.rules.following import powers
from decisions.services.following import duties as services
from decisions.services.following.duties import Owed
from decisions.views.following.asking import AskAct, require_reader
from members.http import PortalRequest

Found = tuple[Owed, Line]


@require_safe
def duties(request: PortalRequest) -> HttpResponse:
    """What waits, or everything of a year back and a year ahead; a country sees its own."""
    require_reader(request)
    kind = request.GET.get("kind", "")
    context = shown.page(
        request.viewer,
        shows_all=request.GET.get("state") == "all",
        kind=kind if kind in DutyKind.values else "",
    )
    return render(request, "decisions/following/ask/duties.html", context)


class Settle(AskAct):
    label = gettext_lazy("Record that it was done")
    button = gettext_lazy("Record it")
    done = gettext_lazy("It is on record that this was done.")

    def find(self, **where: Any) -> Found:
        require_reader(self.request)
        found = shown.one(self.request.viewer, where["key"])
        if found is None:
            raise Http404
        return found

    def power(self, found: Found) -> bool:
        is_shown = found[0].duty.kind in rules.SHOWN_BY_RECORD
        return powers.may_follow(self.request.viewer) and not is_shown

    def guard(self, found: Found) -> bool:
        return found[0].standing is not rules.Standing.DONE

    def back(self, found: Found) -> str:
        return reverse("following:duties")

    def form(self, found: Found, **bound: Any) -> SettleForm:
        return SettleForm(**bound)

    def perform(self, found: Found, form: SettleForm) -> Any:
        key = found[0].duty.key
        return services.settle(key, **form.cleaned_data, by=self.request.viewer)

    def context(self, found: Found) -> dict[str, Any]:
        line = found[1]
        return {
            "crumb": _("Duties"),
            "crumb_url": self.back(found),
            "subject": f"{line.what}: {line.occasion}",
        }
