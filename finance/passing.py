"""What a presidency hands to the next of contributions: scale, accounts, arrears, letters."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.sections import Row, Section, both, day, same, two
from finance import reports
from finance.letter_words import period_of
from finance.models import Assessment, Letter, LetterKind, Scale, Share
from finance.presentation.money import CENTS, amount
from members.models import Party

LETTERS_TOLD = 20


def sections(passing: Any, viewers: Sequence[Viewer]) -> list[Section]:
    """Return the scale, the members' accounts, what is overdue, and the letters written."""
    del passing  # the accounts are the Conference's, whoever presides
    viewer = viewers[0]
    return [_scale(viewer), _accounts(), _arrears(viewer), _letters()]


def _scale(viewer: Viewer) -> Section:
    scale = Scale.objects.in_force(viewer.on)
    shares = scale.shares.select_related("party") if scale else Share.objects.none()
    said = _("The scale in force (%(decision)s; %(source)s).")
    return Section(
        key="contributions",
        title=both(_("Contribution scale")),
        columns=[both(_("Country")), both(_("A year, in USD"))],
        rows=[_share(share) for share in shares],
        empty=both(_("No contribution scale is on record.")),
        note=both(said, decision=scale.decision, source=scale.source) if scale else {},
    )


def _share(share: Share) -> Row:
    return Row(
        [
            two(share.party.name_es, share.party.name_en),
            same(f"{share.amount_cents // CENTS:,}.{share.amount_cents % CENTS:02}"),
        ]
    )


def _accounts() -> Section:
    rows = reports.balances()
    parties = Party.objects.in_bulk([row.party for row in rows])
    return Section(
        key="accounts",
        title=both(_("Accounts of the members, in USD")),
        columns=[
            both(_("Country")),
            both(_("Assessed")),
            both(_("Received and applied")),
            both(_("Outstanding")),
            both(_("Credit in favour")),
        ],
        rows=[
            Row(
                [
                    two(parties[row.party].name_es, parties[row.party].name_en),
                    same(amount(row.assessed)),
                    same(amount(row.paid)),
                    same(amount(row.outstanding)),
                    same(amount(row.credit)),
                ],
                page=("finance:statement", (row.code,)),
            )
            for row in rows
        ],
        empty=both(_("No contribution has been assessed in the portal.")),
    )


def _arrears(viewer: Viewer) -> Section:
    late = Assessment.objects.all().with_balances()
    late = late.filter(due_on__lt=viewer.on, outstanding__gt=0)
    found = late.select_related("party", "budget").order_by("due_on", "party__order")
    return Section(
        key="arrears",
        title=both(_("Contributions in arrears, in USD")),
        columns=[
            both(_("Country")),
            both(_("Period")),
            both(_("Due on")),
            both(_("Outstanding")),
        ],
        rows=[
            Row(
                [
                    two(row.party.name_es, row.party.name_en),
                    period_of(row.budget),
                    day(row.due_on),
                    same(amount(row.outstanding)),
                ],
                late=True,
            )
            for row in found
        ],
        empty=both(_("No contribution is in arrears.")),
    )


def _letters() -> Section:
    found = Letter.objects.select_related("budget", "signed_for")
    latest = found.annotate(members=Count("recipients")).order_by("-year", "-sequence")
    return Section(
        key="letters",
        title=both(_("Letters about contributions")),
        columns=[
            both(_("Number")),
            both(_("Letter")),
            both(_("Period")),
            both(_("Date")),
            both(_("Signed for")),
            both(_("Members")),
        ],
        rows=[_letter(letter) for letter in latest[:LETTERS_TOLD]],
        empty=both(_("No letter has been issued in the portal.")),
    )


def _letter(letter: Letter) -> Row:
    members: int = letter.members  # type: ignore[attr-defined]
    return Row(
        [
            same(letter.number),
            both(LetterKind(letter.kind).label),
            period_of(letter.budget),
            day(letter.written_on),
            two(letter.signed_for.name_es, letter.signed_for.name_en),
            same(members),
        ],
        page=("finance:letter", (letter.number,)),
    )
