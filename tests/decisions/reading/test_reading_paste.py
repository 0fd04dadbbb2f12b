"""What is pasted is read by its blank lines, its numbers, or its two columns."""

import time

import pytest

from decisions.reading.notices import Code
from decisions.reading.paste import read_pasted
from decisions.rules.texts.paragraphs import Part
from tests.decisions.reading.writing import reader


def said(found, language="es"):
    return [each.text(language) for each in found.paragraphs]


def test_lines_broken_to_fit_a_page_are_one_paragraph():
    text = (
        "DECLARACIÓN\n\n"
        "Las y los Viceministros de los países miembros, reunidos en la ciudad de\n"
        "San José, Costa Rica:\n\n"
        "1. Reafirman su compromiso con\n   la región.\n"
        "2) Instan a:\n"
        "   a) proteger a la niñez;\n"
        "   b) informar a la Secretaría.\n"
    )

    found = read_pasted(text, reader())

    assert said(found) == [
        "DECLARACIÓN",
        "Las y los Viceministros de los países miembros, reunidos en la ciudad de "
        "San José, Costa Rica:",
        "Reafirman su compromiso con la región.",
        "Instan a:",
        "proteger a la niñez;",
        "informar a la Secretaría.",
    ]
    assert [each.parent for each in found.paragraphs] == [
        None,
        None,
        None,
        None,
        "p4",
        "p4",
    ]
    assert [each.part for each in found.paragraphs[:3]] == [
        Part.HEADER, Part.CHAPEAU, Part.OPERATIVE,
    ]  # fmt: skip


def test_a_line_each_is_a_paragraph_each():
    text = (
        "Los Viceministros de la Conferencia reunidos en Panamá acordaron lo siguiente.\n"
        "Reiteran su compromiso.\n"
        "Solicitan el informe.\n"
    )

    assert len(read_pasted(text, reader("communique")).paragraphs) == 3


def test_english_alone_is_known_as_such():
    found = read_pasted(
        "The Vice-Ministers of the Conference gathered in the city of San José.\n\n"
        "Recognizing the contribution of the migrants to the region,\n\n"
        "1. Take note of the report.\n\nAdopted at San José, on 20 November 2025.",
        reader(),
    )

    assert found.languages == ("en",)
    assert [each.part for each in found.paragraphs] == [
        Part.CHAPEAU, Part.PREAMBLE, Part.OPERATIVE, Part.CLOSING,
    ]  # fmt: skip


def test_two_columns_are_two_languages():
    text = (
        "Español\tEnglish\n"
        "1. Toman nota del informe.\t1. Take note of the report.\n"
        "2. Instan a los países a actuar.\t2. Urge the countries to act.\n"
    )

    found = read_pasted(text, reader("decisions"))

    assert said(found) == ["Toman nota del informe.", "Instan a los países a actuar."]
    assert said(found, "en") == ["Take note of the report.", "Urge the countries to act."]


def test_a_tab_after_a_number_makes_no_column():
    found = read_pasted("1.\tToman nota del informe.\n2.\tInstan a los países.", reader())

    assert said(found) == ["Toman nota del informe.", "Instan a los países."]
    assert found.notices[0].code is Code.NUMBERS


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("1.5 millones de personas migran en la región.", "1.5 millones"),
        ("2019 fue el año de la Conferencia.", "2019 fue"),
        ("10.000 personas cruzaron la frontera.", "10.000"),
        ("Decisión 8: Encomendar el estudio a la Secretaría.", "Encomendar"),
        ("1.2. Encomendar el estudio a la Secretaría.", "Encomendar"),
        ("1.- Encomendar el estudio a la Secretaría.", "Encomendar"),
        ("(iv) Encomendar el estudio a la Secretaría.", "Encomendar"),
        ("• Encomendar el estudio a la Secretaría.", "Encomendar"),
        ("12.", "12."),
    ],
)
def test_only_what_numbers_is_taken_for_a_number(line, kept):
    assert read_pasted(line, reader()).paragraphs[0].es.startswith(kept)


def test_letters_count_on_through_those_that_could_be_roman():
    letters = "abcdefghijk"
    text = "1. Instan a:\n" + "".join(
        f"{sign}) actuar en {sign}{sign};\n" for sign in letters
    )

    found = read_pasted(text, reader())

    assert [each.parent for each in found.paragraphs[1:]] == ["p1"] * len(letters)


def test_a_million_signs_are_read_in_moments():
    began = time.process_time()

    read_pasted("a\n" * 50_000, reader())
    read_pasted("[" * 20_000 + " de la", reader())
    read_pasted("palabra " * 60_000, reader())

    assert time.process_time() - began < 5
