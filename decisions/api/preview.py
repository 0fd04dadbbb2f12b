"""What a deadline would be, for anybody who asks."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from decisions import forecast
from decisions.api.computations import ForecastSerializer

PARAMETERS = [
    OpenApiParameter(
        "from",
        OpenApiTypes.STR,
        required=True,
        description="Instant of distribution in ISO 8601 with its offset, such as "
        "2026-09-10T15:00:00Z, or a day in San José.",
    ),
    OpenApiParameter(
        "days",
        {"type": "integer", "minimum": 1, "maximum": forecast.MOST_DAYS},
        required=True,
        description="Business days of each member.",
    ),
    OpenApiParameter(
        "members",
        OpenApiTypes.STR,
        description="Codes of member countries with commas, such as BZ,CA; all unless told.",
    ),
    OpenApiParameter(
        "policy",
        OpenApiTypes.STR,
        description="`R1` (the Conference's), `R1-NARROW` (public holidays only), "
        "or `ONE:CC` (one country's calendar and midnight).",
    ),
]


class DeadlinePreview(APIView):
    """Count a term: its exclusive bound in UTC, each member's days, and why."""

    permission_classes = [AllowAny]
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="deadlines_preview",
        tags=["deadlines"],
        parameters=PARAMETERS,
        responses={200: ForecastSerializer},
    )
    def get(self, request: Request) -> Response:
        """Return when a term would close, and why then."""
        question = forecast.read(request.query_params)
        return Response(forecast.answer(forecast.forecast(question)))
