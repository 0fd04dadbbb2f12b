"""Each notice of a consultation: when it is still due, its subject, what it tells besides.

Subjects and bodies carry the reference, the step and the dates; never the subject of the
consultation, a text, a reason that somebody wrote, or the position of a State.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core import calendars
from crm_portal.core.access import Role
from decisions.models import TroikaReaction
from decisions.models.rounds import RoundStatus
from decisions.notices import moves
from decisions.notices.facts import Facts
from decisions.presentation import wording
from decisions.rules.outcome import Outcome
from decisions.states import State
from members.models import Party

More = Callable[[Facts], dict[str, Any]]


def always(facts: Facts) -> bool:
    """What was done stays worth knowing."""
    return True


def stands(facts: Facts) -> bool:
    """A round that is void, or ended without expiring, asks nothing of anybody."""
    return not facts.is_void


def own_reply(facts: Facts) -> bool:
    """What concerns one State's reply is told to that State alone."""
    return facts.is_of_reader


def to_secretariat(facts: Facts) -> bool:
    return facts.viewer.has(Role.SECRETARIAT)


def still_awaited(facts: Facts) -> bool:
    """The term is over, the outcome is not recorded, and the State is silent."""
    return facts.consultation.state == State.EXPIRED and facts.is_silent


def still_to_remind(facts: Facts) -> bool:
    """The round runs, the State is silent, and the reminder is of the term in force.

    An extension or a closure makes other reminders; those of the former bound are void.
    """
    asked, computed = facts.round, facts.computation
    if asked is None or computed is None or asked.status != RoundStatus.OPEN:
        return False
    due = (facts.party.code, facts.data["label"], facts.data["instant"])
    in_force = {
        (each.country, each.label, calendars.utc(each.at))
        for each in calendars.reminders(computed)
    }
    return due in in_force and not facts.is_over and facts.is_silent


def presented(facts: Facts) -> dict[str, Any]:
    """Say whether the reader's State is one of those that must react, and has not."""
    stage = facts.consultation.troika_stages.order_by("-number").first()
    if stage is None or facts.consultation.state != State.WITH_TROIKA:
        return {"must_react": False}
    own = {"party_id": facts.viewer.party_id}
    must = stage.voices.filter(must_react=True, **own).exists()
    return {
        "must_react": must and not stage.reactions.filter(**own).exists(),
        "target": facts.consultation.troika_target_on,
    }


def reaction(facts: Facts) -> dict[str, Any]:
    row = TroikaReaction.objects.select_related("party").get(pk=facts.data["reaction"])
    return {"state": row.party}


def reply(facts: Facts) -> dict[str, Any]:
    return {"reply": facts.reply}


def awaited(facts: Facts) -> dict[str, Any]:
    return {"until": date.fromisoformat(facts.data["until"])}


def expired(facts: Facts) -> dict[str, Any]:
    return {"outcome": RESULTS[Outcome(facts.data["outcome"])]}


def inherited(facts: Facts) -> dict[str, Any]:
    party = Party.objects.get(code=facts.data["party"])
    since = datetime.fromisoformat(facts.data["since"])
    return {
        "incoming": party,
        "since_said": wording.both_times(since, facts.clock_of),
        "must_assume": facts.data["must_assume"],
        "is_incoming": facts.viewer.party_id == party.pk,
    }


RESULTS: dict[Outcome, str | Promise] = {
    Outcome.BLOCKED: _("There is an objection: as it stands there is no consensus."),
    Outcome.NEW_ROUND: _(
        "Changes were proposed: the text is revised and another round follows, or the"
        " presidency records that there is no consensus."
    ),
    Outcome.INCOMPLETE: _(
        "Positions are missing: silence is neither consent nor objection."
    ),
    Outcome.CONSENSUS: _(
        "What was received allows the presidency to record consensus. Until it does, there"
        " is none."
    ),
}


