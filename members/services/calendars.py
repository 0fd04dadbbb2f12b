"""The days on which a member does not work: entered, corrected, confirmed, drafted."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import drafts, rules
from members.models import CalendarYear, Closure, Party
from members.models.calendars import ClosureKind
from members.services.mandates import require_own


@transaction.atomic
def enter_closure(
    *,
    party_id: int,
    day: date,
    kind: str,
    name_es: str,
    instrument: str,
    published_on: date,
    by: Viewer,
    name_en: str = "",
    institution_id: int | None = None,
    source_url: str = "",
    supersedes_id: int | None = None,
) -> Closure:
    """Enter a day on which a member, or one of its institutions, does not work.

    With its legal instrument and the day it was published (procedure 2.5). A correction
    names the entry it ``supersedes``; nothing is ever changed or deleted. What this does
    to the terms that are running is the caller's to follow up, in this transaction.
    """
    if not rules.may_enter_closure(by):
        raise Refused(_("Only the Secretariat enters closures."), rule="2.5")
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
    _require_instrument(kind, name_es, instrument)
    require_own(party, institution_id)
    old = _require_correctable(party, supersedes_id)
    _require_new(party, institution_id, day, old)
    closure = Closure.objects.create(
        party=party,
        institution_id=institution_id,
        day=day,
        kind=kind,
        name_es=name_es.strip(),
        name_en=name_en.strip(),
        instrument=instrument.strip(),
        published_on=published_on,
        source_url=source_url.strip(),
        supersedes=old,
        entered_by_id=by.user_id,
        entered_at=by.at,
    )
    verb = "closure_corrected" if old else "closure_entered"
    audit.record(party, verb, by=by, closure=closure.pk, day=day, kind=kind)
    return closure


def supersede_closure(pk: int, *, by: Viewer, **changes: Any) -> Closure:
    """Correct an entry by a new one; what is not in ``changes`` stays as it was."""
    old = Closure.objects.get(pk=pk)
    kept = ("party_id", "institution_id", "day", "kind", "name_es", "name_en", "source_url")
    fields = {name: getattr(old, name) for name in kept} | changes
    return enter_closure(by=by, supersedes_id=pk, **fields)


@transaction.atomic
def confirm_calendar_year(
    party_id: int, year: int, *, by: Viewer, institution_id: int | None = None
) -> CalendarYear:
    """Confirm a member's list of a year, as every member does every December (2.4)."""
    if not rules.may_confirm_calendar(by, party_id):
        raise Refused(
            _("A member's list is confirmed by its official voice or the Secretariat."),
            rule="2.4",
        )
    if not rules.is_confirmable(year, by.on):
        raise Conflict(
            _("The list of %(year)s can be confirmed from December %(before)s.")
            % {"year": year, "before": year - 1},
            code="too_early",
        )
    party = Party.objects.select_for_update(no_key=True).get(pk=party_id)
    require_own(party, institution_id)
    entries = Closure.objects.in_force().filter(party=party, day__year=year)
    if not entries.exists():
        raise Invalid(_("There is no list to confirm for that year."), code="empty")
    if CalendarYear.objects.filter(
        party=party, institution=institution_id, year=year
    ).exists():
        raise IllegalStep(_("The list of that year is confirmed already."))
    confirmed = CalendarYear.objects.create(
        party=party,
        institution_id=institution_id,
        year=year,
        confirmed_at=by.at,
        confirmed_by_id=by.user_id,
        source=by.label[:120],
    )
    audit.record(party, "calendar_confirmed", by=by, year=year, institution=institution_id)
    return confirmed


@transaction.atomic
def draft_calendar_year(year: int, *, by: Viewer) -> dict[str, int]:
    """Propose a list for every member that has not confirmed ``year``; nothing is confirmed.

    Returns how many entries each member got. A day that has an entry already, whatever
    it says, is left alone, so that running it again does nothing.
    """
    if not rules.may_enter_closure(by):
        raise Refused(_("Only the Secretariat enters closures."), rule="2.5")
    confirmed = CalendarYear.objects.filter(year=year, institution=None)
    waiting = Party.objects.members_on(by.on).exclude(pk__in=confirmed.values("party"))
    made = {}
    for party in waiting.select_for_update(no_key=True):
        listed = Closure.objects.filter(party=party, institution=None, day__year=year)
        known = set(listed.values_list("day", flat=True))
        entries = [
            _drafted(party, entry, by)
            for entry in drafts.draft(party.code, year)
            if entry.day not in known
        ]
        if entries:
            Closure.objects.bulk_create(entries)
            audit.record(party, "calendar_drafted", by=by, year=year, entries=len(entries))
            made[party.code] = len(entries)
    return made


def _drafted(party: Party, entry: drafts.Entry, by: Viewer) -> Closure:
    return Closure(
        party=party,
        day=entry.day,
        kind=ClosureKind.PUBLIC_HOLIDAY,
        name_es=entry.name_es[:160],
        name_en=entry.name_en[:160],
        source_url=drafts.SOURCE,
        confirmed=False,
        entered_by_id=by.user_id,
        entered_at=by.at,
    )


def _require_instrument(kind: str, name: str, instrument: str) -> None:
    if kind not in ClosureKind.values:
        raise Invalid(_("Unknown kind of closure."), code="kind")
    if not name.strip() or not instrument.strip():
        raise Invalid(
            _("An entry has a name and the legal instrument behind it."), code="required"
        )


def _require_correctable(party: Party, pk: int | None) -> Closure | None:
    if pk is None:
        return None
    old = Closure.objects.filter(pk=pk, party=party).first()
    if old is None:
        raise Invalid(_("That entry is another party's."), code="supersedes")
    if Closure.objects.filter(supersedes=old).exists():
        raise Conflict(_("That entry was already corrected."), code="superseded")
    return old


def _require_new(
    party: Party, institution_id: int | None, day: date, old: Closure | None
) -> None:
    same = Closure.objects.in_force().filter(
        party=party, institution=institution_id, day=day
    )
    if old:
        same = same.exclude(pk=old.pk)
    if same.exists():
        raise Conflict(
            _("There is an entry for that day already: correct it instead."),
            code="duplicate",
        )
