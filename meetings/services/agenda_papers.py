"""The agenda on paper, and the chair's script: asked of the library, made by its worker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import calendars
from crm_portal.core.access import Viewer
from crm_portal.core.display import format_days, format_instant
from crm_portal.core.errors import Refused
from crm_portal.core.i18n import LANGUAGES, pick
from crm_portal.core.sections import Text, both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from meetings import agendas, script
from meetings.models import (
    AgendaVersion,
    Axis,
    Door,
    Forum,
    ItemKind,
    Meeting,
    VersionKind,
)
from meetings.models.bodies import BodyName
from meetings.models.participation import Right
from meetings.rules import agenda as rules
from meetings.rules.symbols import roman

TITLES = {
    VersionKind.PRELIMINARY: gettext_lazy("Preliminary agenda"),
    VersionKind.FINAL: gettext_lazy("Agenda"),
}
CLOSED_TITLE = gettext_lazy("Agenda of the closed-door session")
SCRIPT_TITLE = gettext_lazy("Script for the chair")
CLOSED_SCRIPT_TITLE = gettext_lazy("Script for the chair: closed-door session")
ATTESTS = gettext_lazy("The agenda of a meeting as it was circulated")
ATTESTS_SCRIPT = gettext_lazy("A working paper for whoever chairs the meeting")
SCRIPT = "SCRIPT"


def order(version: AgendaVersion, *, by: Viewer) -> RenderJob:
    """Owe the paper of a version; that of the closed-door session is never published."""
    meeting = version.meeting
    is_closed = version.door == Door.CLOSED
    title = both(CLOSED_TITLE if is_closed else TITLES[VersionKind(version.kind)])
    context = {
        **_meeting(meeting),
        "title": title,
        "version": version.number,
        "kind": version.kind,
        "closed": is_closed,
        "circulated_at": calendars.utc(version.circulated_at),
        "comments_close": calendars.utc(version.comments_close)
        if version.comments_close
        else None,
        "note": two(version.note_es, version.note_en),
        "sessions": _sessions(version.items, meeting),
    }
    series = "AGENDA-C" if is_closed else "AGENDA"
    reference = f"{meeting.symbol}/{series}/{version.number}"
    return _ask(reference, title, context, version, ATTESTS, closed=is_closed, by=by)


def order_script(meeting: Meeting, *, closed: bool, by: Viewer) -> RenderJob:
    """Owe the chair's script as the agenda stands now; what is closed is a paper of its own.

    The open one is the presidency's and the Secretariat's; the closed one is for those of
    the presiding country who may attend (001:376).
    """
    if not may_have_script(meeting, by, closed=closed):
        raise Refused(
            _("The script is for the presidency and the Secretariat."), rule="001:411"
        )
    if closed:
        rows = agendas.closed(meeting, by)
    else:
        rows = agendas.rows_of(agendas.items(meeting, Door.OPEN))
    title = both(CLOSED_SCRIPT_TITLE if closed else SCRIPT_TITLE)
    guide = script.Guide.of(meeting, by.at)
    context = {
        **_meeting(meeting),
        "title": title,
        "closed": closed,
        "as_of": calendars.utc(by.at),
        "sessions": _sessions(rows, meeting, guide),
    }
    reference = f"{meeting.symbol}/{SCRIPT}{'-C' if closed else ''}"
    return _ask(reference, title, context, meeting, ATTESTS_SCRIPT, closed=closed, by=by)


def may_have_script(meeting: Meeting, viewer: Viewer, *, closed: bool) -> bool:
    """Say whether ``viewer`` may have the open script, or that of the closed door."""
    if closed:
        return agendas.may_write_closed(meeting, viewer)
    return rules.may_prepare(viewer)


def papers_of(version: AgendaVersion) -> QuerySet[RenderJob]:
    """Return the papers of a version, whose readers are those of the version."""
    return RenderJob.objects.of(version).select_related("document__pdf")


def scripts_of(meeting: Meeting, *, closed: bool) -> QuerySet[RenderJob]:
    """Return the scripts of a meeting, the latest first."""
    reference = f"{meeting.symbol}/{SCRIPT}{'-C' if closed else ''}"
    found = RenderJob.objects.of(meeting).filter(kind=Kind.AGENDA, reference=reference)
    return found.select_related("document__pdf").order_by("-pk")


def _ask(
    reference: str,
    title: Text,
    context: dict[str, Any],
    target: Any,
    attests: Any,
    *,
    closed: bool,
    by: Viewer,
) -> RenderJob:
    said = both(attests)
    is_script = isinstance(target, Meeting)
    paper = library.Paper(
        kind=Kind.AGENDA,
        reference=reference,
        title_es=f"{title['es']}, {context['meeting']['es']}"[:300],
        title_en=f"{title['en']}, {context['meeting']['en']}"[:300],
        language=Language.BOTH,
        # The page of the version hands it out to its own readers; the library to nobody else.
        audience=Audience.CLOSED if closed or is_script else Audience.MEMBERS,
        template=f"pdf/{'agenda_script' if is_script else 'agenda'}.html",
        context={**context, "reference": reference},
        target=target,
        attestation_es=said["es"],
        attestation_en=said["en"],
    )
    return library.ask(paper, by=by)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    names = BodyName.objects.filter(body=meeting.body_id).on(meeting.starts_on)
    name = names.first()
    told = {
        "es": meeting.title_es or _named(meeting, name.name_es if name else ""),
        "en": meeting.title_en or _named(meeting, name.name_en if name else ""),
    }
    city = two(meeting.city_es, meeting.city_en or meeting.city_es)
    host = meeting.host
    country = two(host.name_es, host.name_en) if host else two("", "")
    return {
        "meeting": told,
        "symbol": meeting.symbol,
        "days": {
            language: format_days(meeting.starts_on, meeting.ends_on, language)
            for language in LANGUAGES
        },
        "place": {
            language: ", ".join(filter(None, [city[language], country[language]]))
            for language in LANGUAGES
        },
        "theme": two(meeting.theme_es, meeting.theme_en),
        "demonstration": settings.DEMONSTRATION,
    }


def _named(meeting: Meeting, body: str) -> str:
    ordinal = f"{roman(meeting.ordinal)} " if meeting.ordinal else ""
    return f"{ordinal}{body}".strip() or meeting.symbol


def _sessions(
    rows: list[agendas.Row], meeting: Meeting, guide: script.Guide | None = None
) -> list[dict[str, Any]]:
    zone = ZoneInfo(meeting.time_zone)
    return [
        {
            "name": _session_name(session, rows_of),
            "when": _span(session, zone, "long") if session else two("", ""),
            "room": session["room"] if session else "",
            "rules": guide.of_forum(rows_of[0]["forum"]) if guide else [],
            "brief": guide.brief(rows_of[0]["forum"]) if guide else [],
            "items": [_item(row, zone, is_script=guide is not None) for row in rows_of],
        }
        for session, rows_of in agendas.by_session(rows)
    ]


def _session_name(session: agendas.Row | None, rows: list[agendas.Row]) -> Text:
    if session is None:
        return both(gettext_lazy("Without a session yet"))
    label = both(Forum(session["forum"]).label)
    own = session["title"]
    return {
        language: pick(own["es"], own["en"], language) or label[language]
        for language in LANGUAGES
    }


def _item(row: agendas.Row, zone: ZoneInfo, *, is_script: bool) -> dict[str, Any]:
    # Observers read an agenda; which consultation referred a matter is the members'.
    referred = row["referred_by"] if is_script else ""
    return {
        **{name: row[name] for name in ("number", "title", "description", "presenter")},
        "level": rules.depth(row["number"]),
        "kind": both(ItemKind(row["kind"]).label),
        "axis": both(Axis(row["axis"]).label) if row["axis"] else two("", ""),
        "when": _span(row, zone, "time"),
        "slots": [_slot(slot) for slot in row["slots"]],
        "from": referred or row["carried_from"],
        "row_kind": row["kind"],
    }


def _slot(slot: agendas.Row) -> Text:
    right = both(Right(slot["right"]).label)
    minutes = f", {slot['minutes']} min" if slot["minutes"] else ""
    return {
        language: f"{slot['party'][language]}: {right[language]}{minutes}"
        for language in LANGUAGES
    }


def _span(row: agendas.Row, zone: ZoneInfo, style: str) -> Text:
    if not row["starts_at"]:
        return two("", "")
    first = datetime.fromisoformat(row["starts_at"])
    told = {lang: format_instant(first, style, lang, zone) for lang in LANGUAGES}
    if row["ends_at"]:
        last = datetime.fromisoformat(row["ends_at"])
        hour = format_instant(last, "time", tz=zone)
        told = {lang: f"{said}–{hour}" for lang, said in told.items()}
    return told


def named(jobs: Iterable[RenderJob], code: str) -> RenderJob | None:
    """Return the paper among ``jobs`` that has this code and has been made."""
    return next((job for job in jobs if job.code == code and job.document_id), None)
