"""Who changed what and when, from the trail and the kept states of the words."""

import pytest

from crm_portal.library.models.documents import Level
from decisions.presentation.text_history import SENTENCES
from decisions.services.texts import handling, languages, proposing, versions, writing
from tests.decisions.negotiating import laid
from tests.decisions.text_pages.reading import TextPages
from tests.test_architecture import called, calls, sources

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return laid(cast)


def test_every_act_is_there_with_its_author_and_what_it_changed(table):
    pk, key, ana = table.text.pk, table.keys[3], table.ana
    writing.save(pk, key, table.typed(key, es="Reafirman su voluntad de diálogo."), by=ana)
    made = proposing.propose_wording(
        pk, key, en="Reaffirm dialogue.", by=table.viewer("MX")
    )
    handling.accept(made.pk, by=ana)
    languages.declare_translated(pk, key, "es", by=ana)
    versions.circulate(pk, Level.MEMBERS, by=ana)
    pages = TextPages(table)

    text = pages.read("MX", "history")

    for said in (
        "The text was begun.", "8 paragraphs were added at once.", "voluntad", "compromiso",
        "Proposal 1 was made on paragraph 1", "Proposal 1 was accepted.",
        "Version 1 was circulated",
        "Spanish of paragraph 1: translated.", "Ana",
    ):  # fmt: skip
        assert said in text
    one = pages.read("MX", "history", paragraph=key)
    assert "voluntad" in one
    assert "The text was begun." not in one


def test_every_act_on_a_text_has_its_sentence():
    written = set()
    for name, tree in sources():
        if name.startswith("decisions/services/texts/"):
            for call in calls(tree):
                if called(call) == "record" and len(call.args) > 1:
                    verb = getattr(call.args[1], "value", None)
                    written |= {verb} if isinstance(verb, str) else set()

    assert written <= set(SENTENCES)


def test_the_pages_of_a_long_history_ask_as_often(table, django_assert_max_num_queries):
    for number in range(20):
        key = table.keys[number % 8]
        writing.save(
            table.text.pk, key, table.typed(key, es=f"Otra vez {number}."), by=table.ana
        )
    pages = TextPages(table)
    client = pages.client("MX")
    client.get(pages.address("history"))

    with django_assert_max_num_queries(13):
        client.get(pages.address("history"))
