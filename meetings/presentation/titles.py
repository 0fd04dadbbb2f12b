"""What a meeting is called: its own title, or the name its body had on its first day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.i18n import pick
from crm_portal.core.prepared import Prepared
from meetings.meeting_states import State
from meetings.models import BodyName, Forum, Meeting, Session
from meetings.rules.symbols import roman

TONES = {
    State.PLANNED: "line",
    State.CONVENED: "brand",
    State.IN_SESSION: "due",
    State.CLOSED: "",
    State.FINAL: "ok",
    State.CALLED_OFF: "off",
}


_NAMES: Prepared[BodyName] = Prepared(lambda: BodyName.objects.order_by("valid_from"))


@dataclass
class Names:
    """Every name of every body, read at once: whoever lists meetings asks it by day."""

    of_body: dict[int, list[BodyName]]

    @classmethod
    def read(cls) -> "Names":
        """Read the names: one query, whatever the list."""
        found: dict[int, list[BodyName]] = defaultdict(list)
        for name in _NAMES():
            found[name.body_id].append(name)
        return cls(found)

    def on(self, body_id: int, day: date) -> BodyName | None:
        """Return the name of the body on ``day``; before its first name, that one."""
        known = self.of_body.get(body_id, [])
        in_use = [name for name in known if name.valid_from <= day]
        first = known[0] if known else None
        return in_use[-1] if in_use else first

    def body(self, meeting: Meeting, language: str | None = None) -> str:
        """Return what the meeting's body was called on its first day, or its code."""
        name = self.on(meeting.body_id, meeting.starts_on)
        return pick(name.name_es, name.name_en, language) if name else meeting.body.code

    def title(self, meeting: Meeting, language: str | None = None) -> str:
        """Return the meeting's own title, or ``XXI`` and the name of its body."""
        own = pick(meeting.title_es, meeting.title_en, language)
        if own:
            return own
        body = self.body(meeting, language)
        return f"{roman(meeting.ordinal)} {body}" if meeting.ordinal else body


def sitting(session: Session, meeting: Meeting) -> str:
    """Return what a session is called within its meeting; of the body's own forum, a session.

    The forum of a working group is that of a network: its name would say another body.
    """
    own = str(session.title)
    if own:
        return own
    is_plain = session.forum == meeting.body.forum and session.forum != Forum.VM_PLENARY
    return str(_("Session")) if is_plain else capfirst(str(Forum(session.forum).label))


def place(meeting: Meeting) -> str:
    """Return ``Omoa and San Pedro Sula, Honduras``, or as much of it as is known."""
    host = meeting.host.name if meeting.host else ""
    city: str = meeting.city
    if city.casefold() == str(meeting.get_mode_display()).casefold():
        city = ""
    return ", ".join(filter(None, [city, host]))


def tone(meeting: Meeting) -> str:
    """Return the tint of the meeting's state."""
    return TONES[State(meeting.state)]


def other_language(names: Names, meeting: Meeting, language: str) -> tuple[str, str]:
    """Return the other language and the title in it, empty where it says the same."""
    other = "en" if language == "es" else "es"
    with override(other):
        told = names.title(meeting, other)
    return other, "" if told == names.title(meeting, language) else told


def jointly(names: Names, meeting: Meeting) -> str:
    """Return ``jointly with …``, or nothing; asks for the other bodies if there are any."""
    if not getattr(meeting, "is_joint", True):
        return ""
    others = [names.on(body.pk, meeting.starts_on) for body in meeting.jointly_with.all()]
    called = ", ".join(name.name for name in others if name)
    return _("jointly with %(bodies)s") % {"bodies": called} if called else ""
