"""Codes that survive being read aloud, hashes that survive being typed again."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.library import rules

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(DIGESTS)
def test_a_code_is_twelve_characters_and_reads_back_as_itself(digest):
    code = rules.short_code(digest)

    assert rules.CODE.fullmatch(code)
    assert rules.read_code(rules.grouped(code)) == code


@given(DIGESTS, st.integers(0, 59))
def test_every_one_of_the_first_sixty_bits_counts(digest, bit):
    other = f"{int(digest, 16) ^ (1 << (255 - bit)):064x}"

    assert rules.short_code(digest) != rules.short_code(other)


@pytest.mark.parametrize(
    "typed",
    [
        "GL2L-M3OY-BUSC",
        "gl2l m3oy busc",
        " gl2l–m3oy–busc ",
        "GL2L.M30Y.8USC",
        "ＧＬ２Ｌ-Ｍ３ＯＹ-ＢＵＳＣ",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert rules.read_code(typed) == "GL2LM3OYBUSC"


@pytest.mark.parametrize(
    "typed", ["", "GL2L", "GL2L-M3OY-BUSC-X", "GL2L-M3OY-BUS9", "ñ" * 12]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert rules.read_code(typed) == ""


@given(st.text())
def test_reading_a_code_never_fails(typed):
    assert rules.read_code(typed) == "" or rules.CODE.fullmatch(rules.read_code(typed))


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PARAGRAPHS = st.lists(
    st.fixed_dictionaries({"number": TEXTS, "es": TEXTS, "en": TEXTS}), max_size=5
)


@given(PARAGRAPHS)
def test_the_hash_of_a_text_does_not_depend_on_how_its_accents_are_encoded(paragraphs):
    decomposed = [
        {part: unicodedata.normalize("NFD", words) for part, words in paragraph.items()}
        for paragraph in paragraphs
    ]

    assert rules.canonical_text(decomposed) == rules.canonical_text(paragraphs)


@given(PARAGRAPHS)
def test_a_paragraph_is_one_line_of_three_columns(paragraphs):
    lines = rules.canonical_text(paragraphs).split("\n") if paragraphs else []

    assert len(lines) == len(paragraphs)
    assert all(line.count("\t") == 2 for line in lines)


def test_the_canonical_text_is_number_spanish_and_english():
    paragraphs = [
        {"number": "1.", "es": "Acuerdan  cooperar.", "en": "Agree to\ncooperate."},
        {"number": "", "es": "Fin", "en": ""},
    ]

    assert rules.canonical_text(paragraphs) == (
        "1.\tAcuerdan cooperar.\tAgree to cooperate.\n\tFin\t"
    )


@given(st.dictionaries(st.text(max_size=5), st.integers()))
def test_the_canonical_json_does_not_depend_on_the_order_of_keys(value):
    backwards = dict(reversed(value.items()))

    assert rules.canonical_json(backwards) == rules.canonical_json(value)
