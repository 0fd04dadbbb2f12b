"""The register of declarations and decisions, as anybody reads it."""

import csv
import io
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils.translation import override

from decisions.models import Provision, Text
from decisions.presentation.register import exporting
from decisions.text_states import TextState

ATOM = "{http://www.w3.org/2005/Atom}"


def page(client, name, *args, language="en", **asked):
    with override(language):
        return client.get(reverse(f"register:{name}", args=args), asked)


def shown(answer) -> str:
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


@pytest.fixture
def hidden(reference):
    """Three texts that are not the public's: a draft, one in negotiation, one only adopted."""
    states = [TextState.DRAFT, TextState.OPEN, TextState.ADOPTED]
    return [
        Text.objects.create(
            reference=f"CRM-2026-{state}",
            kind_id="declaration",
            title_es=f"Texto secreto {state}",
            state=state,
            is_demonstration=True,
        )
        for state in states
    ]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_list_holds_what_the_sources_establish(client, reference, language):
    found = shown(page(client, "texts", language=language))

    assert "XXIX-CRM-DECL" in found
    assert "PLAN-2023-2026" not in found, "of no known day: on the last page"
    assert "1–25 of 68" in found or "1–25 de 68" in found


@pytest.mark.parametrize(
    ("asked", "references"),
    [
        ({"q": "coaliciones nacionales"}, {"XVI-CRM-DEC", "EVENTOS-2011-2-INF"}),
        ({"q": "National COALITION"}, {"XVI-CRM-DEC", "EVENTOS-2011-2-INF"}),
        ({"q": "membrecía"}, set()),
        ({"q": "GRCM-2010-2"}, {"GRCM-2010-2-CONC"}),
        ({"year": "2003", "kind": "report"}, None),
        ({"meeting": "XIX-CRM"}, {"XIX-CRM-DECL", "XIX-CRM-DEX"}),
        ({"body": "RED_TRATA"}, {"RED-TRATA-2002-1-INF", "RED-TRATA-2003-1-INF"}),
        ({"axis": "development", "kind": "work_plan"}, {"II-CRM-PLAN"}),
        ({"year": "2095"}, set()),
        ({"q": "'); DROP -- & | ! :*"}, set()),
    ],
)
def test_a_text_is_found_by_words_in_both_languages_and_by_filters(
    client, reference, asked, references
):
    answer = page(client, "texts", **asked)
    found = {row["text"].reference for row in answer.context["rows"]}

    if references is None:
        references = {"GRCM-2003-1-INF", "RED-TRATA-2003-1-INF", "RED-CONSULAR-2003-1-INF"}
    assert found == references


@pytest.mark.parametrize(
    "asked", [{"year": "1e99"}, {"year": "x"}, {"q": "\x00"}, {"page": "-1"}]
)
def test_what_makes_no_sense_was_not_asked_for(client, reference, asked):
    assert page(client, "texts", **asked).context["page"].paginator.count == 68


@pytest.mark.parametrize(
    ("citation", "found"),
    [
        ("Decisión 8 de la XV CRM", "/XV-CRM-DEC/8/"),
        ("Decision 8 of the XV RCM", "/XV-CRM-DEC/8/"),
        ("Conclusión 11 del GRCM, Querétaro", "/GRCM-2010-2-CONC/11/"),
        ("Conclusion 1(a) of the RCGM, Managua, June 2014", "/GRCM-2014-1-CONC/1(a)/"),
        ("Párrafo 12 de la Declaración de la XXI CRM", "/XXI-CRM-DECL/12/"),
        ("punto 5 comunicado IV CRM", "/IV-CRM-COM/5/"),
    ],
)
def test_a_provision_is_found_by_its_citation(client, reference, citation, found):
    answer = page(client, "texts", q=citation)

    (row,) = answer.context["rows"]
    assert [each["url"].endswith(found) for each in row["found"]] == [True]


@pytest.mark.parametrize(
    "words", ["consulares", "protección consular", "proteccion consular"]
)
def test_accents_and_endings_do_not_hide_a_text(client, reference, words):
    answer = page(client, "texts", q=words)

    assert "VI-CRM-COM" in {row["text"].reference for row in answer.context["rows"]}
    assert any(row["found"] for row in answer.context["rows"])


def test_a_decision_says_where_it_comes_from_and_what_followed(client, reference):
    decision = shown(page(client, "provision", "XV-CRM-DEC", "8"))
    conclusion = page(client, "provision", "GRCM-2010-2-CONC", "11").context["chain"]

    assert "Decision 8 of the XV RCM" in decision
    assert "XV, dec. 8" in decision
    assert decision.index("Conclusion 11") < decision.index("Evaluation of the Future")
    assert decision.index("Evaluation of the Future") < decision.index("XVI RCM")
    assert [step.citation for step in conclusion.before] == ["Decision 8 of the XV RCM"]
    assert [step.relation for step in conclusion.after] == ["se ejecutó con"]


