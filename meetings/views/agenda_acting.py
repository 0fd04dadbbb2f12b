"""What the pages of an agenda have in common: whose it is, where they lead back, one act."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from crm_portal.core.access import Role
from meetings import agendas
from meetings.models import AgendaItem, Meeting
from meetings.presentation.head import head
from meetings.services import agenda
from members.http import PortalRequest

HERE = "meetings:agenda"


def meeting_agenda(meeting: Meeting) -> str:
    """Return the address of the agenda of a meeting."""
    return AgendaItem(meeting=meeting).get_absolute_url()


def powers(request: PortalRequest, meeting: Meeting) -> tuple[bool, bool]:
    """Say whether the reader prepares the open agenda, and the one behind the closed door."""
    viewer = request.viewer
    closed = viewer.has(Role.MEMBER) and agendas.may_write_closed(meeting, viewer)
    return agenda.may_prepare(meeting, viewer), closed


def act(
    request: PortalRequest, meeting: Meeting, form: BaseForm, label: str, **more: Any
) -> HttpResponse:
    """The page of one act: its form, what it is called, and the way back to the agenda."""
    context = {
        **head(request, meeting, HERE, label=label),
        "form": form,
        "act": label,
        "button": _("Record"),
        "back": meeting_agenda(meeting),
        **more,
    }
    return render(request, "meetings/act.html", context)
