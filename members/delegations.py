"""“My delegation”: a party's own house, as whoever acts for it sees and keeps it."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_portal.core.access import Role, Viewer
from members import people, rules
from members.models import CalendarYear, Institution, OfficialVoice, Party
from members.people import Asked, Line

Duty = dict[str, str]


@dataclass(frozen=True)
class House:
    """What a delegation keeps: its institutions, its people, its calendars."""

    lines: list[Line]
    offices: list[Institution]
    closed: list[Institution]
    voice: Institution | None
    years: dict[int, bool]


def house(party: Party, viewer: Viewer) -> House:
    """Return the house of ``party`` as ``viewer`` may see it: five queries."""
    offices = list(Institution.objects.visible_to(viewer).filter(party=party))
    voice = OfficialVoice.objects.at(viewer.at).filter(party=party).first()
    return House(
        lines=people.everybody(viewer, Asked(party=party.code)),
        offices=[each for each in offices if _is_open(each, viewer)],
        closed=[each for each in offices if not _is_open(each, viewer)],
        voice=next((o for o in offices if voice and o.pk == voice.institution_id), None),
        years=_years(party, viewer) if party.is_member_state else {},
    )


def _is_open(institution: Institution, viewer: Viewer) -> bool:
    return institution.closed_on is None or institution.closed_on > viewer.on


def _years(party: Party, viewer: Viewer) -> dict[int, bool]:
    """This year and the next: whether the list of its closures is confirmed."""
    years = (viewer.on.year, viewer.on.year + 1)
    confirmed = CalendarYear.objects.visible_to(viewer).filter(
        party=party, institution=None, year__in=years
    )
    known = set(confirmed.values_list("year", flat=True))
    return {year: year in known for year in years}


def counted(shown: House) -> list[dict[str, Any]]:
    """Each open institution with how many act through it, and whether a focal point does."""
    return [
        {
            "office": office,
            "speaks": office == shown.voice,
            "people": sum(line["office"] == office.pk for line in shown.lines),
        }
        for office in shown.offices
    ]


def duties(party: Party, shown: House, viewer: Viewer) -> list[Duty]:
    """What waits for the delegation in its own house; nothing is there that does not wait."""
    found = [
        *_of_voice(party, shown),
        *_of_offices(party, shown),
        *_of_contacts(shown, viewer),
        *_of_calendars(party, shown, viewer),
    ]
    return [duty for duty in found if duty]


def _of_voice(party: Party, shown: House) -> list[Duty]:
    if not party.is_member_state or shown.voice:
        return []
    text = _("No institution speaks for your country: its replies would not count.")
    return [
        {"tone": "late", "word": _("Missing"), "label": _("Official voice"), "text": text}
    ]


def _of_offices(party: Party, shown: House) -> list[Duty]:
    """Institutions of a member country through which no focal point acts."""
    if not party.is_member_state:
        return []
    through = {
        line["office"] for line in shown.lines if line["code_of_role"] == Role.FOCAL_POINT
    }
    return [
        {
            "tone": "late" if office == shown.voice else "due",
            "word": _("Missing"),
            "label": office.name,
            "text": _("No focal point acts through it."),
        }
        for office in shown.offices
        if office.pk not in through
    ]


def _of_contacts(shown: House, viewer: Viewer) -> list[Duty]:
    stale = {line["user"]: line for line in shown.lines if line["freshness"] != "confirmed"}
    return [
        {
            "tone": "late" if line["freshness"] == "bounced" else "due",
            "word": _("To be confirmed"),
            "label": line["name"],
            "text": _("Mail to this address came back.")
            if line["freshness"] == "bounced"
            else _("Confirms it by the letter that the portal sends."),
            "url": line["url"] if pk != viewer.user_id else reverse("members:account"),
            "action": _("Open"),
        }
        for pk, line in stale.items()
    ]


def _of_calendars(party: Party, shown: House, viewer: Viewer) -> list[Duty]:
    return [
        {
            "tone": "due",
            "word": _("To be confirmed"),
            "label": _("Calendar of %(year)s") % {"year": year},
            "text": _("The days on which your country does not work."),
            "url": reverse("members:calendar", args=[party.code, year]),
            "action": _("Open"),
        }
        for year, is_confirmed in shown.years.items()
        if not is_confirmed and rules.is_confirmable(year, viewer.on)
    ]


def endable(shown: House, viewer: Viewer, party: Party, *, titular: bool) -> set[int]:
    """Return the mandates of the house that ``viewer`` may end."""
    return {
        line["pk"]
        for line in shown.lines
        if rules.may_appoint(viewer, party.pk, Role(line["code_of_role"]), titular=titular)
    }
