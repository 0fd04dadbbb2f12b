"""Collections: in order, citable, and of each thing in them only what its reader may read."""

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import AuditEntry
from crm_portal.library import rules, services, shelves
from crm_portal.library.models import Collection, GlossaryTerm, Publication
from crm_portal.library.searching import indexing
from tests.library.documents import registered

LEVELS = ("circulation", "members", "named")


def label(**said):
    usual = {"title_es": "Actas", "title_en": "Records", "level": "public"}
    return services.Label(**{**usual, **said})


@pytest.fixture
def laid(cast):
    """A public collection of a document for each audience, and a publication."""
    elena = cast.viewer("elena")
    made = services.make_collection(label(), by=elena)
    for level in LEVELS:
        document = registered(elena, level=level, title_es=f"Papel {level}")
        services.put_in(made.pk, "document", document.pk, by=elena)
    said = {"title_es": "Memoria", "title_en": "Proceedings", "source": "001:625"}
    printed = Publication.objects.create(number=1, kind="proceedings", year=2000, **said)
    services.put_in(made.pk, "publication", printed.pk, by=elena)
    indexing.index_due()
    return made


def titles(page):
    return [row.entry.title_es for row, _address in page.context["rows"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "sees"), [(None, ()), ("oscar", LEVELS[:1]), ("mateo", LEVELS[:2])]
)
def test_what_a_reader_may_not_read_is_not_there_nor_counted(client, laid, cast, who, sees):
    if who:
        client.force_login(cast.people[who])

    page = client.get(laid.get_absolute_url())

    assert titles(page) == [*(f"Papel {level}" for level in sees), "Memoria"]
    text = page.content.decode()
    assert [level for level in LEVELS if f"Papel {level}" in text] == list(sees)
    shown = len(sees) + 1
    assert f"{shown} elemento" in text or f"{shown} item" in text


@pytest.mark.django_db
def test_reading_what_is_closely_held_in_a_collection_is_written_down(client, laid, cast):
    reads = AuditEntry.objects.filter(verb__endswith="document.read")
    client.force_login(cast.people["mateo"])
    client.get(laid.get_absolute_url())
    assert not reads.exists()
    client.force_login(cast.people["elena"])

    client.get(laid.get_absolute_url())

    assert reads.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("circles")
def test_a_collection_is_known_to_those_it_is_for_and_to_nobody_else(client, cast):
    elena, circle = cast.viewer("elena"), "meeting:42:participants"
    for level in ("prepared", "public", "circulation", "members", "participants"):
        hangs = {"circle": circle} if level == "participants" else {}
        said = {"title_es": f"Lista {level}", "title_en": level, **hangs}
        services.make_collection(label(level=level, **said), by=elena)
    indexing.index_due()
    known = {}
    for who in (None, "oscar", "mateo", "elena"):
        client.logout()
        if who:
            client.force_login(cast.people[who])
        page = client.get(reverse("library:collections"))
        known[who] = {each.level for each in page.context["page"]}
        found = client.get(reverse("library:search"), {"q": "lista"}).context["found"]
        assert found.count == len(known[who]), who
        for each in Collection.objects.all():
            status = client.get(each.get_absolute_url()).status_code
            assert (status == 200) == (each.level in known[who]), (who, each)

    public, members = {"public"}, {"public", "circulation", "members", "participants"}
    assert known[None] == public
    assert known["oscar"] == {"public", "circulation"}
    assert known["mateo"] == members
    assert known["elena"] == members | {"prepared"}


@pytest.mark.django_db
def test_a_public_one_is_on_the_map_and_with_the_publications_and_others_are_not(
    client, laid, cast
):
    hidden = label(title_es="Oculta", title_en="Hidden", level="members")
    services.make_collection(hidden, by=cast.viewer("elena"))
    client.force_login(cast.people["elena"])
    for page in ("/sitemap.xml", reverse("library:publications")):
        text = client.get(page).content.decode()
        assert laid.get_absolute_url() in text
        assert "oculta" not in text.casefold()


@pytest.mark.django_db
def test_it_costs_the_same_however_much_is_in_it(
    client, laid, cast, django_assert_max_num_queries
):
    for number in range(8):
        term = GlossaryTerm.objects.create(
            code=f"t{number}",
            term_es="T",
            term_en="T",
            definition_es="d",
            definition_en="d",
            source="s",
        )
        services.put_in(laid.pk, "term", term.pk, by=cast.viewer("elena"))
    indexing.index_due()
    client.get(laid.get_absolute_url())

    with django_assert_max_num_queries(5):
        client.get(laid.get_absolute_url())


