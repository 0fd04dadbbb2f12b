"""The board of commitments: what is owed by urgency, the matrix by country, one commitment."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from decisions.models import Provision, ProvisionLink, Text
from decisions.rules.following.reports import Cell, Report, Term
from decisions.rules.following.urgency import Urgency, urgency
from decisions.rules.following.words import Word
from decisions.services.following import commitments
from decisions.text_states import TextState
from tests.decisions.following.pages.board_scene import (
    LATER,
    address,
    laid,
    read,
    rows,
    signed_in,
)
from tests.decisions.following.scene import decided
from tests.decisions.pages import words

# What members are asked is not for observers, and no page leads them there.
NOT_THEIRS = ("requests", "questionnaires", "duties")


@pytest.fixture
def followed(cast):
    return decided(cast)


@pytest.fixture
def board(followed):
    return laid(followed)


def test_the_board_says_the_state_of_things_and_the_most_urgent_first(
    followed, board, django_assert_max_num_queries
):
    client = signed_in(followed, "bruno")
    with django_assert_max_num_queries(17):
        text = words(client.get(address("board")))

    assert "1 of 4 open commitments are overdue." in text
    assert "1 falls due or is to be reviewed within thirty days." in text
    assert "1 has a report older than half a year." in text
    assert "9 days late" in text
    assert rows(text, *(each.what_es for each in board.values())) == [
        "Asunto vencido",
        "Asunto por vencer",
        "Asunto sin novedad",
        "Asunto en plazo",
    ]


def test_a_longer_board_asks_no_more_of_the_database(
    followed, board, django_assert_max_num_queries
):
    for number in range(12):
        followed.commit(
            what_es=f"Asunto {number}",
            lead="party",
            lead_party_id=followed.cast.parties["MX"].pk,
            partners=[followed.cast.parties["HN"].pk],
        )
    client = signed_in(followed, "bruno")

    for name in ("board", "matrix", "matrix-csv"):
        with django_assert_max_num_queries(17):
            assert client.get(address(name)).status_code == 200


def test_it_is_found_by_who_owes_by_state_by_axis_and_by_meeting(followed, board):
    mexico = followed.cast.parties["MX"]
    followed.commit(
        what_es="Asunto de México",
        lead="party",
        lead_party_id=mexico.pk,
        by_country=False,
        theme="management",
    )

    assert "Asunto cerrado" in read(followed, "elena", "board", state="done")
    of_mexico = read(followed, "elena", "board", who="MX")
    assert "Asunto de México" in of_mexico
    assert "Asunto de México" not in read(followed, "elena", "board", who="ppt")
    assert "Asunto de México" not in read(followed, "elena", "board", who="HN")
    assert rows(
        read(followed, "elena", "board", theme="management"), "México", "Asunto vencido"
    ) == ["México"]
    assert "No commitment is like that" in read(followed, "elena", "board", meeting="X")


def test_who_may_not_read_sees_what_it_leads_and_no_country(followed, board):
    argentina = followed.cast.parties["AR"]
    led = followed.commit(
        what_es="Asunto de Argentina", lead="party", lead_party_id=argentina.pk
    )
    Text.objects.filter(pk=followed.text.pk).update(state=TextState.PUBLISHED)
    commitments.report_status(led.pk, "under_way", by=followed.viewer("mateo"))

    text = read(followed, "oscar", "board")
    page = signed_in(followed, "oscar").get(address("board")).content.decode()
    assert f'href="{address("matrix")}"' in page
    assert not [name for name in NOT_THEIRS if f'href="{address(name)}"' in page]
    assert "Asunto de Argentina" in text
    assert "Asunto vencido" not in text
    assert "México" not in read(followed, "oscar", "matrix")
    assert "México" not in read(followed, "oscar", "commitment", led.pk)
    hidden = signed_in(followed, "oscar").get(address("commitment", board["due"].pk))
    assert hidden.status_code == 404
    assert Client().get(address("board")).status_code == 302


def test_the_matrix_shows_the_last_word_of_each_country_and_what_grew_old(followed, board):
    text = read(followed, "bruno", "matrix", who="MX")
    page = signed_in(followed, "bruno").get(address("matrix")).content.decode()

    assert "under way 15 Jan 2026 out of date" in text
    assert "no report" in text
    assert page.count('<th scope="col">') == 11
    # A word, and not its colour alone.
    assert re.search(
        r'class="said-word said-word--brand"><svg.*?</svg> under way</span>', page
    )


def test_no_cell_of_the_sheet_is_a_formula(followed):
    followed.commit(what_es="=HYPERLINK(1)")

    answer = signed_in(followed, "bruno").get(address("matrix-csv"))

    assert "'=HYPERLINK(1)" in answer.content.decode()
    assert answer["Content-Disposition"].endswith('"crm-commitments.csv"')


@pytest.fixture
def chained(followed):
    """A chain of four mandates, the commitment hanging on its second."""

    def text(reference, title, on):
        return Text.objects.create(
            reference=reference,
            kind_id="decisions",
            state=TextState.PUBLISHED,
            title_es=title,
            adopted_on=on,
        )

    ends = [
        text("quinceava", "Decisiones de la XV CRM", date(2010, 5, 21)),
        followed.text,
        text("santa-fe", "Evento de Santa Fe", date(2011, 5, 1)),
        text("dieciseis", "Decisiones de la XVI CRM", date(2011, 6, 10)),
    ]
    eighth = Provision.objects.create(text=ends[0], part="operative", number="8")
    nodes = [(ends[0], eighth), (ends[1], followed.provision), (ends[2], None)]
    nodes.append((ends[3], None))
    for (a, b), (c, d) in pairwise(nodes):
        ProvisionLink.objects.create(
            earlier_text=a, earlier=b, later_text=c, later=d, relation="follows"
        )
    return followed.commit(due_on=LATER)


def test_a_commitment_shows_its_source_its_chain_and_every_report(
    followed, chained, django_assert_max_num_queries
):
    for word, said in (("not_begun", "Aún no."), ("carried_out", "Se firmó el acuerdo.")):
        commitments.report_status(
            chained.pk, word, said_es=said, by=followed.viewer("mateo")
        )
    client = signed_in(followed, "bruno")
    with django_assert_max_num_queries(22):
        answer = client.get(address("commitment", chained.pk))
    text = words(answer)

    assert rows(text, "XV CRM", "Evento de Santa Fe", "XVI CRM") == [
        "XV CRM",
        "Evento de Santa Fe",
        "XVI CRM",
    ]
    assert b'aria-current="true"><svg' in answer.content
    assert rows(text, "Se firmó el acuerdo.", "1 earlier report", "Aún no.") == [
        "Se firmó el acuerdo.",
        "1 earlier report",
        "Aún no.",
    ]
    assert "1 of 11 have reported." in text
    with override("en"):
        provision = reverse("register:provision", args=[followed.text.reference, "8"])
    assert provision in answer.content.decode()


def test_what_is_due_is_told_apart_by_the_day():
    on, silent = date(2026, 9, 10), [Cell("MX", None)]

    def told(cells=silent, **term):
        return urgency(Term(**term), cells, on)

    old = Cell("MX", Report("MX", Word.UNDER_WAY, date(2026, 3, 10)), is_stale=True)
    assert told(due_on=date(2026, 9, 9)) is Urgency.OVERDUE
    assert told(due_on=on) is told(due_on=date(2026, 10, 10)) is Urgency.DUE
    assert told(due_on=date(2026, 10, 11)) is told() is Urgency.ON_TRACK
    assert told(review_on=on) is Urgency.DUE
    assert told([old]) is Urgency.STALE
    assert told([old], due_on=date(2026, 9, 9), closed_on=on) is Urgency.DONE
