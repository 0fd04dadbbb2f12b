"""Which acts the reader may do now: the one table behind the buttons and their pages.

What a reader may do at all is asked of ``decisions.rules.powers``; what the state allows,
of ``decisions.states``; the guards that a page can see, of the dossier. The service asks
again, under lock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from decisions.models.consultations import ReactionKind
from decisions.presentation.dossier import Dossier
from decisions.rules import powers
from decisions.rules.outcome import Outcome
from decisions.states import AGREED, BEFORE_DISTRIBUTION, State, Step, steps_from

Test = Callable[[Dossier], bool]
LIVE = (State.OPEN, State.SUSPENDED)
EDITABLE = (State.DRAFT, State.RETURNED, State.READY, State.REVISION)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: ``name`` is the end of its URL name.

    ``power``: who may at all. ``step``: the step that must exist from the state.
    ``guard``: what else must hold now. ``weight``: ``go`` for what moves the procedure on,
    ``stop`` for what ends it.
    """

    name: str
    label: str | Promise
    power: Test
    step: Step | None = None
    guard: Test | None = None
    weight: str = ""

    def is_open_to(self, dossier: Dossier) -> bool:
        """Say whether the reader may do it in the state in effect."""
        return self.power(dossier) and self.is_possible(dossier)

    def is_possible(self, dossier: Dossier) -> bool:
        """Say whether the state and what has happened allow it, whoever does it."""
        if self.step is not None and self.step not in steps_from(dossier.state):
            return False
        return self.guard is None or self.guard(dossier)


def _conducts(dossier: Dossier) -> bool:
    return dossier.conducts and dossier.is_assumed


def _presides(dossier: Dossier) -> bool:
    return dossier.conducts


def _transcribes(dossier: Dossier) -> bool:
    return powers.may_transcribe(dossier.viewer)


def _keeps(dossier: Dossier) -> bool:
    return dossier.viewer.has(Role.PRESIDENCY, Role.SECRETARIAT)


def _distributes(dossier: Dossier) -> bool:
    delegation = getattr(dossier.consultation, "delegation", None)
    conductor = dossier.consultation.conducted_by
    in_office = dossier.viewer.at in conductor.term
    delegated = (
        delegation is not None and in_office and delegation.presidency_id == conductor.pk
    )
    if dossier.conducts:
        return dossier.is_assumed
    return powers.may_distribute(dossier.viewer, delegated=delegated)


def _speaks(dossier: Dossier) -> bool:
    mine = dossier.mine
    return mine is not None and powers.may_endorse(dossier.viewer, mine.party_id)


def _replies(dossier: Dossier) -> bool:
    return powers.may_reply(dossier.viewer, [each.party_id for each in dossier.consulted])


def _reacts(dossier: Dossier) -> bool:
    return powers.may_react(dossier.viewer, must_react(dossier))


def must_react(dossier: Dossier) -> list[int]:
    """Return the States that must react to the text presented last."""
    seated: list[dict[str, Any]] = dossier.stage.seated if dossier.stage else []  # type: ignore[attr-defined]
    return [each["party"] for each in seated if each["must"]]


def reacted(dossier: Dossier) -> dict[int, dict[str, Any]]:
    """Return the last reaction of each State to the text presented last."""
    rows: list[dict[str, Any]] = dossier.stage.reacted if dossier.stage else []  # type: ignore[attr-defined]
    return {row["party"]: row for row in rows}


def _in(*states: State) -> Test:
    return lambda dossier: dossier.state in states


def _has_outcome(*outcomes: Outcome) -> Test:
    return lambda dossier: dossier.result is not None and dossier.result.outcome in outcomes


def _is_settled_without_consensus(dossier: Dossier) -> bool:
    return not _has_outcome(Outcome.CONSENSUS)(dossier) and not dossier.is_settling


def _is_settled(test: Test) -> Test:
    return lambda dossier: not dossier.is_settling and test(dossier)


def _may_present(dossier: Dossier) -> bool:
    if dossier.state is State.WITH_TROIKA:
        return not dossier.is_assumed
    versions: list[dict[str, Any]] = dossier.consultation.versions  # type: ignore[attr-defined]
    return dossier.state is State.DRAFT or not versions[-1]["frozen"]


def _runs(dossier: Dossier) -> bool:
    asked = dossier.last_round
    return asked is not None and asked.starts_at is not None and dossier.state in LIVE


def _extendable(dossier: Dossier) -> bool:
    return _runs(dossier) and getattr(dossier.last_round, "extension", None) is None


def _has_unadmitted(dossier: Dossier) -> bool:
    late = any(standing.unadmitted for standing in dossier.standings.values())
    return dossier.state is State.EXPIRED and late and not dossier.is_settling


def _is_referable(dossier: Dossier) -> bool:
    if dossier.is_settling:
        return False
    return dossier.state is not State.OPEN or dossier.is_in_session


def _objects(dossier: Dossier) -> bool:
    result = dossier.result
    return (
        dossier.state is State.EXPIRED
        and not dossier.is_settling
        and result is not None
        and dossier.viewer.party_id in result.objections
    )


def _was_corrected(dossier: Dossier) -> bool:
    asked: Any = dossier.last_round
    return dossier.state is State.OPEN and bool(asked.corrected)


def _awaits_english(dossier: Dossier) -> bool:
    asked = dossier.last_round
    return asked is not None and asked.starts_at is None and dossier.state in LIVE


def _is_publishable(dossier: Dossier) -> bool:
    return dossier.state in AGREED and dossier.consultation.published_at is None


def _takes_replies(dossier: Dossier) -> bool:
    return dossier.state not in (*BEFORE_DISTRIBUTION, State.WITHDRAWN)


