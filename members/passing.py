"""The chair passes from one country to the next: which, when, and whose powers change with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Role, Viewer
from crm_portal.core.sections import Row, Section, Text, both, day, same, two
from members import rules
from members.access import troika_at, voice_focal_points
from members.models import Designation, Mandate, Party, Presidency, User
from members.models.parties import Precision
from members.rules import Term, Troika

JUST_BEFORE = timedelta(microseconds=1)
SEATS: tuple[tuple[str, str | Promise], ...] = (
    ("current", pgettext_lazy("presidency", "Current")),
    ("previous", pgettext_lazy("presidency", "Previous")),
    ("next", pgettext_lazy("presidency", "Next")),
)
OUTSIDE = _("outside the Troika")


@dataclass(frozen=True)
class Passing:
    """One hand-over: done, recorded for an instant ahead, or awaited after a designation.

    ``at`` is None while no instant is on record. ``target`` is what its papers hang on.
    """

    year: int
    outgoing: Party | None
    incoming: Party
    at: datetime | None
    before: Troika
    after: Troika
    target: Presidency | Designation

    @property
    def is_exact(self) -> bool:
        """Whether the day is known, and not only counted from: of some terms only a year is."""
        precision = getattr(self.target, "precision", Precision.DAY)
        return precision == Precision.DAY

    @property
    def parties(self) -> tuple[int | None, int]:
        """The two countries between which the pack passes."""
        return (self.outgoing.pk if self.outgoing else None, self.incoming.pk)


def next_year(viewer: Viewer) -> int | None:
    """Return the year of the hand-over that comes, recorded or awaited, if one is known."""
    terms = list(Presidency.objects.visible_to(viewer).order_by("label_year"))
    recorded = next((each for each in terms if each.term.lower > viewer.at), None)
    if recorded is not None:
        return recorded.label_year
    designation = _next_designation(terms, viewer)
    return designation.label_year if designation else None


def passing(year: int, viewer: Viewer) -> Passing | None:
    """Return the hand-over that opens the presidency of ``year``, or None.

    The last one that happened, or one to come: of the others only their papers remain.
    """
    terms = list(Presidency.objects.visible_to(viewer).select_related("party"))
    term = next((each for each in terms if each.label_year == year), None)
    if term is not None:
        begun = [each for each in terms if each.term.lower <= viewer.at]
        is_last = bool(begun) and term == max(begun, key=lambda each: each.term.lower)
        return _of_term(term) if is_last or term.term.lower > viewer.at else None
    designation = _next_designation(terms, viewer)
    if designation is None or designation.label_year != year:
        return None
    return _of_designation(designation, terms, viewer)


def _next_designation(terms: Sequence[Presidency], viewer: Viewer) -> Designation | None:
    """Return the designation that makes the next presidency, if nothing is recorded yet."""
    if any(each.term.lower > viewer.at for each in terms):
        return None
    known = [
        Term(each.party_id, each.label_year, each.term.lower, each.term.upper)
        for each in terms
    ]
    years = rules.years_of_the_next(known, viewer.at)
    ahead = Designation.objects.visible_to(viewer).in_force(viewer.on)
    found = ahead.filter(label_year__range=years).select_related("party")
    return found.order_by("label_year").first()


def _of_term(term: Presidency) -> Passing:
    at = term.term.lower
    before, after = troika_at(at - JUST_BEFORE), troika_at(at)
    leaves = before.current or after.previous
    return Passing(
        term.label_year,
        Party.objects.filter(pk=leaves or 0).first(),
        term.party,
        at,
        replace(before, current=leaves),
        after,
        term,
    )


def _of_designation(
    designation: Designation, terms: Sequence[Presidency], viewer: Viewer
) -> Passing:
    """Return the hand-over as it would be if it happened at this instant."""
    before = troika_at(viewer.at)
    known = [
        Term(each.party_id, each.label_year, each.term.lower, _ended(each, viewer.at))
        for each in terms
        if each.term.lower < viewer.at
    ]
    incoming = Term(designation.party_id, designation.label_year, viewer.at, None)
    following = Designation.objects.in_force(viewer.on).filter(
        label_year=designation.label_year + 1
    )
    then = following.values_list("party", flat=True).first()
    leaves = before.current or before.previous
    return Passing(
        designation.label_year,
        Party.objects.filter(pk=leaves or 0).first(),
        designation.party,
        None,
        before,
        rules.troika([*known, incoming], then, viewer.at),
        designation,
    )


def _ended(term: Presidency, at: datetime) -> datetime:
    upper: datetime | None = term.term.upper
    return min(upper or datetime.max.replace(tzinfo=UTC), at)


def readers_of(passing: Passing, at: datetime) -> list[Viewer]:
    """Return the two presidencies as they read at ``at``: a paper says what both may know."""
    seats = troika_at(at)
    held = {Role.MEMBER, Role.FOCAL_POINT}
    return [
        Viewer(
            at=at,
            party_id=party,
            roles=frozenset(held)
            | rules.derived_roles(held, speaks=True, party_id=party, seats=seats),
        )
        for party in passing.parties
        if party is not None
    ]


def sections(passing: Passing, viewers: Sequence[Viewer]) -> list[Section]:
    """Return what changes hands among people: powers at the instant, contacts to confirm."""
    at = viewers[0].at
    return [_powers(passing, at), _contacts(passing, at)]


def _powers(passing: Passing, at: datetime) -> Section:
    seats = [passing.before, passing.after]
    involved = list(dict.fromkeys(s for each in seats for s in each.voices))
    parties = Party.objects.in_bulk(involved)
    people = _speakers(involved, at)
    return Section(
        key="powers",
        title=both(_("Credentials that change")),
        columns=[
            both(_("Country")),
            both(_("Until the hand-over")),
            both(_("From the hand-over on")),
            both(_("Who speaks for it")),
        ],
        rows=[
            Row(
                [
                    two(parties[pk].name_es, parties[pk].name_en),
                    _seat(passing.before, pk),
                    _seat(passing.after, pk),
                    same(", ".join(people.get(pk, [])) or "—"),
                ],
                page=("members:party", (parties[pk].code,)),
            )
            for pk in involved
        ],
        empty=both(_("Nobody’s powers change.")),
        note=both(
            _(
                "Powers follow the office: they change at the instant of the hand-over, in "
                "sessions that are open too. Nobody is appointed or removed by hand."
            )
        ),
    )


def _seat(seats: Troika, party: int) -> Text:
    held = [both(label) for name, label in SEATS if getattr(seats, name) == party]
    if not held:
        return both(OUTSIDE)
    return {lang: ", ".join(each[lang] for each in held) for lang in ("es", "en")}


def _speakers(parties: Iterable[int], at: datetime) -> dict[int, list[str]]:
    """Return who speaks for each country: the focal points of its official voice."""
    speaking = (
        Mandate.objects.at(at)
        .focal_points()
        .filter(user__in=voice_focal_points(parties, at), party__in=list(parties))
    )
    found: dict[int, list[str]] = {}
    rows = speaking.order_by("is_alternate", "user__full_name").values_list(
        "party_id", "user__full_name"
    )
    for party, name in rows:
        found.setdefault(party, []).append(name)
    return found


def _contacts(passing: Passing, at: datetime) -> Section:
    members = Party.objects.members_on(Viewer(at=at).on)
    stale = User.objects.unverified(at).values("pk")
    mandates = (
        Mandate.objects.at(at)
        .focal_points()
        .filter(user__in=stale, party__in=members, user__is_active=True)
        .select_related("user", "party", "institution")
        .order_by("party__order", "user__full_name")
    )
    return Section(
        key="contacts",
        title=both(_("Contacts not confirmed")),
        columns=[
            both(_("Country")),
            both(_("Focal point")),
            both(_("Institution")),
            both(_("Last confirmed")),
        ],
        rows=[_contact(mandate) for mandate in mandates],
        empty=both(_("Every focal point has confirmed its contact in the last 180 days.")),
    )


def _contact(mandate: Mandate) -> Row:
    user, office = mandate.user, mandate.institution
    bounced = both(_("mail returned")) if user.bounced_at else both(_("never"))
    return Row(
        [
            two(mandate.party.name_es, mandate.party.name_en),
            same(user.full_name),
            two(office.name_es, office.name_en) if office else same("—"),
            day(user.verified_at) if user.verified_at and not user.bounced_at else bounced,
        ],
        page=("members:person", (user.pk,)),
    )
