"""What waits for a reader, by deadline, and what is coming: the content of “Today”."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core import deadline_text
from crm_portal.core.access import Role, Viewer
from crm_portal.core.calendars import Computation
from crm_portal.core.display import format_day, format_instant, seat_city
from crm_portal.core.i18n import active_language
from decisions.models import Consultation, Round
from decisions.presentation import around, duties, figures, lists, wording
from decisions.presentation.reading import visible
from decisions.states import State
from meetings.presentation.coming import coming
from members.models import Party

ONE_MINUTE = timedelta(minutes=1)
FAR = datetime.max.replace(tzinfo=UTC)
KEEPERS = (Role.PRESIDENCY, Role.SECRETARIAT)
Task = dict[str, Any]


def today(viewer: Viewer, reader: Party | None) -> dict[str, Any]:
    """Return the page's sections for the reader's roles; an empty one is not shown."""
    live = _live(viewer)
    rounds = lists.last_rounds(live)
    silent = _silent(rounds)
    waiting = _waiting(viewer, reader, live, rounds)
    _say_how_many(waiting, rounds, silent)
    moving = _to_move(viewer, reader) if viewer.has(Role.PRESIDENCY) else []
    _make_first_primary(waiting or moving)
    return {
        "now": viewer.at,
        "clocks": _clocks(viewer, reader),
        "lede": _lede(viewer, reader, waiting, moving),
        "awaited": waiting,
        "waiting": len(waiting) + len(moving),
        "moving": moving,
        "missing": _missing(live, rounds, silent) if viewer.has(*KEEPERS) else [],
        "duties": duties.duties(viewer) if viewer.has(Role.SECRETARIAT) else [],
        "dates": _dates(viewer, live, rounds),
        "results": around.results(viewer),
        "delegation": around.delegation(viewer, reader),
        "chairs": around.chairs(viewer),
        "is_consulted": viewer.has(Role.MEMBER, Role.SECRETARIAT),
    }


def _clocks(viewer: Viewer, reader: Party | None) -> list[str]:
    said = [
        format_day(viewer.on, "long"),
        f"{format_instant(viewer.at, 'time')} {seat_city()}",
    ]
    if reader and reader.tz.utcoffset(viewer.at) != wording.SEAT.utcoffset(viewer.at):
        local = format_instant(viewer.at, "time", tz=reader.tz)
        theirs = _("%(time)s %(city)s, your time")
        said.append(theirs % {"time": local, "city": wording.city(reader)})
    return said


def _live(viewer: Viewer) -> list[Consultation]:
    """The consultations whose round runs, that exist for the viewer."""
    return list(visible(viewer).filter(state__in=lists.LIVE).order_by("pk"))


def _waiting(
    viewer: Viewer,
    reader: Party | None,
    live: Sequence[Consultation],
    rounds: dict[int, Round],
) -> list[Task]:
    """What waits for the reader's own State: replies, then reactions of the Troika."""
    if not viewer.has(Role.FOCAL_POINT) or not viewer.has(Role.MEMBER):
        return []
    own = set(_awaited(viewer))
    replies = [
        _reply_task(each, rounds[each.pk], reader, viewer)
        for each in live
        if each.pk in own and lists.state_at(each, rounds[each.pk], viewer) != State.EXPIRED
    ]
    replies.sort(key=lambda task: task["closes_at"])
    return [*replies, *_reactions(viewer)]


def _awaited(viewer: Viewer) -> Any:
    found = visible(viewer).filter(lists.reply_awaited(viewer), state__in=lists.LIVE)
    return found.values_list("pk", flat=True)


def _reply_task(
    consultation: Consultation, asked: Any, reader: Party | None, viewer: Viewer
) -> Task:
    computation = Computation.from_dict(asked.computed) if asked.computed else None
    url = consultation.get_absolute_url()
    return {
        "pk": consultation.pk,
        "left": figures.left(computation, reader, viewer.at) if computation else _no_term(),
        "kicker": wording.kicker(consultation, asked),
        "title": consultation.subject,
        "url": url,
        "meta": [_closes(asked.closes_at, reader)] if asked.closes_at else [],
        "action": _("Reply"),
        "action_url": f"{url}#reply",
        "closes_at": asked.closes_at or FAR,
        "tag": ("line", str(State.SUSPENDED.label))
        if consultation.state == State.SUSPENDED
        else None,
    }


def _closes(closes_at: datetime, reader: Party | None) -> str:
    return _("Closes %(when)s") % {"when": figures.until(closes_at, reader)}


def _no_term() -> dict[str, str]:
    return {"tone": "plain", "figure": "–", "unit": _("no term")}


