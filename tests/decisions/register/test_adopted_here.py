"""From the adoption to the register: who reads a text before it is published, and what of it."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.library.services import papers
from decisions.services.texts import adopting, publishing
from tests.decisions.negotiating import PARAGRAPHS, laid
from tests.decisions.negotiation.test_adopting import adopted
from tests.decisions.register.test_register_pages import page, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    table = laid(cast)
    adopted(table)
    mexico = table.viewer("MX")
    adopting.make_statement(
        table.text.pk, "reservation", table.keys[5], "Con reserva.", "", by=mexico
    )
    return table


def test_an_adopted_text_is_public_only_once_it_is_published(client, cast, table):
    reference = table.text.reference
    before = page(client, "text", reference)
    publishing.propose_publication(table.text.pk, by=table.ana)
    publishing.publish(table.text.pk, by=table.viewer("elena"))

    assert before.status_code == 404
    text = shown(page(client, "text", reference))
    for _part, es, en in PARAGRAPHS:
        assert es in text
        assert en in text
    assert "Con reserva." in text
    assert "2026" in shown(page(client, "texts"))
    assert reference in shown(page(client, "atom"))
    whole = page(client, "text", reference)
    for shape in ("pdf", "pdf-es", "pdf-en", "word", "akn", "json"):
        with override("en"):
            assert reverse("register:file", args=[reference, shape]) in whole.text
    while papers.make_next():
        pass
    assert client.get(f"/v/{whole.context['code']}").status_code == 200


def test_a_member_reads_it_from_its_adoption_on(
    client, cast, table, django_assert_max_num_queries
):
    client.force_login(cast.people["mateo"])
    reference = table.text.reference
    decision = shown(page(client, "provision", reference, "3"))
    preamble = shown(page(client, "provision", reference, "P1"))
    page(client, "text", reference)

    assert "Agree to ensure the protection of children." in decision
    assert "Recalling the dialogue of Puebla," in preamble
    assert "Preambular paragraph 1" in preamble
    assert page(client, "text", reference).context["chain"].after == []
    # Eight of these say who reads, and one reads the glossary.
    with django_assert_max_num_queries(14):
        page(client, "text", reference)
