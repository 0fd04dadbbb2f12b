"""Word documents made here, element by element, as the authors' programs write them."""

from xml.sax.saxutils import escape

from decisions.reading.shaping import Reader
from decisions.rules.texts.verbs import read_verbs
from tests.decisions.texts.making import KINDS, rows
from tests.library.hostile import zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OTHER = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titulo1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Propio"><w:name w:val="Mi estilo"/>
<w:basedOn w:val="Titulo1"/></w:style>
<w:style w:type="paragraph" w:styleId="Puesto"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Lista"><w:name w:val="List Number"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""
LEVELS = "".join(
    f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{way}"/></w:lvl>'
    for at, way in enumerate(["decimal", "lowerLetter", "lowerRoman"])
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>'
    '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
)
VERBS = read_verbs(rows("operative_verbs.csv"))


def reader(kind="declaration", delegations=None):
    return Reader(KINDS[kind], VERBS, delegations)


def run(text, look=""):
    props = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inner, style="", level=None, listed=1, centred=False, more="", bold=False):
    """Return a paragraph; what does not begin with ``<w:`` is its words."""
    look = "<w:b/>" if bold else ""
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level is not None:
        props += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listed}"/></w:numPr>'
    props += '<w:jc w:val="center"/>' if centred else ""
    said = "".join(
        each if each.startswith(("<w:", "<mc:")) else run(each, look) for each in inner
    )
    return f"<w:p><w:pPr>{props}{more}</w:pPr>{said}</w:p>"


def table(*lines):
    """Return a table; a cell is its paragraphs, or the words of its only one."""
    made = "".join(f"<w:tr>{''.join(map(_cell, cells))}</w:tr>" for cells in lines)
    return f"<w:tbl>{made}</w:tbl>"


def _cell(cell):
    inner = cell if cell.startswith("<w:") else p(cell)
    return f"<w:tc>{inner}</w:tc>"


def part(root, inner):
    names = f'xmlns:w="{WORD}" xmlns:mc="{OTHER}"'
    return f"<w:{root} {names}>{inner}</w:{root}>".encode()


def docx(*blocks, **parts):
    """Return a Word document of these blocks; ``parts`` are further ones by their roots."""
    content = {
        "[Content_Types].xml": TYPES.encode(),
        "word/document.xml": part("document", f"<w:body>{''.join(blocks)}</w:body>"),
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
    }
    more = {f"word/{root}.xml": part(root, inner) for root, inner in parts.items()}
    return zipped({**content, **more})
