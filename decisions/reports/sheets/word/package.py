"""The parts of a Word file that are the same for every text, and the package around them."""

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from crm_portal.core.instance import THIS
from decisions.reports.sheets.xml import DECLARATION, element, text

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
WORD = f"{OFFICE}.wordprocessingml"
# No file has the time of its making in it.
EPOCH = (1980, 1, 1, 0, 0, 0)
PARTS = {
    "document": "document.main",
    "styles": "styles",
    "settings": "settings",
    "fontTable": "fontTable",
    "header": "header",
    "footer": "footer",
    "comments": "comments",
}
SERIF, SANS = "Source Serif 4", "Source Sans 3"


def packed(parts: Mapping[str, str]) -> bytes:
    """Return the package of these parts, by their paths: the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, content in parts.items():
            info = zipfile.ZipInfo(path, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, (DECLARATION + content).encode())
    return buffer.getvalue()


def content_types(names: list[str]) -> str:
    """Return which part is what."""
    overrides = [
        element(
            "Override",
            PartName=f"/word/{name}.xml",
            ContentType=f"{WORD}.{PARTS[name]}+xml",
        )
        for name in names
    ]
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return element(
        "Types",
        element(
            "Default",
            Extension="rels",
            ContentType="application/vnd.openxmlformats-package.relationships+xml",
        ),
        element("Default", Extension="xml", ContentType="application/xml"),
        *overrides,
        element("Override", PartName="/docProps/core.xml", ContentType=core),
        xmlns=f"{PACKAGE}/content-types",
    )


def package_relations() -> str:
    """Return where the document and its properties are."""
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    return element(
        "Relationships",
        _relation("rId1", f"{RELATIONS}/officeDocument", "word/document.xml"),
        _relation("rId2", core, "docProps/core.xml"),
        xmlns=f"{PACKAGE}/relationships",
    )


def document_relations(names: list[str]) -> str:
    """Return the parts that the document needs; the id of each is its name."""
    return element(
        "Relationships",
        *(_relation(name, f"{RELATIONS}/{name}", f"{name}.xml") for name in names),
        xmlns=f"{PACKAGE}/relationships",
    )


def _relation(key: str, kind: str, target: str) -> str:
    return element("Relationship", Id=key, Type=kind, Target=target)


def core_properties(*, title: str, language: str, identifier: str, at: datetime) -> str:
    """Return title and dates: those of the version, not those of the file."""
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    when = {"xsi_type": "dcterms:W3CDTF"}
    return element(
        "cp:coreProperties",
        element("dc:title", text(title)),
        element("dc:creator", THIS.prefix),
        element("dc:identifier", text(identifier)),
        element("dc:language", language),
        element("cp:lastModifiedBy", THIS.prefix),
        element("dcterms:created", stamp, **when),
        element("dcterms:modified", stamp, **when),
        xmlns_cp=f"{PACKAGE}/metadata/core-properties",
        xmlns_dc="http://purl.org/dc/elements/1.1/",
        xmlns_dcterms="http://purl.org/dc/terms/",
        xmlns_xsi="http://www.w3.org/2001/XMLSchema-instance",
    )


def settings(*, is_tracked: bool) -> str:
    """Return how the file opens; in a tracked one, what the reader changes is tracked too."""
    mode = element(
        "w:compatSetting",
        w_name="compatibilityMode",
        w_uri="http://schemas.microsoft.com/office/word",
        w_val="15",
    )
    return element(
        "w:settings",
        element("w:trackRevisions") if is_tracked else "",
        element("w:defaultTabStop", w_val="708"),
        element("w:compat", mode),
        element("w:themeFontLang", w_val="es-CR"),
        xmlns_w=MAIN,
    )


def fonts() -> str:
    """Return our typefaces, with what stands in for them where they are not installed."""
    pairs = ((SERIF, "Cambria", "roman"), (SANS, "Calibri", "swiss"))
    return element(
        "w:fonts",
        *(
            element(
                "w:font",
                element("w:altName", w_val=other),
                element("w:family", w_val=family),
                w_name=name,
            )
            for name, other, family in pairs
        ),
        xmlns_w=MAIN,
    )


def styles() -> str:
    """Return the styles: few, and all that the document uses."""
    defaults = element(
        "w:docDefaults",
        element("w:rPrDefault", element("w:rPr", _font(SERIF), *_size(10.5), _lang())),
        element("w:pPrDefault", element("w:pPr", _spacing(0, 14))),
    )
    return element("w:styles", defaults, *_paragraph_styles(), *_run_styles(), xmlns_w=MAIN)


def _paragraph_styles() -> list[str]:
    ink, petrol, grey = "17212B", "0B3343", "46535F"
    return [
        _style("Normal", "Normal", is_default=True),
        _style("Title", "Title", _spacing(4, 24), [_bold(), _color(petrol), *_size(19)]),
        _style("Sub", "Subtitle", "", [_font(SANS), _color(grey), *_size(9.5)]),
        _style("Text", "Body Text", _spacing(7, 14), [_color(ink)]),
        *(
            _style(
                f"Heading{level}",
                f"heading {level}",
                element("w:keepNext")
                + _spacing(3, 14)
                + element("w:outlineLvl", w_val=str(level - 1)),
                [_font(SANS), _bold(), _color("12485C"), *_size(9.5)],
            )
            for level in range(1, 7)
        ),
        _style("Small", "Small", _spacing(2, 12), [_font(SANS), _color(grey), *_size(8.5)]),
        _style("CommentText", "annotation text", "", [_font(SANS), *_size(10)]),
    ]


def _run_styles() -> list[str]:
    amber = "7A4700"
    shade = element("w:shd", w_val="clear", w_color="auto", w_fill="FDF3DE")
    raised = element("w:vertAlign", w_val="superscript")
    return [
        _style("Bracketed", "Bracketed", run=[shade], kind="character"),
        _style("Sign", "Bracket", run=[_bold(), _color(amber), shade], kind="character"),
        _style(
            "Names",
            "Delegations",
            run=[_font(SANS), _bold(), _color(amber), shade, raised],
            kind="character",
        ),
        _style("Number", "Number", run=[_font(SANS), _color("46535F")], kind="character"),
        _style(
            "Note", "Note", run=[_font(SANS), _color(amber), *_size(8)], kind="character"
        ),
        _style("Strong", "Strong", run=[_bold()], kind="character"),
    ]


def _style(
    key: str,
    name: str,
    paragraph: str = "",
    run: list[str] | None = None,
    *,
    kind: str = "paragraph",
    is_default: bool = False,
) -> str:
    return element(
        "w:style",
        element("w:name", w_val=name),
        element("w:basedOn", w_val="Normal")
        if kind == "paragraph" and not is_default
        else "",
        element("w:qFormat"),
        element("w:pPr", paragraph) if paragraph else "",
        element("w:rPr", *run) if run else "",
        w_type=kind,
        w_default="1" if is_default else "",
        w_styleId=key,
    )


def _font(name: str) -> str:
    return element("w:rFonts", w_ascii=name, w_hAnsi=name, w_cs=name)


def _bold() -> str:
    return element("w:b")


def _color(value: str) -> str:
    return element("w:color", w_val=value)


def _size(points: float) -> tuple[str, str]:
    half = str(int(points * 2))
    return element("w:sz", w_val=half), element("w:szCs", w_val=half)


def _lang() -> str:
    return element("w:lang", w_val="es-CR", w_eastAsia="es-CR", w_bidi="ar-SA")


def _spacing(after: float, line: float) -> str:
    return element(
        "w:spacing",
        w_before="0",
        w_after=str(int(after * 20)),
        w_line=str(int(line * 20)),
        w_lineRule="atLeast",
    )