def _has_replied(dossier: Dossier) -> bool:
    own = dossier.counted(dossier.viewer.party_id or 0)
    return dossier.state in LIVE and own is not None


def _was_distributed(dossier: Dossier) -> bool:
    return dossier.last_round is not None and _takes_replies(dossier)


CLOSABLE = _is_settled(_has_outcome(Outcome.CONSENSUS))
BROKEN = _is_settled(_has_outcome(Outcome.NEW_ROUND, Outcome.BLOCKED))
LACKING = _is_settled(_has_outcome(Outcome.INCOMPLETE))

# fmt: off
ACTS = (
    # The presidency, in the order of the procedure.
    Act("assume", _("Take up the consultation"), _presides,
        guard=lambda d: not d.is_assumed, weight="go"),
    Act("present", _("Present to the Troika"), _presides, Step.PRESENT, _may_present, "go"),
    Act("distribute", _("Distribute to all members"), _distributes, Step.DISTRIBUTE, weight="go"),
    Act("edit", _("Edit the text"), _conducts, guard=_in(*EDITABLE)),
    Act("changes", _("Change table"), _conducts, guard=_in(State.REVISION)),
    Act("consensus", _("Record consensus"), _conducts, Step.RECORD_CONSENSUS, CLOSABLE, "go"),
    Act("revise", _("Open the revision"), _conducts, Step.REVISE, BROKEN, "go"),
    Act("start", _("Start carrying it out"), _conducts, Step.START_EXECUTION, weight="go"),
    Act("results", _("Report the results"), _conducts, Step.REPORT_RESULTS, weight="go"),
    Act("publish", _("Publish the text"), _conducts, guard=_is_publishable),
    Act("return", _("Take the text back for a new version"), _conducts, Step.RETURN),
    Act("target", _("Set a target date for the Troika"), _conducts, guard=_in(State.WITH_TROIKA)),
    Act("silence", _("Decide what silence means"), _conducts, guard=_in(*BEFORE_DISTRIBUTION)),
    Act("delegate", _("Let the Secretariat distribute"), _conducts,
        guard=_in(State.READY, State.REVISION)),
    Act("follow", _("Follow who is missing"), _keeps,
        guard=lambda d: d.last_round is not None and d.state in (*LIVE, State.EXPIRED)),
    Act("admit", _("Admit late replies"), _conducts, guard=_has_unadmitted),
    Act("reception", _("Wait for missing positions"), _conducts, Step.EXTEND_RECEPTION, LACKING),
    Act("extend", _("Extend the term"), _conducts, Step.EXTEND, _extendable),
    Act("visibility", _("Decide what members see"), _conducts, guard=_in(State.READY, *LIVE)),
    Act("correct", _("Issue a corrigendum"), _conducts, guard=_in(*LIVE)),
    Act("suspend", _("Suspend the term"), _conducts, Step.SUSPEND, _runs),
    Act("resume", _("Resume the term"), _conducts, Step.RESUME, weight="go"),
    Act("repeat", _("Distribute again"), _conducts, Step.REPEAT),
    Act("continue", _("Continue despite the meeting"), _conducts,
        guard=lambda d: d.state in LIVE and d.is_in_session),
    Act("failure", _("Record that there is no consensus"), _conducts, Step.RECORD_FAILURE,
        _is_settled_without_consensus, "stop"),
    Act("refer", _("Refer to the Vice-Ministers"), _conducts, Step.REFER, _is_referable, "stop"),
    Act("withdraw", _("Withdraw the consultation"), _conducts, Step.WITHDRAW,
        lambda d: not d.is_settling, "stop"),
    # The Troika and the members.
    Act("react", _("React"), _reacts, guard=_in(State.WITH_TROIKA), weight="go"),
    Act("reply", _("Reply"), _replies, guard=_takes_replies, weight="go"),
    Act("retract", _("Withdraw the reply"), _speaks, guard=_has_replied, weight="stop"),
    Act("lift", _("Lift the objection"), _speaks, guard=_objects, weight="go"),
    Act("substance", _("Ask that the correction be treated as substantive"), _speaks,
        guard=_was_corrected),
    Act("endorse", _("Endorse"), _speaks, guard=_takes_replies),
    Act("dispute", _("Dispute"), _speaks, guard=_was_distributed),
    # The Secretariat.
    Act("transcribe", _("Record a note or mail"), _transcribes, guard=_was_distributed),
    Act("translate", _("Complete the English text"), _keeps, guard=_awaits_english, weight="go"),
    Act("outage", _("Record that the portal was down"), _keeps, guard=_runs),
    Act("waiver", _("Record a waiver of the term"), _transcribes,
        guard=_in(*BEFORE_DISTRIBUTION)),
)
# fmt: on
BY_NAME = {act.name: act for act in ACTS}
# Not on the desk: they have their own place on the page.
ELSEWHERE = frozenset(
    {"react", "reply", "retract", "lift", "substance", "endorse", "dispute"}
)


def act(name: str) -> Act:
    return BY_NAME[name]


def desk(dossier: Dossier) -> list[Act]:
    """Return the acts that the presidency and the Secretariat may do now, in order."""
    return [
        each for each in ACTS if each.name not in ELSEWHERE and each.is_open_to(dossier)
    ]


def awaiting(dossier: Dossier) -> list[int]:
    """Return the States of the Troika whose favourable reaction is still awaited."""
    last = reacted(dossier)
    return [
        party
        for party in must_react(dossier)
        if last.get(party, {}).get("kind") != ReactionKind.FAVOURABLE
    ]


def may_draft(viewer: Viewer) -> bool:
    """Say whether the viewer opens consultations."""
    return powers.may_conduct(viewer)
