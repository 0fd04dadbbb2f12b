"""A text as Akoma Ntoso 3.0, for archives and other systems: both languages, side by side.

Every part is a container of the main body, whatever it is called in print, so that one rule
holds for all: a heading is a section, a paragraph has a block for each language. What the
standard has no word for (delegations behind brackets, states of languages) stands in our own
namespace. What is proposed, and what changed, is not in it: it is the text.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.instance import THIS
from decisions.reports.sheets.runs import NOTHING, names
from decisions.reports.sheets.sheet import Issued, Row, Sheet, Two, clean
from decisions.reports.sheets.xml import DECLARATION, block, element, text
from decisions.rules.texts.brackets import Alternative, Bracket, Content
from decisions.rules.texts.paragraphs import LANGUAGES, Form

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:crm:text:1"
SOURCE = "#crm"
ISO_CODES = {"es": "spa", "en": "eng"}
UNSAFE = re.compile(r"[^A-Za-z0-9]+")


def to_xml(sheet: Sheet) -> bytes:
    """Return the text as an Akoma Ntoso file: the same bytes for the same text."""
    text_ = clean(sheet)
    body = (
        _part(part, list(rows)) for part, rows in groupby(text_.rows, lambda row: row.part)
    )
    doc = block(
        "doc",
        [
            _meta(text_),
            _preface(text_),
            block("mainBody", [*body, *_annexed(text_), *_corrigenda(text_)]),
            _conclusions(text_),
        ],
        name=sheet.kind,
    )
    root = block("akomaNtoso", [doc], xmlns=AKN, xmlns_crm=OWN)
    return (DECLARATION + root + "\n").encode()


def moment(at: datetime) -> str:
    """Return an instant as it is written in files: UTC, exact."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _meta(sheet: Sheet) -> str:
    return block("meta", [_identification(sheet), _references(), _facts(sheet)])


def _identification(sheet: Sheet) -> str:
    frozen = sheet.at.astimezone(ZONE_OF_RECORD).date()
    day = (sheet.adoption.on if sheet.adoption else frozen).isoformat()
    work = f"/akn/crm/doc/{sheet.kind}/{day}/{_slug(sheet.reference)}"
    version = f"{work}/{'-'.join(ISO_CODES[each] for each in LANGUAGES)}@{day}"
    date = element("FRBRdate", date=day, name=str(sheet.status))
    author = element("FRBRauthor", href=SOURCE)
    is_authoritative = element("FRBRauthoritative", value=str(sheet.is_adopted).lower())
    in_work = [
        element("FRBRcountry", value="crm"),
        element("FRBRsubtype", value=sheet.kind),
        element("FRBRnumber", value=sheet.reference),
    ]
    in_expression = [
        element("FRBRversionNumber", value=sheet.draft or 1),
        is_authoritative,
        *(element("FRBRlanguage", language=ISO_CODES[each]) for each in LANGUAGES),
    ]
    return block(
        "identification",
        [
            block("FRBRWork", [*_uris(work, sheet.issued), date, author, *in_work]),
            block("FRBRExpression", [*_uris(version), date, author, *in_expression]),
            block("FRBRManifestation", [*_uris(f"{version}.xml"), date, author]),
        ],
        source=SOURCE,
    )


def _uris(uri: str, issued: Issued | None = None) -> Iterator[str]:
    yield element("FRBRthis", value=f"{uri}/!main")
    yield element("FRBRuri", value=uri)
    if issued:
        yield element("FRBRalias", value=issued.url, name="verification")


def _references() -> str:
    organization = element(
        "TLCOrganization",
        eId=THIS.code,
        href=f"/ontology/organization/{THIS.code}",
        showAs=THIS.name.es,
    )
    return block("references", [organization], source=SOURCE)


def _facts(sheet: Sheet) -> str:
    issued = sheet.issued or Issued("", "", "")
    own = block(
        "crm:text",
        _two("crm:kindName", sheet.kind_name),
        reference=sheet.reference,
        occasion=sheet.occasion,
        kind=sheet.kind,
        status=sheet.status,
        draft=sheet.draft,
        at=moment(sheet.at),
        languages=" ".join(sheet.languages),
        authoritative=sheet.authoritative,
        demonstration="yes" if sheet.is_demonstration else "",
        code=issued.code,
        url=issued.url,
        sha256=issued.text_sha256,
    )
    return block("proprietary", [own], source=SOURCE)


