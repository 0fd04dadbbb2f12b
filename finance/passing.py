"""What a presidency hands to the next about contributions: the scale, and what is not known."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Row, Section, both, same, two
from finance.models import Scale, Share

CENTS = 100


def sections(passing: Any, viewers: Sequence[Viewer]) -> list[Section]:
    """Return each member's share of the scale in force; payments are not kept here."""
    del passing  # the scale is the Conference's, whoever presides
    scale = Scale.objects.in_force(viewers[0].on)
    shares = scale.shares.select_related("party") if scale else Share.objects.none()
    return [
        Section(
            key="contributions",
            title=both(_("Contributions and arrears")),
            columns=[both(_("Country")), both(_("A year, in USD"))],
            rows=[_row(share) for share in shares],
            empty=both(_("No contribution scale is on record.")),
            note=both(
                _(
                    "The scale in force (%(decision)s; %(source)s). Payments are not recorded "
                    "in the portal: who is in arrears is asked of the Secretariat."
                ),
                decision=scale.decision,
                source=scale.source,
            )
            if scale
            else {},
        )
    ]


def _row(share: Share) -> Row:
    return Row(
        [
            two(share.party.name_es, share.party.name_en),
            same(f"{share.amount_cents // CENTS:,}.{share.amount_cents % CENTS:02}"),
        ]
    )
