"""Contribution scales as pages show them: their days, their decision, what each member gives."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Sum

from crm_portal.core.access import Viewer
from crm_portal.library.rules import alphabet
from finance.models import ALL, PastFact, Scale
from finance.models.past import PastKind
from finance.presentation.budgets.citing import CITED, Cited, cited
from finance.presentation.budgets.sharing import Shared, shared
from finance.rules.apportionment import apportion
from finance.rules.scales import over_charge, sharing
from finance.services.scales import Weight
from members.models import Party

Choice = tuple[int, str]
Pairs = tuple[tuple[int, int], ...]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """A scale in the list: until when it holds (None: no other is known), and its figures."""

    scale: Scale
    until: date | None
    cited: Cited | None
    total: int
    members: int
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A country that a scale may name, and what it gives by the scale of that day."""

    pk: int
    code: str
    name: str
    is_member: bool
    cents: int | None


@dataclass(frozen=True, slots=True)
class Published:
    """What printed percentages add to, and what billing by them would bring too much."""

    sum: int
    excess: int

    @property
    def is_whole(self) -> bool:
        return self.sum == ALL

    @property
    def short(self) -> int:
        """What billing by them would bring too little."""
        return max(0, -self.excess)


def listed(viewer: Viewer) -> list[ScaleRow]:
    """Return every scale, the newest first: one query."""
    scales = list(
        Scale.objects.visible_to(viewer)
        .select_related(*CITED)
        .annotate(sum_cents=Sum("shares__amount_cents"), members=Count("shares"))
        .order_by("-valid_from")
    )
    current = Scale.objects.visible_to(viewer).in_force(viewer.on)
    later = [None, *(each.valid_from for each in scales)]
    return [
        ScaleRow(
            each,
            until - ONE_DAY if until else None,
            cited(each),
            each.sum_cents or 0,
            each.members,
            each == current,
        )
        for each, until in zip(scales, later, strict=False)
    ]


def until_of(scale: Scale, viewer: Viewer) -> date | None:
    """Return the last day of a scale; None: no later one is known."""
    later = Scale.objects.visible_to(viewer).filter(valid_from__gt=scale.valid_from)
    following = later.order_by("valid_from").first()
    return following.valid_from - ONE_DAY if following else None


def past_facts(viewer: Viewer) -> list[PastFact]:
    """Return what the sources tell of budgets and scales that they give no figures of."""
    kinds = [PastKind.APPROVED, PastKind.RECOMMENDED]
    return list(PastFact.objects.all().visible_to(viewer).filter(kind__in=kinds))


def weights_of(scale: Scale) -> list[Weight]:
    """Return the shares of a scale, in the order of its table."""
    return [
        Weight(share.party_id, share.amount_cents, share.published_percent)
        for share in scale.shares.all()
    ]


def tried(
    weights: Sequence[Weight],
    parties: Sequence[Party],
    total: int,
    *,
    members: Collection[int] | None = None,
    than: Scale | None = None,
) -> Shared | None:
    """Return what each would owe of ``total``; None: nobody has a share.

    ``members``: whom it would be assessed among (None: everyone with a share). ``than``: the
    scale that it is compared with.
    """
    now, before = _among(weights, members), None
    if now is None:
        return None
    if than is not None and (old := _among(weights_of(than), members)):
        before = {part.key: part.cents for part in apportion(total, old)}
    return shared(
        total,
        apportion(total, now),
        parties,
        published={each.party: each.published_percent for each in weights},
        before=before,
    )


def _among(weights: Sequence[Weight], members: Collection[int] | None) -> Pairs | None:
    """Return by what a total is shared among ``members``; None: they have no share."""
    pairs = tuple((each.party, each.cents) for each in weights)
    if members is not None:
        pairs = sharing(pairs, members).weights
    return pairs if any(cents for _party, cents in pairs) else None


def sharers(scale: Scale, until: date | None, viewer: Viewer) -> set[int]:
    """Return the members of today, or of the day of the scale's days that is nearest to it."""
    day = max(scale.valid_from, min(viewer.on, until or viewer.on))
    return set(Party.objects.members_on(day).values_list("pk", flat=True))


def published(weights: Sequence[Weight]) -> Published | None:
    """Return what the printed percentages amount to; None where they are not all known."""
    known = [each.published_percent for each in weights]
    if not known or None in known:
        return None
    percents = [each for each in known if each is not None]
    total = sum(each.cents for each in weights)
    return Published(sum(percents), over_charge(total, percents))


def candidates(viewer: Viewer, on: date) -> list[Candidate]:
    """Return the countries that a scale from ``on`` may name, in the order of the table."""
    members = set(Party.objects.members_on(on).values_list("pk", flat=True))
    known = Party.objects.visible_to(viewer).filter(
        Q(pk__in=members) | Q(pk__in=Party.objects.member_states())
    )
    scale = Scale.objects.visible_to(viewer).in_force(on)
    given = {each.party: each.cents for each in weights_of(scale)} if scale else {}
    return [
        Candidate(
            party.pk,
            party.code,
            party.name,
            party.pk in members,
            given.get(party.pk) if party.pk in members else None,
        )
        for party in known.order_by("order", "code")
    ]


def parties_of(weights: Sequence[Weight], viewer: Viewer) -> list[Party]:
    named = [each.party for each in weights]
    return list(Party.objects.visible_to(viewer).filter(pk__in=named))


def differences(scale: Scale, on: date) -> dict[str, list[str]]:
    """Return who is a member ``on`` without a share, and who has one and is none."""
    members = list(Party.objects.members_on(on))
    shares = list(scale.shares.select_related("party"))
    who: dict[int, Any] = {each.pk: each for each in members}
    who |= {share.party_id: share.party for share in shares}
    among = sharing(
        [(share.party_id, share.amount_cents) for share in shares],
        [each.pk for each in members],
    )
    return {
        name: sorted((who[pk].name for pk in keys), key=alphabet)
        for name, keys in (("joined", among.joined), ("left", among.left))
    }


def choices(viewer: Viewer) -> list[Choice]:
    """Return the scales that a budget may be shared anew by, under their day and decision."""
    return [
        (each.pk, f"{each.valid_from:%Y-%m-%d} · {each.decision}")
        for each in Scale.objects.visible_to(viewer)
    ]
