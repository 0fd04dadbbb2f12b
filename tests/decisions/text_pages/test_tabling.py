"""The comparative table: who sees it, what it says, and that a spreadsheet computes none of it."""

import csv
import io

import pytest

from decisions.rules.texts.paragraphs import Part
from decisions.services.texts import handling, proposing
from decisions.services.texts.writing import Added
from tests.decisions.negotiating import PARAGRAPHS, laid
from tests.decisions.text_pages.reading import TextPages

pytestmark = pytest.mark.django_db
CHILDREN = 5


@pytest.fixture
def table(cast):
    found = laid(cast)
    pk, keys = found.text.pk, found.keys
    said = PARAGRAPHS[CHILDREN][1]
    mexico, canada = found.viewer("MX"), found.viewer("CA")
    one = proposing.propose_wording(
        pk,
        keys[CHILDREN],
        es=said.replace("garantizar", "procurar"),
        reason="Más posible.",
        by=mexico,
    )
    two = proposing.propose_wording(
        pk, keys[CHILDREN], en="Agree to promote the protection of children.", by=canada
    )
    proposing.propose_addition(
        pk, Added("=CMD() nuevo", part=Part.OPERATIVE, after=keys[6]), by=canada
    )
    proposing.propose_removal(pk, keys[4], reason="Sobra.", by=mexico)
    proposing.support(two.pk, by=mexico)
    handling.reject(one.pk, reason="No hay consenso.", by=found.ana)
    return found


@pytest.fixture
def pages(table):
    return TextPages(table)


def test_the_table_says_who_proposes_what_and_what_became_of_it(pages):
    text = pages.read("MX", "proposals")

    for said in (
        "4 proposals", "procurar", "Más posible.", "Not accepted", "No hay consenso.",
        "Supported by MX", "New paragraph, after", "Remove the paragraph", "Sobra.",
    ):  # fmt: skip
        assert said in text
    assert text.index("Remove the paragraph") < text.index("procurar") < text.index("nuevo")


def test_it_narrows_to_a_delegation_and_to_a_state(pages):
    mexico = pages.read("MX", "proposals", delegation="MX")
    open_ones = pages.read("MX", "proposals", state="undecided")
    neither = pages.read("MX", "proposals", delegation="CA", state="rejected")

    assert "procurar" in mexico
    assert "promote" not in mexico
    assert "procurar" not in open_ones
    assert "promote" in open_ones
    assert "No proposal is like that" in neither


def test_observers_never_see_the_negotiation(pages):
    for who in ("oscar", "admin"):
        for name in ("proposals", "proposals-file", "history"):
            assert pages.get(who, name).status_code == 404


def test_the_file_holds_every_row_and_no_formula(pages):
    answer = pages.get("MX", "proposals-file", delegation="CA")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer["Content-Disposition"].startswith("attachment")
    assert len(rows) == 3
    cells = [cell for row in rows for cell in row]
    assert "'=CMD() nuevo" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_the_number_of_queries_does_not_grow_with_the_proposals(
    pages, table, django_assert_max_num_queries
):
    for number in range(12):
        proposing.propose_wording(
            table.text.pk, table.keys[3], es=f"Reafirman {number}.", by=table.viewer("HN")
        )
    client = pages.client("MX")
    client.get(pages.address("proposals"))

    with django_assert_max_num_queries(13):
        client.get(pages.address("proposals"))
