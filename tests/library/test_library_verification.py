"""Anybody verifies a document: by its code, by its file, in either language, learning no more."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm_portal.core import clock
from crm_portal.library import services
from crm_portal.library.models import StoredFile
from tests.library import making
from tests.library.making import AT, PRESIDENCY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_hour():
    clock.set_to(AT, frozen=True)


@pytest.fixture
def public():
    return making.document(audience="members", published_at=AT)


@pytest.fixture
def private():
    return making.document(audience="members")


def content(response):
    return response.content.decode()


def upload(client, data, name="x.pdf"):
    file = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client.post("/es/v/", {"file": file})


def test_a_public_code_says_what_it_certifies_and_gives_the_pdf(client, public):
    page = content(client.get(f"/es/v/{public.printed_code}/"))

    for words in (
        public.title_es,
        public.title_en,
        public.reference,
        public.attestation_es,
        public.text_sha256[:8],
        public.pdf_id[:8],
        public.pdf_url,
    ):
        assert words in page


def test_the_code_of_a_paper_that_is_not_public_says_that_it_exists_and_no_more(
    client, private
):
    response = client.get(f"/es/v/{private.printed_code}/")
    page = content(response)

    assert response.status_code == 200
    assert private.text_sha256[:8] in page
    for words in (
        private.title_es,
        private.title_en,
        private.reference,
        private.attestation_es,
        private.pdf_id[:8],
        private.pdf_url,
    ):
        assert words not in page


def test_an_unknown_code_is_404_with_a_form_to_type_another(client):
    response = client.get("/en/v/AAAA-BBBB-CCCC/")

    assert response.status_code == 404
    assert 'name="code"' in content(response)
    assert "AAAA-BBBB-CCCC" in content(response)


def test_what_is_typed_as_a_code_is_shown_back_harmless(client):
    page = content(client.get("/en/v/%3Cscript%3Ealert(1)%3C%2Fscript%3E/"))

    assert "<script>alert" not in page


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{plain}", "{lower}"])
def test_a_code_is_found_however_it_is_typed(client, public, typed):
    value = typed.format(
        code=public.printed_code, plain=public.code, lower=public.printed_code.lower()
    )

    response = client.get("/es/v/", {"code": value})

    assert response.url == f"/es/v/{public.printed_code}/"


def test_something_that_cannot_be_a_code_is_said_at_the_field(client):
    response = client.get("/es/v/", {"code": "123"})

    assert response.status_code == 200
    assert "id_code_error" in content(response)


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("es-CR,es;q=0.9", "es"), ("en-CA", "en"), ("fr", "es")]
)
def test_the_short_address_answers_in_the_readers_language(client, public, wanted, spoken):
    response = client.get(f"/v/{public.printed_code}", headers={"accept-language": wanted})

    assert response.status_code == 200
    assert f'<html lang="{spoken}"' in content(response)
    assert "Accept-Language" in response["Vary"]


def test_the_short_address_offers_the_same_document_in_the_other_language(client, public):
    page = content(client.get(f"/v/{public.code}", headers={"accept-language": "en"}))

    assert f"/es/v/{public.code}/" in page


def test_a_short_address_that_is_unknown_says_so_where_it_is(client, db):
    answer = client.get("/v/NWXW-KCXT-7FQO", headers={"accept-language": "es"})

    assert answer.status_code == 404
    assert "NWXW-KCXT-7FQO" in content(answer)


def test_the_short_address_without_a_code_asks_for_one(client):
    assert 'name="code"' in content(client.get("/v/"))


def test_the_issued_file_is_recognised(client, public):
    page = content(upload(client, bytes(public.pdf.content)))

    assert public.printed_code in page
    assert public.pdf_id[:8] in page


@pytest.mark.parametrize("change", [b" ", b"\n%%EOF"])
def test_a_file_that_differs_by_one_byte_is_not(client, public, change):
    page = content(upload(client, bytes(public.pdf.content) + change))

    assert public.printed_code not in page


def test_the_file_of_a_paper_that_is_not_public_gives_away_only_its_code(client, private):
    page = content(upload(client, bytes(private.pdf.content)))

    assert private.title_es not in page
    assert private.reference not in page


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>1</script></html>", "x.pdf"),
        (b"PK\x03\x04zip", "x.pdf"),
        (b"\x89PNG\r\n\x1a\n", "x.pdf"),
        (b" %PDF-1.7", "x.pdf"),
    ],
)
def test_a_file_that_is_not_a_pdf_is_refused_by_its_content(client, data, name):
    response = upload(client, data, name)

    assert response.status_code == 400
    assert "id_file_error" in content(response)


def test_a_file_over_the_limit_is_refused(client, monkeypatch):
    monkeypatch.setattr("crm_portal.library.forms.checking.MAX_BYTES", 10)

    assert upload(client, b"%PDF-1.7 more than ten").status_code == 400


def test_a_compared_file_is_not_kept(client, public):
    before = StoredFile.objects.count()

    upload(client, b"%PDF-1.7 of somebody else")

    assert StoredFile.objects.count() == before


def test_a_replaced_document_says_which_one_took_its_place(client, public):
    newer = making.document(published_at=AT)
    services.supersede(public.pk, by=PRESIDENCY, successor=newer)

    page = content(client.get(f"/es/v/{public.printed_code}/"))

    assert newer.printed_code in page


def test_the_verification_pages_ask_few_questions(
    client, public, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        client.get(f"/es/v/{public.printed_code}/")


def test_the_front_page_names_the_members_in_the_order_of_the_readers_language(
    client, cast
):
    spanish = content(client.get("/es/")).partition('id="members"')[2]
    english = content(client.get("/en/")).partition('id="members"')[2]

    assert spanish.index("Estados Unidos") < spanish.index("Guatemala")
    assert english.index("Guatemala") < english.index("United States")


def test_the_front_page_lists_what_was_published_and_nothing_else(client, cast):
    clock.set_to(AT, frozen=True)
    public = making.document(published_at=AT)
    private = making.document()

    page = content(client.get("/es/"))

    assert public.title_es in page
    assert private.title_es not in page
