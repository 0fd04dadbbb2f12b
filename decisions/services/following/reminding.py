"""The letter of follow-up of the presidency: owed with the reminder, made once by the worker."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.deadline_text import full_date
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.sections import Text, both, two
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from decisions.models.following_requests import (
    InformationRequest,
    ReminderKind,
    RequestReminder,
)
from decisions.reports.words import named
from decisions.rules.following.requests import Tally
from members.models import Party

SUBJECT = _("Follow-up to the request “%(title)s”")
ASKED = _(
    "The Pro-Tempore Presidency refers to the request “%(title)s”, made to the member "
    "countries on %(asked)s."
)
DUE = _("The replies were due by %(due)s.")
STILL_DUE = _("The replies are due by %(due)s.")
URGED = _(
    "The member countries to which this letter is addressed are kindly urged to send their "
    "reply at their earliest convenience."
)
OFFICE = _("Pro-Tempore Presidency")


def ask_letter(
    reminder: RequestReminder, asked: InformationRequest, told: Tally, *, by: Viewer
) -> RenderJob | None:
    """Owe the letter to those who are missing; None where it is not the presidency's to write.

    Whoever brings the signed letter needs no other.
    """
    is_letter = reminder.kind == ReminderKind.LETTER and reminder.document_id is None
    if not is_letter or not by.has(Role.PRESIDENCY):
        return None
    subject = both(SUBJECT, title=_title(asked))
    reference = f"SOLICITUD-{asked.pk}/{reminder.pk}"
    context = {
        "reference": reference,
        "title": subject,
        "party": named(Party.objects.filter(code__in=reminder.parties)),
        "subject": subject,
        "body": _body(asked, told, by),
        "signed_by": by.label,
        "office": both(OFFICE),
        "issued_at": by.at.isoformat(),
        "demonstration": settings.DEMONSTRATION,
    }
    paper = library.Paper(
        kind=Kind.LETTER,
        reference=reference,
        title_es=subject["es"][:300],
        title_en=subject["en"][:300],
        language=Language.BOTH,
        audience=Audience.MEMBERS,
        template="pdf/convocation.html",
        context=context,
        target=reminder,
    )
    return library.ask(paper, by=by)


def _title(asked: InformationRequest) -> Text:
    return two(asked.title_es, asked.title_en or asked.title_es)


def _body(asked: InformationRequest, told: Tally, by: Viewer) -> Text:
    parts = [both(ASKED, title=_title(asked), asked=_day(asked.asked_on))]
    if asked.due_on is not None:
        is_over = asked.due_on < by.on
        parts.append(both(DUE if is_over else STILL_DUE, due=_day(asked.due_on)))
    parts += [
        two(asked.text_es, asked.text_en or asked.text_es),
        _sentence(told),
        both(URGED),
    ]
    return {each: "\n".join(part[each] for part in parts) for each in LANGUAGES}


def _sentence(told: Tally) -> Text:
    return both(_(told.sentence), **told.numbers)


def _day(day: date) -> Text:
    return {each: full_date(day, each) for each in LANGUAGES}
