"""The shapes that the Conference's documents really take (facts 2.1 to 2.4) are understood."""

import pytest

from decisions.reading.paste import read_pasted
from tests.decisions.reading.writing import reader

COMMUNIQUE = """COMUNICADO CONJUNTO
VII Conferencia Regional sobre Migración

Los Viceministros de los países miembros se reunieron en Antigua Guatemala.

Expresaron su solidaridad con el pueblo de los Estados Unidos.

PUNTOS SUSTANTIVOS

1. Adoptar la Declaración contra el Terrorismo que se anexa.
2. Reconocer la importancia de la protección consular.

ANEXO
Los países condenan el terrorismo.
"""
CONCLUSIONS = """REUNIÓN DEL GRUPO REGIONAL DE CONSULTA SOBRE MIGRACIÓN (GRCM)
Ciudad de Panamá, 3 y 4 de mayo de 2010
Las delegaciones de los países miembros se reunieron en la Ciudad de Panamá.
CONCLUSIONES
1) Aceptar el informe de actividades.
2) En relación con los grupos ad hoc:
a) Tomar nota del informe.
b) Instar a los países a:
- enviar sus datos;
- designar puntos focales.
3) Felicitar a Panamá.
RECOMENDACIONES
1) Recomendar el plan a los Viceministros.
"""
EXTRAORDINARY = """DECLARACIÓN EXTRAORDINARIA DE MANAGUA

Los países miembros, preocupados por el aumento de la niñez no acompañada,

Reconociendo la responsabilidad compartida,

1. El interés superior de la niñez

Los países miembros acuerdan velar por la niñez.

2. Grupo ad hoc sobre niñez migrante

Acuerdan crear un grupo ad hoc.
"""
XXI = """Final Version
November 18, 2016
DECLARATION
The Vice-Ministers and Heads of Delegation of ten member countries met in San Pedro Sula.
We discussed the challenges of migration in the region.
We agree to strengthen cooperation.
"""
REPORT = """INFORME DE LA PRESIDENCIA
I. Introducción
El presente informe resume las actividades del período.
IV. Políticas y Gestión Migratoria
A. Plan de Acción
(1) Se enviaron recordatorios a los países.
(2) Se recibieron cinco respuestas con una excepción.
B. Retorno
Se acordó un mecanismo para el retorno digno.
"""


def outline(found):
    """Part, form and depth of each paragraph: ``o-h0`` is a heading of the operative part."""
    depths = {}
    for each in found.paragraphs:
        depths[each.key] = depths.get(each.parent, -1) + 1
    return " ".join(
        f"{'op' if each.part == 'operative' else each.part[:2]}{each.form[0]}{depths[each.key]}"
        for each in found.paragraphs
    )


@pytest.mark.parametrize(
    ("kind", "source", "expected"),
    [
        ("communique", COMMUNIQUE, "heh0 hep0 chp0 opp0 oph0 opp1 opp1 anh0 anp1"),
        (
            "conclusions",
            CONCLUSIONS,
            "heh0 hep0 chp0 opp0 opp0 opp1 opp1 opp2 opp2 opp0 oph0 opp1",
        ),
        ("extraordinary_declaration", EXTRAORDINARY, "heh0 prp0 prp0 oph0 opp1 oph0 opp1"),
        ("declaration", XXI, "hep0 hep0 heh0 chp0 opp0 opp0"),
        ("report", REPORT, "heh0 oph0 opp1 oph0 oph1 opp2 opp2 oph1 opp2"),
    ],
)
def test_the_shapes_of_real_documents(kind, source, expected):
    assert outline(read_pasted(source, reader(kind))) == expected
