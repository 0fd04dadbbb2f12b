"""The schema of every address says how it may say no, without each view repeating it."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema

from crm_portal.core.api import PROBLEM
from crm_portal.core.serializers import ProblemSerializer

READING = (400, 401, 403, 404, 429)
ACTING = (400, 401, 403, 404, 409, 415, 429)


class Schema(AutoSchema):
    """An operation's own answers, and the problems that its kind of operation may answer."""

    def _get_response_bodies(
        self, direction: Literal["request", "response"] = "response"
    ) -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        refusals: tuple[int, ...] = READING if self.method == "GET" else ACTING
        if self.method == "GET":
            bodies["304"] = {"description": ""}
        for status in map(str, refusals):
            bodies[status] = self._get_response_for_code(
                ProblemSerializer, status, [PROBLEM]
            )
        return bodies
