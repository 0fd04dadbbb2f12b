"""How what is on record is cited, in both languages."""

import pytest

from decisions.models import Provision
from decisions.presentation.register import citing
from meetings.presentation.titles import Names


@pytest.mark.parametrize(
    ("text", "number", "es", "en"),
    [
        ("XV-CRM-DEC", "8", "Decisión 8 de la XV CRM", "Decision 8 of the XV RCM"),
        (
            "IV-CRM-COM",
            "5",
            "Punto 5 del Comunicado Conjunto de la IV CRM",
            "Point 5 of the Joint Communiqué of the IV RCM",
        ),
        (
            "XXI-CRM-DECL",
            "12",
            "Párrafo 12 de la Declaración de la XXI CRM",
            "Paragraph 12 of the Declaration of the XXI RCM",
        ),
        (
            "XIX-CRM-DEX",
            "2",
            "Punto 2 de la Declaración Extraordinaria de Managua",
            "Point 2 of the Managua Extraordinary Declaration",
        ),
        (
            "GRCM-2014-1-CONC",
            "1(a)",
            "Conclusión 1(a) del GRCM, Managua, junio de 2014",
            "Conclusion 1(a) of the RCGM, Managua, June 2014",
        ),
        (
            "EVENTOS-2011-2-INF",
            "3.2",
            "«Evaluación sobre el Futuro de la Conferencia Regional sobre Migración», 3.2",
            "“Evaluation of the Future of the Regional Conference on Migration”, 3.2",
        ),
    ],
)
def test_a_provision_is_cited_by_its_number_and_its_meeting(
    reference, text, number, es, en
):
    provision = Provision.objects.get(text__reference=text, number=number)
    names = Names.read()
    cited = {
        language: citing.of_provision(provision, provision.text, names, language).full
        for language in ("es", "en")
    }

    assert cited["en"] == en
    assert cited["es"].replace("“", "«").replace("”", "»") == es


def test_the_short_form(reference):
    provision = Provision.objects.get(text__reference="XXI-CRM-DECL")
    names = Names.read()

    assert citing.of_provision(provision, provision.text, names, "es").short == (
        "XXI, párr. 12"
    )


def test_two_provisions_of_a_text_never_have_one_address(reference):
    found = [
        (each.text_id, citing.address(each, each.text))
        for each in Provision.objects.select_related("text__kind")
    ]

    assert len(set(found)) == len(found)
