"""The list of consultations: what each row says, and whose turn it is."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Computation
from crm_portal.core.prepared import Prepared
from decisions import access
from decisions.models import (
    Consultation,
    Consulted,
    DeadlineComputation,
    Reply,
    Round,
    TroikaReaction,
    TroikaVoice,
)
from decisions.models.consultations import ReactionKind
from decisions.models.rounds import RoundStatus
from decisions.presentation import figures, wording
from decisions.presentation.reading import visible
from decisions.rules import outcome
from decisions.rules.positions import Position
from decisions.states import AGREED, State
from members.models import Party

LIVE = (State.OPEN, State.SUSPENDED)
PREPARED = (State.DRAFT, State.WITH_TROIKA, State.RETURNED, State.READY)
# What may be asked of the list: a group of states.
GROUPS: dict[str, tuple[State, ...]] = {
    "prepared": PREPARED,
    "open": LIVE,
    "expired": (State.EXPIRED, State.REVISION),
    "agreed": AGREED,
    "ended": (State.NO_CONSENSUS, State.REFERRED, State.WITHDRAWN),
}
OF_PRESIDENCY = (
    State.DRAFT,
    State.RETURNED,
    State.READY,
    State.SUSPENDED,
    State.EXPIRED,
    State.REVISION,
    State.CONSENSUS,
    State.EXECUTION,
    State.NO_CONSENSUS,
)
TURNS: dict[str, tuple[State, ...]] = {
    "presidency": OF_PRESIDENCY,
    "troika": (State.WITH_TROIKA,),
    "members": LIVE,
}


def listed(viewer: Viewer, *, group: str = "", turn: str = "") -> QuerySet[Consultation]:
    """Return the consultations that exist for the viewer, newest first, as asked."""
    found = visible(viewer).order_by("-created_at", "-pk")
    if group in GROUPS:
        found = found.filter(state__in=GROUPS[group])
    if turn == "mine":
        return found.filter(waits_for(viewer))
    if turn in TURNS:
        found = found.filter(state__in=TURNS[turn])
    return found


def waits_for(viewer: Viewer) -> Q:
    """What waits for the viewer's own State or office (a condition on consultations)."""
    waiting = Q(pk=None)
    if viewer.has(Role.PRESIDENCY):
        waiting |= Q(state__in=OF_PRESIDENCY)
    if viewer.has(Role.OFFICIAL_VOICE):
        waiting |= Q(reaction_awaited(viewer), state=State.WITH_TROIKA)
    if viewer.has(Role.FOCAL_POINT) and viewer.has(Role.MEMBER):
        waiting |= Q(reply_awaited(viewer), state__in=LIVE)
    return waiting


def reaction_awaited(viewer: Viewer) -> Exists:
    """The State's seat in the last presentation, while it has not said that it agrees."""
    last_word = TroikaReaction.objects.filter(
        stage=OuterRef("stage"), party=viewer.party_id
    ).order_by("-pk")
    newest = (
        TroikaVoice.objects.filter(stage__consultation=OuterRef("stage__consultation"))
        .order_by("-stage__number")
        .values("stage")[:1]
    )
    seats = TroikaVoice.objects.filter(
        stage__consultation=OuterRef("pk"), party=viewer.party_id, must_react=True
    ).annotate(said=Subquery(last_word.values("kind")[:1]))
    pending = Q(said=None) | ~Q(said=ReactionKind.FAVOURABLE)
    return Exists(seats.filter(pending, stage=Subquery(newest)))


def silent(rounds: Sequence[Round]) -> QuerySet[Consulted]:
    """The places of ``rounds`` where nothing stands: whoever sponsors is not silent."""
    return _without_reply(Consulted.objects.filter(round__in=rounds)).select_related(
        "party", "round"
    )


def reply_awaited(viewer: Viewer) -> Exists:
    """The State's place in a round that runs, while nothing of it stands there."""
    places = Consulted.objects.filter(
        round__consultation=OuterRef("pk"),
        round__status__in=[RoundStatus.OPEN, RoundStatus.SUSPENDED],
        party=viewer.party_id,
    )
    return Exists(_without_reply(places))


def _without_reply(places: QuerySet[Consulted]) -> QuerySet[Consulted]:
    sent = (
        Reply.objects.filter(consulted=OuterRef("pk"), dispute=None)
        .filter(Q(is_official=True) | Q(endorsement__isnull=False))
        .order_by("-pk")
    )
    return (
        places.exclude(party=F("round__sponsor"))
        .annotate(said=Subquery(sent.values("position")[:1]))
        .filter(Q(said=None) | Q(said=Position.RETRACTED))
    )


