"""A Vice-Ministerial Meeting with its agenda, as the tests of agendas play it.

Ana (presidency, Guatemala) is not behind the closed door; Gloria, her Vice-Minister, is.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from crm_portal.core.access import Role, Viewer
from crm_portal.reference import conference
from meetings.models import (
    AgendaItem,
    Forum,
    Meeting,
    ParticipationRule,
    Session,
)
from meetings.services import agenda
from members.access import viewer_for
from members.models import User
from tests.cast import Cast
from tests.factories import MandateFactory, MeetingFactory, UserFactory

OPENS = datetime(2026, 12, 2, 15, tzinfo=UTC)
CUT_OFF = datetime(2026, 10, 1, 6, tzinfo=UTC)
CANARY = "Asunto reservado canario"
CANARY_EN = "Reserved canary matter"
MINIMUM = (
    ("opening_statements", "Declaraciones de apertura", "Opening statements"),
    ("ppt_report", "Informe de la Presidencia Pro-Témpore", "Report of the Presidency"),
    ("rrocm_dialogue", "Diálogo con la RROCM", "Dialogue with RNCOM"),
)


@dataclass
class AgendaScene:
    """The cast, its meeting of December with an open and a closed session, and who comes."""

    cast: Cast
    meeting: Meeting = field(init=False)
    plenary: Session = field(init=False)
    closed: Session = field(init=False)
    gloria: User = field(init=False)
    viviana: User = field(init=False)

    def __post_init__(self) -> None:
        if not ParticipationRule.objects.exists():
            ParticipationRule.objects.bulk_create(conference._rules(self.cast.at))
        self.meeting = MeetingFactory(
            symbol="XXXI-CRM", ordinal=31, host=self.cast.parties["GT"]
        )
        self.plenary = self.session(Forum.VM_PLENARY, 0)
        self.closed = self.session(Forum.VM_CLOSED, 6)
        self.gloria = self.vice_minister("Gloria", "GT")
        self.viviana = self.vice_minister("Viviana", "DO")

    def session(self, forum: Forum, hours: int) -> Session:
        begins = OPENS + timedelta(hours=hours)
        return Session.objects.create(
            meeting=self.meeting,
            forum=forum,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
        )

    def vice_minister(self, name: str, code: str) -> User:
        user = UserFactory(full_name=name, email=f"vm-{code.lower()}@example.org")
        MandateFactory(
            user=user,
            institution=None,
            party=self.cast.parties[code],
            role=Role.VICE_MINISTER,
        )
        return user

    def viewer(self, name: str, at: datetime | None = None) -> Viewer:
        own = getattr(self, name, None) if name in {"gloria", "viviana"} else None
        when = at or self.cast.at
        return viewer_for(own, when) if own else self.cast.viewer(name, when)

    def item(self, title: str, *, who: str = "ana", **told: Any) -> AgendaItem:
        """Put an item on the open agenda, in the plenary unless told."""
        told.setdefault("session_id", None if "parent_id" in told else self.plenary.pk)
        told.setdefault("title_en", f"{title} (en)")
        return agenda.add_item(self.meeting.pk, by=self.viewer(who), title_es=title, **told)

    def minimum(self) -> list[AgendaItem]:
        return [
            self.item(title, kind=kind, title_en=english)
            for kind, title, english in MINIMUM
        ]

    def secret(self, title: str = CANARY, **told: Any) -> AgendaItem:
        """Put an item on the closed-door agenda."""
        told = {"session_id": self.closed.pk, "title_en": CANARY_EN, **told}
        return self.item(title, who="gloria", **told)
