"""A directory of full size: two thousand people in office, and forty years of mandates."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from crm_portal.core import clock
from crm_portal.core.access import Role
from members.models import Institution, Mandate, Party, User

IN_OFFICE, YEARS = 2_000, 40
# How often a post changes hands: ten holders of each, over the years.
TERM = timedelta(days=365 * 4)
GIVEN = (
    "María",
    "José",
    "Ana",
    "Luis",
    "Carmen",
    "Óscar",
    "Lucía",
    "Héctor",
    "Inés",
    "Raúl",
)
FAMILY = ("Pérez", "Núñez", "López", "García", "Ibáñez", "Muñoz", "Díaz", "Ruiz", "Solís")
ROLES = (Role.FOCAL_POINT, Role.FOCAL_POINT, Role.DIRECTOR_MIGRATION, Role.VICE_MINISTER)


def populate(count: int = IN_OFFICE) -> None:
    """Add people in office to those of the demonstration, and whoever held each post before."""
    at = clock.now()
    posts = _posts(count)
    holders = YEARS * 365 // TERM.days
    people = User.objects.bulk_create(
        _person(number, at) for number in range(count * holders)
    )
    Mandate.objects.bulk_create(
        _mandate(people[post * holders + turn], *posts[post], turn, at)
        for post in range(count)
        for turn in range(holders)
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE members_user, members_mandate")


def _posts(count: int) -> list[tuple[Party, Institution, Role]]:
    """Spread the posts over every institution of every member country."""
    offices = list(Institution.objects.select_related("party"))
    return [
        (office.party, office, ROLES[number % len(ROLES)])
        for number in range(count)
        for office in [offices[number % len(offices)]]
    ]


def _person(number: int, at: datetime) -> User:
    given, family = GIVEN[number // 10 % len(GIVEN)], FAMILY[number % len(FAMILY)]
    return User(
        email=f"p{number}@example.org",
        full_name=f"{given} {family} {number}",
        title="Jefatura de cooperación",
        phone=f"+507 500-{number:04}",
        language="es",
        verified_at=at - timedelta(days=number % 200),
        is_demonstration=True,
    )


def _mandate(
    user: User, party: Party, office: Institution, role: Role, turn: int, at: datetime
) -> Mandate:
    """The ``turn``-th holder of a post, counted back from the one in office."""
    ends = at - turn * TERM if turn else None
    begins = at - (turn + 1) * TERM
    return Mandate(
        user=user,
        party=party,
        institution=office,
        role=role,
        during=DateTimeTZRange(begins, ends),
    )
