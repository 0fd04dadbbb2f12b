"""The pages and the API of documents: what they show, to whom, at which cost, under which seal."""

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_portal.core.models import AuditEntry
from crm_portal.library import services
from crm_portal.library.models import AudienceChange, Document
from tests.library.documents import TABLE, pdf, registered, sheet
from tests.library.hostile import office
from tests.matrix_scenes import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]

REGISTER = "library:documents"
SEALS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
CANARY, CLOSED_SYMBOL = "Canario de puerta cerrada", "XXI-CRM/DOC/R.1"
OUTSIDERS = ["oscar", "olga", "celia", "mateo", "bruno", "carla", "basil", "elena", "admin"]
LIST_QUERIES = 12


@pytest.fixture
def cast(cast):
    cast.people = people(cast)
    return cast


def as_(client, cast, who):
    client.logout()
    if who:
        client.force_login(cast.people[who])
    return client


def closed(cast):
    return registered(
        cast.viewer("ana"),
        level="closed",
        circle=f"{TABLE}:closed",
        title_es=CANARY,
        title_en=CANARY,
    )


def everywhere(document):
    pk = document.revisions.get().pk
    return [
        reverse(REGISTER),
        reverse(REGISTER) + "?q=canario",
        reverse(REGISTER) + "?q=XXI-CRM/DOC/R",
        reverse(REGISTER) + "?audience=closed",
        reverse(REGISTER) + "?series=XXI-CRM&year=2026&category=DOC&language=es",
        document.get_absolute_url(),
        reverse("library:document-who", args=[document.slug]),
        reverse("library:document-file", args=[document.slug, pk]),
        reverse("library:document-revise", args=[document.slug]),
        reverse("library:document-audience", args=[document.slug]),
        reverse("library:document-reader", args=[document.slug]),
        "/api/v1/documents",
        "/api/v1/documents?q=canario",
        f"/api/v1/documents/{document.slug}",
        reverse("library:home"),
    ]


@pytest.mark.parametrize("who", [None, *OUTSIDERS])
def test_no_trace_of_a_closed_document_reaches_an_outsider(client, cast, who):
    document = closed(cast)
    registered(cast.viewer("elena"))
    visitor = as_(client, cast, who)

    for address in everywhere(document):
        page = visitor.get(address).content.decode()
        assert CANARY not in page
        assert CLOSED_SYMBOL not in page.replace("q=XXI-CRM/DOC/R", "")
        assert len(registry_of(visitor)) == (0 if who in {None, *APART} else 1)


APART = ("oscar", "olga", "celia", "admin")


def registry_of(visitor):
    """Return the documents that the API lists for a visitor: whoever has no role is refused."""
    answer = visitor.get("/api/v1/documents")
    return answer.json()["results"] if answer.status_code == HTTPStatus.OK else []


def test_a_stranger_is_asked_to_sign_in_whether_it_is_there_or_not(client, cast):
    hidden = closed(cast)

    for slug in (hidden.slug, "XXI-CRM-DOC-99"):
        for name, more in (("document", []), ("document-who", []), ("document-file", [1])):
            address = reverse(f"library:{name}", args=[slug, *more])
            answer = client.get(address)
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("account_login"))


def test_those_behind_the_door_find_it_and_their_reading_is_written_down(client, cast):
    document = closed(cast)
    visitor = as_(client, cast, "viviana")
    AuditEntry.objects.filter(verb__endswith="read").exists()
    pk = document.revisions.get().pk

    for address in (
        reverse(REGISTER),
        document.get_absolute_url(),
        reverse("library:document-who", args=[document.slug]),
        reverse("library:document-file", args=[document.slug, pk]),
        "/api/v1/documents",
        f"/api/v1/documents/{document.slug}",
    ):
        assert visitor.get(address).status_code == 200

    reads = AuditEntry.objects.filter(verb="library.document.read").order_by("pk")
    assert [each.data["how"] for each in reads] == [
        "list",
        "page",
        "who",
        "file",
        "api list",
        "api",
    ]
    assert {each.actor_id for each in reads} == {cast.people["viviana"].pk}
    assert CANARY not in str([(each.target_label, each.data) for each in reads])


def test_reading_what_everybody_may_read_is_not_written_down(client, cast):
    document = registered(cast.viewer("elena"))
    as_(client, cast, "bruno").get(document.get_absolute_url())

    assert not AuditEntry.objects.filter(verb="library.document.read").exists()


def test_the_register_costs_the_same_however_long_it_is(client, cast):
    for n in range(3):
        registered(cast.viewer("elena"), sheet("es"), sheet("en"), title_es=f"Nota {n}")
    visitor = as_(client, cast, "bruno")
    visitor.get(reverse(REGISTER))
    few = queries(visitor)
    for n in range(20):
        registered(cast.viewer("elena"), title_es=f"Otra {n}")

    assert queries(visitor) == few <= LIST_QUERIES


