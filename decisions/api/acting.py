"""A State acts by API: it replies, endorses, disputes, lifts an objection, reacts."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from decisions.api import replies as rows
from decisions.api.reading import Consultations, listing
from decisions.api.replies import ReplySerializer
from decisions.api.rounds import (
    JOINING,
    POSITIONS,
    LiftSerializer,
    SubstanceRequestSerializer,
    of_each_round,
)
from decisions.api.texts import ReactionSerializer
from decisions.models import Consultation, Reply
from decisions.models.consultations import ReactionKind
from decisions.models.proposals import REPLY_CHOICES, ProposalOperation
from decisions.presentation import reading
from decisions.rules.positions import Position
from decisions.services import replying, troika
from decisions.services.replying import Answer, Change

LONGEST = 20_000
MOST_CHANGES = 200
GREATEST_ID = 2**63 - 1


def text(*, required: bool = False) -> serializers.CharField:
    """Return a field for what a State writes; whether it may be empty is the service's."""
    if required:
        return serializers.CharField(max_length=LONGEST)
    return serializers.CharField(max_length=LONGEST, allow_blank=True, default="")


class ProposedChange(serializers.Serializer):
    """A change to one paragraph: its new wording in Spanish, in English or in both."""

    paragraph = serializers.SlugField(max_length=12)
    operation = serializers.ChoiceField(REPLY_CHOICES, default=ProposalOperation.REPLACE)
    es = text()
    en = text()
    reason = text()


class ReplyBody(serializers.Serializer):
    """A reply. The same ``submission_key`` again is the same reply, filed once."""

    submission_key = serializers.UUIDField()
    position = serializers.ChoiceField(POSITIONS)
    comment = text()
    reservation = text()
    changes = serializers.ListField(
        child=ProposedChange(), default=list, max_length=MOST_CHANGES
    )


class EndorsementBody(serializers.Serializer):
    reply = serializers.IntegerField(min_value=1, max_value=GREATEST_ID)


class DisputeBody(EndorsementBody):
    reason = text()


class LiftBody(serializers.Serializer):
    becomes = serializers.ChoiceField(JOINING)
    text = text(required=True)


class SubstanceBody(serializers.Serializer):
    reason = text(required=True)


class ReactionBody(serializers.Serializer):
    kind = serializers.ChoiceField(ReactionKind.choices)
    comment = text()


def given(body: type[serializers.Serializer], request: Request) -> Mapping[str, Any]:
    """Return what the body of ``request`` says, or raise ValidationError."""
    form = body(data=request.data)
    form.is_valid(raise_exception=True)
    data: Mapping[str, Any] = form.validated_data
    return data


class ActingViewSet(Consultations):
    """What the official voice of a State does; other institutions contribute."""

    @listing(ReplySerializer)
    def replies(self, request: Request, reference: str) -> Response:
        """Return the replies that the reader may see: its own State's always (1.9)."""
        files = of_each_round(self.inner_dossier())
        return self.paged(ReplySerializer, rows.replies(files))

    @extend_schema(
        operation_id="consultations_reply",
        request=ReplyBody,
        responses={200: ReplySerializer, 201: ReplySerializer},
    )
    @replies.mapping.post
    def reply(self, request: Request, reference: str) -> Response:
        """File a reply: 201 the first time, 200 and the first receipt when sent again."""
        consultation, body = self.get_object(), given(ReplyBody, request)
        filed = replying.reply(consultation.pk, _answer(body), by=self.request.viewer)
        is_new = filed.received_at == self.request.viewer.at
        return self._receipt(filed, HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    @extend_schema(
        operation_id="consultations_endorse",
        request=EndorsementBody,
        responses={201: ReplySerializer},
    )
    @action(detail=True, methods=["post"])
    def endorse(self, request: Request, reference: str) -> Response:
        """Make a contribution of another institution the State's reply, as of now (1.7)."""
        filed = self._own_reply(given(EndorsementBody, request)["reply"])
        replying.endorse(filed.pk, by=self.request.viewer)
        return self._receipt(filed, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="consultations_dispute",
        request=DisputeBody,
        responses={201: ReplySerializer},
    )
    @action(detail=True, methods=["post"])
    def dispute(self, request: Request, reference: str) -> Response:
        """Say that what the Secretariat recorded is not the State's reply (P17)."""
        body = given(DisputeBody, request)
        filed = self._own_reply(body["reply"])
        replying.dispute(filed.pk, reason=body["reason"], by=self.request.viewer)
        return self._receipt(filed, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="consultations_lift",
        request=LiftBody,
        responses={201: LiftSerializer},
    )
    @action(detail=True, methods=["post"])
    def lift(self, request: Request, reference: str) -> Response:
        """Lift one's own objection in writing, after expiry and before recording (P16)."""
        consultation, body = self.get_object(), given(LiftBody, request)
        lifted = replying.lift(
            consultation.pk,
            becomes=Position(body["becomes"]),
            text=body["text"],
            by=self.request.viewer,
        )
        return _created(LiftSerializer, lifted, "becomes", "text", "lifted_at")

    @extend_schema(
        operation_id="consultations_substance_request",
        request=SubstanceBody,
        responses={201: SubstanceRequestSerializer},
    )
    @action(detail=True, methods=["post"], url_path="substance-request")
    def substance_request(self, request: Request, reference: str) -> Response:
        """Ask that the corrigenda be treated as a change of substance (P8)."""
        consultation, body = self.get_object(), given(SubstanceBody, request)
        viewer = self.request.viewer
        asked = replying.ask_substance(consultation.pk, reason=body["reason"], by=viewer)
        return _created(SubstanceRequestSerializer, asked, "reason", "requested_at")

    @extend_schema(
        operation_id="consultations_react",
        request=ReactionBody,
        responses={201: ReactionSerializer},
    )
    @action(detail=True, methods=["post"])
    def reactions(self, request: Request, reference: str) -> Response:
        """React for a State of the Troika; the last one to agree clears the text (001:389)."""
        consultation, body = self.get_object(), given(ReactionBody, request)
        reaction = troika.react(
            consultation.pk, body["kind"], comment=body["comment"], by=self.request.viewer
        )
        return Response(ReactionSerializer(reaction).data, status=HTTPStatus.CREATED)

    def _own_reply(self, pk: int) -> Reply:
        """What the reader's own State sent in this consultation; anything else is 404."""
        consultation: Consultation = self.get_object()
        own = {"party": self.request.viewer.party_id}
        return get_object_or_404(
            Reply, pk=pk, consulted__round__consultation=consultation, **own
        )

    def _receipt(self, filed: Reply, status: int) -> Response:
        """Return the reply as it stands now, in the round it was sent in."""
        number = filed.consulted.round.number
        dossier = reading.load(self.get_object(), self.request.viewer, number)
        row = rows.reply_row(dossier, dossier.replies_by_pk[filed.pk])
        return Response(ReplySerializer(row).data, status=status)


def _answer(body: Mapping[str, Any]) -> Answer:
    changes = [
        Change(key=each["paragraph"], **{name: each[name] for name in WORDING})
        for each in body["changes"]
    ]
    return Answer(
        position=Position(body["position"]),
        comment=body["comment"],
        reservation=body["reservation"],
        changes=changes,
        submission_key=body["submission_key"],
    )


WORDING = ("operation", "es", "en", "reason")


def _created(serializer: type[serializers.Serializer], row: Any, *names: str) -> Response:
    """Return what a State did, as the rounds show it."""
    said = {"party": row.party.code, **{name: getattr(row, name) for name in names}}
    return Response(serializer(said).data, status=HTTPStatus.CREATED)
