"""The Troika stage: presentation in writing, reactions, clearance or return (001:388–389)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Consultation, TroikaReaction, TroikaStage, TroikaVoice
from decisions.models.consultations import ReactionKind
from decisions.rules import powers
from decisions.services import drafting, telling
from decisions.services.common import (
    conduct,
    locked,
    presidency_at,
    require_presidency,
    require_text,
    take,
)
from decisions.states import State, Step
from meetings.access import is_intersessional
from members.access import troika_at


@transaction.atomic
def present(pk: int, *, by: Viewer) -> TroikaStage:
    """Present the course of action to the Troika in writing; the text freezes.

    Re-presenting takes a new snapshot and voids the earlier reactions. After a
    hand-over it is one of the two ways to take the consultation up (procedure 1.6).
    """
    consultation = locked(pk)
    require_presidency(by)
    _require_presentable(consultation, by)
    seats = troika_at(by.at)
    reacting = seats.reacting_to(by.party_id)
    if not reacting:
        raise Conflict(
            _(
                "There is no other State in the Troika: the next presidency must be designated."
            ),
            code="no_troika",
            rule="1.6",
        )
    version = drafting.latest_version(consultation)
    if consultation.state == State.RETURNED and version.frozen_at is not None:
        raise Conflict(
            _("A returned text needs a new version before it is presented again."),
            code="same_version",
            rule="1.5",
        )
    drafting.freeze(version, by)
    consultation.conducted_by = presidency_at(by) or consultation.conducted_by
    consultation.save(update_fields=["conducted_by"])
    take(consultation, Step.PRESENT)
    stage = TroikaStage.objects.create(
        consultation=consultation,
        number=consultation.troika_stages.count() + 1,
        version=version,
        presidency=consultation.conducted_by,
        is_complete=seats.is_complete,
        presented_at=by.at,
        presented_by_id=by.user_id,
    )
    TroikaVoice.objects.bulk_create(
        TroikaVoice(
            stage=stage,
            party_id=party,
            seats=[
                seat
                for seat in ("current", "previous", "next")
                if getattr(seats, seat) == party
                or (seat == "current" and party in seats.chairs)
            ],
            must_react=party in reacting,
        )
        for party in seats.voices
    )
    audit.record(
        consultation, "presented", by=by, stage=stage.number, version=version.number
    )
    _tell_troika("presented", stage, by=by, occasion=f"troika:{stage.number}:presented")
    return stage


def _require_presentable(consultation: Consultation, by: Viewer) -> None:
    if not is_intersessional(by.at):
        raise Conflict(
            _(
                "A Vice-Ministerial meeting is in session: there is nothing to consult between."
            ),
            code="not_intersessional",
            rule="001:386",
        )
    require_text(consultation.subject_es, _("Give the subject in Spanish."))
    require_text(
        consultation.reason_es,
        _("Say why the matter needs a concerted position (001:386)."),
    )
    paragraphs = drafting.latest_version(consultation).paragraphs
    if not paragraphs.exists() or paragraphs.filter(es="").exists():
        raise Invalid(
            _("The text in Spanish is not complete."), code="text_empty", rule="1.5"
        )


@transaction.atomic
def react(pk: int, kind: str, *, comment: str = "", by: Viewer) -> TroikaReaction:
    """React for a State of the Troika. The last one to agree clears the text."""
    consultation = locked(pk)
    stage = current_stage(consultation)
    if consultation.state != State.WITH_TROIKA or stage is None:
        raise Conflict(
            _("The text is not with the Troika."), code="not_with_troika", rule="1.5"
        )
    must_react = stage.voices.filter(must_react=True).values_list("party_id", flat=True)
    if not powers.may_react(by, set(must_react)):
        raise Refused(
            _("Only the official voice of a State of the Troika reacts."),
            code="not_troika",
            rule="001:388",
        )
    if kind != ReactionKind.FAVOURABLE:
        require_text(comment, _("Say what the State suggests, or why it does not agree."))
    reaction = TroikaReaction.objects.create(
        stage=stage,
        party_id=by.state,
        kind=ReactionKind(kind),
        comment=comment.strip(),
        received_at=by.at,
        user_id=by.signer,
    )
    audit.record(consultation, "reacted", by=by, kind=kind, stage=stage.number)
    _tell_troika(
        "reaction",
        stage,
        by=by,
        occasion=f"reaction:{reaction.pk}",
        kind=kind,
        reaction=reaction.pk,
    )
    if kind == ReactionKind.UNFAVOURABLE:
        _return(consultation, stage, by, cause="unfavourable")
    elif _all_favourable(stage):
        _clear(consultation, stage, by)
    return reaction


@transaction.atomic
def return_text(pk: int, *, by: Viewer) -> Consultation:
    """The presidency accepts the Troika's suggestions: the text goes back for a new version."""
    consultation = conduct(pk, by=by)
    stage = current_stage(consultation)
    if stage is None or consultation.state != State.WITH_TROIKA:
        raise Conflict(
            _("The text is not with the Troika."), code="not_with_troika", rule="1.5"
        )
    _return(consultation, stage, by, cause="suggestions accepted")
    return consultation


@transaction.atomic
def assume(pk: int, *, by: Viewer) -> Consultation:
    """The presidency that took office takes up what the last one had begun (procedure 1.6)."""
    consultation = locked(pk)
    require_presidency(by)
    presidency = presidency_at(by)
    if presidency is None or consultation.conducted_by_id == presidency.pk:
        raise Conflict(_("The consultation is already yours."), code="already_assumed")
    consultation.conducted_by = presidency
    consultation.save(update_fields=["conducted_by"])
    audit.record(consultation, "assumed", by=by, presidency=presidency.label_year)
    return consultation


@transaction.atomic
def set_target(pk: int, on: object, *, by: Viewer) -> Consultation:
    """Set a date by which the Troika is hoped to react: reminders only, never consent (P6)."""
    consultation = conduct(pk, by=by)
    consultation.troika_target_on = on  # type: ignore[assignment]
    consultation.save(update_fields=["troika_target_on"])
    audit.record(consultation, "troika_target_set", by=by, on=on)
    return consultation


def current_stage(consultation: Consultation) -> TroikaStage | None:
    """Return the last presentation, whose reactions count."""
    return consultation.troika_stages.order_by("-number").first()


def _all_favourable(stage: TroikaStage) -> bool:
    """Every State that must react has as its last word that it agrees; silence never is (P6)."""
    last = {reaction.party_id: reaction.kind for reaction in stage.reactions.all()}
    must_react = stage.voices.filter(must_react=True).values_list("party_id", flat=True)
    return all(last.get(party) == ReactionKind.FAVOURABLE for party in must_react)


def _return(
    consultation: Consultation, stage: TroikaStage, by: Viewer, *, cause: str
) -> None:
    take(consultation, Step.RETURN)
    audit.record(consultation, "returned", by=by, cause=cause)
    _tell_troika("returned", stage, by=by, occasion=f"troika:{stage.number}:returned")


def _clear(consultation: Consultation, stage: TroikaStage, by: Viewer) -> None:
    take(consultation, Step.CLEAR)
    audit.record(consultation, "cleared", by=by, stage=stage.number)
    _tell_troika("ready", stage, by=by, occasion=f"troika:{stage.number}:ready")


def _tell_troika(
    event: str, stage: TroikaStage, *, by: Viewer, occasion: str, **data: Any
) -> None:
    parties = stage.voices.values_list("party_id", flat=True)
    to = [*telling.focal_points(parties, by.at), *telling.secretariat(by.at)]
    telling.tell(event, stage.consultation, to=to, by=by, occasion=occasion, **data)
