"""A party's institutions: opened, renamed, closed by date, never deleted."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import ZONE_OF_RECORD, Viewer
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from members import rules
from members.access import is_titular
from members.models import Institution, Mandate, OfficialVoice, Party
from members.models.folding import fold
from members.services.mandates import end_for


@dataclass(frozen=True, kw_only=True)
class Office:
    """What an institution says of itself; all of it is public."""

    name_es: str
    name_en: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def open_institution(party_id: int, office: Office, *, by: Viewer) -> Institution:
    """Add an institution to those through which a party acts."""
    _require_power(by, party_id)
    party = Party.objects.select_for_update().get(pk=party_id)
    _require_sound(office)
    _require_unlike_others(party, office, by)
    institution = Institution.objects.create(party=party, **asdict(office))
    audit.record(institution, "opened", by=by, party=party.code, **asdict(office))
    return institution


@transaction.atomic
def update_institution(pk: int, office: Office, *, by: Viewer) -> Institution:
    """Rename an institution, or change how it is reached; what it was stays in the trail."""
    institution = _locked(pk, by)
    _require_sound(office)
    _require_unlike_others(institution.party, office, by, but=pk)
    new = asdict(office)
    was = {
        name: getattr(institution, name)
        for name, value in new.items()
        if getattr(institution, name) != value
    }
    if not was:
        return institution
    for name in was:
        setattr(institution, name, new[name])
    institution.save(update_fields=list(was))
    verb = "renamed" if was.keys() & {"name_es", "name_en"} else "updated"
    now = {name: new[name] for name in was}
    audit.record(institution, verb, by=by, was=was, now=now)
    return institution


@transaction.atomic
def close_institution(pk: int, *, on: date, by: Viewer) -> Institution:
    """Close an institution from ``on``, in San José: mandates through it end with it."""
    institution = _locked(pk, by)
    if on < by.on:
        raise Invalid(_("An institution closes today or later."), code="past")
    ends_at = max(by.at, datetime.combine(on, time(), ZONE_OF_RECORD).astimezone(UTC))
    _require_silent(institution, ends_at)
    institution.closed_on = on
    institution.save(update_fields=["closed_on"])
    audit.record(institution, "closed", by=by, on=on)
    for mandate in _outliving(institution, ends_at):
        end_for(mandate, ends_at, by)
    return institution


def _locked(pk: int, by: Viewer) -> Institution:
    """Return the institution under lock, if ``by`` may keep it and it is open."""
    found = Institution.objects.select_related("party").select_for_update(of=("self",))
    institution = found.get(pk=pk)
    _require_power(by, institution.party_id)
    if institution.closed_on and institution.closed_on <= by.on:
        raise IllegalStep(_("This institution is closed."))
    return institution


def _outliving(institution: Institution, ends_at: datetime) -> list[Mandate]:
    """The mandates through ``institution`` that would go on past ``ends_at``."""
    found = Mandate.objects.select_for_update().filter(institution=institution)
    return list(found.at(ends_at).order_by("pk"))


def _require_power(by: Viewer, party_id: int) -> None:
    if not rules.may_keep_institutions(by, party_id, titular=is_titular(by)):
        raise Refused(
            _("Its official voice, or the Secretariat, keeps a party's institutions."),
            rule="001:393",
        )


def _require_sound(office: Office) -> None:
    if not office.name_es.strip():
        raise Invalid(_("An institution has a name in Spanish."), code="required")
    try:
        if office.email:
            validate_email(office.email)
        if office.website:
            URLValidator(schemes=["http", "https"])(office.website)
    except ValidationError as problem:
        raise Invalid(str(problem.messages[0]), code="shape") from None


def _require_unlike_others(
    party: Party, office: Office, by: Viewer, *, but: int = 0
) -> None:
    """Two open institutions of a party are told apart by their names."""
    others = party.institutions.open_on(by.on).exclude(pk=but)
    names = {fold(name) for name in others.values_list("name_es", flat=True)}
    if fold(office.name_es) in names:
        raise Conflict(_("This party has an institution of that name."), code="same")


def _require_silent(institution: Institution, ends_at: datetime) -> None:
    """Refuse while the institution speaks for its party, or is to, at ``ends_at``."""
    voices = OfficialVoice.objects.filter(institution=institution)
    speaks = voices.at(ends_at).exists()
    if speaks or voices.filter(during__startswith__gt=ends_at).exists():
        raise Conflict(
            _("This institution is the official voice. Designate another one first."),
            code="official_voice",
        )
