"""The deadline of a round for the reader's own calendar (iCalendar, RFC 5545).

It names the reference and the day, never the subject: calendars are shared more widely
than the portal. Sent again, it takes the place of the entry sent before.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from crm_portal.core import deadline_text
from crm_portal.core.i18n import active_language
from crm_portal.core.instance import THIS
from decisions.models import Consultation, Round
from decisions.models.rounds import RoundStatus
from decisions.presentation import wording
from members.models import Party

ONE_MINUTE = timedelta(minutes=1)
PRODUCT = f"-//{THIS.prefix}//portal//ES"
OVER = (RoundStatus.VOID, RoundStatus.ENDED)


def of_round(asked: Round, reader: Party | None, language: str) -> bytes | None:
    """Return the entry of the round's deadline for ``reader``: None before its clock starts.

    The entry ends at the exclusive bound and begins one minute earlier, so that every
    calendar shows it on the last day in San José, at 23:59.
    """
    if asked.closes_at is None:
        return None
    with override(language):
        file = Calendar()
        file.add("prodid", PRODUCT)
        file.add("version", "2.0")
        file.add("method", "PUBLISH")
        file.add_component(_entry(asked, asked.closes_at, reader))
        return bytes(file.to_ical())


def sentence(asked: Round, reader: Party | None) -> str:
    """Return until when, in the active language, on San José's clock and the reader's."""
    assert asked.closes_at is not None  # noqa: S101 - callers have a running clock
    zone = reader.capital_tz if reader else ""
    city = wording.city(reader)
    return deadline_text.sentence(asked.closes_at, zone, city, active_language())


def address(consultation: Consultation) -> str:
    """Return the full address of a consultation's page in the active language."""
    return settings.SITE_URL + consultation.get_absolute_url()


def _entry(asked: Round, closes_at: datetime, reader: Party | None) -> Event:
    consultation = asked.consultation
    name = f"{consultation.reference}-{asked.number}".lower()
    made = [row.made_at for row in asked.computations.all()]
    stopped = [row.suspended_at for row in asked.suspensions.all()]
    is_over = asked.status in OVER
    entry = Event()
    entry.add("uid", f"{name}@{settings.MESSAGE_ID_DOMAIN}")
    entry.add("sequence", len(made) - 1 + len(stopped) + is_over)
    entry.add("dtstamp", max(made + stopped))
    entry.add("dtstart", closes_at - ONE_MINUTE)
    entry.add("dtend", closes_at)
    entry.add("summary", _summary(asked))
    entry.add("description", _description(asked, closes_at, reader))
    entry.add("url", address(consultation))
    entry.add("status", _status(asked))
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    return entry


def _summary(asked: Round) -> str:
    return _("CRM · Consultation %(reference)s: round %(round)s closes") % {
        "reference": asked.consultation.short_reference,
        "round": asked.number,
    }


def _description(asked: Round, closes_at: datetime, reader: Party | None) -> str:
    said = sentence(asked, reader)
    bound = deadline_text.utc(closes_at)
    in_utc = _("In UTC, before %(bound)s.") % {"bound": bound}
    return f"{said[:1].upper()}{said[1:]}. {in_utc}\n{address(asked.consultation)}"


def _status(asked: Round) -> str:
    if asked.status in OVER:
        return "CANCELLED"
    return "TENTATIVE" if asked.status == RoundStatus.SUSPENDED else "CONFIRMED"
