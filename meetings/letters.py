"""The words of a letter of convocation before anybody edits them, and what fills them in.

Plain text with named fields: ``{party}``, ``{meeting}``, ``{dates}``… in each language.
"""

from django.template.loader import render_to_string

from crm_portal.core.access import Viewer
from crm_portal.core.display import format_day, format_days
from crm_portal.core.i18n import LANGUAGES, worded_here
from crm_portal.core.sections import Text, both, two
from meetings.models import BodyKind, BodyName, Convocation, Meeting, Mode
from meetings.rules.symbols import roman
from members.access import troika_at
from members.models import Party

SUBJECT = two("Convocatoria: {meeting}", "Convocation: {meeting}")


def template_for(meeting: Meeting) -> dict[str, str]:
    """Return the subject and body of the letters of ``meeting``, in both languages."""
    kind = "event" if meeting.body.kind == BodyKind.EVENT else "convocation"
    told = {f"subject_{language}": SUBJECT[language] for language in LANGUAGES}
    for language in LANGUAGES:
        text = worded_here(render_to_string(f"letters/{kind}_{language}.txt"), language)
        told[f"body_{language}"] = text.strip()
    return told


def fields(convocation: Convocation, party: Party, by: Viewer) -> dict[str, dict[str, str]]:
    """Return what stands for each field in a letter to ``party``, by language."""
    meeting = convocation.meeting
    told = {
        "party": two(party.name_es, party.name_en),
        "meeting": name_of(meeting),
        "symbol": two(meeting.symbol, meeting.symbol),
        "dates": {
            language: format_days(meeting.starts_on, meeting.ends_on, language)
            for language in LANGUAGES
        },
        "city": two(meeting.city_es or "—", meeting.city_en or meeting.city_es or "—"),
        "host": _name(meeting.host),
        "mode": both(Mode(meeting.mode).label),
        "presidency": _name(_presiding(by)),
        "theme": two(meeting.theme_es, meeting.theme_en or meeting.theme_es),
        "answer_by": _day(convocation),
    }
    return {lang: {name: text[lang] for name, text in told.items()} for lang in LANGUAGES}


def name_of(meeting: Meeting) -> Text:
    """Return what the meeting is called, in both languages."""
    name = BodyName.objects.filter(body=meeting.body_id).on(meeting.starts_on).first()
    ordinal = f"{roman(meeting.ordinal)} " if meeting.ordinal else ""
    code = meeting.symbol
    return {
        "es": meeting.title_es or f"{ordinal}{name.name_es if name else code}",
        "en": meeting.title_en or f"{ordinal}{name.name_en if name else code}",
    }


def _name(party: Party | None) -> Text:
    return two(party.name_es, party.name_en) if party else two("—", "—")


def _presiding(by: Viewer) -> Party | None:
    chairs = troika_at(by.at).chairs
    chair = by.party_id if by.party_id in chairs else next(iter(chairs), None)
    return Party.objects.filter(pk=chair).first() if chair else None


def _day(convocation: Convocation) -> Text:
    day = convocation.answer_by
    if day is None:
        return two("—", "—")
    return {language: format_day(day, "full", language) for language in LANGUAGES}
