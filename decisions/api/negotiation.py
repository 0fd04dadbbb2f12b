"""Texts in work by API: read as on their pages, proposed on, decided, written."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.access import Viewer
from crm_portal.core.serializers import BilingualField
from decisions.api.acting import GREATEST_ID, given, text
from decisions.models import Paragraph, Proposal, Text, TextVersion
from decisions.models.versions import ParagraphStyle, TextPart
from decisions.rules.texts.handling import Step
from decisions.rules.texts.paragraphs import Part, Place
from decisions.services.texts import handling, proposing, writing
from decisions.services.texts.writing import Added, Saved, Written
from decisions.text_access import require_group, require_voice, require_writer
from members.http import ApiRequest

REFERENCE = "[A-Za-z0-9_-]+"
WAYS = ("reword", "add", "remove", "move")


class WorkedParagraphSerializer(serializers.ModelSerializer[Paragraph]):
    """A paragraph of the latest version that the reader may see.

    ``revision`` grows with every saving. ``languages`` says how each language stands:
    missing, original, draft, translated, checked or outdated.
    """

    languages = serializers.SerializerMethodField()

    class Meta:
        model = Paragraph
        fields = [
            "key",
            "part",
            "style",
            "parent",
            "number",
            "es",
            "en",
            "revision",
            "languages",
            "agreed_at",
        ]

    def get_languages(self, row: Paragraph) -> dict[str, str]:
        return {language: said["state"] for language, said in row.languages.items()}


class WorkedTextSerializer(serializers.ModelSerializer[Text]):
    """A text in work. ``version`` is the latest that the reader may see."""

    title = BilingualField()
    meeting = serializers.SlugRelatedField[Any](slug_field="symbol", read_only=True)
    version = serializers.SerializerMethodField()

    class Meta:
        model = Text
        fields = [
            "reference",
            "kind",
            "state",
            "title",
            "meeting",
            "comments_until",
            "version",
            "is_demonstration",
        ]

    def get_version(self, found: Text) -> int | None:
        shown: list[TextVersion] = found.shown  # type: ignore[attr-defined]
        return shown[0].number if shown else None


class WorkedTextInFullSerializer(WorkedTextSerializer):
    """The text with its paragraphs."""

    paragraphs = serializers.SerializerMethodField()

    class Meta(WorkedTextSerializer.Meta):
        fields = [*WorkedTextSerializer.Meta.fields, "paragraphs"]

    @extend_schema(responses=WorkedParagraphSerializer(many=True))
    def get_paragraphs(self, found: Text) -> list[dict[str, Any]]:
        shown: list[TextVersion] = found.shown  # type: ignore[attr-defined]
        rows = shown[0].paragraphs.all() if shown else []
        return [dict(WorkedParagraphSerializer(row).data) for row in rows]


class TextProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What a delegation proposes; empty words leave that language as it is."""

    party = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    paragraph = serializers.CharField(source="paragraph_key")
    place = serializers.DictField(child=serializers.CharField(allow_blank=True))

    class Meta:
        model = Proposal
        fields = [
            "number",
            "party",
            "paragraph",
            "operation",
            "es",
            "en",
            "base_es",
            "base_en",
            "place",
            "reason",
            "made_at",
            "state",
            "supporters",
            "is_stranded",
        ]


class ProposalBody(serializers.Serializer):
    """A proposal: other words for a paragraph, a new one, one that goes or moves.

    ``after`` and ``within`` are keys: where an added or moved paragraph is to stand.
    """

    does = serializers.ChoiceField(WAYS)
    paragraph = serializers.SlugField(max_length=12, allow_blank=True, default="")
    es = text()
    en = text()
    part = serializers.ChoiceField(TextPart.choices, default=TextPart.OPERATIVE)
    form = serializers.ChoiceField(ParagraphStyle.choices, default=ParagraphStyle.PARAGRAPH)
    within = serializers.SlugField(max_length=12, allow_blank=True, default="")
    after = serializers.SlugField(max_length=12, allow_blank=True, default="")
    reason = text()


class StandingBody(serializers.Serializer):
    """What a delegation does with a proposal: supports it, no longer does, takes back its own."""

    proposal = serializers.IntegerField(min_value=1, max_value=GREATEST_ID)
    step = serializers.ChoiceField([Step.SUPPORT, Step.END_SUPPORT, Step.WITHDRAW])


class DecisionBody(serializers.Serializer):
    """What the drafting group does. ``es`` and ``en``: how the paragraph reads once merged."""

    proposal = serializers.IntegerField(min_value=1, max_value=GREATEST_ID)
    step = serializers.ChoiceField(
        [Step.ACCEPT, Step.MERGE, Step.BRACKET, Step.REJECT, Step.REOPEN]
    )
    es = text()
    en = text()
    reason = text()


class WritingBody(serializers.Serializer):
    """A paragraph as typed, with the words and the revision that its writer had before them."""

    paragraph = serializers.SlugField(max_length=12)
    es = text()
    en = text()
    base_es = text()
    base_en = text()
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    substance = serializers.BooleanField(default=True)


class ConflictSerializer(serializers.Serializer):
    """The same words were changed twice: all readings, nothing saved."""

    language = serializers.CharField()
    base = serializers.CharField(allow_null=True)
    mine = serializers.CharField(allow_null=True)
    theirs = serializers.CharField(allow_null=True)


class SavedSerializer(serializers.Serializer):
    """The paragraph as it stands; with conflicts, as the others left it."""

    paragraph = WorkedParagraphSerializer()
    is_merged = serializers.BooleanField()
    conflicts = ConflictSerializer(many=True)


