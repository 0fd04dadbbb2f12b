"""The register by API: the same as on its pages."""

from decisions.models import Text
from decisions.text_states import TextState


def test_the_list_and_its_filters(client, reference, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        everything = client.get("/api/v1/register?page_size=100").json()
    reports = client.get("/api/v1/register", {"kind": "report", "year": 2011}).json()

    assert len(everything["results"]) == 68
    assert [each["reference"] for each in reports["results"]] == ["EVENTOS-2011-2-INF"]
    assert client.get("/api/v1/register", {"axis": "none"}).status_code == 400


def test_one_text_with_its_provisions_and_its_chain(
    client, reference, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        text = client.get("/api/v1/register/GRCM-2010-2-CONC").json()

    (conclusion,) = text["provisions"]
    assert conclusion["citation"]["es"] == (
        "Conclusión 11 del GRCM, Querétaro, noviembre de 2010"
    )
    assert [each["earlier_text"] for each in text["comes_from"]] == ["XV-CRM-DEC"]
    assert [each["later_text"] for each in text["led_to"]] == ["EVENTOS-2011-2-INF"]
    assert text["note"]["es"].startswith("No se ha visto el texto")


def test_provisions_are_found_by_words(client, reference):
    found = client.get("/api/v1/provisions", {"q": "terrorismo"}).json()["results"]

    assert [(each["text"], each["number"]) for each in found] == [("VII-CRM-COM", "1")]


def test_both_words_on_the_legal_character(client, reference):
    text = client.get("/api/v1/register/XV-CRM-DEC").json()

    assert (text["character"], text["contrary"]) == ("non_binding", "binding")
    assert text["contrary_source"] == "004:24"


def test_what_is_not_published_is_not_there_for_the_public(client, reference):
    Text.objects.create(
        reference="CRM-2026-D",
        kind_id="declaration",
        title_es="Secreta",
        state=TextState.ADOPTED,
        is_demonstration=True,
    )

    assert client.get("/api/v1/register/CRM-2026-D").status_code == 404
    assert len(client.get("/api/v1/register", {"q": "secreta"}).json()["results"]) == 0
