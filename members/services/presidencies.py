"""The chair passes at an instant, and the term has a theme."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.instance import THIS
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
    meeting_es: str = "",
    meeting_en: str = "",
    seat: int = 1,
) -> Presidency:
    """Record that the chair passes to a member at ``at`` (now): powers follow the office.

    The term in force ends at that very instant; where the chair is shared, that in the same
    ``seat``. ``place`` and ``meeting`` are those of the ceremony. Every focal point is asked
    to confirm its contact details (procedure 1.7).
    """
    require_power(by)
    starts_at = at or by.at
    one_at_a_time()
    _require_seat(seat)
    terms = list(Presidency.objects.filter(seat=seat).order_by("label_year"))
    _require_next_term(terms, label_year, starts_at, by)
    party = member_on(party_id, starts_at.astimezone(ZONE_OF_RECORD).date())
    _require_designated(party, label_year)
    _require_one_seat(party, seat, starts_at)
    for term in terms:
        if term.term.upper is None or term.term.upper > starts_at:
            term.term = DateTimeTZRange(term.term.lower, starts_at)
            term.save(update_fields=["term"])
    presidency = Presidency.objects.create(
        party=party,
        label_year=label_year,
        seat=seat,
        term=DateTimeTZRange(starts_at, None),
        theme_es=theme_es.strip(),
        theme_en=theme_en.strip(),
        handover_place=place.strip(),
        handover_meeting_es=meeting_es.strip(),
        handover_meeting_en=meeting_en.strip(),
    )
    audit.record(presidency, "handed_over", by=by, party=party.code, at=starts_at)
    _ask_everybody(presidency, by)
    return presidency


@transaction.atomic
def set_theme(pk: int, *, theme_es: str, theme_en: str, by: Viewer) -> Presidency:
    """Write what a term is about, in both languages; what stood there before is kept."""
    term = Presidency.objects.select_for_update().get(pk=pk)
    if not rules.may_set_theme(by, presides=by.at in term.term):
        raise Refused(
            _("Only the Secretariat or the presidency in office writes the theme."),
            rule="001:331",
        )
    before = {"theme_es": term.theme_es, "theme_en": term.theme_en}
    after = {"theme_es": theme_es.strip(), "theme_en": theme_en.strip()}
    if not any(after.values()):
        raise Invalid(_("Write the theme in one language at least."), code="required")
    if before == after:
        return term
    term.theme_es, term.theme_en = after["theme_es"], after["theme_en"]
    term.save(update_fields=["theme_es", "theme_en"])
    audit.record(term, "theme_set", by=by, before=before, after=after)
    return term


def one_at_a_time() -> None:
    """Let one record the chair at a time: rows not there yet cannot be locked one by one."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE members_presidency IN SHARE ROW EXCLUSIVE MODE")


def require_power(by: Viewer) -> None:
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


def _require_seat(seat: int) -> None:
    if not 1 <= seat <= THIS.chair.seats:
        raise Invalid(_("There is no such seat in the chair."), code="seat")


def _require_one_seat(party: Party, seat: int, at: datetime) -> None:
    others = Presidency.objects.at(at).exclude(seat=seat)
    if others.filter(party=party).exists():
        raise Conflict(
            _("That country presides already, in another seat of the chair."),
            code="presides",
        )


def _require_designated(party: Party, label_year: int) -> None:
    if THIS.chair.is_shared:
        return  # a designation of the year names one of those who will share it
    decided = Designation.objects.standing().filter(label_year=label_year).first()
    if decided and decided.party_id != party.pk:
        raise Conflict(_("Another country was designated for that year."), code="other")


def member_on(party_id: int, on: date) -> Party:
    """Return the member that ``party_id`` is on a day, or raise Invalid."""
    member = Party.objects.members_on(on).filter(pk=party_id).first()
    if member is None:
        raise Invalid(_("Only a member country presides."), code="not_member")
    return member


def _ask_everybody(presidency: Presidency, by: Viewer) -> None:
    members = Party.objects.members_on(by.on).values_list("pk", flat=True)
    to = focal_points(members, by.at)
    owe_questions(to, by=by, occasion=f"handover:{presidency.pk}")
