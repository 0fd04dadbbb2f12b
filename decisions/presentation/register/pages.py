"""What the pages of the register show: the list, one text, one provision."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language, pick
from crm_portal.library import rules as library_rules
from crm_portal.library.glossing import marked_terms
from decisions.models import (
    Paragraph,
    Provision,
    Text,
    TextCorrigendum,
    TextKind,
    TextStatement,
)
from decisions.models.versions import TextVersion
from decisions.presentation.register import citing, finding
from decisions.presentation.register import words as search
from decisions.presentation.register.chains import chain_of
from decisions.rules.texts.kinds import Character
from decisions.rules.texts.paragraphs import Part
from meetings.models import Axis, Body
from meetings.presentation.titles import Names

CHARACTERS: dict[str, str | Promise] = {
    Character.NON_BINDING: gettext_lazy("not binding"),
    Character.BINDING: gettext_lazy("binding"),
    Character.NONE: gettext_lazy("no legal character of its own"),
}
# The adopted text on every medium, by the names of its files.
FILES: tuple[tuple[str, str | Promise], ...] = (
    ("pdf", gettext_lazy("PDF, Spanish and English")),
    ("pdf-es", gettext_lazy("PDF, Spanish")),
    ("pdf-en", gettext_lazy("PDF, English")),
    ("word", "Word"),
    ("akn", "Akoma Ntoso"),
    ("json", "JSON"),
)
M = TypeVar("M", bound=Model)
LANGUAGE_NAMES = {"es": gettext_lazy("Spanish"), "en": gettext_lazy("English")}
SHOWN_OF_TEXT = 3


def choices(
    options: finding.Options, names: Names, today: date
) -> dict[str, list[tuple[str, str]]]:
    """Return the organs, the kinds and the years that there are, each with its number."""
    bodies = Body.objects.filter(code__in=options.bodies).order_by("order")
    kinds = TextKind.objects.filter(code__in=options.kinds).only("name_es", "name_en")
    return {
        "body": [
            (each.code, f"{called(each, names, today)} ({options.bodies[each.code]})")
            for each in bodies
        ],
        "kind": [
            (each.code, f"{each.name} ({options.kinds[each.code]})") for each in kinds
        ],
        "year": [
            (str(year), f"{year} ({options.years[year]})")
            for year in sorted(options.years, reverse=True)
        ],
    }


def lines(
    texts: Sequence[Text], names: Names, viewer: Viewer, words: str
) -> list[dict[str, Any]]:
    """Return texts as the list shows them, each with what of it says ``words``."""
    said = _saying(texts, viewer, words)
    return [
        {
            "text": each,
            "url": citing.url(each),
            "body": body_of(each, names, viewer.on),
            "meeting": names.title(each.meeting) if each.meeting else "",
            "found": [
                _line(provision, each, names) for provision in said[each.pk][:SHOWN_OF_TEXT]
            ],
            "more": max(0, len(said[each.pk]) - SHOWN_OF_TEXT),
        }
        for each in texts
    ]


def _saying(
    texts: Sequence[Text], viewer: Viewer, words: str
) -> dict[int, list[Provision]]:
    found: dict[int, list[Provision]] = defaultdict(list)
    if search.plain(words):
        within = finding.provisions(viewer).filter(text__in=[each.pk for each in texts])
        for provision in search.provisions_saying(within, words):
            found[provision.text_id].append(provision)
    return found


def body_of(text: Text, names: Names, today: date) -> str:
    """Return what the organ was called on the day of the text; today, where no day is known."""
    return called(text.body, names, text.adopted_on or today) if text.body else ""


def called(body: Body, names: Names, day: date) -> str:
    """Return what a body was called on ``day``."""
    name = names.on(body.pk, day)
    return str(name.name) if name else body.code


def of_text(text: Text, viewer: Viewer) -> dict[str, Any]:
    """Return what the page of a text shows."""
    names = Names.read()
    provisions = list(finding.provisions(viewer).filter(text=text))
    paragraphs = _paragraphs(text)
    related = finding.registered(viewer)
    return {
        **about(text, names, viewer),
        "terms": marked_terms(paragraphs),
        "title": text.title,
        "cited": citing.of_text(text),
        "provisions": [_line(each, text, names) for each in provisions],
        "paragraphs": paragraphs,
        "code": code(text),
        "files": [
            (shape, label) for shape, label in FILES if getattr(text, "adoption", None)
        ],
        "chain": chain_of(viewer, text, names),
        "annexes": [
            {"title": each.title, "url": citing.url(each)}
            for each in _if(text, "has_annexes", related.filter(annexed_to=text))
        ],
        "corrigenda": _if(
            text, "has_corrigenda", TextCorrigendum.objects.filter(text=text)
        ),
        "statements": _statements(text, paragraphs),
    }


def of_provision(text: Text, address: str, viewer: Viewer) -> dict[str, Any] | None:
    """Return what the page of a provision shows; None: the text has none at that address."""
    names = Names.read()
    provisions = list(finding.provisions(viewer).filter(text=text))
    by_address = {citing.address(each, text): each for each in provisions}
    provision = by_address.get(address)
    if provision is None:
        return None
    place = provisions.index(provision)
    cited = citing.of_provision(provision, text, names)
    paragraphs = [_words(provision)]
    return {
        **about(text, names, viewer),
        "provision": provision,
        "number": provision.number if citing.is_numbered(provision) else _("no number"),
        "terms": marked_terms(paragraphs),
        "paragraphs": paragraphs,
        "axis": axis(provision.axis or text.axis),
        "part": part_name(provision, text),
        "title": cited.full,
        "cited": cited,
        "chain": chain_of(viewer, text, names, provision),
        "previous": _neighbour(provisions, place - 1, text, names),
        "next": _neighbour(provisions, place + 1, text, names),
    }


def about(text: Text, names: Names, viewer: Viewer) -> dict[str, Any]:
    """Return what both pages say of the text itself."""
    annexed = text.annexed_to if getattr(text, "knows_annexed", False) else None
    return {
        "text": text,
        "text_url": citing.url(text),
        "other_language": "en" if active_language() == "es" else "es",
        "other_title": _other(text.title_es, text.title_en),
        "body_name": body_of(text, names, viewer.on),
        "meeting_title": names.title(text.meeting) if text.meeting else "",
        "languages": [LANGUAGE_NAMES[code] for code in text.languages.split()],
        "prevails": LANGUAGE_NAMES.get(text.prevailing, ""),
        "character": character(text),
        "text_axis": axis(text.axis),
        "annexed_to": annexed,
        "annexed_url": citing.url(annexed) if annexed else "",
    }


def code(text: Text) -> str:
    """Return the code by which the adopted text is verified; empty for an older one."""
    adoption = getattr(text, "adoption", None)
    return library_rules.grouped(adoption.code) if adoption else ""


def character(text: Text) -> list[dict[str, Any]]:
    """Return what each source says of the legal character, the one that holds first."""
    kind = text.rules
    held = text.character or kind.character
    source = text.character_source if text.character else kind.character_source
    said = [{"label": CHARACTERS[held], "source": source}]
    if kind.contrary:
        said.append({"label": CHARACTERS[kind.contrary], "source": kind.contrary_source})
    return said


def axis(code: str) -> str:
    """Return what a thematic axis is called; empty where a text has none."""
    return str(Axis(code).label) if code in Axis.values else code


def part_name(provision: Provision, text: Text) -> str:
    """Return what the part of the text is called, unless the text itself is called so."""
    rule = text.rules.part(Part(provision.part))
    name = pick(rule.names["es"], rule.names["en"]) if rule else ""
    return "" if name == text.kind.name else name


def _other(es: str, en: str) -> str:
    """Return the title in the other language, unless it says the same."""
    shown, other = (en, es) if active_language() == "en" else (es, en)
    return "" if other == shown else other


def _line(provision: Provision, text: Text, names: Names) -> dict[str, Any]:
    is_numbered = citing.is_numbered(provision)
    return {
        "number": provision.number if is_numbered else "",
        "words": provision.words,
        "axis": axis(provision.axis),
        "url": citing.url(text, provision),
        "cited": citing.of_provision(provision, text, names).full,
    }


def _words(provision: Provision) -> dict[str, Any]:
    """Return the words of a provision side by side."""
    return _row(
        "p",
        provision.number if citing.is_numbered(provision) else "",
        provision.words_es,
        provision.words_en,
    )


def _neighbour(
    provisions: Sequence[Provision], place: int, text: Text, names: Names
) -> dict[str, Any] | None:
    if not 0 <= place < len(provisions):
        return None
    return _line(provisions[place], text, names)


def _statements(text: Text, paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what States put on record beside a text adopted here, and on which paragraph."""
    numbers = {each["anchor"]: each["number"] for each in paragraphs}
    made = TextStatement.objects.filter(text=text).select_related("party")
    return [
        {"made": each, "on": numbers.get(each.paragraph_key, "")}
        for each in _if(text, "has_statements", made)
    ]


def _if(text: Text, flag: str, rows: QuerySet[M]) -> list[M]:
    """Return ``rows`` if the text, as it was found, is known to have such."""
    return list(rows) if getattr(text, flag) else []


def _paragraphs(text: Text) -> list[dict[str, Any]]:
    """Return the words of a text adopted here, as it was frozen; of a record, nothing."""
    if text.adopted_at is None:
        return []
    version = TextVersion.objects.filter(text=text, adoption__text=text)
    found = Paragraph.objects.filter(version__in=version).order_by("position")
    return [_row(each.key, each.number, each.es, each.en) for each in found]


def _row(anchor: str, number: str, es: str, en: str) -> dict[str, Any]:
    return {
        "anchor": anchor,
        "number": number,
        "es": [("eq", es)] if es else [],
        "en": [("eq", en)] if en else [],
        "missing": "" if es and en else _("There is no text here."),
        "state": "locked",
    }