@settings(max_examples=40)
@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_keeps_everything_and_its_way_back_undoes_it(keys, data):
    key = data.draw(st.sampled_from(keys))
    place = keys.index(key)

    up = rules.moved(keys, key, -1)

    assert sorted(up) == sorted(keys)
    assert up.index(key) == max(0, place - 1)
    if place:
        assert rules.moved(up, key, 1) == keys
    assert rules.moved(keys, key, 0) == keys


@pytest.mark.django_db
def test_a_note_names_the_document_that_it_cites(client, cast, laid):
    elena = cast.viewer("elena")
    item = laid.items.last()
    services.note_item(
        laid.pk,
        item.pk,
        note_es="Consta (001:625).",
        note_en="On record (001:625).",
        by=elena,
    )
    client.force_login(cast.people["elena"])

    for address in (
        laid.get_absolute_url(),
        reverse("library:collection-items", args=[laid.slug]),
    ):
        text = client.get(address).content.decode()
        assert "20 años de la CRM (2016), línea 625" in text
        assert "001:625" not in text


@pytest.mark.django_db
def test_the_secretariat_makes_fills_and_orders_it_on_its_pages(client, cast, laid):
    client.force_login(cast.people["elena"])
    said = {"title_es": "Nueva", "title_en": "New", "level": "members"}
    bad = client.post(reverse("library:collection-new"), {**said, "title_en": ""})
    assert 'value="Nueva"' in bad.content.decode()
    client.post(reverse("library:collection-new"), said)
    made = Collection.objects.get(title_en="New")
    items = reverse("library:collection-items", args=[made.slug])
    found = client.get(items, {"q": "papel"})
    for hit, _address, is_in in found.context["hits"]:
        assert not is_in
        put = {"kind": hit.entry.kind, "target": hit.entry.target_id}
        client.post(items, put)
        client.post(items, put)
    first, second, third = made.items.all()

    client.post(_of(made, third, "move"), {"to": "up"})
    client.post(_of(made, first, "take-out"))
    client.post(_of(made, second, "note"), {"note_es": "Sí", "note_en": ""})
    client.post(_of(made, second, "note"), {"note_es": "Dos", "note_en": "Two"})

    assert [each.pk for each in made.items.all()] == [third.pk, second.pk]
    assert made.items.get(pk=second.pk).note_es == "Dos"
    edit = reverse("library:collection-edit", args=[made.slug])
    client.post(edit, {**said, "title_es": "Otra", "level": "public"})
    made.refresh_from_db()
    assert (made.title_es, made.slug, made.level) == ("Otra", "nueva-2", "public")
    for kind, target in [("x", "1"), ("document", "9" * 30), ("collection", str(laid.pk))]:
        client.post(items, {"kind": kind, "target": target})
    assert made.items.count() == 2


def _of(made, item, act):
    return reverse(f"library:collection-{act}", args=[made.slug, item.pk])


@pytest.mark.django_db
def test_who_does_not_curate_changes_nothing_and_nothing_unknown_is_put_in(cast, laid):
    elena, hidden = cast.viewer("elena"), registered(cast.viewer("ana"), level="named")
    for who in ("mateo", "ana", "admin"):
        with pytest.raises(Refused):
            services.make_collection(label(), by=cast.viewer(who))
    for kind, key in [
        ("document", hidden.pk),
        ("document", 10**9),
        ("collection", laid.pk),
    ]:
        with pytest.raises(Invalid):
            services.put_in(laid.pk, kind, key, by=elena)
    first = laid.items.first()
    with pytest.raises(Conflict):
        services.put_in(laid.pk, first.kind, first.target_id, by=elena)
    services.take_out(laid.pk, first.pk, by=elena)
    with pytest.raises(Invalid):
        services.take_out(laid.pk, first.pk, by=elena)
    with pytest.raises(Invalid):
        services.make_collection(label(level="participants"), by=elena)
    with pytest.raises(Invalid):
        services.make_collection(label(words_es="Solo en español"), by=elena)
    stranger = Viewer(at=elena.at)
    assert len(shelves.shown(laid, stranger)) == 1
