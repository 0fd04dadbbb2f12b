"""The reserve fund: asked for, decided by two where it is special, reserved, paid, erased."""

import logging
from datetime import date

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from finance import access, sealed, states
from finance.models import CaseDecision, CaseOfficer, CaseReading, FundCase
from finance.models.fund import pseudonym
from finance.rules import eligibility, fund, powers
from finance.rules.discretion import require_discreet
from finance.rules.eligibility import Facts
from finance.rules.fund import Side, Verdict, Voice
from finance.services.common import one_at_a_time, require_text
from finance.states import CaseState, CaseStep
from members.models import Party

logger = logging.getLogger(__name__)


@transaction.atomic
def appoint_officer(
    user_id: int, side: Side, *, since: date, instrument: str, by: Viewer
) -> CaseOfficer:
    """Record that somebody is a case officer, by which act; nobody records it of oneself.

    Invalid: the account is not of that side. Conflict: the person is an officer already.
    """
    _require_keeper(user_id, by)
    of_side = access.candidates(side, by.at)
    if not of_side.filter(user=user_id, user__is_active=True).exists():
        raise Invalid(
            _("An officer of that side is of the Secretariat, or of the organization."),
            code="not_of_the_side",
            rule="001:659",
        )
    one_at_a_time(f"finance:officer:{user_id}")
    if CaseOfficer.objects.holding(since).filter(user=user_id).exists():
        raise Conflict(_("This person is a case officer already."), code="officer")
    made: CaseOfficer = CaseOfficer.objects.create(
        user_id=user_id,
        side=side,
        since=since,
        instrument=require_text(instrument, _("Say by which act.")),
        recorded_at=by.at,
        recorded_by_id=by.signer,
    )
    audit.record(made, "appointed", by=by, side=side, since=since)
    return made


def _require_keeper(user_id: int, by: Viewer) -> None:
    keeps = powers.may_keep_accounts(by)
    if not fund.may_appoint(by, user_id, keeps_accounts=keeps):
        raise Refused(
            _("The Secretariat records who the case officers are, and nobody oneself."),
            code="not_secretariat",
        )


@transaction.atomic
def end_officer(pk: int, *, by: Viewer) -> CaseOfficer:
    """End an appointment: from now on its holder sees no case. Nobody ends one's own.

    Conflict: it has ended.
    """
    held: CaseOfficer = CaseOfficer.objects.select_for_update().get(pk=pk)
    _require_keeper(held.user_id, by)
    if held.until is not None and held.until <= by.on:
        raise Conflict(_("This appointment has ended."), code="ended")
    held.until = max(by.on, held.since)
    held.save(update_fields=["until"])
    audit.record(held, "ended", by=by, until=held.until)
    return held


def require_officer(by: Viewer, side: Side | None = None) -> frozenset[str]:
    """Return for which sides the viewer acts; Refused when for none, or not for ``side``."""
    sides = CaseOfficer.objects.sides_of(by)
    if not fund.is_officer(sides) or (side is not None and side not in sides):
        raise Refused(
            _("Only case officers see and decide cases."),
            code="not_officer",
            rule="001:659",
        )
    return sides


def locked(pk: int) -> FundCase:
    """Return the case under a row lock that lasts as long as the transaction."""
    case: FundCase = FundCase.objects.select_for_update().get(pk=pk)
    return case


def step(case: FundCase, taken: CaseStep, by: Viewer, *changed: str) -> None:
    """Move the case by ``taken`` and save what ``changed``; a case that ends says when."""
    case.state = states.case_after(case.state, taken)
    fields = {"state", *changed}
    if case.state in states.ENDED:
        case.ended_on = by.on
        fields.add("ended_on")
    case.save(update_fields=fields)


@sensitive_variables()
@transaction.atomic
def request(facts: Facts, *, country: int | None, told: str = "", by: Viewer) -> FundCase:
    """Open a case from what is said of it; of that, the category and the country stay.

    ``told`` is sealed, and refused where it looks like it says who (Invalid).
    """
    require_officer(by)
    require_discreet([told])
    case = FundCase(
        number=pseudonym(), requested_on=by.on, state=CaseState.INCOMPLETE, cents=0
    )
    case.told = sealed.seal(told.strip(), of=case.number)
    case.save()
    _judge(case, facts, country, by)
    audit.record(case, "requested", by=by, state=case.state)
    return case


@transaction.atomic
def complete(pk: int, facts: Facts, *, country: int | None, by: Viewer) -> FundCase:
    """Say again what is known of a case whose data were missing."""
    require_officer(by)
    case = locked(pk)
    _judge(case, facts, country, by)
    audit.record(case, "completed", by=by, state=case.state)
    return case