def queries(visitor):
    with CaptureQueriesContext(
        connection,
    ) as found:
        visitor.get(reverse(REGISTER))
    return len(found)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=declaracion", ["XXI-CRM/DOC/1"]),
        ("q=DRAFT+xxi", ["XXI-CRM/DOC/1"]),
        ("q=crp/1", ["XX-CRM/CRP/1"]),
        ("q=nada", []),
        ("series=XX-CRM", ["XX-CRM/CRP/1"]),
        ("category=CRP", ["XX-CRM/CRP/1"]),
        ("audience=circulation", ["XX-CRM/CRP/1"]),
        ("language=en", ["XX-CRM/CRP/1"]),
        ("year=2026", ["XX-CRM/CRP/1", "XXI-CRM/DOC/1"]),
        ("year=2025", []),
    ],
)
def test_documents_are_found_by_words_and_filters_on_the_page_and_in_the_api(
    client, cast, query, found
):
    elena = cast.viewer("elena")
    registered(elena)
    said = {"series": "XX-CRM", "category": "CRP", "level": "circulation"}
    registered(elena, sheet("en"), title_es="Ayuda memoria", title_en="Memo", **said)
    visitor = as_(client, cast, "bruno")

    rows = visitor.get(f"/api/v1/documents?{query}").json()["results"]
    page = visitor.get(f"{reverse(REGISTER)}?{query}").content.decode()

    assert [row["symbol"] for row in rows] == found
    for symbol in ("XX-CRM/CRP/1", "XXI-CRM/DOC/1"):
        assert (f'<span class="code">{symbol}</span>' in page) is (symbol in found)


def test_every_file_leaves_sealed_marked_and_under_the_portal_s_name(client, cast):
    elena = cast.viewer("elena")
    stored = pdf()
    document = registered(
        elena, sheet("es", stored, "../mal\r\nnombre.pdf"), sheet("en", office(), "a.docx")
    )
    visitor = as_(client, cast, "bruno")
    answers = {
        each.language: visitor.get(each.get_absolute_url())
        for each in document.revisions.all()
    }

    for answer in answers.values():
        assert {name: answer[name] for name in SEALS} == SEALS
        assert answer["Content-Disposition"].startswith("attachment; ")
    assert "XXI-CRM-DOC-1-es.pdf" in answers["es"]["Content-Disposition"]
    assert "XXI-CRM-DOC-1-en-SOLO" in answers["en"]["Content-Disposition"].replace(
        "MEMBER-COUNTRIES-ONLY", "SOLO"
    )
    assert answers["es"].content != stored
    assert answers["en"].content == office()
    assert bytes(document.revisions.get(language="es").file.content) == stored


def test_a_published_file_leaves_as_it_came(client, cast):
    document = registered(cast.viewer("elena"))
    change = services.propose_downgrade(
        document.pk, "public", reason="Se publica.", by=cast.viewer("elena")
    )
    services.approve_downgrade(change.pk, by=cast.viewer("ana"))

    answer = client.get(document.revisions.get().get_absolute_url())

    assert answer.content == pdf()
    assert {name: answer[name] for name in SEALS} == SEALS
    assert document.symbol in client.get(reverse(REGISTER)).content.decode()


def test_who_can_see_it_is_said_with_its_rule(client, cast):
    document = closed(cast)
    page = (
        as_(client, cast, "viviana")
        .get(reverse("library:document-who", args=[document.slug]))
        .content.decode()
    )

    assert "376" in page
    assert "México" in page


def test_a_document_is_registered_revised_and_published_by_its_pages(client, cast):
    visitor = as_(client, cast, "elena")
    said = {"title_es": "Nota", "series": "xxi-crm", "category": "LET", "level": "members"}
    visitor.post(
        reverse("library:document-new"),
        {**said, "file_es": SimpleUploadedFile("nota.pdf", pdf())},
    )
    document = Document.objects.get()
    assert document.symbol == "XXI-CRM/LET/1"
    visitor.post(
        reverse("library:document-revise", args=[document.slug]),
        {"is_new": "yes", "file_mul": SimpleUploadedFile("n.pdf", pdf("Otra"))},
    )
    visitor.post(
        reverse("library:document-audience", args=[document.slug]),
        {"level": "public", "reason": "Se acordó publicarla."},
    )
    change = AudienceChange.objects.get()
    act = reverse("library:document-approve", args=[document.slug, change.pk])
    visitor.post(act)
    document.refresh_from_db()
    assert document.level == "members"
    as_(client, cast, "ana").post(act)

    document.refresh_from_db()
    assert document.level == "public"
    assert document.revisions.count() == 2


def test_what_is_wrong_with_a_file_is_said_where_it_was_given(client, cast):
    said = {"title_es": "Nota", "series": "XXI-CRM", "category": "DOC", "level": "members"}
    file = SimpleUploadedFile("a.pdf", pdf() + b"<html>")

    page = as_(client, cast, "elena").post(
        reverse("library:document-new"), {**said, "file_es": file}
    )

    assert page.status_code == 200
    assert 'id="id_file_es_error"' in page.content.decode()
    assert not Document.objects.exists()