class WorkedTextViewSet(viewsets.ReadOnlyModelViewSet[Text]):
    """Texts in work, as far as the reader may see them."""

    request: ApiRequest
    queryset = Text.objects.none()
    lookup_field = "reference"
    lookup_value_regex = REFERENCE

    def get_queryset(self) -> QuerySet[Text]:
        viewer = self.request.viewer
        versions = TextVersion.objects.visible_to(viewer).order_by("-number")
        if self.action == "retrieve":
            versions = versions.prefetch_related("paragraphs")
        found = Text.objects.visible_to(viewer).in_work().select_related("meeting")
        shown = Prefetch("versions", versions, to_attr="shown")
        return found.prefetch_related(shown).order_by("-pk")

    def get_serializer_class(self) -> type[serializers.Serializer]:
        if self.action == "retrieve":
            return WorkedTextInFullSerializer
        return WorkedTextSerializer

    @extend_schema(
        operation_id="texts_proposals", responses=TextProposalSerializer(many=True)
    )
    @action(detail=True, pagination_class=None)
    def proposals(self, request: Request, reference: str) -> Response:
        """Return every proposal on the text, oldest first: for those who negotiate it."""
        rows = self._proposals(self.get_object())
        return Response(TextProposalSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="texts_propose",
        request=ProposalBody,
        responses={201: TextProposalSerializer},
    )
    @proposals.mapping.post
    def propose(self, request: Request, reference: str) -> Response:
        """Propose in the name of the reader's State (001:399)."""
        found = self._for(require_voice)
        made = _proposed(found.pk, given(ProposalBody, request), self.request)
        return Response(TextProposalSerializer(made).data, HTTPStatus.CREATED)

    @extend_schema(
        operation_id="texts_stand",
        request=StandingBody,
        responses={200: TextProposalSerializer},
    )
    @action(detail=True, methods=["post"])
    def stand(self, request: Request, reference: str) -> Response:
        """Support a proposal, end the support, or take one's own back."""
        found, by = self._for(require_voice), self.request.viewer
        body = given(StandingBody, request)
        row = get_object_or_404(self._proposals(found), number=body["proposal"])
        steps = {
            Step.SUPPORT: proposing.support,
            Step.END_SUPPORT: proposing.end_support,
            Step.WITHDRAW: proposing.withdraw,
        }
        done = steps[Step(body["step"])](row.pk, by=by)
        return Response(TextProposalSerializer(done).data)

    @extend_schema(
        operation_id="texts_decide",
        request=DecisionBody,
        responses={200: TextProposalSerializer},
    )
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, reference: str) -> Response:
        """Decide on a proposal for the drafting group (001:399)."""
        found, by = self._for(require_group), self.request.viewer
        body = given(DecisionBody, request)
        row = get_object_or_404(self._proposals(found), number=body["proposal"])
        step, reason = Step(body["step"]), body["reason"]
        if step is Step.ACCEPT:
            done = handling.accept(row.pk, by=by)
        elif step is Step.BRACKET:
            (done,) = handling.bracket([row.pk], by=by)
        elif step is Step.MERGE:
            words = {"es": body["es"], "en": body["en"]}
            done = handling.merge(row.pk, **words, reason=reason, by=by)
        elif step is Step.REJECT:
            done = handling.reject(row.pk, reason=reason, by=by)
        else:
            done = handling.reopen(row.pk, reason=reason, by=by)
        return Response(TextProposalSerializer(done).data)

    @extend_schema(
        operation_id="texts_write",
        request=WritingBody,
        responses={200: SavedSerializer, 409: SavedSerializer},
    )
    @action(detail=True, methods=["post"])
    def write(self, request: Request, reference: str) -> Response:
        """Save a paragraph; what others saved meanwhile is merged, or all readings come back."""
        found, by = self._for(require_writer), self.request.viewer
        body = dict(given(WritingBody, request))
        key = body.pop("paragraph")
        saved = writing.save(found.pk, key, Written(**body), by=by)
        status = HTTPStatus.CONFLICT if saved.conflicts else HTTPStatus.OK
        return Response(SavedSerializer(_saved(saved)).data, status)

    def _for(self, require: Callable[[Text, Viewer], None]) -> Text:
        """Return the text for an act that is the reader's to do; whatever is sent with it."""
        found: Text = self.get_object()
        require(found, self.request.viewer)
        return found

    def _proposals(self, found: Text) -> QuerySet[Proposal]:
        """Proposals are read by those who negotiate: members and the Secretariat."""
        return Proposal.objects.visible_to(self.request.viewer).filter(text=found)


def _proposed(pk: int, body: Mapping[str, Any], request: ApiRequest) -> Proposal:
    by, reason, key = request.viewer, body["reason"], body["paragraph"]
    if body["does"] == "add":
        names = ("es", "en", "part", "form", "after")
        new = Added(**{name: body[name] for name in names}, parent=body["within"])
        return proposing.propose_addition(pk, new, reason=reason, by=by)
    if body["does"] == "remove":
        return proposing.propose_removal(pk, key, reason=reason, by=by)
    if body["does"] == "move":
        place = Place(Part(body["part"]), body["within"] or None, body["after"] or None)
        return proposing.propose_move(pk, key, place, reason=reason, by=by)
    words = {"es": body["es"] or None, "en": body["en"] or None}
    return proposing.propose_wording(pk, key, **words, reason=reason, by=by)


def _saved(saved: Saved) -> dict[str, Any]:
    conflicts = [
        {
            "language": language,
            "base": each.base,
            "mine": each.mine,
            "theirs": each.theirs,
        }
        for language, each in saved.conflicts
    ]
    return {
        "paragraph": saved.paragraph,
        "is_merged": saved.is_merged,
        "conflicts": conflicts,
    }
