"""What is kept for a reader is read by programs as on the pages: notices, bulletins, lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm_portal.core.models import Notice
from crm_portal.library import services
from crm_portal.library.searching import indexing
from tests.core.test_notice_centre import security
from tests.library.bulletins.writing import sent
from tests.library.documents import registered

pytestmark = pytest.mark.django_db


def read(client, path, **query):
    answer = client.get(f"/api/v1/{path}", query)
    return answer.json() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def laid(cast):
    """A public list of a document for the members and one for anybody, in that order."""
    elena = cast.viewer("elena")
    label = services.Label(title_es="Actas", title_en="Records", level="public")
    kept = services.make_collection(label, by=elena)
    for level in ("members", "circulation"):
        document = registered(elena, level=level)
        services.put_in(kept.pk, "document", document.pk, by=elena)
    indexing.index_due()
    return kept


def test_a_collection_holds_for_each_reader_what_that_reader_may_know_of(cast, laid, api):
    counts = {
        who: len(read(api(who), "collections/actas")["items"])
        for who in ("", "oscar", "mateo", "elena")
    }
    assert counts == {"": 0, "oscar": 1, "mateo": 2, "elena": 2}
    (row,) = read(api(""), "collections")["results"]
    assert row["title"] == {"es": "Actas", "en": "Records"}
    assert row["page"]["en"] == "/en/collections/actas/"
    services.describe_collection(
        laid.pk,
        services.Label(title_es="Actas", title_en="Records", level="members"),
        by=cast.viewer("elena"),
    )
    assert read(api(""), "collections/actas") == 404
    assert read(api("oscar"), "collections")["results"] == []
    assert len(read(api("mateo"), "collections")["results"]) == 1


def test_a_bulletin_is_read_by_those_it_reached_and_its_audiences_by_who_writes(cast, api):
    bulletin = sent(cast, ["members"])
    address = f"bulletins/{bulletin.pk}"

    assert read(api(""), address) == 403
    assert read(api("oscar"), address) == 404
    assert read(api("oscar"), "bulletins")["results"] == []
    told = read(api("bruno"), address)
    assert told["audiences"] is None
    assert read(api("bruno"), "bulletins")["results"] == [told]
    assert read(api("elena"), address)["audiences"] == bulletin.audiences


def test_notices_are_one_s_own_and_reading_them_marks_nothing(cast, api):
    notice = security(cast)

    (row,) = read(api("bruno"), "notices")["results"]
    assert (row["id"], row["part"], row["is_unread"]) == (notice.pk, "account", True)
    assert row["page"]["en"] == f"/en/intranet/notices/{notice.pk}/"
    assert read(api("bruno"), "notices", shown="read")["results"] == []
    assert read(api("bruno"), "notices", shown="x") == 400
    assert read(api("carla"), "notices")["results"] == []
    assert read(api(""), "notices") == 403
    assert Notice.objects.get().read_at is None


def test_notices_cost_the_same_however_many_there_are(cast, api):
    client = api("bruno")
    security(cast)
    read(client, "notices")
    with CaptureQueriesContext(connection) as one:
        read(client, "notices")
    for _ in range(5):
        security(cast)
    with CaptureQueriesContext(connection) as many:
        assert len(read(client, "notices")["results"]) == 6
    assert len(many) == len(one)


def test_a_saved_search_is_its_person_s_alone(cast, api):
    services.save_search("Actas", {"q": "acta"}, by=cast.viewer("mateo"))

    (row,) = read(api("mateo"), "saved-searches")["results"]
    assert (row["name"], row["q"], row["tells"]) == ("Actas", "acta", False)
    assert read(api("mateo"), f"saved-searches/{row['id']}") == row
    assert read(api("elena"), f"saved-searches/{row['id']}") == 404
    assert read(api("elena"), "saved-searches")["results"] == []
    assert read(api(""), "saved-searches") == 403
