"""Whatever a source says stands in a paragraph or in a notice, and reads as a text."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.reading.docx import read_docx
from decisions.reading.paste import read_pasted
from decisions.rules.texts.notation import is_well_formed
from decisions.rules.texts.numbering import numbered
from decisions.rules.texts.paragraphs import Form, Part, above, by_key, faults
from decisions.rules.texts.words import settled, words
from tests.decisions.reading.writing import docx, p, reader, run, table
from tests.decisions.texts.making import KINDS, TEXTS, trees

FEW = settings(max_examples=60, deadline=None)
NUMBERED = 3
LABELS = [
    "",
    "1. ",
    "2) ",
    "a) ",
    "(b) ",
    "i) ",
    "II. ",
    "- ",
    "A. ",
    "1.1 ",
    "Decisión 4. ",
]
PLAIN = st.lists(
    st.sampled_from(
        ["niñez", "migración,", "[MX: uno", "|", "dos]", "Reconociendo", "the", "of", "de",
         "la", "48", "(GRCM)", "ANEXO", "Adoptada en", "Instan", ":", "«digno»", "שלום", "e\u0301"]
    ),
    min_size=1, max_size=8,
).map(" ".join)  # fmt: skip
SOURCE = st.tuples(st.sampled_from(LABELS), PLAIN | TEXTS).map("".join)
KIND = st.sampled_from(sorted(KINDS))
XML_SAFE = str.maketrans(
    {chr(n): " " for n in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)}
)


def counted(*texts):
    """Count the words, escapes and spaces aside."""
    return Counter(
        part
        for text in texts
        for part in words(settled(text))
        if any(sign.isalnum() for sign in part)
    )


def kept(found):
    said = [each.text(lang) for each in found.paragraphs for lang in ("es", "en")]
    return counted(*said, *(each.text for each in found.notices))


def require_a_text(found, kind):
    assert faults(found.paragraphs) == []
    assert all(
        is_well_formed(each.es) and is_well_formed(each.en) for each in found.paragraphs
    )
    assert {each.part for each in found.paragraphs} <= {
        each.part for each in KINDS[kind].parts
    }
    assert len(found.places) == len(found.paragraphs)
    assert sum(found.by_part.values()) + sum(
        each.form is Form.HEADING for each in found.paragraphs
    ) == len(found.paragraphs)


@FEW
@given(st.lists(SOURCE, min_size=1, max_size=9), KIND, st.sampled_from(["\n", "\n\n"]))
def test_no_word_of_what_is_pasted_is_lost(lines, kind, apart):
    text = apart.join(["Uno de la lista", *lines]).replace("\t", " ")

    found = read_pasted(text, reader(kind))

    assert counted(text) <= kept(found)
    require_a_text(found, kind)


BLOCKS = st.builds(
    lambda text, level, style, bold: ("p", text, level, style, bold),
    SOURCE.map(lambda text: text.translate(XML_SAFE)),
    st.none() | st.integers(0, 2),
    st.sampled_from(["", "Titulo1", "Puesto", "Lista"]),
    st.booleans(),
)
TABLES = st.lists(
    st.lists(SOURCE.map(lambda text: text.translate(XML_SAFE)), min_size=1, max_size=3),
    min_size=1, max_size=3,
)  # fmt: skip


def written(block):
    if isinstance(block, list):
        return table(*[[p(run(cell)) for cell in cells] for cells in block])
    _p, text, level, style, bold = block
    return p(run(text, "<w:b/>" if bold else ""), level=level, style=style)


def said_in(block):
    return (
        [cell for cells in block for cell in cells]
        if isinstance(block, list)
        else [block[1]]
    )


@FEW
@given(st.lists(BLOCKS | TABLES, max_size=6), KIND)
def test_no_word_of_a_document_is_lost(blocks, kind):
    content = docx(p("Uno de la lista"), *map(written, blocks))

    found = read_docx(content, reader(kind))

    assert counted(*(text for each in blocks for text in said_in(each))) <= kept(found)
    require_a_text(found, kind)


WORDY = st.lists(
    st.sampled_from(["los", "países", "de", "región"]), min_size=3, max_size=9
).map(lambda some: "Los " + " ".join(some) + ".")


@FEW
@given(trees(parts=[Part.OPERATIVE], texts=WORDY), st.booleans())
def test_a_written_text_is_read_again_as_it_was(text, is_two_columned):
    """Numbers typed as the portal prints them, in one language or in two."""
    text = [each for each in text if each.form is Form.PARAGRAPH]
    there = {each.key for each in text}
    if any(each.parent not in there | {None} for each in text):
        return
    # The kind has three ways of numbering: below them two levels look the same.
    if any(len(list(above(by_key(text), each.key))) > NUMBERED for each in text):
        return
    labels = numbered(text, KINDS["decisions"].numbering)
    lines = [(f"{labels[each.key].label} {each.es}", f"{labels[each.key].label} The {i} of it.")
             for i, each in enumerate(text)]  # fmt: skip
    lead = "La Conferencia de los países decidió en Panamá:"
    blocks = (
        [table([lead, "The Conference of the countries decided in Panama:"], *lines)]
        if is_two_columned
        else [p(lead), *(p(es) for es, _en in lines)]
    )

    found = read_docx(docx(*blocks), reader("decisions")).paragraphs[1:]

    place = {each.key: at for at, each in enumerate(text)}
    again = {each.key: at for at, each in enumerate(found)}
    assert [(each.es, place.get(each.parent)) for each in text] == [
        (each.es, again.get(each.parent)) for each in found
    ]