def _reactions(viewer: Viewer) -> list[Task]:
    """The texts on which the reader's State, of the Troika, has not said that it agrees."""
    if not viewer.has(Role.OFFICIAL_VOICE):
        return []
    found = visible(viewer).filter(lists.reaction_awaited(viewer), state=State.WITH_TROIKA)
    return [
        {
            "left": _no_term(),
            "kicker": wording.kicker(each, None) + " · " + _("Troika"),
            "title": each.subject,
            "url": each.get_absolute_url(),
            "meta": _target(each),
            "action": _("React"),
            "action_url": reverse("decisions:consultation-react", args=[each.reference]),
        }
        for each in found.order_by("pk")
    ]


def _target(consultation: Consultation) -> list[str]:
    on = consultation.troika_target_on
    if on is None:
        return [_("The text goes no further without your State's agreement")]
    return [_("The Presidency hopes for it by %(day)s") % {"day": format_day(on, "spoken")}]


def _to_move(viewer: Viewer, reader: Party | None) -> list[Task]:
    """The consultations that wait for the presidency."""
    found = visible(viewer).filter(state__in=lists.OF_PRESIDENCY).order_by("pk")
    return [
        {
            "left": {"tone": "plain", "figure": each.short_reference[-2:], "unit": ""},
            "kicker": wording.kicker(each, None),
            "title": each.subject,
            "url": each.get_absolute_url(),
            "meta": [],
            "action": duties.next_step(State(each.state)),
            "tag": (wording.tone_of(each.state), str(State(each.state).label)),
        }
        for each in found
    ]


def _silent(rounds: dict[int, Round]) -> dict[int, list[Party]]:
    """The countries without a reply in each round that runs, by consultation: one query."""
    found: dict[int, list[Party]] = {pk: [] for pk in rounds}
    for each in lists.silent(list(rounds.values())):
        found[each.round.consultation_id].append(each.party)
    return found


def _say_how_many(
    waiting: list[Task], rounds: dict[int, Round], silent: dict[int, list[Party]]
) -> None:
    """Say on each task how many countries have replied: that much everybody may know."""
    for task in waiting:
        if task.get("pk") not in rounds:
            continue
        asked: Any = rounds[task["pk"]]
        given = asked.asked_count - len(silent[task["pk"]])
        words = _("%(given)s of %(total)s countries have replied")
        task["meta"].append(words % {"given": given, "total": asked.asked_count})


def _missing(
    live: Sequence[Consultation], rounds: dict[int, Round], silent: dict[int, list[Party]]
) -> list[dict[str, str]]:
    return [
        {
            "kicker": wording.kicker(each, rounds[each.pk]),
            "url": reverse("decisions:consultation-follow", args=[each.reference]),
            "names": ", ".join(party.name for party in wording.in_order(silent[each.pk])),
        }
        for each in live
        if silent.get(each.pk)
    ]


def _make_first_primary(tasks: list[Task]) -> None:
    """One filled button per page: the first thing to do."""
    for task in tasks[:1]:
        task["primary"] = True


def _lede(
    viewer: Viewer, reader: Party | None, waiting: list[Task], moving: list[Task]
) -> dict[str, str]:
    """How much waits, and until when the first."""
    if viewer.has(Role.MEMBER) and reader:
        count = len(waiting) + len(moving)
        country = {"country": wording.the_party(reader), "count": count}
        if not count:
            return {"strong": _("Nothing waits for %(country)s.") % country, "rest": ""}
        words = ngettext(
            "%(count)s matter waits for %(country)s.",
            "%(count)s matters wait for %(country)s.",
            count,
        )
        return {"strong": words % country, "rest": _nearest(waiting)}
    return {}


def _nearest(waiting: list[Task]) -> str:
    """Return the sentence of the term that closes first, if one runs."""
    bounds = [task["closes_at"] for task in waiting if task.get("closes_at", FAR) != FAR]
    if not bounds:
        return ""
    first = min(bounds)
    said = deadline_text.headline(first, active_language(), at=first - ONE_MINUTE)
    return _("The first: %(sentence)s.") % {"sentence": said[:1].lower() + said[1:]}


def _dates(
    viewer: Viewer, live: Sequence[Consultation], rounds: dict[int, Round]
) -> list[dict[str, Any]]:
    """The terms that end next, and the meetings that come."""
    found = []
    for each in live:
        asked = rounds.get(each.pk)
        if asked is None or asked.closes_at is None or asked.closes_at <= viewer.at:
            continue
        found.append(
            {
                "at": asked.closes_at,
                "when": wording.until(asked.closes_at).split(",")[0],
                "title": each.subject,
                "url": each.get_absolute_url(),
                "note": wording.kicker(each, asked),
                "tag": ("line", str(State.SUSPENDED.label))
                if each.state == State.SUSPENDED
                else None,
            }
        )
    found.sort(key=lambda row: row["at"])
    return found + coming(viewer)
