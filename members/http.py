"""Requests as the portal's views receive them."""

from django.http import HttpRequest
from rest_framework.request import Request

from crm_portal.core.access import Viewer
from members.models import Party, User


class PortalRequest(HttpRequest):
    """A request whose reader is known: ``viewer`` decides, ``party`` is for display."""

    viewer: Viewer
    party: Party | None
    user: User


class ApiRequest(Request):
    """The same, in the API."""

    viewer: Viewer
    user: User
