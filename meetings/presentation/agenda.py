"""The agenda as a page shows it: sessions with their items, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import translate_url
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_instant
from crm_portal.core.i18n import active_language, pick
from crm_portal.library.models import Document
from meetings import agendas
from meetings.models import Axis, Forum, ItemKind, Meeting, Right
from meetings.rules import agenda as rules
from meetings.rules.agenda import Change, Difference

Row = agendas.Row
Papers = Mapping[int, Sequence[Document]]
NO_PAPERS: Papers = {}
# What is not plain from the title of an item of that kind.
SAID = (ItemKind.DECISION, ItemKind.DISCUSSION, ItemKind.INFORMATION)


@dataclass(frozen=True, slots=True)
class Item:
    """One item in words."""

    pk: int
    number: str
    level: int
    title: str
    second: str
    second_language: str
    kind: str
    axis: str
    description: str
    presenter: str
    when: str
    slots: tuple[str, ...]
    referred_by: str
    referred_url: str
    carried_from: str
    is_translated: bool = True
    papers: tuple[Document, ...] = ()


@dataclass
class Part:
    """A session with what is dealt with in it."""

    name: str
    when: str
    starts_at: datetime | None
    room: str
    items: list[Item] = field(default_factory=list)


def parts(rows: Iterable[Row], meeting: Meeting, papers: Papers = NO_PAPERS) -> list[Part]:
    """Return rows by session; hours are those of the place of the meeting.

    ``papers`` are the documents of each item that the reader may know.
    """
    zone = ZoneInfo(meeting.time_zone)
    return [
        _part(session, [_item(row, zone, papers) for row in of_session], zone)
        for session, of_session in agendas.by_session(list(rows))
    ]


def published(meeting: Meeting, viewer: Viewer) -> list[Part]:
    """Return the public agenda, for ``meetings/_agenda.html`` with ``is_public`` set."""
    version = agendas.published(meeting, viewer)
    public = Viewer(at=viewer.at)
    return parts(agendas.rows_for(version, public), meeting) if version else []


def _part(session: Row | None, items: list[Item], zone: ZoneInfo) -> Part:
    if session is None:
        return Part(_("Without a session yet"), "", None, "", items)
    own = pick(session["title"]["es"], session["title"]["en"])
    return Part(
        name=own or str(Forum(session["forum"]).label),
        when=_span(session, zone, "long"),
        starts_at=datetime.fromisoformat(session["starts_at"]),
        room=session["room"],
        items=items,
    )


def _item(row: Row, zone: ZoneInfo, papers: Papers) -> Item:
    language = active_language()
    other = "en" if language == "es" else "es"
    title = words(row["title"])
    second = row["title"][other]
    url = row["referred_url"]
    return Item(
        pk=row["id"],
        number=row["number"],
        level=rules.depth(row["number"]),
        title=title,
        second=second if second != title else "",
        second_language=other,
        kind=str(ItemKind(row["kind"]).label) if row["kind"] in SAID else "",
        is_translated=bool(row["title"]["en"]),
        axis=str(Axis(row["axis"]).label) if row["axis"] else "",
        description=words(row["description"]),
        presenter=words(row["presenter"]),
        when=_span(row, zone, "time"),
        slots=tuple(_slot(each) for each in row["slots"]),
        referred_by=row["referred_by"],
        referred_url=_address(url, language) if url else "",
        carried_from=row["carried_from"],
        papers=tuple(papers.get(row["id"], ())),
    )


def _address(url: str, language: str) -> str:
    """Return an address in ``language``, whichever language it was kept in."""
    with override(get_language_from_path(url) or language):
        return str(translate_url(url, language))


def words(text: dict[str, str]) -> str:
    """Return a text in the reader's language, or in the one that it has."""
    return pick(text["es"], text["en"])


def _slot(slot: Row) -> str:
    said = {"party": words(slot["party"]), "right": Right(slot["right"]).label}
    if slot["minutes"]:
        return _("%(party)s: %(right)s, %(minutes)d min") % {
            **said,
            "minutes": slot["minutes"],
        }
    return _("%(party)s: %(right)s") % said


def _span(row: Row, zone: ZoneInfo, style: str) -> str:
    if not row["starts_at"]:
        return ""
    first = datetime.fromisoformat(row["starts_at"])
    said = format_instant(first, style, tz=zone)
    if not row["ends_at"]:
        return said
    last = datetime.fromisoformat(row["ends_at"])
    return f"{said}–{format_instant(last, 'time', tz=zone)}"


@dataclass(frozen=True, slots=True)
class Compared:
    """One difference between two versions, in words."""

    tone: str
    label: str
    number: str
    title: str
    note: str


def compared(found: Iterable[Difference]) -> list[Compared]:
    """Return differences as rows of a table."""
    return [_compared(each) for each in found]


def _compared(each: Difference) -> Compared:
    row: Any = each.after or each.before
    tone, label = {
        Change.ADDED: ("ok", _("added")),
        Change.REMOVED: ("off", _("removed")),
        Change.MOVED: ("due", _("moved")),
        Change.CHANGED: ("brand", _("changed")),
    }[each.change]
    note = ", ".join(_field(name) for name in each.fields)
    if each.before and each.after and each.before["number"] != each.after["number"]:
        was = _("it was %(number)s") % {"number": each.before["number"]}
        note = f"{note}; {was}" if note else was
    return Compared(tone, label, row["number"], words(row["title"]), note)


def _field(name: str) -> str:
    return {
        "title": _("title"),
        "description": _("description"),
        "kind": _("kind"),
        "axis": _("thematic axis"),
        "session": _("session"),
        "presenter": _("presenter"),
        "starts_at": _("beginning"),
        "ends_at": _("end"),
    }[name]


def kinds(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return kinds of items in words, each with its source."""
    return [(str(ItemKind(kind).label), line) for kind, line in found]
