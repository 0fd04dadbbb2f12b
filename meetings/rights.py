"""Who may do what in a meeting: the matrix in force, the grounds on record, what was decided.

Every act that a right of the matrix governs asks here, with the instant of its viewer:
``may`` for one question, ``Rights`` for many about one meeting without a query for each.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from crm_portal.core.access import ZONE_OF_RECORD, Role, Viewer
from crm_portal.core.errors import Refused
from meetings import rules
from meetings.models import (
    Meeting,
    ParticipationDecision,
    ParticipationRule,
    PartyClass,
    Right,
    Session,
)
from meetings.models.participation import GROUNDS
from meetings.rules import Cell, Ground, Verdict
from meetings.rules.participation import Because
from members.access import troika_at
from members.models import Party, Standing
from members.models.parties import PartyKind, StandingStatus

CLASS_OF_KIND = {
    PartyKind.MEMBER_STATE: PartyClass.MEMBER,
    PartyKind.OBSERVER_STATE: PartyClass.OBSERVER_STATE,
    PartyKind.OBSERVER_ORGANIZATION: PartyClass.OBSERVER_ORGANIZATION,
    PartyKind.CIVIL_SOCIETY: PartyClass.RROCM,
    PartyKind.SECRETARIAT: PartyClass.SECRETARIAT,
    PartyKind.SPECIAL_GUEST: PartyClass.SPECIAL_GUEST,
}
# Each says which grounds its own rows give: ``(meeting, at) -> {party id: {ground}}``.
GROUND_SOURCES = (
    "meetings.grounds.invitations",
    "meetings.grounds.spaces",
    "meetings.grounds.groups",
)


def classes_at(at: datetime) -> dict[int, PartyClass]:
    """Return what each party is for the matrix at ``at``, by its key: three queries.

    The presidency and the Troika follow the office by date; a party whose standing is
    suspended or over is nothing, and a party is what it stands as on that day.
    """
    day = at.astimezone(ZONE_OF_RECORD).date()
    standing = Standing.objects.on(day).filter(status=StandingStatus.ACTIVE)
    found = {
        party: CLASS_OF_KIND[PartyKind(kind)]
        for party, kind in standing.values_list("party_id", "kind")
    }
    found |= dict.fromkeys(
        Party.objects.filter(kind=PartyKind.SECRETARIAT).values_list("pk", flat=True),
        PartyClass.SECRETARIAT,
    )
    troika = troika_at(at)
    for party in (troika.previous, troika.next):
        if party in found:
            found[party] = PartyClass.OTHER_TROIKA
    found |= {party: PartyClass.PPT for party in troika.chairs if party in found}
    return found


@dataclass
class Rights:
    """The rights in the forums of one meeting (or of none), at one instant.

    Read once: the cells, the decisions in force, the grounds on record; then ask as often
    as there are rows on the page.
    """

    meeting: Meeting | None
    at: datetime
    cells: dict[tuple[str, str, str], Cell]
    decisions: list[ParticipationDecision]
    met: dict[int, set[str]]
    classes: dict[int, PartyClass]

    @classmethod
    def of(cls, meeting: Meeting | None, at: datetime) -> "Rights":
        """Read what holds for ``meeting`` at ``at``."""
        day = at.astimezone(ZONE_OF_RECORD).date()
        cells = {
            (rule.body, rule.party_class, rule.right): rule.cell
            for rule in ParticipationRule.objects.in_force(day)
        }
        decided = ParticipationDecision.objects.in_force(at)
        about = Q(meeting=None) | Q(meeting=meeting) if meeting else Q(meeting=None)
        return cls(
            meeting=meeting,
            at=at,
            cells=cells,
            decisions=list(decided.filter(about)),
            met=_grounds(meeting, at),
            classes=classes_at(at),
        )

    def class_of(self, party_id: int | None) -> PartyClass:
        """Return what the party is here; one without a standing comes as a guest, or not at all."""
        if party_id is None:
            return PartyClass.PUBLIC
        known = self.classes.get(party_id)
        if known is not None:
            return known
        is_guest = Ground.INVITATION in self.met.get(party_id, ())
        return PartyClass.SPECIAL_GUEST if is_guest else PartyClass.PUBLIC

    def may(
        self,
        right: Right,
        forum: str,
        party_id: int | None,
        *,
        session: Session | None = None,
        also_met: Iterable[str] = (),
    ) -> Verdict:
        """Return whether the party may exercise ``right`` in ``forum`` here, and why.

        ``also_met`` are grounds that the act itself brings: a registration that keeps to
        the composition, a document that was circulated to the party.
        """
        party_class = self.class_of(party_id)
        cell = self.cells.get((forum, party_class, right))
        decided = any(
            each.forum == forum
            and each.party_class == party_class
            and each.right == right
            and each.party_id in {None, party_id}
            and (each.session_id is None or (session and each.session_id == session.pk))
            for each in self.decisions
        )
        met = {*self.met.get(party_id or 0, ()), *also_met}
        return rules.verdict(cell, met, decided=decided)


def may(
    right: Right,
    forum: str,
    party_id: int | None,
    *,
    at: datetime,
    meeting: Meeting | None = None,
    session: Session | None = None,
    also_met: Iterable[str] = (),
) -> Verdict:
    """Return whether a party may exercise one right, and why."""
    here = Rights.of(meeting, at)
    return here.may(right, forum, party_id, session=session, also_met=also_met)


def require(verdict: Verdict, right: Right) -> None:
    """Raise Refused, with the rule and the reason, unless ``verdict`` allows ``right``."""
    if not verdict:
        raise Refused(
            refusal(verdict, right), rule=verdict.sources.split(" ")[0] or "procedure 6"
        )


def refusal(verdict: Verdict, right: Right) -> str:
    """Return why ``right`` is refused, in the reader's language."""
    told = {"right": Right(right).label}
    if verdict.because == Because.NO_GROUND:
        told["ground"] = GROUNDS[verdict.ground]
        return (
            _("The rule in force gives the right to %(right)s on a condition: %(ground)s.")
            % told
        )
    if verdict.because == Because.UNREGULATED:
        return (
            _(
                "No source gives the right to %(right)s here, and the presidency has not "
                "decided otherwise."
            )
            % told
        )
    return _("The rule in force does not give the right to %(right)s here.") % told


def _grounds(meeting: Meeting | None, at: datetime) -> dict[int, set[str]]:
    met: dict[int, set[str]] = defaultdict(set)
    if meeting is None:
        return met
    for path in GROUND_SOURCES:
        source = import_string(path)
        for party, grounds in source(meeting, at).items():
            met[party] |= grounds
    return met


def may_record_decision(by: Viewer) -> bool:
    """The presidency decides what the matrix leaves to it (001:218)."""
    return by.has(Role.PRESIDENCY)
