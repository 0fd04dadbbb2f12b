"""The smallest valid row of each kind, before the verb under test. Dates are fixed."""

from datetime import UTC, date, datetime

import factory
from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from factory.django import DjangoModelFactory

from crm_portal.core.access import Role
from meetings.models import Body, BodyKind, Meeting, MeetingState
from members.models import (
    CalendarYear,
    Closure,
    Designation,
    Institution,
    Mandate,
    OfficialVoice,
    Party,
    Presidency,
    Standing,
    User,
)
from members.models.calendars import ClosureKind
from members.models.parties import PartyKind

PASSWORD = "un bosque de ceibas"
LONG_AGO = datetime(2020, 1, 1, 6, tzinfo=UTC)
THIS_SUMMER = datetime(2026, 8, 1, 15, tzinfo=UTC)
_hashes: dict[str, str] = {}


def hashed(password: str = PASSWORD) -> str:
    """Return ``password`` hashed once per run: hashing is slow on purpose."""
    if password not in _hashes:
        _hashes[password] = make_password(password)
    return _hashes[password]


def since(start: datetime = LONG_AGO, end: datetime | None = None) -> DateTimeTZRange:
    """Return the range from ``start`` (included) to ``end`` (excluded, or open)."""
    return DateTimeTZRange(start, end, "[)")


class PartyFactory(DjangoModelFactory):
    """A member country, working on San José time, in good standing."""

    class Meta:
        model = Party
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"P{n}")
    kind = PartyKind.MEMBER_STATE
    name_es = factory.LazyAttribute(lambda party: f"País {party.code}")
    name_en = factory.LazyAttribute(lambda party: f"Country {party.code}")
    capital_tz = "America/Costa_Rica"
    order = factory.Sequence(lambda n: n + 1)
    standing = factory.RelatedFactory(
        "tests.factories.StandingFactory", factory_related_name="party"
    )


class StandingFactory(DjangoModelFactory):
    """An active standing since 1996."""

    class Meta:
        model = Standing

    party = factory.SubFactory(PartyFactory, standing=None)
    since = date(1996, 1, 1)


class InstitutionFactory(DjangoModelFactory):
    """A ministry of a party."""

    class Meta:
        model = Institution

    party = factory.SubFactory(PartyFactory)
    name_es = factory.LazyAttribute(lambda it: f"Cancillería de {it.party.name_es}")
    name_en = factory.LazyAttribute(lambda it: f"Foreign Ministry of {it.party.name_en}")


class OfficialVoiceFactory(DjangoModelFactory):
    """The institution that speaks for its party, since 2020."""

    class Meta:
        model = OfficialVoice

    institution = factory.SubFactory(InstitutionFactory)
    party = factory.SelfAttribute("institution.party")
    during = factory.LazyFunction(since)


class UserFactory(DjangoModelFactory):
    """A person with an account, a password and no mandate; confirmed in August 2026."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"persona{n}@example.org")
    full_name = factory.Sequence(lambda n: f"Persona {n}")
    language = "es"
    password = factory.LazyFunction(hashed)
    verified_at = THIS_SUMMER


class MandateFactory(DjangoModelFactory):
    """A focal point of an institution, since 2020."""

    class Meta:
        model = Mandate

    user = factory.SubFactory(UserFactory)
    institution = factory.SubFactory(InstitutionFactory)
    party = factory.SelfAttribute("institution.party")
    role = Role.FOCAL_POINT
    during = factory.LazyFunction(since)


class PresidencyFactory(DjangoModelFactory):
    """A presidency from 1 January 2026 in San José on, with no end."""

    class Meta:
        model = Presidency

    party = factory.SubFactory(PartyFactory)
    label_year = 2026
    term = factory.LazyFunction(lambda: since(datetime(2026, 1, 1, 6, tzinfo=UTC)))


class DesignationFactory(DjangoModelFactory):
    """The next presidency, for 2027."""

    class Meta:
        model = Designation

    party = factory.SubFactory(PartyFactory)
    label_year = 2027
    decided_on = date(2026, 1, 15)


class ClosureFactory(DjangoModelFactory):
    """A public holiday of a whole country, on a Monday."""

    class Meta:
        model = Closure

    party = factory.SubFactory(PartyFactory)
    day = date(2026, 9, 14)
    kind = ClosureKind.PUBLIC_HOLIDAY
    name_es = "Asueto"
    name_en = "Holiday"
    entered_at = LONG_AGO


class CalendarYearFactory(DjangoModelFactory):
    """A member's list for 2026, confirmed."""

    class Meta:
        model = CalendarYear

    party = factory.SubFactory(PartyFactory)
    year = 2026
    confirmed_at = LONG_AGO


class BodyFactory(DjangoModelFactory):
    """The Vice-Ministerial Meeting, unless told otherwise."""

    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = "VICE_MINISTERIAL"
    kind = BodyKind.VICE_MINISTERIAL
    forum = "VM_PLENARIA"


class MeetingFactory(DjangoModelFactory):
    """A Vice-Ministerial Meeting convened for 2 and 3 December 2026."""

    class Meta:
        model = Meeting

    body = factory.SubFactory(BodyFactory)
    symbol = factory.Sequence("CRM-PRUEBA-{}".format)
    starts_on = date(2026, 12, 2)
    ends_on = date(2026, 12, 3)
    state = MeetingState.CONVENED
    is_demonstration = True
