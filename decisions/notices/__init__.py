"""The letters of a consultation, written when they leave, in their reader's language.

What they say is true at that instant, and for that reader: the deadline in force, in UTC,
in San José and in the reader's capital, and what the reader may still do. A letter never
acts: its links show a page, and nothing happens until a button on it is pressed.
"""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from crm_portal.core import deadline_text
from crm_portal.core.calendars import utc
from crm_portal.core.i18n import active_language
from crm_portal.core.models import Notice
from crm_portal.core.notifications import Letter
from decisions import calendar_file
from decisions.notices import facts as reading
from decisions.notices.facts import Facts
from decisions.notices.letters import KINDS, NOT_STARTED, Kind
from decisions.presentation import wording
from decisions.rules.outcome import SilenceRule

BLANK_LINES = re.compile(r"\n\s*\n\s*")


def compose(notice: Notice, at: datetime) -> Letter | None:
    """Write the letter that ``notice`` stands for; None when it is not due, or not to them."""
    event = notice.event.removeprefix("consultation.")
    kind, facts = KINDS[event], reading.read(notice, at)
    if facts is None or not kind.due(facts):
        return None
    with override(facts.user.language):
        return Letter(
            to=facts.user.email,
            subject=_subject(event, kind, facts),
            body=_body(event, kind, facts),
            calendar=_calendar(kind, facts),
        )


def _subject(event: str, kind: Kind, facts: Facts) -> str:
    computed = facts.computation
    has_begun = computed is not None
    subject = kind.subject if has_begun or event != "distributed" else NOT_STARTED
    day = deadline_text.day_month(computed.ends_on, active_language()) if computed else ""
    return str(subject) % {"reference": facts.consultation.short_reference, "day": day}


def _body(event: str, kind: Kind, facts: Facts) -> str:
    more = kind.more(facts) if kind.more else {}
    context = {**_common(facts), **_deadline(facts), **more}
    said = render_to_string(f"mail/consultation/{event}.txt", context)
    return BLANK_LINES.sub("\n\n", said.strip()) + "\n"


def _common(facts: Facts) -> dict[str, Any]:
    consultation = facts.consultation
    happened_at = facts.notice.owed_at
    return {
        "user": facts.user,
        "party": facts.party,
        "consultation": consultation,
        "reference": consultation.short_reference,
        "presidency": consultation.conducted_by.party.name,
        "round": facts.round,
        "data": facts.data,
        "when": f"{wording.both_times(happened_at, facts.clock_of)} · {_in_utc(happened_at)}",
        "is_asked": facts.is_asked,
        "is_silent": facts.is_asked and facts.is_silent,
        "is_sponsor": facts.is_sponsor,
        "is_express": consultation.silence_rule == SilenceRule.EXPRESS,
        "decision": consultation.silence_decision,
        "link": calendar_file.address(consultation),
        "site_url": settings.SITE_URL,
    }


def _deadline(facts: Facts) -> dict[str, Any]:
    """The deadline of the round as it stands now, if its clock has started."""
    computed, language = facts.computation, active_language()
    if computed is None or facts.round is None or facts.is_void:
        return {"sentence": ""}
    closes_at = computed.closes_at
    return {
        "sentence": calendar_file.sentence(facts.round, facts.clock_of),
        "headline": deadline_text.headline(closes_at, language, at=facts.at),
        "bound": utc(closes_at),
        "is_over": facts.is_over,
        "remaining": deadline_text.remaining_for(
            computed, facts.party.code, facts.at, language
        ),
    }


def _calendar(kind: Kind, facts: Facts) -> bytes | None:
    if not kind.calendar or facts.round is None:
        return None
    return calendar_file.of_round(facts.round, facts.clock_of, facts.user.language)


def _in_utc(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
