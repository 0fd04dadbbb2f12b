"""How a dossier is read: a number of queries that is fixed, whatever the round holds."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from crm_portal.core.access import Viewer
from decisions.models import (
    Consultation,
    Consulted,
    DeadlineComputation,
    OutcomeRecord,
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


def for_page(viewer: Viewer) -> QuerySet[Consultation]:
    """Return them with what stands around a page: who conducts, which versions, the Troika."""
    stage = TroikaStage.objects.filter(consultation=OuterRef("pk")).order_by("-number")
    cleared = TroikaReaction.objects.filter(stage__consultation=OuterRef("pk"))
    voices = TroikaVoice.objects.filter(stage__consultation=OuterRef("pk"))
    versions = TextVersion.objects.filter(text=OuterRef("text")).order_by("number")
    return (
        visible(viewer)
        .select_related(
            "presidency__party",
            "conducted_by__party",
            "silence_decision",
            "delegation",
            "execution_report",
        )
        .annotate(
            first_version=Subquery(stage.values("version__number")[:1]),
            reacted_at=Subquery(
                cleared.order_by()
                .values("stage__consultation")
                .annotate(last=Max("received_at"))
                .values("last")
            ),
            sat_in_troika=Exists(voices.filter(party=viewer.party_id)),
            versions=ArraySubquery(
                versions.values(
                    data=JSONObject(
                        pk="pk",
                        number="number",
                        kind="kind",
                        frozen="frozen_at",
                        created="created_at",
                        digest="content_hash",
                    )
                )
            ),
            outcomes=ArraySubquery(
                OutcomeRecord.objects.filter(consultation=OuterRef("pk"))
                .order_by("pk")
                .values(
                    row=JSONObject(
                        kind="kind",
                        at="recorded_at",
                        by="recorded_by__full_name",
                        digest="digest",
                    )
                )
            ),
        )
    )


def _rounds(consultation: Consultation) -> list[Round]:
    """The rounds, each with its events as values and the last computation of its bound."""
    last = DeadlineComputation.objects.filter(round=OuterRef("pk")).order_by("-pk")
    rows = Round.objects.filter(consultation=consultation).order_by("number")
    return list(
        rows.select_related("version", "sponsor", "extension").annotate(
            computed=Subquery(last.values("result")[:1]),
            stopped=events("suspensions", "reason", "suspended_at", "resumed_at"),
            admitted=events("admissions", "position", "reason", "admitted_at"),
            lifted=events("lifts", "party_id", "becomes", "text", "lifted_at"),
            asked_substance=events(
                "substance_requests", "party_id", "reason", "requested_at"
            ),
            corrected=events("corrigenda", "note_es", "note_en", "issued_at"),
            moved=events("computations", "cause", "reason", "closes_at", "made_at"),
        )
    )


def events(relation: str, *names: str) -> ArraySubquery:
    model = Round._meta.get_field(relation).related_model
    rows = model._default_manager.filter(round=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(data=JSONObject(**{name: name for name in names})))


def _consulted(asked: Round, at: datetime) -> list[Consulted]:
    """Those asked, with the institution that speaks for each of them now."""
    voice = OfficialVoice.objects.at(at).filter(party=OuterRef("party"))
    rows = Consulted.objects.filter(round=asked).select_related("party", "institution")
    return list(
        rows.annotate(
            voice_es=Subquery(voice.values("institution__name_es")[:1]),
            voice_en=Subquery(voice.values("institution__name_en")[:1]),
        ).order_by("party__order", "party_id")
    )


def _stage(consultation: Consultation) -> TroikaStage | None:
    """The last presentation to the Troika, with its voices and reactions as values."""
    voices = TroikaVoice.objects.filter(stage=OuterRef("pk")).order_by("pk")
    reactions = TroikaReaction.objects.filter(stage=OuterRef("pk")).order_by("pk")
    rows = TroikaStage.objects.filter(consultation=consultation).order_by("-number")
    return (
        rows.select_related("version")
        .annotate(
            seated=ArraySubquery(
                voices.values(
                    data=JSONObject(party="party_id", must="must_react", seats="seats")
                )
            ),
            reacted=ArraySubquery(
                reactions.values(
                    data=JSONObject(
                        party="party_id",
                        kind="kind",
                        comment="comment",
                        at="received_at",
                        by="user__full_name",
                    )
                )
            ),
        )
        .first()
    )


def _replies(asked: Round) -> list[Reply]:
    """All that was sent in the round, with its proposals as values."""
    proposals = Proposal.objects.filter(reply=OuterRef("pk")).order_by("pk")
    rows = Reply.objects.filter(consulted__round=asked).select_related(
        "endorsement", "dispute", "institution", "user"
    )
    return list(
        rows.annotate(
            changes=ArraySubquery(
                proposals.values(
                    data=JSONObject(
                        pk="pk",
                        key="paragraph_key",
                        operation="operation",
                        es="es",
                        en="en",
                        reason="reason",
                        treated="disposition__kind",
                        answer="disposition__reason",
                    )
                )
            )
        ).order_by("pk")
    )


def load(consultation: Consultation, viewer: Viewer, number: int | None = None) -> Dossier:
    """Read the rest of the dossier of a consultation from ``for_page``: three queries.

    ``number`` chooses an earlier round than the last.
    """
    if consultation.state in BEFORE_DISTRIBUTION:
        return _before(consultation, viewer)
    rounds = _rounds(consultation)
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
        consulted=_consulted(shown, viewer.at),
        replies=_replies(shown),
    )


def _before(consultation: Consultation, viewer: Viewer) -> Dossier:
    members = list(Party.objects.members_on(viewer.on))
    return Dossier(consultation, viewer, others=members, stage=_stage(consultation))
