"""How a dossier is read: a number of queries that is fixed, whatever the round holds."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from crm_portal.core.access import Role, Viewer
from crm_portal.core.prepared import Prepared
from decisions.access import events
from decisions.models import (
    Consultation,
    Consulted,
    DeadlineComputation,
    OutcomeRecord,
    Paragraph,
    Proposal,
    Reply,
    Round,
    TextVersion,
    TroikaReaction,
    TroikaStage,
    TroikaVoice,
)
from decisions.presentation.dossier import Dossier
from decisions.states import BEFORE_DISTRIBUTION
from members.models import OfficialVoice, Party


def visible(viewer: Viewer) -> QuerySet[Consultation]:
    """Return the consultations that exist for ``viewer``, one row each."""
    mine = Consultation.objects.visible_to(viewer).order_by().values("pk")
    return Consultation.objects.filter(pk__in=mine).select_related("text")


def for_page(viewer: Viewer, reference: str) -> Consultation | None:
    """Return the consultation with what stands around its page, if it exists for the viewer."""
    found = _PAGE(
        shape=viewer.roles, at=viewer.at, party=viewer.party_id, reference=reference
    )
    return found[0] if found else None


def _page(
    shape: frozenset[Role], at: datetime, party: int | None, reference: str
) -> QuerySet[Consultation]:
    """Who conducts, which versions there are, the Troika's stage, what was recorded."""
    viewer = Viewer(at=at, party_id=party, roles=shape)
    stage = TroikaStage.objects.filter(consultation=OuterRef("pk")).order_by("-number")
    reacted = TroikaReaction.objects.filter(stage__consultation=OuterRef("pk"))
    voices = TroikaVoice.objects.filter(stage__consultation=OuterRef("pk"))
    last = reacted.order_by().values("stage__consultation").annotate(at=Max("received_at"))
    return (
        visible(viewer)
        .filter(reference=reference)
        .select_related(
            "text",
            "presidency__party",
            "conducted_by__party",
            "silence_decision",
            "delegation",
            "execution_report",
        )
        .annotate(
            first_version=Subquery(stage.values("version__number")[:1]),
            reacted_at=Subquery(last.values("at")),
            sat_in_troika=Exists(voices.filter(party=party)),
            versions=_versions(),
            outcomes=_outcomes(),
        )
    )


def _versions() -> ArraySubquery:
    rows = TextVersion.objects.filter(text=OuterRef("text")).order_by("number")
    fields = JSONObject(
        pk="pk",
        number="number",
        kind="kind",
        frozen="frozen_at",
        created="created_at",
        digest="content_hash",
    )
    return ArraySubquery(rows.values(row=fields))


def _outcomes() -> ArraySubquery:
    rows = OutcomeRecord.objects.filter(consultation=OuterRef("pk")).order_by("pk")
    fields = JSONObject(
        kind="kind", at="recorded_at", by="recorded_by__full_name", digest="digest"
    )
    return ArraySubquery(rows.values(row=fields))


def _rounds(consultation: int) -> QuerySet[Round]:
    """The rounds, each with its events as values and the last computation of its bound."""
    last = DeadlineComputation.objects.filter(round=OuterRef("pk")).order_by("-pk")
    rows = Round.objects.filter(consultation=consultation).order_by("number")
    return rows.select_related("version", "sponsor", "extension").annotate(
        computed=Subquery(last.values("result")[:1]),
        stopped=events("suspensions", "reason", "suspended_at", "resumed_at"),
        admitted=events("admissions", "position", "reason", "admitted_at"),
        lifted=events("lifts", "party_id", "becomes", "text", "lifted_at"),
        asked_substance=events("substance_requests", "party_id", "reason", "requested_at"),
        corrected=events("corrigenda", "note_es", "note_en", "issued_at"),
        moved=events("computations", "cause", "reason", "closes_at", "made_at"),
    )


def _consulted(asked: int, at: datetime) -> QuerySet[Consulted]:
    """Those asked, with the institution that speaks for each of them now."""
    voice = OfficialVoice.objects.at(at).filter(party=OuterRef("party"))
    rows = Consulted.objects.filter(round=asked).select_related("party", "institution")
    return rows.annotate(
        voice_es=Subquery(voice.values("institution__name_es")[:1]),
        voice_en=Subquery(voice.values("institution__name_en")[:1]),
    ).order_by("party__order", "party_id")


