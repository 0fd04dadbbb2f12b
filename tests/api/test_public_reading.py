"""What the public site tells is read by programs: in both languages, at its hour, by anybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.core.access import Viewer
from crm_portal.library import front, services
from crm_portal.library.models import GlossaryTerm
from crm_portal.library.searching import indexing
from tests.library.documents import registered

pytestmark = pytest.mark.django_db


def read(path, client=None, **query):
    answer = (client or Client()).get(f"/api/v1/{path}", query)
    return answer.json() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def item(cast):
    elena = cast.viewer("elena")
    words = services.Words(
        title_es="Se reúne el grupo",
        title_en="The group meets",
        words_es="Uno.",
        words_en="One.",
        public_from=elena.at + timedelta(hours=2),
    )
    draft = services.write_news(words, by=elena)
    services.approve_news(draft.pk, by=cast.viewer("ana"))
    return draft


def test_news_is_read_from_its_hour_on_by_anybody_and_before_by_who_writes_it(
    cast, item, api
):
    address = f"news/{item.slug}"
    assert read("news")["results"] == []
    assert read(address) == 404
    assert read(address, api("oscar")) == 404
    assert read(address, api("elena"))["state"] == "approved"
    clock.set_to(item.public_from)
    (row,) = read("news")["results"]
    assert row == read(address)
    assert row["title"] == {"es": "Se reúne el grupo", "en": "The group meets"}
    assert row["page"]["en"] == f"/en/news/{item.slug}/"
    assert read("news", year=item.public_from.year)["results"] == [row]
    assert read("news", year=2001)["results"] == []


def test_the_glossary_and_the_publications_are_those_of_the_pages(reference):
    terms = read("glossary", page_size=200)["results"]
    assert len(terms) == GlossaryTerm.objects.count()
    assert terms[0] == read(f"glossary/{terms[0]['code']}")
    found = read("glossary", q=terms[0]["term"]["en"].upper())["results"]
    assert terms[0] in found
    published = read("publications", page_size=200)["results"]
    years = [row["year"] for row in published]
    assert years == sorted(years, reverse=True)
    study = [row for row in published if row["kind"] == "study"]
    assert read("publications", kind="study", page_size=200)["results"] == study
    assert read("publications", kind="x") == 400
    assert read(f"publications/{published[0]['number']}") == published[0]


def test_search_finds_for_each_what_the_page_finds(cast, reference, api):
    hidden = registered(
        cast.viewer("elena"), title_es="Canario reservado", title_en="Reserved canary"
    )
    indexing.index_all()

    assert hidden.symbol
    inside, outside = read("search", api("elena"), q="canario"), read("search", q="canario")
    assert [row["title"]["es"] for row in inside["results"]] == ["Canario reservado"]
    assert outside["results"] == []
    first = read("search", q="declaración", page_size=3)
    second = Client().get(first["next"]).json()
    assert len(first["results"]) == len(second["results"]) == 3
    assert not [row for row in second["results"] if row in first["results"]]
    assert all(row["page"]["es"].startswith("/es/") for row in first["results"])
    assert any("eclaraci" in row["passage"]["es"] for row in first["results"])
    of_kind = read("search", q="declaración", kind="text")["results"]
    assert {row["kind"] for row in of_kind} == {"text"}


@pytest.mark.parametrize(
    "query",
    [{}, {"q": ""}, {"q": "-sin"}, {"q": "a", "kind": "x"}, {"q": "a", "year": "20"}],
)
def test_a_search_that_makes_no_sense_is_refused(db, query):
    assert read("search", **query) == 400


def test_the_statistics_are_the_figures_of_the_public_page_in_both_languages(reference):
    told = read("statistics")["results"]

    with override("en"):
        figures = front.figures(Viewer(at=clock.now()))
    assert [row["key"] for row in told] == [each.key for each in figures]
    for row, figure in zip(told, figures, strict=True):
        shown = [(each["label"]["en"], each["count"]) for each in row["rows"]]
        assert shown == [(str(label), count) for label, count in figure.rows]
        assert (row["total"], row["title"]["en"]) == (figure.total, figure.title)
        assert row["title"]["es"] != row["title"]["en"]