GROUP_LABELS = {
    "prepared": _("Being prepared"),
    "open": _("In consultation"),
    "expired": _("Expired or under revision"),
    "agreed": _("Agreed"),
    "ended": _("Ended without consensus"),
}
TURN_LABELS = {
    "mine": _("Mine"),
    "presidency": _("The Presidency's"),
    "troika": _("The Troika's"),
    "members": _("The members'"),
}


def filters(viewer: Viewer, *, group: str, turn: str) -> dict[str, Any]:
    """Return the choices of the list for this viewer, with what is chosen."""
    return {
        "group": group if group in GROUPS else "",
        "groups": list(GROUP_LABELS.items()),
        "turn": turn if turn in TURN_LABELS else "",
        "turns": list(TURN_LABELS.items()) if viewer.has(Role.MEMBER) else [],
    }


def rows(
    consultations: Sequence[Consultation], viewer: Viewer, reader: Party | None
) -> list[dict[str, Any]]:
    """Return one row a consultation: two queries, however many there are."""
    rounds = last_rounds(consultations)
    said = _own_positions(list(rounds.values()), viewer)
    return [
        _row(each, rounds.get(each.pk), said.get(each.pk, ""), viewer, reader)
        for each in consultations
    ]


def last_rounds(consultations: Sequence[Consultation]) -> dict[int, Round]:
    """Return the last round of each, with the computation of a term that runs: one query."""
    found = _LAST_ROUNDS(consultations=[each.pk for each in consultations])
    return {asked.consultation_id: asked for asked in found}


def _last_rounds(consultations: list[int]) -> QuerySet[Round]:
    last = DeadlineComputation.objects.filter(
        round=OuterRef("pk"), round__status=RoundStatus.OPEN
    ).order_by("-pk")
    return (
        Round.objects.filter(consultation__in=consultations)
        .order_by("consultation_id", "-number")
        .distinct("consultation_id")
        .annotate(
            computed=Subquery(last.values("result")[:1]),
            asked_count=Subquery(
                Consulted.objects.filter(round=OuterRef("pk"))
                .order_by()
                .values("round")
                .annotate(count=Count("pk"))
                .values("count")
            ),
            admitted=access.events("admissions", "position", "admitted_at"),
            lifted=access.events("lifts", "party_id", "becomes", "lifted_at"),
        )
    )


_LAST_ROUNDS: Prepared[Round] = Prepared(_last_rounds)


def _own_positions(rounds: Sequence[Round], viewer: Viewer) -> dict[int, str]:
    """Return what counts for the viewer's State in each round, by consultation: one query."""
    if not viewer.has(Role.MEMBER):
        return {}
    replies = _OWN_REPLIES(rounds=[asked.pk for asked in rounds], party=viewer.party_id)
    sent: dict[int, list[Reply]] = {asked.pk: [] for asked in rounds}
    for reply in replies:
        sent[reply.consulted.round_id].append(reply)
    own = viewer.party_id or 0
    return {
        asked.consultation_id: wording.position_label(_position(asked, own, sent[asked.pk]))
        for asked in rounds
    }


def _own_replies(rounds: list[int], party: int | None) -> QuerySet[Reply]:
    found = Reply.objects.filter(consulted__round__in=rounds, party=party).order_by("pk")
    return found.select_related("endorsement", "dispute", "consulted")


_OWN_REPLIES: Prepared[Reply] = Prepared(_own_replies)


def _position(asked: Any, own: int, sent: Sequence[Reply]) -> Position:
    happened = access.Events(
        consulted=[own],
        replies=sent,
        admissions=[access.admission(**row) for row in asked.admitted],
        lifts=[access.lift(**row) for row in asked.lifted],
    )
    return access.standings_of(asked, happened)[own].position


def state_at(consultation: Consultation, asked: Round | None, viewer: Viewer) -> State:
    """Return the state in effect: a term that is over has expired, settled or not."""
    stored = State(consultation.state)
    if stored is State.OPEN and asked and outcome.is_over(asked.closes_at, viewer.at):
        return State.EXPIRED
    return stored


def _row(
    consultation: Consultation,
    asked: Round | None,
    said: str,
    viewer: Viewer,
    reader: Party | None,
) -> dict[str, Any]:
    state = state_at(consultation, asked, viewer)
    computed: Any = asked.computed if asked else None  # type: ignore[attr-defined]
    computation = Computation.from_dict(computed) if computed else None
    return {
        "reference": consultation.short_reference,
        "subject": consultation.subject,
        "url": consultation.get_absolute_url(),
        "state": str(state.label),
        "tone": wording.tone_of(state),
        "turn": wording.turn_of(state),
        "round": asked.number if asked else None,
        "left": figures.left(computation, reader, viewer.at) if computation else None,
        "until": figures.until(asked.closes_at, reader)
        if asked and asked.closes_at
        else "",
        "is_running": state in LIVE,
        "mine": said,
    }
