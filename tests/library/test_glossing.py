"""The terms of the glossary in texts: found as people write them, marked without a word changed."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import markup
from crm_portal.library.glossing import Glosses, Term, _known, glossary
from crm_portal.library.models import GlossaryTerm
from crm_portal.library.rules.glossing import Entry, compiled, lacking
from crm_portal.reference.files import GLOSSARY, rows

ROWS = list(rows(GLOSSARY))
KNOWN = _known(tuple(Term(*(row[name] for name in Term._fields)) for row in ROWS))
TAG = re.compile(r"<[^>]*>")
LANGUAGES = st.sampled_from(["es", "en"])
# Words of texts with terms among them, whole, cut and in other cases, and what HTML minds.
PIECES = [
    name for row in ROWS for name in (row["term_es"], row["term_en"], row["acronym_es"])
]
WORDS = st.lists(
    st.sampled_from([*PIECES, *"<>&\"' \n-,.[]"]) | st.text(max_size=2), max_size=6
).map("".join)


def codes(language, text):
    return [each.code for each in KNOWN.finders[language].find(text)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "los países miembros y los Países Miembros", ["pais-miembro"] * 2),
        ("es", "el pais miembro", ["pais-miembro"]),
        ("es", "cinco días hábiles", ["dia-habil"]),
        ("es", "las decisiones de la CRM", ["decision", "crm"]),
        ("es", "la Presidencia Pro Témpore (PPT)", ["ppt", "ppt"]),
        ("es", "una Declaración Extraordinaria", ["declaracion-extraordinaria"]),
        ("es", "los puntos\nfocales", ["punto-focal"]),
        ("es", "la indecisión; una crm; los consensuados", []),
        # Without the capitals of the glossary it is any plan and any declaration.
        ("es", "su plan de acción y sus declaraciones", []),
        ("en", "Member countries", ["pais-miembro"]),
        ("en", "two business days", ["dia-habil"]),
        ("en", "the thematic axes", ["eje"]),
        ("en", "observer organizations of the RCM", ["organizacion-observadora", "crm"]),
        ("en", "the Pro-Tempore Presidency", ["ppt"]),
    ],
)
def test_terms_are_found_in_either_number_with_or_without_accents(language, text, expected):
    assert codes(language, text) == expected


def test_every_term_of_the_glossary_is_found_as_it_is_written():
    for row in ROWS:
        for language in ("es", "en"):
            names = (row[f"term_{language}"], row[f"acronym_{language}"])
            for name in filter(None, names):
                assert row["code"] in codes(language, f"({name}).")


@given(WORDS, LANGUAGES)
def test_marking_never_changes_a_word_nor_lets_markup_in(text, language):
    segments = Glosses(KNOWN).marked(text, language)
    page = markup.redline(segments, language)

    assert "".join(each[1] for each in segments) == text
    assert unescape(TAG.sub("", page)) == unescape(markup.redline([("eq", text)], language))


@given(WORDS, LANGUAGES)
def test_a_term_is_marked_once_a_page_in_each_language(text, language):
    glosses = Glosses(KNOWN)
    found = [
        each[2]
        for _turn in range(2)
        for each in glosses.marked(text, language)
        if each[0] == "term"
    ]

    assert len(found) == len(set(found))
    assert set(found) == set(codes(language, text))
    assert {each["code"] for each in glosses.explained()} == set(found)


def missing(es, en):
    return [
        (each.code, each.language, each.times)
        for each in lacking({"es": es, "en": en}, KNOWN.finders)
    ]


@pytest.mark.parametrize(
    ("es", "en", "expected"),
    [
        ("Los países miembros", "The member countries", []),
        ("Los países miembros", "The countries", [("pais-miembro", "es", 1)]),
        ("Los países", "The member countries", [("pais-miembro", "en", 1)]),
        ("La PPT y la PPT", "The chair", [("ppt", "es", 2)]),
        # Either the term or its initials will do, and so do other capitals.
        ("La PPT", "The pro-tempore presidency", []),
        ("El consenso", "CONSENSUS", []),
        ("El GRCM", "The GRCM", [("grcm", "es", 1)]),
        # Nothing can be lacking in what is not written yet.
        ("Los países miembros", " ", []),
    ],
)
def test_a_term_without_its_agreed_equivalent_is_told_with_how_often_it_stands(
    es, en, expected
):
    assert missing(es, en) == expected


@given(WORDS, WORDS)
def test_what_is_lacking_stands_in_one_language_and_nowhere_in_the_other(es, en):
    texts = {"es": es, "en": en}
    for each in lacking(texts, KNOWN.finders):
        other = "en" if each.language == "es" else "es"
        assert codes(each.language, texts[each.language]).count(each.code) == each.times > 0
        assert each.code not in codes(other, texts[other])


def test_an_empty_glossary_marks_nothing():
    assert compiled((), "es").find("consenso") == ()
    assert compiled((Entry("a", "a"),), "es").find("a") != ()


@pytest.mark.django_db
def test_a_term_that_is_written_otherwise_is_found_otherwise_from_then_on(reference):
    before = glossary()
    assert glossary() is before
    GlossaryTerm.objects.filter(code="consenso").update(term_es="acuerdo de todos")

    assert glossary() is not before
    assert [each.code for each in glossary().finders["es"].find("el acuerdo de todos")] == [
        "consenso"
    ]


@pytest.mark.django_db
def test_the_page_of_a_decision_marks_its_words_and_explains_them_without_altering_them(
    client, reference
):
    from decisions.models import Provision

    provision = Provision.objects.filter(words_es__contains="Plan de Acción").first()
    with override("es"):
        here = reverse("register:text", args=[provision.text.reference])
    page = client.get(here).content.decode()
    link = next(
        each
        for each in re.findall(r'href="([^"]+)"', page)
        if each.startswith(here + provision.number)
    )
    answer = client.get(link).content.decode()
    said = re.search(r'<p lang="es" data-l="ES">(.*?)</p>', answer, re.DOTALL)[1]

    assert 'class="term" href="#g-plan-de-accion"' in said
    assert 'id="g-plan-de-accion"' in answer
    assert reverse("library:term", args=["plan-de-accion"]).split("/")[-2] in answer
    assert unescape(TAG.sub("", said)) == provision.words_es
