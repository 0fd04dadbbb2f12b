"""Who may read an issued document, and what a stranger learns of it."""

from datetime import timedelta

import pytest

from crm_portal.library.models import IssuedDocument, RenderJob
from tests.library import making
from tests.library.making import (
    ADMINISTRATOR,
    AT,
    CIVIL_SOCIETY,
    MEMBER,
    OBSERVER,
    PRESIDENCY,
    PUBLIC,
    SECRETARIAT,
)

pytestmark = pytest.mark.django_db

READERS = {
    "circulation": {"member", "presidency", "observer", "secretariat"},
    "members": {"member", "presidency", "secretariat"},
    "closed": set(),
}
VIEWERS = {
    "public": PUBLIC,
    "member": MEMBER,
    "presidency": PRESIDENCY,
    "observer": OBSERVER,
    "civil society": CIVIL_SOCIETY,
    "secretariat": SECRETARIAT,
    "administrator": ADMINISTRATOR,
}


@pytest.mark.parametrize("who", VIEWERS)
@pytest.mark.parametrize("audience", READERS)
def test_an_unpublished_document_is_for_its_audience_only(audience, who):
    making.document(audience=audience)

    seen = IssuedDocument.objects.visible_to(VIEWERS[who]).exists()

    assert seen == (who in READERS[audience])


@pytest.mark.parametrize("who", VIEWERS)
def test_a_published_document_is_for_everybody(who):
    making.document(audience="members", published_at=AT)

    assert IssuedDocument.objects.visible_to(VIEWERS[who]).exists()


def test_a_document_published_later_is_not_public_before():
    making.document(audience="public", published_at=AT + timedelta(seconds=1))

    assert not IssuedDocument.objects.visible_to(PUBLIC).exists()


@pytest.mark.parametrize("who", VIEWERS)
@pytest.mark.parametrize("audience", READERS)
def test_a_paper_being_made_is_announced_to_its_audience_only(audience, who):
    making.services.ask(making.paper(audience=audience), by=PRESIDENCY)

    seen = RenderJob.objects.visible_to(VIEWERS[who]).exists()

    assert seen == (who in READERS[audience])
