"""The chair passes at an instant; who takes it next is decided, then recorded."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from members import rules
from members.access import focal_points
from members.models import Designation, Party, Presidency
from members.services.contacts import owe_questions


@transaction.atomic
def hand_over_presidency(
    party_id: int,
    label_year: int,
    *,
    by: Viewer,
    at: datetime | None = None,
    theme_es: str = "",
    theme_en: str = "",
    place: str = "",
) -> Presidency:
    """Record that the chair passes to a member at ``at`` (now): powers follow the office.

    The term in force ends at that very instant. Every focal point is asked to confirm
    its contact details (procedure 1.7).
    """
    _require_power(by)
    starts_at = at or by.at
    _one_at_a_time()
    terms = list(Presidency.objects.order_by("label_year"))
    _require_next_term(terms, label_year, starts_at, by)
    party = _member(party_id, starts_at.astimezone(ZONE_OF_RECORD).date())
    _require_designated(party, label_year)
    for term in terms:
        if term.term.upper is None or term.term.upper > starts_at:
            term.term = DateTimeTZRange(term.term.lower, starts_at)
            term.save(update_fields=["term"])
    presidency = Presidency.objects.create(
        party=party,
        label_year=label_year,
        term=DateTimeTZRange(starts_at, None),
        theme_es=theme_es.strip(),
        theme_en=theme_en.strip(),
        handover_place=place.strip(),
        source=by.label[:120],
    )
    audit.record(presidency, "handed_over", by=by, party=party.code, at=starts_at)
    _ask_everybody(presidency, by)
    return presidency


@transaction.atomic
def designate_next(
    party_id: int, label_year: int, *, decided_on: date, by: Viewer, source: str = ""
) -> Designation:
    """Record that the members designated, by consensus, who presides in ``label_year``."""
    _require_power(by)
    _one_at_a_time()
    if decided_on > by.on:
        raise Invalid(_("A decision is recorded once it is taken."), code="future")
    if Presidency.objects.filter(label_year__gte=label_year).exists():
        raise Conflict(_("That year already has its presidency."), code="taken")
    if Designation.objects.filter(label_year=label_year).exists():
        raise Conflict(_("That year already has its designation."), code="taken")
    party = _member(party_id, by.on)
    designation = Designation.objects.create(
        party=party, label_year=label_year, decided_on=decided_on, source=source[:120]
    )
    audit.record(designation, "designated", by=by, party=party.code, decided_on=decided_on)
    return designation


def _one_at_a_time() -> None:
    """Let one record the chair at a time: rows not there yet cannot be locked one by one."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE members_presidency IN SHARE ROW EXCLUSIVE MODE")


def _require_power(by: Viewer) -> None:
    if not rules.may_record_presidency(by):
        raise Refused(
            _("Only the Secretariat or the presidency in office records this."),
            rule="001:388",
        )


def _require_next_term(
    terms: list[Presidency], label_year: int, starts_at: datetime, by: Viewer
) -> None:
    if starts_at < by.at:
        raise Invalid(_("A hand-over is recorded for now or later."), code="past")
    if any(term.term.lower >= starts_at for term in terms):
        raise Conflict(_("A later term is already recorded."), code="later_term")
    if any(term.label_year >= label_year for term in terms):
        raise Conflict(_("That year already has its presidency."), code="taken")


def _require_designated(party: Party, label_year: int) -> None:
    decided = Designation.objects.filter(label_year=label_year).first()
    if decided and decided.party_id != party.pk:
        raise Conflict(_("Another country was designated for that year."), code="other")


def _member(party_id: int, on: date) -> Party:
    member = Party.objects.members_on(on).filter(pk=party_id).first()
    if member is None:
        raise Invalid(_("Only a member country presides."), code="not_member")
    return member


def _ask_everybody(presidency: Presidency, by: Viewer) -> None:
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    to = focal_points(members, by.at)
    owe_questions(to, by=by, occasion=f"handover:{presidency.pk}")