def test_both_sources_of_the_legal_character_are_shown(client, reference):
    found = shown(page(client, "provision", "XV-CRM-DEC", "8", language="en"))

    assert "not binding" in found
    assert "Another source says: <b>binding</b>" in found
    assert "Coordination of meetings within the RCM, line 24" in found


def test_the_word_of_a_text_itself_comes_before_that_of_its_kind(client, reference):
    character = page(client, "text", "XXIII-CRM-PLAN").context["character"]

    assert character[0]["source"].startswith("es.studenta.com")


def test_both_readings_of_what_was_misprinted_are_shown(client, reference):
    found = shown(page(client, "text", "VII-CRM-COM"))

    assert '<del lang="en">attacks of September 11, 2002</del>' in found
    assert '<ins lang="en">attacks of September 11, 2001</ins>' in found


def test_what_has_no_known_number_is_not_given_one(client, reference):
    found = shown(page(client, "provision", "XVI-CRM-DEC", "sn1"))

    assert "item without a known number" in found
    assert "Decision sn1" not in found


def test_what_is_not_adopted_and_published_does_not_exist_for_the_public(client, hidden):
    assert "secreto" not in shown(page(client, "texts"))
    assert "secreto" not in shown(page(client, "texts-json"))
    assert "secreto" not in shown(page(client, "texts-csv"))
    assert "secreto" not in shown(page(client, "atom"))
    for each in hidden:
        assert page(client, "text", each.reference).status_code == 404


def test_members_read_what_is_adopted_before_it_is_published(client, cast, hidden):
    client.force_login(cast.people["mateo"])
    read = {each.reference: page(client, "text", each.reference) for each in hidden}

    assert [each.status_code for each in read.values()] == [404, 404, 200]


@pytest.mark.parametrize("address", ["9", "sn1", "P1", "8/", "..", "8%00"])
def test_a_provision_that_is_not_there_is_404(client, reference, address):
    answer = client.get(f"/en/declarations-and-decisions/XV-CRM-DEC/{address}/")

    assert answer.status_code in {400, 404}


def test_open_data_holds_the_same_in_both_formats(client, reference):
    rows = list(csv.DictReader(io.StringIO(shown_csv(page(client, "texts-csv")))))
    data = page(client, "texts-json").json()["texts"]
    some = page(client, "provisions-json", kind="decisions").json()["provisions"]

    assert len(rows) == len(data) == 68
    assert [row["reference"] for row in rows] == [each["reference"] for each in data]
    assert {each["text"] for each in some} == {
        "VIII-CRM-DEC",
        "IX-CRM-DEC",
        "XV-CRM-DEC",
        "XVI-CRM-DEC",
    }
    eight = next(each for each in some if each["number"] == "8")
    assert eight["citation_es"] == "Decisión 8 de la XV CRM"
    assert eight["url_en"].endswith("/XV-CRM-DEC/8/")


def shown_csv(answer) -> str:
    return answer.content.decode().removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def test_no_cell_is_taken_for_a_formula():
    sheet = exporting.as_csv([{"title": "=cmd|' /C calc'!A0", "note": "+1", "n": 0}])

    assert "'=cmd" in sheet
    assert "'+1" in sheet


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_the_feed_leads_to_each_text(client, reference, name):
    answer = page(client, name)
    root = ET.fromstring(answer.content)
    tag = f"{ATOM}entry" if name == "atom" else "channel/item"
    found = root.findall(tag)

    assert len(found) == 30
    assert "XXIX-CRM-DECL" in answer.content.decode()
    assert "no-store" not in answer["Cache-Control"]


def test_the_list_asks_the_database_little(
    client, reference, django_assert_max_num_queries
):
    page(client, "texts")
    with django_assert_max_num_queries(8):
        page(client, "texts", q="consular", kind="communique")


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("text", ["VII-CRM-COM"]),
        ("text", ["GRCM-2003-1-INF"]),
        ("provision", ["GRCM-2002-2-CONC", "sn6"]),
        ("provision", ["XV-CRM-DEC", "8"]),
    ],
)
def test_a_page_asks_the_database_little(
    client, reference, django_assert_max_num_queries, name, args
):
    page(client, name, *args)
    with django_assert_max_num_queries(10):
        page(client, name, *args)


def test_every_provision_has_a_page_of_its_own(client, reference):
    addresses = {
        each["url_en"] for each in page(client, "provisions-json").json()["provisions"]
    }

    assert len(addresses) == Provision.objects.count()
