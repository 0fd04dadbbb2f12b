"""What the register holds for a reader, and what there is to choose from."""

from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from crm_portal.core.access import Viewer
from decisions.models import (
    Provision,
    ProvisionLink,
    Text,
    TextCorrigendum,
    TextStatement,
)
from decisions.models.following import Commitment
from decisions.models.texts import TextQuerySet


def registered(viewer: Viewer) -> TextQuerySet:
    """Return the adopted texts that exist for the reader, the latest first."""
    standing = Text.objects.register_for(viewer).exclude(reference=None)
    latest = F("adopted_on").desc(nulls_last=True)
    return standing.select_related("kind", "body", "meeting__body").order_by(latest, "pk")


def one(viewer: Viewer, reference: str) -> Text | None:
    """Return a text of the register, and whether there is anything around it to ask for."""
    standing = registered(viewer).order_by()
    ends = Q(earlier_text=OuterRef("pk")) | Q(later_text=OuterRef("pk"))
    return (
        standing.filter(reference=reference)
        .select_related("annexed_to__kind", "kind", "body", "meeting__body", "adoption")
        .annotate(
            knows_annexed=Exists(standing.filter(pk=OuterRef("annexed_to"))),
            has_annexes=Exists(standing.filter(annexed_to=OuterRef("pk"))),
            has_corrigenda=Exists(TextCorrigendum.objects.filter(text=OuterRef("pk"))),
            has_statements=Exists(TextStatement.objects.filter(text=OuterRef("pk"))),
            has_links=Exists(ProvisionLink.objects.filter(ends)),
            has_commitments=Exists(Commitment.objects.filter(text=OuterRef("pk"))),
        )
        .first()
    )


def provisions(viewer: Viewer) -> QuerySet[Provision]:
    """Return the provisions of those texts, in the order of each text."""
    standing = Text.objects.register_for(viewer).exclude(reference=None)
    return Provision.objects.filter(text__in=standing).order_by("position", "pk")


def links(viewer: Viewer) -> QuerySet[ProvisionLink]:
    """Return the links of which the reader may know both ends."""
    texts = registered(viewer).order_by().values("pk")
    return ProvisionLink.objects.filter(earlier_text__in=texts, later_text__in=texts)


@dataclass
class Options:
    """What there is to choose from, and how many texts each choice has."""

    bodies: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: TextQuerySet) -> "Options":
        """Count ``rows`` by organ, kind and year: one query."""
        found = cls()
        counted = rows.order_by().values_list("body__code", "kind_id", "adopted_on__year")
        for body, kind, year, count in counted.annotate(count=Count("pk")):
            for counts, key in (
                (found.bodies, body),
                (found.kinds, kind),
                (found.years, year),
            ):
                if key:
                    counts[key] = counts.get(key, 0) + count
        return found