@dataclass(frozen=True)
class Kind:
    """How one event is told: when it is due, what it says besides, with a calendar entry."""

    subject: str | Promise
    due: Callable[[Facts], bool] = always
    more: More | None = None
    calendar: bool = False


KINDS: dict[str, Kind] = {
    "presented": Kind(
        _("CRM · Consultation %(reference)s: presented to the Troika"), more=presented
    ),
    "reaction": Kind(
        _("CRM · Consultation %(reference)s: a reaction in the Troika"), more=reaction
    ),
    "returned": Kind(_("CRM · Consultation %(reference)s: the text was returned")),
    "ready": Kind(_("CRM · Consultation %(reference)s: cleared by the Troika")),
    "distributed": Kind(
        _("CRM · Consultation %(reference)s: new round, reply by %(day)s"),
        due=stands,
        calendar=True,
    ),
    "translated": Kind(
        _("CRM · Consultation %(reference)s: the term has begun, reply by %(day)s"),
        due=stands,
        calendar=True,
    ),
    "reminder": Kind(
        _("CRM · Consultation %(reference)s: reminder, reply by %(day)s"),
        due=still_to_remind,
    ),
    "extended": Kind(
        _("CRM · Consultation %(reference)s: extended, reply by %(day)s"),
        due=stands,
        more=moves.extended,
        calendar=True,
    ),
    "suspended": Kind(
        _("CRM · Consultation %(reference)s: the term is suspended"),
        due=stands,
        calendar=True,
    ),
    "resumed": Kind(
        _("CRM · Consultation %(reference)s: the term runs again, reply by %(day)s"),
        due=stands,
        more=moves.resumed,
        calendar=True,
    ),
    "moved": Kind(
        _("CRM · Consultation %(reference)s: the deadline moves to %(day)s"),
        due=stands,
        more=moves.outage,
        calendar=True,
    ),
    "calendar_changed": Kind(
        _("CRM · Consultation %(reference)s: the deadline moves to %(day)s"),
        due=stands,
        more=moves.calendar_changed,
        calendar=True,
    ),
    "corrected": Kind(
        _("CRM · Consultation %(reference)s: corrigendum to the text"), due=stands
    ),
    "substance_asked": Kind(
        _("CRM · Consultation %(reference)s: a request on the corrigendum"), due=stands
    ),
    "transcribed": Kind(
        _("CRM · Consultation %(reference)s: a reply recorded for your country"),
        due=own_reply,
        more=reply,
    ),
    "contradiction": Kind(
        _("CRM · Consultation %(reference)s: two replies of your country differ"),
        due=own_reply,
    ),
    "disputed": Kind(
        _("CRM · Consultation %(reference)s: a recorded reply is disputed"),
        due=to_secretariat,
        more=reply,
    ),
    "lifted": Kind(_("CRM · Consultation %(reference)s: an objection was lifted")),
    "admitted": Kind(_("CRM · Consultation %(reference)s: late replies were admitted")),
    "reception": Kind(
        _("CRM · Consultation %(reference)s: your position is awaited"),
        due=still_awaited,
        more=awaited,
    ),
    "expired": Kind(_("CRM · Consultation %(reference)s: the term is over"), more=expired),
    "consensus": Kind(_("CRM · Consultation %(reference)s: consensus was recorded")),
    "no_consensus": Kind(_("CRM · Consultation %(reference)s: there is no consensus")),
    "referred": Kind(
        _("CRM · Consultation %(reference)s: referred to the Vice-Ministers"), calendar=True
    ),
    "results": Kind(_("CRM · Consultation %(reference)s: report of results")),
    "withdrawn": Kind(
        _("CRM · Consultation %(reference)s: withdrawn by the presidency"), calendar=True
    ),
    "inherited": Kind(
        _("CRM · Consultation %(reference)s: the presidency changes hands"),
        more=inherited,
    ),
}
NOT_STARTED = _("CRM · Consultation %(reference)s: new round, in Spanish for now")
