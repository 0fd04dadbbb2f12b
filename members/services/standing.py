"""What a party is to the Conference: admitted, suspended, reinstated, departed, by decision.

Every act opens a new standing and ends the one before it; nothing that was is touched.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_portal.core import audit, notifications
from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.display import format_day
from crm_portal.core.errors import Conflict, Invalid, Refused
from members import rules, states
from members.access import focal_points
from members.models import Party, Presidency, Standing
from members.models.parties import PartyKind
from members.states import Act, Status

VERBS = {
    Act.ADMIT: "admitted",
    Act.SUSPEND: "suspended",
    Act.REINSTATE: "reinstated",
    Act.DEPART: "departed",
}
# Who may be admitted as what: guests are of one meeting, and have no standing.
ADMISSIBLE = frozenset(PartyKind.values) - {PartyKind.SPECIAL_GUEST, PartyKind.SECRETARIAT}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the Vice-Ministers decided: in which words, on which day, and where it is written."""

    text: str
    on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A party that the Conference did not know yet."""

    code: str
    kind: str
    name_es: str
    name_en: str
    acronym_es: str = ""
    acronym_en: str = ""
    capital_es: str = ""
    capital_en: str = ""
    capital_tz: str = ""


@transaction.atomic
def admit(
    party_id: int, *, kind: str, decision: Decision, by: Viewer, since: date | None = None
) -> Standing:
    """Admit a known party as ``kind``: again after it departed, or an observer as a member.

    Its rights begin with the decision, unless it says from a later day.
    """
    party = _locked(party_id, by)
    _require_admissible(kind)
    last = _last(party)
    if rules.is_promotion(last, kind):
        status = Status.ACTIVE
    else:
        status = states.after(last.status if last else Status.NONE, Act.ADMIT)
    day = _require_day(Act.ADMIT, last, decision, since, by)
    if day > by.on:
        raise Invalid(_("An admission is recorded once it holds."), code="future")
    standing = _open(party, status, kind, day, decision)
    if party.kind != kind:
        party.kind = kind
        party.save(update_fields=["kind"])
    return _recorded(Act.ADMIT, standing, by)


@transaction.atomic
def admit_newcomer(newcomer: Newcomer, *, decision: Decision, by: Viewer) -> Standing:
    """Admit a party that the Conference did not know yet, from the day of the decision on."""
    _require_power(by)
    _require_admissible(newcomer.kind)
    if Party.objects.filter(code__iexact=newcomer.code).exists():
        raise Conflict(_("Another party has that code."), code="code")
    last = Party.objects.aggregate(last=Max("order"))["last"] or 0
    party = Party.objects.create(
        order=last + 1, source=decision.source[:120], **asdict(newcomer)
    )
    return admit(party.pk, kind=newcomer.kind, decision=decision, by=by)


@transaction.atomic
def suspend(
    party_id: int, *, decision: Decision, by: Viewer, since: date | None = None
) -> Standing:
    """Suspend a party from a day on: from then it is neither consulted nor let in."""
    return _change(Act.SUSPEND, party_id, decision, since, by)


@transaction.atomic
def reinstate(
    party_id: int, *, decision: Decision, by: Viewer, since: date | None = None
) -> Standing:
    """End a suspension from a day on."""
    return _change(Act.REINSTATE, party_id, decision, since, by)


@transaction.atomic
def record_departure(
    party_id: int, *, decision: Decision, by: Viewer, since: date | None = None
) -> Standing:
    """Record that a party no longer takes part from a day on; what it was stays on record."""
    return _change(Act.DEPART, party_id, decision, since, by)


def _change(
    act: Act, party_id: int, decision: Decision, since: date | None, by: Viewer
) -> Standing:
    party = _locked(party_id, by)
    last = _last(party)
    status = states.after(last.status if last else Status.NONE, act)
    day = _require_day(act, last, decision, since, by)
    if status != Status.ACTIVE:
        _require_not_presiding(party, day)
    kind = last.kind if last else party.kind
    return _recorded(act, _open(party, status, kind, day, decision), by)


def _locked(party_id: int, by: Viewer) -> Party:
    _require_power(by)
    return Party.objects.select_for_update(no_key=True).get(pk=party_id)


def _last(party: Party) -> rules.LastStanding | None:
    row = Standing.objects.filter(party=party).order_by("-since").first()
    return rules.LastStanding(row.status, row.kind, row.since) if row else None


def _open(
    party: Party, status: Status, kind: str, day: date, decision: Decision
) -> Standing:
    Standing.objects.filter(party=party, until=None).update(until=day)
    return Standing.objects.create(
        party=party,
        kind=kind,
        status=status,
        since=day,
        decided_by=decision.text.strip(),
        decided_on=decision.on,
        source=decision.source.strip()[:120],
    )


def _recorded(act: Act, standing: Standing, by: Viewer) -> Standing:
    party = standing.party
    audit.record(
        party,
        VERBS[act],
        by=by,
        kind=standing.kind,
        since=standing.since,
        decided_by=standing.decided_by,
        decided_on=standing.decided_on,
        source=standing.source,
    )
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    notifications.owe(
        "account.standing_changed",
        standing,
        to=focal_points({*members, party.pk}, by.at),
        key=f"account:standing:{standing.pk}",
        by=by,
        party=party.code,
    )
    return standing


def _require_power(by: Viewer) -> None:
    if not rules.may_record_standing(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:312",
        )


def _require_admissible(kind: str) -> None:
    if kind not in ADMISSIBLE:
        raise Invalid(_("Nobody is admitted as that."), code="kind")


def _require_day(
    act: Act,
    last: rules.LastStanding | None,
    decision: Decision,
    since: date | None,
    by: Viewer,
) -> date:
    if not decision.text.strip() or not decision.source.strip():
        raise Invalid(_("Say what was decided, and where it is written."), code="decision")
    if decision.on > by.on:
        raise Invalid(_("A decision is recorded once it is taken."), code="future")
    first = rules.earliest_standing(act, last, decision.on, by.on)
    if since is not None and since < first:
        raise Invalid(
            _("This may hold from %(day)s on, not before: the past is not changed.")
            % {"day": format_day(first, "full")},
            code="past",
        )
    return since or first


def _require_not_presiding(party: Party, day: date) -> None:
    begins = datetime.combine(day, time.min, tzinfo=ZONE_OF_RECORD)
    if Presidency.objects.at(begins).filter(party=party).exists():
        raise Conflict(
            _("That country presides on that day: the chair passes first."), code="presides"
        )
