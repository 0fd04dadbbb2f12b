"""Notices by API: what the reader was told of, as “Notices” lists it; reading marks nothing."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from crm_portal import notice_centre as centre
from crm_portal.core import noticed
from crm_portal.core.models import Notice
from crm_portal.core.serializers import BilingualSerializer
from crm_portal.library import circles
from crm_portal.library.public_api import SAFE, pages_of
from members.http import ApiRequest


class NoticeSerializer(serializers.Serializer[Any]):
    """One notice, in the words of its mail; ``page`` leads to the matter and marks it read.

    ``is_formal``: it left at once, whatever its reader's hours. ``sent_at`` is null where no
    mail left.
    """

    id = serializers.IntegerField(source="notice.pk")
    part = serializers.ChoiceField([(each, each) for each in centre.PARTS])
    subject = serializers.CharField()
    about = serializers.CharField()
    is_formal = serializers.BooleanField()
    is_unread = serializers.BooleanField()
    owed_at = serializers.DateTimeField(source="notice.owed_at")
    sent_at = serializers.DateTimeField(source="notice.sent_at", allow_null=True)
    page = serializers.SerializerMethodField()

    @extend_schema_field(BilingualSerializer)
    def get_page(self, line: noticed.Line) -> dict[str, str]:
        return pages_of("core:notice", line.notice.pk)


class NoticeQuery(serializers.Serializer[Any]):
    shown = serializers.ChoiceField([centre.UNREAD, centre.READ], default="")
    part = serializers.ChoiceField(list(centre.PARTS), default="")
    kind = serializers.ChoiceField([centre.FORMAL, centre.ROUTINE], default="")


class NoticeViewSet(viewsets.GenericViewSet[Notice]):
    """What the portal told the reader of, as far as he or she may still know of it."""

    request: ApiRequest
    serializer_class = NoticeSerializer
    filter_backends: list[Any] = []
    queryset = Notice.objects.none()
    http_method_names = SAFE

    @extend_schema(
        operation_id="notices_list",
        responses={200: NoticeSerializer(many=True)},
        parameters=[
            OpenApiParameter(
                "shown", enum=["unread", "read"], description="Read or not yet."
            ),
            OpenApiParameter(
                "part", enum=list(centre.PARTS), description="Of one part of the portal."
            ),
            OpenApiParameter(
                "kind",
                enum=["formal", "routine"],
                description="Formal notices left at once; routine ones wait for one's hours.",
            ),
        ],
    )
    def list(self, request: ApiRequest) -> Response:
        """List the reader's own notices, the newest first."""
        asked = NoticeQuery(data=request.query_params.dict())
        if not asked.is_valid():
            raise exceptions.ValidationError(asked.errors)
        viewer = request.viewer
        with circles.asked_once():
            found = centre.found(viewer, centre.Asked(**asked.validated_data))
            page: Any = self.paginate_queryset(found)
            lines = noticed.lines(page, viewer, centre.MATTERS)
        return self.get_paginated_response(NoticeSerializer(lines, many=True).data)
