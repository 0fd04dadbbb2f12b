"""A page that only shows asks once in which circles its reader sits."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from crm_portal.library import circles
from members.http import PortalRequest

View = Callable[..., HttpResponse]


def asking_once(view: View) -> View:
    """Answer every question of ``view`` about its reader's circles with one reading."""

    @wraps(view)
    def asks(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with circles.asked_once(request.viewer):
            return view(request, *args, **kwargs)

    return asks