def _preface(sheet: Sheet) -> str:
    title = (
        element("p", element("docTitle", text(words)), xml_lang=language)
        for language, words in _said(sheet.title)
    )
    lines = (each for line in sheet.lines for each in _line("line", line))
    return block("preface", [*title, *lines])


def _conclusions(sheet: Sheet) -> str:
    inner = [each for line in sheet.character for each in _line("character", line)]
    if sheet.adoption:
        inner = [
            *_two(
                "block", sheet.adoption.sentence, name="adopted", crm_on=sheet.adoption.on
            ),
            *_two("block", sheet.adoption.by, name="adopters"),
            *inner,
        ]
    return block("conclusions", inner) if inner else ""


def _line(name: str, words: Two) -> Iterator[str]:
    """One line of several: the first language that it has begins it."""
    for place, (language, said) in enumerate(_said(words)):
        yield element(
            "block",
            _words(said),
            name=name,
            crm_next="yes" if not place else "",
            xml_lang=language,
        )


def _part(part: str, rows: list[Row]) -> str:
    there = {row.key for row in rows}
    top = (_row(row, rows) for row in rows if row.parent not in there)
    return block("hcontainer", top, name=part, eId=f"part_{part}")


def _row(row: Row, rows: list[Row]) -> str:
    within = [_row(each, rows) for each in rows if each.parent == row.key]
    number = element("num", text(row.label)) if row.label else ""
    told = {
        "eId": _eid(row),
        "crm_key": row.key,
        "crm_reference": row.reference,
        "crm_agreed": "yes" if row.is_agreed else "",
    }
    if row.form is Form.HEADING:
        inner = [number, *_cells("heading", row), *within]
        return block("section", inner, **told)
    words = list(_cells("p", row)) or [element("p")]
    own = block("intro", words) if within else block("content", words)
    tag = "subparagraph" if row.depth else "paragraph"
    return block(tag, [number, own, *within], **told)


def _eid(row: Row) -> str:
    """Return the place of a paragraph in the text: ``paragraph_3__a``, ``section_iv``."""
    steps = row.reference.replace("§", "").split("(")
    return f"{row.form}_{'__'.join(_slug(step) for step in steps)}"


def _slug(words: str) -> str:
    return UNSAFE.sub("-", words).strip("-").lower()


def _cells(tag: str, row: Row) -> Iterator[str]:
    for language in LANGUAGES:
        content, state = row.words.said(language), row.state(language)
        if content or state:
            yield element(tag, _content(content), xml_lang=language, crm_state=state)


def _content(content: Content) -> str:
    return "".join(
        _bracket(node) if isinstance(node, Bracket) else _words(node) for node in content
    )


def _words(words: str) -> str:
    return text(words).replace("\n", "<eol/>")


def _bracket(bracket: Bracket) -> str:
    return element(
        "inline",
        " ".join(_alternative(each) for each in bracket.alternatives),
        name="bracket",
    )


def _alternative(each: Alternative) -> str:
    said = element(
        "inline",
        f"[{_content(each.content) or NOTHING}]",
        name="alternative" if each.content else "nothing",
        crm_by=" ".join(each.by),
        crm_reserves=" ".join(each.reserves),
    )
    told = names(each)
    return said + (element("sup", text(told)) if told else "")


def _annexed(sheet: Sheet) -> Iterator[str]:
    for number, each in enumerate(sheet.annexed, 1):
        words = _paragraphs(each.words)
        yield block(
            "hcontainer",
            [*_two("heading", each.party), block("content", words)],
            name="annexed",
            eId=f"annexed_{number}",
            crm_kind=each.kind,
            crm_at=moment(each.received_at),
        )


def _corrigenda(sheet: Sheet) -> Iterator[str]:
    for place, each in enumerate(sheet.corrigenda, 1):
        words = [
            element("p", _words(said), xml_lang=each.language, crm_text=name)
            for name, said in (("was", each.was), ("now", each.now))
        ]
        yield block(
            "hcontainer",
            [*_two("heading", each.reason), block("content", words)],
            name="corrigendum",
            eId=f"corrigendum_{place}",
            crm_number=each.number,
            crm_on=each.on,
            crm_reference=each.reference,
        )


def _paragraphs(words: Two) -> list[str]:
    return [
        element("p", _words(said), xml_lang=language) for language, said in _said(words)
    ]


def _two(tag: str, words: Two, **values: object) -> list[str]:
    return [
        element(tag, _words(said), xml_lang=language, **values)
        for language, said in _said(words)
    ]


def _said(words: Two) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        if said := getattr(words, language):
            yield language, said
