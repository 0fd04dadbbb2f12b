"""All the rows of one consultation, read once: as many queries whatever its rounds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core import audit
from crm_portal.core.access import Role
from crm_portal.core.models import AuditEntry
from crm_portal.core.sections import both
from decisions import access
from decisions.models import (
    Admission,
    Consultation,
    Consulted,
    Corrigendum,
    Lift,
    Proposal,
    Reply,
    Round,
    Suspension,
    TextVersion,
    TroikaReaction,
    TroikaStage,
)
from decisions.reports.words import party_text
from decisions.rules.positions import Standing
from members.models import Party, Presidency, User

Row = dict[str, Any]

VERB = "decisions.consultation."
PRESIDENCY = _("Pro-Tempore Presidency")
SECRETARIAT = _("Secretariat")
OFFICIAL_VOICE = _("Official voice")


@dataclass(frozen=True)
class Dossier:
    """A consultation with everything that happened to it, as of ``at``."""

    consultation: Consultation
    at: datetime
    versions: list[TextVersion]
    stages: list[TroikaStage]
    rounds: list[Round]
    replies: Mapping[int, list[Reply]]
    parties: Mapping[int, Party]
    presidencies: list[Presidency]
    trail: list[AuditEntry] = field(default_factory=list)

    @property
    def last_round(self) -> Round:
        return self.rounds[-1]

    @cached_property
    def standings(self) -> dict[int, dict[int, Standing]]:
        """What counts for each State, by round."""
        return {row.pk: access.standings(row, self.replies[row.pk]) for row in self.rounds}

    @cached_property
    def codes(self) -> dict[str, Party]:
        return {party.code: party for party in self.parties.values()}

    def country_names(self, language: str) -> dict[str, str]:
        """Return each party's name by code, as the sentences of a deadline want it."""
        return {code: party_text(party)[language] for code, party in self.codes.items()}

    def consulted(self, asked: Round) -> list[Party]:
        return [self.parties[row.party_id] for row in asked.consulted.all()]

    def events(self, verb: str) -> list[AuditEntry]:
        """Return what the trail says was done with ``verb``."""
        return [entry for entry in self.trail if entry.verb == VERB + verb]

    def author(self, verb: str, at: datetime) -> User | None:
        """Return who did ``verb`` at that very instant, if the trail knows."""
        return next((entry.actor for entry in self.events(verb) if entry.at == at), None)

    def person(self, user_id: int | None) -> User | None:
        """Return an account that acted on the consultation."""
        return next((e.actor for e in self.trail if e.actor_id == user_id), None)

    def actor(
        self, user: User | None, at: datetime, role: str | Promise | None = None
    ) -> Row | None:
        """Return who acted: name, in which role (the trail's, unless told), for whom."""
        if user is None:
            return None
        acting = self._acting_as(user.pk, at)
        office, party = role, None
        if office is None and Role.PRESIDENCY in acting:
            office, party = PRESIDENCY, self._presiding(at)
        elif office is None and Role.SECRETARIAT in acting:
            office = SECRETARIAT
        return {
            "name": user.full_name,
            "role": both(office) if office else None,
            "party": party_text(party) if party else None,
        }

    def _acting_as(self, user_id: int, at: datetime) -> set[str]:
        entries = (e for e in self.trail if e.at == at and e.actor_id == user_id)
        return {role for entry in entries for role in entry.acting_as.split(",")}

    def _presiding(self, at: datetime) -> Party | None:
        for term in self.presidencies:
            if term.term.lower <= at and (term.term.upper is None or at < term.term.upper):
                return self.parties[term.party_id]
        return None


def load(pk: int, at: datetime) -> Dossier:
    """Read the consultation with everything that happened to it: twenty-odd queries."""
    consultation = Consultation.objects.select_related(
        "text", "silence_decision", "execution_report__user"
    ).get(pk=pk)
    return Dossier(
        consultation=consultation,
        at=at,
        versions=_versions(consultation),
        stages=_stages(consultation),
        rounds=_rounds(consultation),
        replies=_replies(consultation),
        parties=Party.objects.in_bulk(),
        presidencies=list(Presidency.objects.all()),
        trail=list(audit.of(consultation).select_related("actor").order_by("pk")),
    )


def _versions(consultation: Consultation) -> list[TextVersion]:
    """The frozen versions: what is still being written is no part of a record."""
    frozen = consultation.text.versions.filter(frozen_at__isnull=False)
    return list(frozen.prefetch_related("paragraphs").order_by("number"))


def _stages(consultation: Consultation) -> list[TroikaStage]:
    reactions = Prefetch("reactions", TroikaReaction.objects.select_related("user"))
    stages = consultation.troika_stages.select_related("version", "presented_by")
    return list(stages.prefetch_related("voices", reactions).order_by("number"))


def _rounds(consultation: Consultation) -> list[Round]:
    rounds = consultation.rounds.select_related("version", "distributed_by", "extension")
    return list(
        rounds.prefetch_related(
            Prefetch("consulted", Consulted.objects.select_related("institution")),
            "computations",
            Prefetch(
                "suspensions",
                Suspension.objects.select_related("suspended_by", "resumed_by"),
            ),
            Prefetch("admissions", Admission.objects.select_related("user")),
            Prefetch("lifts", Lift.objects.select_related("user")),
            Prefetch("corrigenda", Corrigendum.objects.select_related("version")),
            "substance_requests__user",
        ).order_by("number")
    )


def _replies(consultation: Consultation) -> Mapping[int, list[Reply]]:
    found: dict[int, list[Reply]] = defaultdict(list)
    rows = Reply.objects.filter(consulted__round__consultation=consultation)
    for row in (
        rows.select_related("consulted", "endorsement", "dispute", "institution", "user")
        .prefetch_related(
            Prefetch("proposals", Proposal.objects.select_related("disposition__user"))
        )
        .order_by("pk")
    ):
        found[row.consulted.round_id].append(row)
    return found
