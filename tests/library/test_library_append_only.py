"""What was issued stays as it was: the database refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from crm_portal.library.models import IssuedDocument, RenderJob, StoredFile
from tests.library import making
from tests.library.making import AT, PRESIDENCY

pytestmark = pytest.mark.django_db

REFUSED = (InternalError, IntegrityError)


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        # The deferred foreign keys first, or TRUNCATE is refused for another reason.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE library_storedfile SET content = 'x'",
        "UPDATE library_storedfile SET size = 1",
        "DELETE FROM library_storedfile",
        "TRUNCATE library_storedfile CASCADE",
        "UPDATE library_issueddocument SET title_es = 'x'",
        "UPDATE library_issueddocument SET code = 'AAAAAAAAAAAA'",
        "UPDATE library_issueddocument SET text_sha256 = repeat('0', 64)",
        "UPDATE library_issueddocument SET audience = 'circulation'",
        "UPDATE library_issueddocument SET issued_at = now()",
        "DELETE FROM library_issueddocument",
        "TRUNCATE library_issueddocument CASCADE",
    ],
)
def test_the_database_refuses(statement):
    making.document()

    with pytest.raises(REFUSED):
        sql(statement)


def test_the_orm_is_refused_as_well():
    document = making.document()

    for change in (
        lambda: IssuedDocument.objects.update(reference="x"),
        lambda: IssuedDocument.objects.filter(pk=document.pk).delete(),
        lambda: StoredFile.objects.update(content=b"x"),
        document.delete,
    ):
        with pytest.raises(REFUSED), transaction.atomic():
            change()

    document.title_en = "Otherwise"
    with pytest.raises(REFUSED), transaction.atomic():
        document.save()


def test_publication_and_succession_may_be_written_down():
    first, second = making.document(), making.document()

    first.published_at, first.superseded_by = AT, second
    first.save()

    first.refresh_from_db()
    assert (first.published_at, first.superseded_by) == (AT, second)


def test_a_closed_document_cannot_be_published_even_by_sql():
    making.document(audience="closed")

    with pytest.raises(REFUSED):
        sql("UPDATE library_issueddocument SET published_at = now()")


def test_the_order_of_a_paper_cannot_be_deleted():
    making.services.ask(making.paper(), by=PRESIDENCY)

    with pytest.raises(REFUSED), transaction.atomic():
        RenderJob.objects.all().delete()