def _judge(case: FundCase, facts: Facts, country: int | None, by: Viewer) -> None:
    """Write down what the rules say; what the person is stays in the hands of IOM."""
    _require_country(facts, country, by)
    if facts.born_on is not None and facts.born_on > by.on:
        raise Invalid(_("A day of birth is not in the future."), code="born_on")
    said = eligibility.eligibility(facts, by.on)
    case.requester = (
        facts.requester if facts.requester in eligibility.Requester.values else ""
    )
    case.country_id = country
    case.categories = [str(each) for each in said.categories]
    case.reasons = [str(each) for each in said.reasons]
    case.needs_joint = said.needs_joint
    case.cents = max(0, said.cents)
    case.is_capped = said.is_capped
    taken = CaseStep.ASK_MORE
    if said.is_excluded:
        taken = CaseStep.EXCLUDE
    elif said.is_complete:
        taken, case.complete_on = CaseStep.COMPLETE, by.on
    step(case, taken, by, *JUDGED)


JUDGED = (
    "requester",
    "country",
    "categories",
    "reasons",
    "needs_joint",
    "cents",
    "is_capped",
    "complete_on",
)


def _require_country(facts: Facts, country: int | None, by: Viewer) -> None:
    """A regional migrant has the nationality of a member; another's is not kept."""
    is_member = (
        country is not None and Party.objects.members_on(by.on).filter(pk=country).exists()
    )
    if is_member is not (facts.is_regional is True):
        raise Invalid(
            _("A national of a member country comes with that country, and nobody else."),
            code="country",
        )


@transaction.atomic
def decide(pk: int, *, side: Side, is_yes: bool, act: str, by: Viewer) -> FundCase:
    """Give one side's word; a special case takes both, two different persons (001:659).

    Conflict: the side, or the person, has spoken.
    """
    require_officer(by, side)
    require_discreet([act])
    case = locked(pk)
    states.case_after(case.state, CaseStep.GRANT)
    spoken = case.decisions.all()
    if any(row.side == side or row.decided_by_id == by.signer for row in spoken):
        raise Conflict(
            _("Each side decides once, and each by another person."),
            code="decided",
            rule="001:659",
        )
    CaseDecision.objects.create(
        case=case,
        side=side,
        is_yes=is_yes,
        act=require_text(act, _("Say by which act.")),
        decided_on=by.on,
        decided_at=by.at,
        decided_by_id=by.signer,
    )
    verdict = fund.verdict(voices(case), needs_joint=case.needs_joint)
    if verdict == Verdict.YES:
        step(case, CaseStep.GRANT, by)
    elif verdict == Verdict.NO:
        step(case, CaseStep.REFUSE, by)
    audit.record(case, "decided", by=by, side=side, state=case.state)
    return case


def voices(case: FundCase) -> list[Voice]:
    """Return what each officer said of a case, as the rules take it."""
    return [
        Voice(row.side, row.decided_by_id, row.is_yes, row.decided_on)
        for row in case.decisions.all()
    ]


@sensitive_variables()
@transaction.atomic
def read(pk: int, *, purpose: str, by: Viewer) -> str:
    """Return what was told of a case, once it is written down who reads it and what for."""
    require_officer(by)
    why = require_text(purpose, _("Say what you read the case for."))
    require_discreet([why])
    case = FundCase.objects.get(pk=pk)
    CaseReading.objects.create(case=case, user_id=by.signer, read_at=by.at, purpose=why)
    return sealed.unseal(case.told, of=case.number)


@transaction.atomic
def erase(pk: int, *, reason: str, by: Viewer) -> FundCase:
    """Erase what is told of a case that ended; its number, its days and its money stay."""
    require_officer(by)
    require_discreet([reason])
    one_at_a_time("finance:fund")
    return _erase(locked(pk), require_text(reason, _("Say why it is erased.")), by)


def erase_due(*, by: Viewer) -> int:
    """Erase the cases whose time is over, each by itself; return how many.

    One that cannot be erased holds up no other, and the log says nothing of it but its key.
    """
    due = FundCase.objects.all().due_for_erasure(by.on).values_list("pk", flat=True)
    done = 0
    for pk in list(due):
        try:
            done += _erase_if_due(pk, by)
        except OperationalError:
            raise
        except Exception as failure:  # noqa: BLE001 - its message may hold the whole row
            logger.error("Case %s could not be erased: %s", pk, type(failure).__name__)
    return done


@transaction.atomic
def _erase_if_due(pk: int, by: Viewer) -> bool:
    one_at_a_time("finance:fund")
    due = FundCase.objects.all().due_for_erasure(by.on)
    case = due.filter(pk=pk).select_for_update().first()
    if case is None:
        return False
    if case.state in states.UNDECIDED:
        step(case, CaseStep.CLOSE, by)
    _erase(case, "retention", by)
    return True


def _erase(case: FundCase, why: str, by: Viewer) -> FundCase:
    case.told = case.requester = ""
    case.country = None
    case.categories, case.reasons = [], []
    case.needs_joint = case.is_capped = False
    case.erased_on = by.on
    step(case, CaseStep.ERASE, by, *ERASED)
    audit.record(case, "erased", by=by, reason=why)
    return case


ERASED = (
    "told",
    "requester",
    "country",
    "categories",
    "reasons",
    "needs_joint",
    "is_capped",
    "erased_on",
)
