"""Reading back what ``akn`` wrote: the same text, to the word."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from crm_portal.core.errors import Invalid
from decisions.reports.sheets.akn import AKN, OWN
from decisions.reports.sheets.sheet import (
    Adoption,
    Annexed,
    Cells,
    Corrected,
    Issued,
    Row,
    Sheet,
    Statement,
    Status,
    Two,
)
from decisions.rules.texts import languages
from decisions.rules.texts.brackets import Alternative, Bracket, Content, tidy
from decisions.rules.texts.paragraphs import LANGUAGES, Form, Part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMES = {"a": AKN, "crm": OWN}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FORMS = {
    "section": Form.HEADING,
    "paragraph": Form.PARAGRAPH,
    "subparagraph": Form.PARAGRAPH,
}


def read_xml(content: bytes) -> Sheet:
    """Return the text in an Akoma Ntoso file of ours. Invalid: it is none."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        doc = fromstring(content).find("a:doc", NAMES)
    except (ParseError, DefusedXmlException) as wrong:
        raise Invalid(str(wrong)) from wrong
    facts = doc.find("a:meta/a:proprietary/crm:text", NAMES) if doc is not None else None
    if doc is None or facts is None:
        raise Invalid("This is not a text of this format.")
    return _sheet(doc, facts)


def _sheet(doc: "Element", facts: "Element") -> Sheet:
    body = _found(doc, "a:mainBody")
    containers = body.findall("a:hcontainer", NAMES)
    return Sheet(
        reference=facts.get("reference", ""),
        kind=facts.get("kind", ""),
        kind_name=_two(facts.findall("crm:kindName", NAMES)),
        title=_two(doc.findall("a:preface/a:p", NAMES)),
        rows=tuple(row for each in containers for row in _part(each)),
        at=datetime.fromisoformat(facts.get("at", "")),
        occasion=facts.get("occasion", ""),
        lines=_lines(doc.findall("a:preface/a:block", NAMES)),
        languages=tuple(facts.get("languages", "").split()),
        status=Status(facts.get("status", "")),
        draft=int(facts.get("draft", "0")),
        authoritative=facts.get("authoritative", ""),
        character=_lines(_blocks(doc, "character")),
        adoption=_adoption(doc),
        annexed=tuple(_annexed(each) for each in containers if _is(each, "annexed")),
        corrigenda=tuple(
            _corrected(each) for each in containers if _is(each, "corrigendum")
        ),
        issued=_issued(facts),
        is_demonstration=facts.get("demonstration") == "yes",
    )


def _issued(facts: "Element") -> Issued | None:
    told = [facts.get(name, "") for name in ("code", "url", "sha256")]
    return Issued(*told) if any(told) else None


def _adoption(doc: "Element") -> Adoption | None:
    sentence = _blocks(doc, "adopted")
    if not sentence:
        return None
    day = date.fromisoformat(_own(sentence[0], "on"))
    return Adoption(day, _two(sentence), _two(_blocks(doc, "adopters")))


def _annexed(each: "Element") -> Annexed:
    return Annexed(
        Statement(_own(each, "kind")),
        _two(each.findall("a:heading", NAMES)),
        datetime.fromisoformat(_own(each, "at")),
        _two(each.findall("a:content/a:p", NAMES)),
    )


def _corrected(each: "Element") -> Corrected:
    said = each.findall("a:content/a:p", NAMES)
    was, now = (_text(part) for part in said)
    return Corrected(
        int(_own(each, "number")),
        date.fromisoformat(day) if (day := _own(each, "on")) else None,
        _own(each, "reference"),
        said[0].get(LANG, ""),
        was,
        now,
        _two(each.findall("a:heading", NAMES)),
    )


def _part(container: "Element") -> Iterator[Row]:
    if container.get("name") in set(Part):
        yield from _rows(container, Part(container.get("name", "")), None, (0, 0))


def _rows(
    around: "Element", part: Part, parent: str | None, depths: tuple[int, int]
) -> Iterator[Row]:
    """Read what stands within an element; ``depths`` count headings and items around it."""
    for each in around:
        form = FORMS.get(_tag(each))
        if form is None:
            continue
        row = _row(each, part, parent, depths)
        yield row
        headings, items = depths
        inner = (headings + 1, items) if form is Form.HEADING else (headings, items + 1)
        yield from _rows(each, part, row.key, inner)


def _row(each: "Element", part: Part, parent: str | None, depths: tuple[int, int]) -> Row:
    form = FORMS[_tag(each)]
    said = {
        cell.get(LANG, ""): cell
        for path in ("a:heading", "a:content/a:p", "a:intro/a:p")
        for cell in each.findall(path, NAMES)
    }
    number = each.find("a:num", NAMES)
    return Row(
        key=_own(each, "key"),
        part=part,
        form=form,
        depth=depths[0] if form is Form.HEADING else depths[1],
        label=_text(number) if number is not None else "",
        reference=_own(each, "reference"),
        words=Cells(*(_content(said.get(language)) for language in LANGUAGES)),
        parent=parent,
        is_agreed=_own(each, "agreed") == "yes",
        es_state=_state(said.get("es")),
        en_state=_state(said.get("en")),
    )


def _state(cell: "Element | None") -> languages.State | None:
    state = _own(cell, "state") if cell is not None else ""
    return languages.State(state) if state else None


def _content(cell: "Element | None") -> Content:
    return tidy(_nodes(cell)) if cell is not None else ()


def _nodes(cell: "Element") -> Iterator[str | Bracket]:
    yield cell.text or ""
    for each in cell:
        if _tag(each) == "eol":
            yield "\n"
        elif _tag(each) == "inline":
            found = each.findall("a:inline", NAMES)
            yield Bracket(tuple(_alternative(inner) for inner in found))
        yield each.tail or ""


def _alternative(each: "Element") -> Alternative:
    """Read an alternative without the signs around it."""
    nodes = list(_nodes(each))
    nodes[0] = str(nodes[0])[1:]
    nodes[-1] = str(nodes[-1])[:-1]
    content = tidy(nodes) if _is(each, "alternative") else ()
    by, reserves = (tuple(_own(each, name).split()) for name in ("by", "reserves"))
    return Alternative(content, by, reserves)


def _lines(blocks: "list[Element]") -> tuple[Two, ...]:
    lines: list[list[Element]] = []
    for each in blocks:
        if _own(each, "next"):
            lines.append([])
        lines[-1].append(each)
    return tuple(_two(line) for line in lines)


def _two(elements: "list[Element]") -> Two:
    return Two(**{each.get(LANG, ""): _text(each) for each in elements})


def _text(element: "Element") -> str:
    said = [element.text or ""]
    for each in element:
        said += ["\n" if _tag(each) == "eol" else _text(each), each.tail or ""]
    return "".join(said)


def _blocks(doc: "Element", name: str) -> "list[Element]":
    return doc.findall(f"a:conclusions/a:block[@name='{name}']", NAMES)


def _found(around: "Element", path: str) -> "Element":
    found = around.find(path, NAMES)
    if found is None:
        raise Invalid("This is not a text of this format.")
    return found


def _own(element: "Element", name: str) -> str:
    return element.get(f"{{{OWN}}}{name}", "")


def _is(element: "Element", name: str) -> bool:
    return element.get("name") == name


def _tag(element: "Element") -> str:
    return element.tag.rpartition("}")[2]
