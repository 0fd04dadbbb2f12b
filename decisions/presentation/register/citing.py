"""How a text and its provisions are cited, in both languages, and where each is read."""

import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_portal.core.display import format_day, format_known
from crm_portal.core.i18n import active_language, pick
from crm_portal.core.instance import THIS
from decisions.models import Provision, Text
from decisions.rules.texts.kinds import Kind
from decisions.rules.texts.numbering import Number, Origin, citation, short_citation
from decisions.rules.texts.paragraphs import Part
from meetings.models import Meeting
from meetings.presentation.titles import Names
from meetings.rules.symbols import roman

# Of a provision whose number no source gives: *sin número*.
UNKNOWN = re.compile(r"sn(\d+)")
CONFERENCE = {"es": THIS.acronym.es, "en": THIS.acronym.en}


@dataclass(frozen=True, slots=True)
class Citation:
    """How something is cited: in full, and shortly (the same where there is no shorter way)."""

    full: str
    short: str


def is_numbered(provision: Provision) -> bool:
    """Say whether a source gives the number of the provision."""
    return UNKNOWN.fullmatch(provision.number) is None


def address(provision: Provision, text: Text) -> str:
    """Return how a provision is named within its text: ``8``, ``P2``, ``sn1``; unique there."""
    rule = text.rules.part(Part(provision.part))
    return f"{rule.numbering.mark if rule else ''}{provision.number}"


def url(text: Text, provision: Provision | None = None) -> str:
    """Return the page of a text, or of a provision of it, in the active language."""
    if provision is None:
        return reverse("register:text", args=[text.reference])
    return reverse("register:provision", args=[text.reference, address(provision, text)])


def of_text(text: Text, language: str | None = None) -> str:
    """Return how a text is cited: its title and, unless that says its year, its day."""
    tongue = language or active_language()
    title = pick(text.title_es, text.title_en, tongue)
    if text.adopted_on is None or str(text.adopted_on.year) in title:
        return title
    return f"{title}, {_when(text, tongue)}"


def of_provision(
    provision: Provision, text: Text, names: Names, language: str | None = None
) -> Citation:
    """Return how a provision is cited, by its number or, where none is known, by its text."""
    tongue = language or active_language()
    if not is_numbered(provision):
        said = _unnumbered(provision, text, tongue)
        return Citation(said, said)
    kind, part = text.rules, Part(provision.part)
    number = Number("", provision.number, address(provision, text))
    if not _comes_from_its_body(kind, text):
        said = _by_title(provision, text, tongue)
        return Citation(said, said)
    origin = origin_of(text, names, tongue)
    full = citation(kind, part, number, tongue, origin)
    short = short_citation(kind, part, number, tongue, origin)
    full = full or _by_title(provision, text, tongue)
    return Citation(full, short or full)


def origin_of(text: Text, names: Names, language: str) -> Origin:
    """Return where a text was adopted, as a citation names it in ``language``."""
    title = pick(text.title_es, text.title_en, language)
    meeting = text.meeting
    if meeting is not None and meeting.ordinal:
        ordinal = roman(meeting.ordinal)
        return Origin(f"{ordinal} {CONFERENCE[language]}", ordinal, title)
    where = [_body(text, names, language), _city(text, meeting, language)]
    said = ", ".join(filter(None, [*where, _when(text, language)]))
    return Origin(said, "", title)


def _comes_from_its_body(kind: Kind, text: Text) -> bool:
    """Say whether the pattern of the kind fits: its organ is one that writes such texts."""
    rule = next((each for each in kind.parts if each.cited["es"]), None)
    if rule is None or "{meeting}" not in rule.cited["es"]:
        return True
    return text.body is not None and text.body.kind in kind.bodies


def _body(text: Text, names: Names, language: str) -> str:
    if text.body is None or text.adopted_on is None:
        return ""
    name = names.on(text.body_id or 0, text.adopted_on)
    if name is None:
        return text.body.code
    acronym = pick(name.acronym_es, name.acronym_en, language)
    return acronym or pick(name.name_es, name.name_en, language)


def _city(text: Text, meeting: Meeting | None, language: str) -> str:
    if text.place_es:
        return pick(text.place_es, text.place_en, language)
    return pick(meeting.city_es, meeting.city_en, language) if meeting else ""


def _when(text: Text, language: str) -> str:
    if text.adopted_on is None:
        return ""
    if text.adopted_at is not None:
        return format_day(text.adopted_on, "full", language)
    return format_known(text.adopted_on, text.precision, language)


def _by_title(provision: Provision, text: Text, language: str) -> str:
    title = pick(text.title_es, text.title_en, language)
    with override(language):
        return _("“%(title)s”, %(number)s") % {"title": title, "number": provision.number}


def _unnumbered(provision: Provision, text: Text, language: str) -> str:
    with override(language):
        return _("%(text)s, item without a known number (%(place)s in this register)") % {
            "text": of_text(text, language),
            "place": provision.number.removeprefix("sn"),
        }
