"""The API denies by default: whoever holds no role gets nothing."""

from typing import Any

from rest_framework import permissions
from rest_framework.request import Request


class HasAuthority(permissions.BasePermission):
    """Anybody who holds a role at this instant; what they see is ``visible_to``'s business."""

    def has_permission(self, request: Request, view: Any) -> bool:
        viewer = getattr(request, "viewer", None) or getattr(
            request._request, "viewer", None
        )
        return viewer is not None and not viewer.is_public
