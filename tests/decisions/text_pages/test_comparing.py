"""Any two versions that a reader may see, compared on one page, without JavaScript."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_portal.library.models.documents import Level
from decisions.models import Paragraph, TextVersion
from decisions.presentation import comparing
from decisions.rules.texts.paragraphs import Part, Place
from decisions.services.texts import versions, writing
from decisions.services.texts.writing import Added
from tests.decisions.negotiating import laid
from tests.decisions.text_pages.reading import TextPages

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    """A first draft that went out, and what was made of it since."""
    found = laid(cast)
    pk, ana = found.text.pk, found.ana
    versions.circulate(pk, Level.MEMBERS, by=ana)
    typed = found.typed(found.keys[3], es="Reafirman su firme compromiso con la [MX: paz].")
    writing.save(pk, found.keys[3], typed, by=ana)
    writing.remove(pk, found.keys[6], by=ana)
    writing.move(pk, found.keys[5], Place(Part.OPERATIVE, None, None), by=ana)
    writing.add(pk, Added("Deploran la trata.", "Deplore trafficking."), by=ana)
    return found


@pytest.fixture
def pages(table):
    return TextPages(table)


def test_what_changed_is_marked_by_sight_and_by_ear(pages):
    answer = pages.get("MX", "compare").content.decode()

    assert "<ins>" in answer
    assert "<del>" in answer
    assert "[añadido: " in answer or "[added: " in answer
    text = pages.read("MX", "compare")
    for said in ("4 paragraphs differ", "new", "removed", "moved", "changed"):
        assert said in text
    assert "Deploran la trata." in text
    assert "Invitan a intercambiar prácticas." in text


def test_clean_has_no_marks_and_brackets_only_no_other_paragraph(pages):
    clean = pages.get("MX", "compare", show="clean").content.decode()
    brackets = pages.read("MX", "compare", show="brackets")

    assert "<ins>" not in clean
    assert "<del>" not in clean
    assert "Invitan a intercambiar" not in clean
    assert "1 bracket is open." in brackets
    assert "paz" in brackets
    assert "Deploran" not in brackets


def test_one_language_alone(pages):
    text = pages.read("MX", "compare", text="en", show="clean")

    assert "Deplore trafficking." in text
    assert "Deploran la trata." not in text


def test_backwards_and_with_itself(pages):
    back = pages.get("MX", "compare", **{"from": "2", "to": "1"}).content.decode()
    same = pages.read("MX", "compare", **{"from": "1", "to": "1"})

    assert "<del>" in back
    assert "Both versions say the same in the same order." in same
    assert (
        pages.get("MX", "compare", **{"from": "x", "to": "99", "show": "?"}).status_code
        == 200
    )


def test_who_was_not_sent_a_text_does_not_know_of_it(pages):
    for who in ("oscar", "admin"):
        assert pages.get(who, "compare").status_code == 404
    assert pages.get("elena", "compare").status_code == 200


def test_hostile_words_stay_words(pages, table):
    nasty = "<script>alert(1)</script> {{ 7*7 }} [MX: <b onclick=x>]"
    typed = table.typed(table.keys[3], es=nasty)
    writing.save(table.text.pk, table.keys[3], typed, by=table.ana)

    answer = pages.get("MX", "compare").content.decode()

    assert "<script>alert" not in answer
    assert "<b onclick" not in answer
    assert "&lt;script&gt;" in answer


def long_versions(table):
    """Two versions of 120 paragraphs that differ in every third one."""
    rows = [
        (f"k{at}", " ".join(f"palabra{(at * 7 + n) % 90}" for n in range(60)))
        for at in range(120)
    ]
    made = []
    for number in (3, 4):
        version = TextVersion.objects.create(
            text=table.text, number=number, created_at=table.ana.at
        )
        Paragraph.objects.bulk_create(
            Paragraph(
                version=version,
                key=key,
                position=at,
                es=said
                if number == 3 or at % 3
                else said.replace("palabra1", "otra [MX: y]"),
                en=said,
            )
            for at, (key, said) in enumerate(rows)
        )
        made.append(version)
    return made


def test_two_versions_of_120_paragraphs_in_ten_queries(pages, table):
    """Measured: 8 queries; 60 ms for the comparison itself."""
    old, new = long_versions(table)
    client = pages.client("MX")
    client.get(pages.address("compare"))

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(pages.address("compare"), {"from": "3", "to": "4"})

    assert answer.status_code == 200
    assert len(asked) <= 10, [each["sql"][:90] for each in asked]
    began = time.process_time()
    comparing.comparison(table.text, old, new, show="changes", view="both")
    assert time.process_time() - began < 1
