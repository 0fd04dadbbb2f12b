"""A Word document is read as what its authors mean, and nothing of it disappears."""

import time

from decisions.reading.docx import read_docx
from decisions.reading.notices import Code
from decisions.rules.texts.notation import parse
from decisions.rules.texts.paragraphs import Form, Part, faults
from tests.decisions.reading.writing import docx, p, reader, run, table

CHAPEAU = (
    "Las y los Viceministros de los países miembros de la Conferencia, reunidos en San José "
    "los días 19 y 20 de noviembre de 2025:"
)
DECLARATION = [
    p("XXX Conferencia Regional sobre Migración", centred=True),
    p("DECLARACIÓN DE LOS(AS) VICEMINISTROS(AS)", bold=True, centred=True),
    p(CHAPEAU),
    p("Reconociendo que la migración es un fenómeno de la región;"),
    p("Conscientes de la necesidad de proteger a la niñez migrante;"),
    p("1. Reafirman su compromiso con una migración segura."),
    p("2. Instan a los países miembros a:"),
    p("a) fortalecer la protección consular;"),
    p("b) intercambiar información sobre:"),
    p("i) rutas, y"),
    p("ii) redes de tráfico ilícito."),
    p("3. Agradecen al Gobierno de Costa Rica su hospitalidad."),
    p("Adoptada en San José, Costa Rica, el 20 de noviembre de 2025."),
    p("Por Costa Rica"),
]


def shapes(found):
    return [
        (each.part.value, each.form.value, each.parent, each.es)
        for each in found.paragraphs
    ]


def codes(found):
    return {each.code for each in found.notices}


def about(found, code):
    return next(each for each in found.notices if each.code is code)


def test_a_declaration_has_its_parts_and_its_typed_numbers_become_levels():
    found = read_docx(docx(*DECLARATION), reader())

    assert [(each.part, each.parent) for each in found.paragraphs] == [
        (Part.HEADER, None),
        (Part.HEADER, None),
        (Part.CHAPEAU, None),
        (Part.PREAMBLE, None),
        (Part.PREAMBLE, None),
        (Part.OPERATIVE, None),
        (Part.OPERATIVE, None),
        (Part.OPERATIVE, "p7"),
        (Part.OPERATIVE, "p7"),
        (Part.OPERATIVE, "p9"),
        (Part.OPERATIVE, "p9"),
        (Part.OPERATIVE, None),
        (Part.CLOSING, None),
        (Part.CLOSING, None),
    ]
    assert found.paragraphs[5].es == "Reafirman su compromiso con una migración segura."
    assert about(found, Code.NUMBERS).text == "1. · 2. · a) · b) · i) · ii) · 3."
    assert found.languages == ("es",)
    assert len(found.lacking("en")) == len(found.paragraphs)
    assert (found.by_part[Part.PREAMBLE], found.by_part[Part.OPERATIVE]) == (2, 7)
    assert found.sub_items == 4
    assert faults(found.paragraphs) == []


def test_automatic_numbers_and_bullets_become_levels():
    blocks = [
        p("Los Viceministros de la Conferencia se reunieron en Panamá y decidieron:"),
        p("Encomendar a la Secretaría:", level=0),
        p("un estudio;", level=1),
        p("un informe que trate de:", level=1),
        p("costos", level=0, listed=2),
        p("plazos", level=0, listed=2),
        p("Tomar nota del informe.", style="Lista"),
    ]

    found = read_docx(docx(*blocks), reader("decisions"))

    assert [each.parent for each in found.paragraphs] == [
        None, None, "p2", "p2", "p4", "p4", None,
    ]  # fmt: skip
    assert [each.part for each in found.paragraphs[1:]] == [Part.OPERATIVE] * 6
    assert Code.NUMBERS not in codes(found)


def test_two_columns_are_one_text_in_two_languages():
    both = table(
        ["Español", "English"],
        ["DECLARACIÓN", "DECLARATION"],
        [CHAPEAU, "The Vice-Ministers of the member countries, gathered in San José:"],
        ["1. Toman nota del informe.", "1. Take note of the report."],
        ["2. Instan a los países a actuar.", ""],
    )

    found = read_docx(docx(both), reader())

    assert [(each.es, each.en) for each in found.paragraphs[2:]] == [
        ("Toman nota del informe.", "Take note of the report."),
        ("Instan a los países a actuar.", ""),
    ]
    assert [each.part for each in found.paragraphs] == [
        Part.HEADER, Part.CHAPEAU, Part.OPERATIVE, Part.OPERATIVE,
    ]  # fmt: skip
    assert found.lacking("en") == ("p4",)
    assert about(found, Code.COLUMN_HEADS).text == "Español / English"


