"""Who would like to preside says so at a plenary; who will is designated by consensus."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from members import rules
from members.models import Designation, Interest, InterestWithdrawal, Presidency
from members.services.presidencies import member_on, one_at_a_time, require_power


@transaction.atomic
def announce_interest(
    party_id: int,
    label_year: int,
    *,
    announced_on: date,
    meeting: str,
    by: Viewer,
    source: str = "",
) -> Interest:
    """Record that a member announced at a plenary that it would preside (001:397)."""
    _require_own(by, party_id)
    one_at_a_time()
    _require_past(announced_on, by)
    _require_open_year(label_year)
    if announced_on.year >= label_year:
        raise Invalid(
            _("An interest is announced before the year it is for."), code="too_late"
        )
    if not meeting.strip():
        raise Invalid(_("Say at which plenary it was announced."), code="required")
    party = member_on(party_id, announced_on)
    same = Interest.objects.standing().filter(party=party, label_year=label_year)
    if same.exists():
        raise Conflict(_("That interest is on record already."), code="same")
    interest = Interest.objects.create(
        party=party,
        label_year=label_year,
        announced_on=announced_on,
        meeting=meeting.strip(),
        source=source.strip(),
        recorded_at=by.at,
        recorded_by=by.label,
    )
    audit.record(interest, "announced", by=by, party=party.code, announced_on=announced_on)
    return interest


@transaction.atomic
def withdraw_interest(
    pk: int, *, withdrawn_on: date, by: Viewer, meeting: str = "", source: str = ""
) -> InterestWithdrawal:
    """Record that a member took its interest back; the announcement stays on record."""
    interest = Interest.objects.select_for_update().select_related("party").get(pk=pk)
    _require_own(by, interest.party_id)
    _require_past(withdrawn_on, by)
    if withdrawn_on < interest.announced_on:
        raise Invalid(_("It was announced after that day."), code="past")
    if InterestWithdrawal.objects.filter(interest=interest).exists():
        raise Conflict(_("That interest was withdrawn already."), code="withdrawn")
    if interest.designations.standing().exists():
        raise Conflict(
            _("That country was designated: only another decision changes it."),
            code="designated",
        )
    withdrawal = InterestWithdrawal.objects.create(
        interest=interest,
        withdrawn_on=withdrawn_on,
        meeting=meeting.strip(),
        source=source.strip(),
        recorded_at=by.at,
        recorded_by=by.label,
    )
    audit.record(interest, "withdrawn", by=by, withdrawn_on=withdrawn_on)
    return withdrawal


@transaction.atomic
def designate_next(
    party_id: int,
    label_year: int,
    *,
    decided_on: date,
    by: Viewer,
    meeting: str = "",
    source: str = "",
) -> Designation:
    """Record that the members designated, by consensus, who presides in ``label_year``.

    Several years may be open at once. The interest that the country announced for that
    year, if it did, is linked.
    """
    require_power(by)
    one_at_a_time()
    _require_past(decided_on, by)
    _require_open_year(label_year)
    _require_undesignated(label_year, decided_on)
    party = member_on(party_id, decided_on)
    announced = Interest.objects.standing().filter(party=party, label_year=label_year)
    designation = Designation.objects.create(
        party=party,
        label_year=label_year,
        decided_on=decided_on,
        meeting=meeting.strip(),
        source=source.strip()[:120],
        interest=announced.last(),
        recorded_by=by.label,
    )
    audit.record(designation, "designated", by=by, party=party.code, decided_on=decided_on)
    return designation


@transaction.atomic
def annul_designation(
    pk: int, *, annulled_on: date, because: str, by: Viewer, source: str = ""
) -> Designation:
    """Record that a later decision of the members annulled a designation: it is not deleted."""
    require_power(by)
    one_at_a_time()
    designation = Designation.objects.select_for_update().get(pk=pk)
    if designation.annulled_on is not None:
        raise Conflict(_("That designation was annulled already."), code="annulled")
    _require_past(annulled_on, by)
    _require_open_year(designation.label_year)
    if annulled_on < designation.decided_on:
        raise Invalid(_("It was decided after that day."), code="past")
    if not because.strip():
        raise Invalid(_("Say what was decided, and why."), code="required")
    designation.annulled_on = annulled_on
    designation.annulled_because = because.strip()
    designation.annulled_source = source.strip()
    designation.save(update_fields=["annulled_on", "annulled_because", "annulled_source"])
    audit.record(designation, "annulled", by=by, annulled_on=annulled_on, because=because)
    return designation


def _require_own(by: Viewer, party_id: int) -> None:
    if not rules.may_announce_interest(by, party_id):
        raise Refused(
            _("A country announces its own interest; the Secretariat may record it."),
            rule="001:397",
        )


def _require_past(day: date, by: Viewer) -> None:
    if day > by.on:
        raise Invalid(_("A decision is recorded once it is taken."), code="future")


def _require_open_year(label_year: int) -> None:
    if Presidency.objects.filter(label_year__gte=label_year).exists():
        raise Conflict(_("That year already has its presidency."), code="taken")


def _require_undesignated(label_year: int, decided_on: date) -> None:
    earlier = Designation.objects.filter(label_year=label_year)
    if earlier.standing().exists():
        raise Conflict(_("That year already has its designation."), code="taken")
    annulled = earlier.aggregate(last=Max("annulled_on"))["last"]
    if annulled is not None and decided_on < annulled:
        raise Invalid(_("Another designation still held on that day."), code="past")
