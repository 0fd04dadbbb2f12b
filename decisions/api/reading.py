"""Consultations to read by API: each address answers with what exists for the reader."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from crm_portal.library.models import IssuedDocument
from decisions.api import replies, texts
from decisions.api.consultations import (
    PARTIES_TO_IT,
    ConsultationFilter,
    ConsultationRowSerializer,
    ConsultationSerializer,
    in_effect,
    in_full,
)
from decisions.api.rounds import RoundSerializer, of_each_round, round_row
from decisions.models import Consultation
from decisions.presentation import reading
from decisions.presentation.dossier import Dossier
from members.http import ApiRequest

REFERENCE = "[A-Za-z0-9-]+"
SAFE = ["get", "head"]
ACTING = [*SAFE, "post"]
Method = Callable[..., Response]


def listing(serializer: type[BaseSerializer], path: str = "") -> Callable[[Method], Any]:
    """Make a method the address below a consultation that lists what ``serializer`` writes."""

    def decorate(method: Method) -> Any:
        named = action(detail=True, filter_backends=[], url_path=path or method.__name__)
        schema = extend_schema(
            operation_id=f"consultations_{method.__name__}_list",
            responses={200: serializer(many=True)},
        )
        return schema(named(method))

    return decorate


class Consultations(viewsets.GenericViewSet[Consultation]):
    """What every address of a consultation stands on: it exists for the reader, or it is 404."""

    request: ApiRequest
    lookup_field = "reference"
    lookup_value_regex = REFERENCE
    serializer_class = ConsultationSerializer
    queryset = Consultation.objects.none()
    http_method_names = ACTING

    def get_queryset(self) -> QuerySet[Consultation]:
        """Return the consultations that exist for the reader, with the state in effect."""
        viewer = self.request.viewer
        found = in_effect(reading.visible(viewer), viewer)
        if self.action == "list":
            return found.select_related("conducted_by__party")
        return in_full(found, viewer)

    def dossier(self) -> Dossier:
        """Return the dossier of the last round of the consultation in the address."""
        return reading.load(self.get_object(), self.request.viewer)

    def inner_dossier(self) -> Dossier:
        """Return it to those between whom the procedure runs; to others it does not exist."""
        if not self.request.viewer.has(*PARTIES_TO_IT):
            raise Http404
        return self.dossier()

    def said(self, consultation: Consultation) -> Response:
        """Return the consultation as it is now, after an act."""
        row = self.get_queryset().get(pk=consultation.pk)
        return Response(ConsultationSerializer(row, context={"request": self.request}).data)

    def paged(self, serializer: type[BaseSerializer], rows: Iterable[Any]) -> Response:
        """Return one page of ``rows``."""
        found = rows if isinstance(rows, QuerySet) else list(rows)
        page = self.paginate_queryset(cast(Any, found))
        return self.get_paginated_response(serializer(page, many=True).data)


class ReadingViewSet(Consultations, viewsets.ReadOnlyModelViewSet[Consultation]):
    """Consultations between Vice-Ministerial meetings (001:386-391)."""

    filterset_class = ConsultationFilter

    def get_serializer_class(self) -> type[BaseSerializer[Consultation]]:
        is_list = self.action == "list"
        return ConsultationRowSerializer if is_list else ConsultationSerializer

    @extend_schema(responses={200: ConsultationRowSerializer(many=True)})
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the consultations that exist for the reader, newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(responses={200: ConsultationSerializer})
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one consultation."""
        return super().retrieve(request, *args, **kwargs)

    @listing(texts.TextVersionSerializer)
    def versions(self, request: Request, reference: str) -> Response:
        """Return the versions of the text that the reader may see, with their paragraphs."""
        return self.paged(texts.TextVersionSerializer, texts.versions(self.dossier()))

    @listing(texts.TroikaStageSerializer)
    def troika(self, request: Request, reference: str) -> Response:
        """Return the presentations to the Troika, for those who sat in it."""
        return self.paged(texts.TroikaStageSerializer, texts.stages(self.inner_dossier()))

    @listing(RoundSerializer)
    def rounds(self, request: Request, reference: str) -> Response:
        """Return the rounds with their deadlines, and how each was computed."""
        files = of_each_round(self.inner_dossier())
        return self.paged(RoundSerializer, map(round_row, files))

    @listing(replies.ProposalSerializer)
    def proposals(self, request: Request, reference: str) -> Response:
        """Return the changes proposed with the replies that the reader may see."""
        files = of_each_round(self.inner_dossier())
        return self.paged(replies.ProposalSerializer, replies.proposals(files))

    @listing(replies.ChangeTableRowSerializer, "change-table")
    def change_table(self, request: Request, reference: str) -> Response:
        """Return what the presidency did with each proposal (001:390)."""
        latest = self.inner_dossier()
        files, versions = of_each_round(latest), texts.versions(latest)
        rows = replies.change_table(files, versions)
        return self.paged(replies.ChangeTableRowSerializer, rows)

    @listing(texts.OutcomeRecordSerializer)
    def records(self, request: Request, reference: str) -> Response:
        """Return what was recorded of the outcome, complete, with its digest."""
        consultation = self.inner_dossier().consultation
        return self.paged(
            texts.OutcomeRecordSerializer, consultation.records.order_by("pk")
        )

    @listing(texts.DocumentSerializer)
    def documents(self, request: Request, reference: str) -> Response:
        """Return the papers issued about the consultation that the reader may have."""
        visible = IssuedDocument.objects.visible_to(self.request.viewer)
        papers = visible.of(self.get_object()).select_related("pdf")
        return self.paged(texts.DocumentSerializer, papers.defer("pdf__content"))