def _stage(consultation: int) -> QuerySet[TroikaStage]:
    """The presentations to the Troika, the last one first, with voices and reactions."""
    voices = TroikaVoice.objects.filter(stage=OuterRef("pk")).order_by("pk")
    reactions = TroikaReaction.objects.filter(stage=OuterRef("pk")).order_by("pk")
    seat = JSONObject(party="party_id", must="must_react", seats="seats")
    said = JSONObject(
        party="party_id",
        kind="kind",
        comment="comment",
        at="received_at",
        by="user__full_name",
    )
    rows = TroikaStage.objects.filter(consultation=consultation).order_by("-number")
    return rows.select_related("version").annotate(
        seated=ArraySubquery(voices.values(row=seat)),
        reacted=ArraySubquery(reactions.values(row=said)),
    )


def _replies(asked: int) -> QuerySet[Reply]:
    """All that was sent in the round, with its proposals as values."""
    proposals = Proposal.objects.filter(reply=OuterRef("pk")).order_by("pk")
    fields = JSONObject(
        pk="pk",
        key="anchor",
        operation="operation",
        es="es",
        en="en",
        reason="reason",
        treated="disposition__kind",
        answer="disposition__reason",
    )
    rows = Reply.objects.filter(consulted__round=asked).order_by("pk")
    return rows.select_related("endorsement", "dispute", "institution", "user").annotate(
        changes=ArraySubquery(proposals.values(row=fields))
    )


def _paragraphs(text: int, number: int, base: int | None) -> QuerySet[Paragraph]:
    """The paragraphs of one version of a text, and of another to compare it with."""
    versions = Q(version__number=number)
    if base is not None:
        versions |= Q(version__number=base)
    rows = Paragraph.objects.filter(versions, version__text=text).select_related("version")
    return rows.order_by("version__number", "position")


_PAGE: Prepared[Consultation] = Prepared(_page)
_ROUNDS: Prepared[Round] = Prepared(_rounds)
_CONSULTED: Prepared[Consulted] = Prepared(_consulted)
_REPLIES: Prepared[Reply] = Prepared(_replies)
_STAGES: Prepared[TroikaStage] = Prepared(_stage)
_PARAGRAPHS: Prepared[Paragraph] = Prepared(_paragraphs)


def load(consultation: Consultation, viewer: Viewer, number: int | None = None) -> Dossier:
    """Read the rest of the dossier of a consultation from ``for_page``: three queries.

    ``number`` chooses an earlier round than the last.
    """
    if consultation.state in BEFORE_DISTRIBUTION:
        return _before(consultation, viewer)
    rounds = _ROUNDS(consultation=consultation.pk)
    if not rounds:
        return _before(consultation, viewer)
    for asked in rounds:
        asked.consultation = consultation
    shown = next((each for each in rounds if each.number == number), rounds[-1])
    return Dossier(
        consultation,
        viewer,
        rounds=rounds,
        round=shown,
        consulted=_CONSULTED(asked=shown.pk, at=viewer.at),
        replies=_REPLIES(asked=shown.pk),
    )


def _before(consultation: Consultation, viewer: Viewer) -> Dossier:
    members = list(Party.objects.members_on(viewer.on))
    stages = _STAGES(consultation=consultation.pk)
    return Dossier(
        consultation, viewer, others=members, stage=stages[0] if stages else None
    )


def read_text(dossier: Dossier, base: int | None) -> None:
    """Read the paragraphs of the version shown and of ``base``: one query."""
    found: dict[int, list[Paragraph]] = {}
    for row in _PARAGRAPHS(
        text=dossier.consultation.text_id, number=dossier.version_number, base=base
    ):
        found.setdefault(row.version.number, []).append(row)
    dossier.paragraphs = found


def round_of_reply(reference: str, pk: int) -> int | None:
    """Return the number of the round in which a reply of the consultation was sent."""
    sent = Reply.objects.filter(pk=pk, consulted__round__consultation__reference=reference)
    return sent.values_list("consulted__round__number", flat=True).first()


def round_of_document(reference: str, sha256: str) -> int | None:
    """Return the last round in which a reply of the consultation came with a document."""
    sent = Reply.objects.filter(
        document=sha256, consulted__round__consultation__reference=reference
    )
    return sent.order_by("-pk").values_list("consulted__round__number", flat=True).first()
