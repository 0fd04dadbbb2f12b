"""The due list of duties as its page tells it: who owes what, when, and with what it was done."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.library.models import Document
from decisions.models.following_duties import DutyDone, DutyKind
from decisions.rules.following import duties as rules
from decisions.rules.following import powers
from decisions.services.following.duties import Owed, due_list
from members.models import Party, User

WORDS: dict[rules.Standing, tuple[str, str | Promise]] = {
    rules.Standing.DONE: ("ok", gettext_lazy("done")),
    rules.Standing.COMING: ("line", gettext_lazy("coming")),
    rules.Standing.DUE: ("due", gettext_lazy("due")),
    rules.Standing.OVERDUE: ("late", gettext_lazy("overdue")),
}
WAITING = frozenset({rules.Standing.DUE, rules.Standing.OVERDUE})


@dataclass(frozen=True, slots=True)
class Line:
    """A duty: what, of which occasion, who owes it, how it stands, with what it was done."""

    key: str
    what: str
    occasion: str
    who: str
    due_on: Any
    rule: str
    tone: str
    word: str | Promise
    is_waiting: bool
    done: DutyDone | None
    document: Document | None
    may_settle: bool


def page(viewer: Viewer, *, shows_all: bool, kind: str = "") -> dict[str, Any]:
    """Return the list: what waits, or everything of a year back and a year ahead: ten queries."""
    found = due_list(viewer)
    wanted = [
        owed
        for owed in found
        if (shows_all or owed.standing in WAITING) and kind in ("", owed.duty.kind)
    ]
    return {
        "lines": lines(wanted, viewer),
        "shows_all": shows_all,
        "kind": kind,
        "kinds": DutyKind.choices,
        "sees_all": powers.may_follow(viewer),
        "waiting": sum(1 for owed in found if owed.standing in WAITING),
    }


def lines(found: list[Owed], viewer: Viewer) -> list[Line]:
    """Return the lines of duties: four queries, however many."""
    keys = [owed.duty.key for owed in found]
    done = {
        each.key: each for each in DutyDone.objects.visible_to(viewer).filter(key__in=keys)
    }
    held = {each.document_id for each in done.values() if each.document_id}
    documents = Document.objects.visible_to(viewer).in_bulk(held) if held else {}
    parties = {
        party.code: party.name
        for party in Party.objects.filter(code__in={owed.duty.owed_by for owed in found})
    }
    people = _people(found)
    return [_line(owed, viewer, done, documents, parties, people) for owed in found]


def _line(
    owed: Owed,
    viewer: Viewer,
    done: dict[str, DutyDone],
    documents: dict[Any, Document],
    parties: dict[str, str],
    people: dict[int, str],
) -> Line:
    duty, row = owed.duty, done.get(owed.duty.key)
    is_shown = duty.kind in rules.SHOWN_BY_RECORD
    tone, word = WORDS[owed.standing]
    is_done = owed.standing is rules.Standing.DONE
    return Line(
        key=duty.key,
        what=str(DutyKind(duty.kind).label),
        occasion=occasion(duty, people),
        who=parties.get(duty.owed_by, duty.owed_by),
        due_on=duty.due_on,
        rule=duty.rule,
        tone=tone,
        word=word,
        is_waiting=owed.standing in WAITING,
        done=row,
        document=documents.get(row.document_id) if row else None,
        may_settle=powers.may_follow(viewer) and not is_shown and not is_done,
    )


def occasion(duty: rules.Duty, people: dict[int, str]) -> str:
    """Return of which meeting, half, year or person a duty is."""
    parts = duty.key.split(":")[1:]
    if duty.kind is rules.Kind.HALF_YEARLY_PROGRESS:
        return _("since %(meeting)s") % {"meeting": ":".join(parts[:-1])}
    if duty.kind is rules.Kind.CONTACT_CHECK:
        return people.get(int(parts[0]), "")
    if duty.kind is rules.Kind.CALENDAR_CONFIRMATION:
        return parts[-1]
    if duty.kind is rules.Kind.FUND_INFORMATION:
        year, half = parts[0].split("-")
        told = _("first half of %(year)s") if half == "1" else _("second half of %(year)s")
        return told % {"year": year}
    return ":".join(parts)


def _people(found: list[Owed]) -> dict[int, str]:
    """Return the names of the persons whose contacts are to be confirmed."""
    checks = [owed for owed in found if owed.duty.kind is rules.Kind.CONTACT_CHECK]
    keys = [int(owed.duty.key.split(":")[1]) for owed in checks]
    if not keys:
        return {}
    named = User.objects.filter(pk__in=keys).values_list("pk", "full_name")
    return dict(named)


def one(viewer: Viewer, key: str) -> tuple[Owed, Line] | None:
    """Return a duty that the viewer sees, by the key of its occasion."""
    found = [owed for owed in due_list(viewer) if owed.duty.key == key]
    return (found[0], lines(found, viewer)[0]) if found else None
