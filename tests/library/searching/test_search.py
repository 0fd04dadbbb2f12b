"""The search: every language, every ending, and nothing that its reader may not know of."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core.models import AuditEntry
from crm_portal.library.models import SearchDue, SearchEntry
from crm_portal.library.searching import indexing
from crm_portal.library.searching.sources import sources
from decisions.services.texts import languages, publishing, versions
from decisions.services.texts.adopting import adopt
from meetings.models import Meeting
from tests.decisions.negotiating import in_session, laid
from tests.library.documents import TABLE, registered
from tests.library.test_documents import EVERYBODY, READERS
from tests.matrix_scenes import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")
# Nobody registers what is public: a second person makes it so.
LEVELS = READERS.keys() - {"public"}
CIRCLED = ("participants", "drafting", "closed")


def ask(client, words="", **more):
    with override("en"):
        return client.get(reverse("library:search"), {"q": words, **more})


def count(answer):
    return answer.context["found"].count


@pytest.fixture
def register(reference):
    """The texts since 1996, as they come with the portal."""
    indexing.index_all()


def test_a_change_is_noted_by_the_database_and_found_after_the_next_sweep(
    client, reference
):
    SearchDue.objects.all().delete()
    meeting = Meeting.objects.filter(starts_on__year=2003).order_by("pk").first()
    Meeting.objects.filter(pk=meeting.pk).update(theme_es="Alpargatas y zuecos")

    assert indexing.index_due() == 1

    assert count(ask(client, "zuecos")) == 1
    assert not SearchDue.objects.exists()
    assert indexing.index_due() == 0


@pytest.mark.parametrize("typed", ["migración", "MIGRACION", "migraciones", "migracion"])
def test_accents_capitals_and_endings_do_not_matter(client, register, typed):
    found = ask(client, typed)

    assert count(found) > 20
    assert "<mark>" in found.text
    assert found.context["page"].paginator.num_pages > 1


def test_words_together_without_a_word_or_either_of_two(client, register):
    every = count(ask(client, "migración"))
    both = count(ask(client, "migración derechos"))
    without = count(ask(client, "migración -derecho"))

    assert both
    assert without
    assert both + without == every
    assert count(ask(client, "“migración laboral”")) < every
    assert count(ask(client, "migración or zuecos")) == every


def test_kind_year_and_meeting_narrow_it(client, register):
    every = count(ask(client, "conferencia"))
    meetings = ask(client, "conferencia", kind="meeting")

    assert 0 < count(meetings) < every
    assert {hit.entry.kind for hit, _where in meetings.context["hits"]} == {"meeting"}
    year = ask(client, "conferencia", year="2003")
    assert {hit.entry.dated.year for hit, _where in year.context["hits"]} == {2003}
    for hit, address in ask(client, "conferencia").context["hits"]:
        assert client.get(address).status_code == 200, hit


def test_a_passage_names_the_document_that_it_cites(client, register):
    answer = ask(client, "adolescencia puerta cerrada", kind="meeting")

    assert "20 years of the RCM (2016), line 640" in answer.text
    assert "001:640" not in answer.text


@pytest.mark.parametrize(
    "query", ["", "   ", "'", '"', "-", "a" * 400, "\x00", "or", ":*&|!", "ß İ ﬁ", "<b>"]
)
def test_whatever_is_typed_is_answered(client, register, query):
    assert ask(client, query).status_code == 200
    strange = {"year": "x", "kind": "x", "meeting": "'; --", "page": "0", "audience": "x"}
    answer = ask(client, query, **strange)
    assert answer.status_code == 200
    assert "<b>" not in answer.text.partition("<main")[2]


def test_documents_are_found_by_those_whom_they_are_for_and_by_nobody_else(client, cast):
    """Lists, counts and passages: a document that one may not know of is not found."""
    cast.people = people(cast)
    elena, ana = cast.viewer("elena"), cast.viewer("ana")
    for level in LEVELS:
        circle = f"{TABLE}:{level}" if level in CIRCLED else ""
        by = ana if level in {"closed", "named"} else elena
        registered(by, level=level, circle=circle, title_es=f"Cangrejo {level}")
    indexing.index_due()

    for who in [None, *EVERYBODY.split()]:
        client.logout()
        if who:
            client.force_login(cast.people[who])
        answer = ask(client, "cangrejos")
        if who in {"rita", "dario"} and answer.status_code != 200:
            continue
        found = {hit.entry.level for hit, _where in answer.context["hits"]}
        assert found == {level for level in LEVELS if who in READERS[level].split()}, who
        assert count(answer) == len(found), who
        assert [
            level for level in LEVELS - found if f"Cangrejo {level}" in answer.text
        ] == []


def test_what_is_closely_held_is_found_in_writing(client, cast):
    cast.people = people(cast)
    registered(cast.viewer("ana"), level="named", title_es="Cangrejo")
    indexing.index_due()
    client.force_login(cast.people["ana"])
    reads = AuditEntry.objects.filter(verb__endswith="read")
    assert not reads.exists()

    assert count(ask(client, "cangrejo")) == 1

    assert [each.data["how"] for each in reads] == ["search"]


def test_a_text_is_found_at_the_table_and_then_in_the_register(client, cast):
    table = laid(cast)
    indexing.index_due()
    assert count(ask(client, table.text.reference)) == 0
    client.force_login(cast.people["mateo"])
    inside = ask(client, table.text.reference)
    assert [where for _hit, where in inside.context["hits"]] == [
        reverse("texts:text", args=[table.text.reference]).replace("/es/", "/en/")
    ] or count(inside) == 1

    versions.circulate(table.text.pk, "circulation", by=table.ana)
    for key in table.keys:
        languages.check(table.text.pk, key, "en", by=table.viewer("elena"))
    adopt(table.text.pk, session_id=in_session(table, *ALL).pk, by=table.ana)
    indexing.index_due()
    # An observer who was sent the draft reads of what was adopted nothing until it is out.
    client.force_login(cast.people["oscar"])
    assert count(ask(client, "protection of children")) == 0
    client.force_login(cast.people["mateo"])
    assert count(ask(client, "protection of children")) > 0
    publishing.propose_publication(table.text.pk, by=table.ana)
    publishing.publish(table.text.pk, by=table.viewer("elena"))
    indexing.index_due()

    client.logout()
    public = ask(client, "protection of children")
    kinds = {hit.entry.kind for hit, _where in public.context["hits"]}
    assert "provision" in kinds
    for _hit, where in public.context["hits"]:
        assert client.get(where).status_code == 200


def test_the_number_of_queries_does_not_grow_with_what_is_found(
    client, register, django_assert_max_num_queries
):
    ask(client, "migración")

    with django_assert_max_num_queries(8):
        ask(client, "migración")


def test_everything_again_gives_the_same_entries(reference):
    indexing.index_due(limit=100)
    before = set(SearchEntry.objects.values_list("kind", "target_id", "said"))

    indexing.index_all()

    assert set(SearchEntry.objects.values_list("kind", "target_id", "said")) == before
    assert {kind for kind, _pk, _said in before} == set(sources()) - {
        "document",
        "collection",
    }


def test_what_is_within_a_kind_narrows_it_and_the_kinds_add_up(client, register):
    every = ask(client, "migración")
    found = every.context["found"]
    declarations = ask(client, "migración", kind="text:declaration")

    assert sum(number for _kind, _label, number in found.kinds) == found.count
    assert 0 < count(declarations) < count(ask(client, "migración", kind="text"))
    assert {hit.entry.sort for hit, _where in declarations.context["hits"]} == {
        "declaration"
    }
    assert 'value="text:declaration" selected' in declarations.text


def test_the_counts_of_kinds_count_what_the_reader_may_know_and_nothing_else(client, cast):
    registered(cast.viewer("elena"), title_es="Cangrejo", level="members")
    registered(cast.viewer("elena"), title_es="Cangrejo", level="circulation")
    indexing.index_due()
    found = {}
    for who in ("oscar", "mateo"):
        client.force_login(cast.people[who])
        kinds = ask(client, "cangrejo").context["found"].kinds
        found[who] = [(kind, number) for kind, _label, number in kinds]

    assert found == {"oscar": [("document", 1)], "mateo": [("document", 2)]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "x"),
        ("kind", "text:"),
        ("kind", "text:\x00"),
        ("year", "10000000000000"),
        ("meeting", "'; --"),
        ("audience", "x"),
        ("language", "fr"),
    ],
)
def test_a_filter_that_nobody_knows_is_left_out_and_told(client, name, value):
    answer = ask(client, "migration", **{name: value})

    assert answer.context["asked"].unknown == (name,)
    assert "Not understood" in answer.text


def test_filters_without_words_say_that_a_word_is_wanted(client):
    assert "at least one word" in ask(client, "", year="2003").text
    assert "at least one word" not in ask(client, "").text