def test_columns_without_heads_are_known_by_what_they_say():
    """English first, and a column of its own for the numbers."""
    both = table(
        [
            "1",
            "The governments of the region acknowledge it.",
            "Los gobiernos lo reconocen.",
        ],
        [
            "2",
            "They thank the Government of Panama for its welcome.",
            p("Agradecen al Gobierno de Panamá su acogida.") + p("Y la de su pueblo."),
        ],
    )

    found = read_docx(docx(both), reader("communique"))

    assert [each.es[:9] for each in found.paragraphs] == [
        "Los gobie",
        "Agradecen",
        "Y la de s",
    ]
    assert found.paragraphs[0].en.startswith("The governments")
    assert about(found, Code.NUMBERS).text == "1 · 2"
    assert about(found, Code.UNEVEN).at


def test_another_table_is_read_cell_by_cell():
    found = read_docx(
        docx(p("Los países de la región presentan el cuadro de los aportes."),
             table(["País", "Aporte", "Año"], ["México", "10", "2024"])),
        reader(),
    )  # fmt: skip

    said = [each.es for each in found.paragraphs[1:]]
    assert said == ["País", "Aporte", "Año", "México", "10", "2024"]
    assert Code.TABLE in codes(found)


def test_headings_by_style_by_number_and_by_look():
    blocks = [
        p("Informe de la Red", style="Puesto"),
        p("I. Introducción"),
        p("La Red se reunió en Managua con la presencia de todas las delegaciones."),
        p("II. Asuntos"),
        p("A. Trata de personas"),
        p("(1) Se acordó el plan de la Red sobre la trata."),
        p("Otros asuntos", style="Propio"),
        p("Se agradeció a la sede por la acogida de la reunión."),
    ]

    found = read_docx(docx(*blocks), reader("report"))

    assert [(each.form.value[0], each.parent) for each in found.paragraphs] == [
        ("h", None), ("h", None), ("p", "p2"), ("h", None), ("h", "p4"), ("p", "p5"),
        ("h", None), ("p", "p7"),
    ]  # fmt: skip
    assert found.headings == 4
    assert found.paragraphs[0].part is Part.HEADER


def test_a_line_that_only_names_a_part_opens_it():
    blocks = [
        p("Las delegaciones de los países miembros se reunieron en Managua."),
        p("CONCLUSIONES", bold=True),
        p("1) Aceptar el informe de actividades."),
        p("ANEXO I", bold=True),
        p("Lista de las delegaciones que participaron."),
    ]

    found = read_docx(docx(*blocks), reader("conclusions"))

    assert [each.part for each in found.paragraphs[:2]] == [Part.CHAPEAU, Part.OPERATIVE]
    assert about(found, Code.PART_NAME).text == "CONCLUSIONES"
    assert about(found, Code.NO_SUCH_PART).text == "annex"


def test_tracked_changes_are_read_as_accepted_and_reported():
    deleted = '<w:del w:id="1"><w:r><w:delText>viejas </w:delText></w:r></w:del>'
    came = f'<w:ins w:id="2">{run("nuevas ")}</w:ins>'
    merged = '<w:rPr><w:del w:id="3"/></w:rPr>'

    found = read_docx(
        docx(
            p("Las ", deleted, came, "rutas de la región"),
            p("siguen", more=merged),
            p(" igual."),
        ),
        reader(),
    )

    assert [each.es for each in found.paragraphs] == [
        "Las nuevas rutas de la región",
        "siguen igual.",
    ]
    assert about(found, Code.DELETED).text == "viejas"
    assert about(found, Code.INSERTED).count == 1


