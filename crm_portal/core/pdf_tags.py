"""What WeasyPrint leaves out of a tagged PDF: languages inside the text, PDF/UA beside PDF/A.

It runs as a WeasyPrint *finisher*, when the pages are laid out and the structure tree
is built but nothing is written yet.
"""

from collections.abc import Iterator
from typing import Any

PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the document conforms
</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


class TagsDiffer(RuntimeError):
    """The tree of boxes and the tree of tags do not run in parallel: do not guess."""


def finish(document: Any, pdf: Any) -> None:
    """Complete ``pdf`` in place: languages, PDF/UA-1 mark, one entry per attached file."""
    tell_languages(document, pdf)
    declare_pdf_ua(pdf)
    name_attachments_once(pdf)


def tell_languages(document: Any, pdf: Any) -> None:
    """Give every run of text in another language than the document's its own ``/Lang``.

    Without it the English column is read aloud with a Spanish voice.
    """
    root = _referred(pdf, _referred(pdf, pdf.catalog["StructTreeRoot"])["K"][0])
    boxes = [leaf for page in document.pages for leaf in _leaves(page._page_box)]
    owners = list(_owners(pdf, root))
    if len(boxes) != len(owners):
        raise TagsDiffer(f"{len(boxes)} boxes, {len(owners)} tags")
    for box, owner in zip(boxes, owners, strict=True):
        language = box.style["lang"]
        if language and language != document.metadata.lang:
            owner["Lang"] = _string(language)
    for child in _children(pdf, root):
        _hoist(pdf, child)


def declare_pdf_ua(pdf: Any) -> None:
    """Say in the metadata that the document is PDF/UA-1, in the words that PDF/A-3 allows."""
    stream = _referred(pdf, pdf.catalog["Metadata"])
    stream.stream = [part.replace(b"</rdf:RDF>", PDFUA) for part in stream.stream]
    stream.compress = False


def name_attachments_once(pdf: Any) -> None:
    """List each attached file once in the catalog (WeasyPrint 70 lists it twice)."""
    if "AF" in pdf.catalog:
        import pydyf

        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the boxes that carry content, in the order in which they are tagged."""
    from weasyprint.formatting_structure import boxes

    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _leaves(child)


def _owners(pdf: Any, element: Any) -> Iterator[Any]:
    """Yield the tag of each piece of marked content, in reading order."""
    for kid in element["K"]:
        if isinstance(kid, int):
            yield element
            continue
        child = _referred(pdf, kid)
        if child.get("Type") == "/StructElem":
            yield from _owners(pdf, child)


def _children(pdf: Any, element: Any) -> list[Any]:
    kids = [_referred(pdf, kid) for kid in element["K"] if not isinstance(kid, int)]
    return [kid for kid in kids if kid.get("Type") == "/StructElem"]


def _hoist(pdf: Any, element: Any) -> None:
    """Say a language once, on the largest element that is wholly in it."""
    children = _children(pdf, element)
    for child in children:
        _hoist(pdf, child)
    spoken = {bytes(child["Lang"].data) if "Lang" in child else b"" for child in children}
    whole = len(spoken) == 1 and not any(isinstance(kid, int) for kid in element["K"])
    if whole and spoken != {b""}:
        element["Lang"] = children[0]["Lang"]
        for child in children:
            del child["Lang"]


def _referred(pdf: Any, reference: Any) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _string(text: str) -> Any:
    import pydyf

    return pydyf.String(text)