def test_what_is_not_the_text_is_reported_with_its_words():
    box = f"<w:r><w:pict><w:txbxContent>{p('En un cuadro')}</w:txbxContent></w:pict></w:r>"
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    vanished = run("invisible", "<w:vanish/>")

    found = read_docx(
        docx(
            p(
                "Texto",
                note,
                " de la Conferencia",
                box,
                vanished,
                "<w:r><w:drawing/></w:r>",
            ),
            footnotes=f'<w:footnote w:type="separator">{p("-")}</w:footnote>'
            f'<w:footnote w:id="2">{p("Al pie")}</w:footnote>',
            comments=f'<w:comment w:id="1">{p("¿Seguro?")}</w:comment>',
        ),
        reader(),
    )

    assert [each.es for each in found.paragraphs] == ["Texto de la Conferencia"]
    assert {each.code: each.text for each in found.left_out} == {
        Code.TEXT_BOX: "En un cuadro",
        Code.INVISIBLE: "invisible",
        Code.IMAGE: "",
        Code.FOOTNOTE: "Al pie",
        Code.COMMENT: "¿Seguro?",
    }


def test_of_two_ways_to_say_the_same_one_is_read():
    """A text box of Word comes twice; a control and a link are words like others."""
    box = f"<w:drawing><w:txbxContent>{p('Al margen')}</w:txbxContent></w:drawing>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>"
        f"<w:pict><w:txbxContent>{p('Al margen')}</w:txbxContent></w:pict>"
        "</mc:Fallback></mc:AlternateContent>"
    )
    link = f"<w:hyperlink>{run(' de Puebla')}</w:hyperlink>"
    control = f"<w:sdt><w:sdtContent>{p('Segundo párrafo.')}</w:sdtContent></w:sdt>"

    found = read_docx(docx(p("El diálogo", f"<w:r>{both}</w:r>", link), control), reader())

    assert [each.es for each in found.paragraphs] == [
        "El diálogo de Puebla", "Segundo párrafo.",
    ]  # fmt: skip
    assert [(each.code, each.text) for each in found.notices] == [
        (Code.TEXT_BOX, "Al margen")
    ]


def test_brackets_are_read_as_such_and_torn_ones_as_signs():
    blocks = [
        p("1. Instan a [MX: todas las partes | US: los países] a [proteger] los derechos."),
        p("2. Toman nota [sin cierre del informe."),
        p("3. Reconocen ] lo dicho [] en la sesión."),
        p("4. Piden [XX: algo] a la Secretaría."),
    ]

    found = read_docx(docx(*blocks), reader(delegations={"MX", "US"}))

    texts = [each.es for each in found.paragraphs]
    assert texts[0].endswith(
        "[MX: todas las partes | US: los países] a [proteger] los derechos."
    )
    assert texts[1] == "Toman nota \\[sin cierre del informe."
    assert texts[2] == "Reconocen \\] lo dicho \\[\\] en la sesión."
    assert texts[3] == "Piden \\[XX: algo\\] a la Secretaría."
    assert all(parse(text, delegations={"MX", "US"}) for text in texts)
    assert {each.at for each in found.notices if each.code is Code.BRACKET} == {2, 3, 4}


def test_direction_tricks_are_taken_out_and_reported():
    found = read_docx(
        docx(p("La Conferencia \u202eacuerda\u202c algo sobre שלום.")), reader()
    )

    assert found.paragraphs[0].es == "La Conferencia acuerda algo sobre שלום."
    assert about(found, Code.HIDDEN_SIGNS).text == "U+202C U+202E"


def test_ten_thousand_words_in_one_paragraph_are_read_in_moments():
    long = " ".join(f"palabra{n % 900}" for n in range(10_000))
    began = time.process_time()

    found = read_docx(docx(p("1. Reconocen la migración."), p(long)), reader())

    assert found.paragraphs[-1].es == long
    assert time.process_time() - began < 2


def test_a_letter_goes_from_its_addressee_to_its_signature():
    blocks = [
        p("Señora Ministra"), p("Ministerio de Gobernación"), p("Estimada señora Ministra:"),
        p("Le escribo para agradecer el informe de su Gobierno."),
        p("Atentamente,"), p("La Presidencia"),
    ]  # fmt: skip

    found = read_docx(docx(*blocks), reader("letter"))

    assert [each.part.value for each in found.paragraphs] == [
        "header", "header", "header", "operative", "closing", "closing",
    ]  # fmt: skip
    assert all(each.form is Form.PARAGRAPH for each in found.paragraphs)
