"""A document has a symbol that is never given twice, revisions that stay, and readers."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError

from crm_portal.core import audit, clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import rules, services
from crm_portal.library.models import AudienceChange, Document, StoredFile
from members.models import Mandate
from tests.library.documents import TABLE, draft, pdf, registered, sheet
from tests.matrix_scenes import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("circles")]

READERS = {
    "public": "none",
    "circulation": "mateo bruno carla viviana basil ana elena oscar olga",
    "members": "mateo bruno carla viviana basil ana elena",
    "participants": "mateo bruno carla viviana basil ana elena celia",
    "drafting": "mateo bruno carla viviana basil ana elena",
    "closed": "viviana ana",
    "named": "ana",
}
EVERYBODY = "mateo bruno carla viviana basil ana elena oscar olga celia admin rita dario"


@pytest.fixture
def cast(cast):
    cast.people = people(cast)
    return cast


def seen(document, viewer):
    return Document.objects.visible_to(viewer).filter(pk=document.pk).exists()


def circle_of(level):
    return f"{TABLE}:{level}" if rules.is_circled(level) else ""


def test_symbols_are_numbered_by_series_category_and_room(cast):
    elena, ana = cast.viewer("elena"), cast.viewer("ana")
    made = [
        registered(elena),
        registered(elena),
        registered(elena, category="CRP"),
        registered(elena, series="XX-CRM"),
        registered(ana, level="closed", circle=f"{TABLE}:closed"),
        registered(elena),
    ]

    assert [each.symbol for each in made] == [
        "XXI-CRM/DOC/1",
        "XXI-CRM/DOC/2",
        "XXI-CRM/CRP/1",
        "XX-CRM/DOC/1",
        "XXI-CRM/DOC/R.1",  # numbered apart: no gap tells that it is there
        "XXI-CRM/DOC/3",
    ]


@pytest.mark.parametrize("level", [each for each in READERS if each != "public"])
def test_a_document_is_seen_by_whom_it_is_for_and_by_nobody_else(cast, level):
    owner = "elena" if level not in {"closed", "named"} else "ana"
    document = registered(cast.viewer(owner), level=level, circle=circle_of(level))

    found = [who for who in EVERYBODY.split() if seen(document, cast.viewer(who))]

    assert sorted(found) == sorted(READERS[level].split())
    assert not seen(document, services_public(cast))


def services_public(cast):
    from crm_portal.core.access import Viewer

    return Viewer(at=cast.at)


def test_an_embargo_ends_at_an_excluded_bound(cast):
    until = cast.at + timedelta(hours=1)
    document = registered(cast.viewer("elena"), embargo_until=until)

    assert seen(document, cast.viewer("elena"))
    assert seen(document, cast.viewer("ana"))
    assert not seen(document, cast.viewer("bruno", until - timedelta(microseconds=1)))
    assert seen(document, cast.viewer("bruno", until))


def test_who_registered_it_no_longer_reads_it_once_out_of_office(cast):
    document = registered(cast.viewer("bruno"))
    clock.advance(timedelta(days=1))
    Mandate.objects.filter(user=cast.people["bruno"]).update(
        during=(cast.at - timedelta(days=900), cast.at)
    )

    assert not seen(document, cast.viewer("bruno", clock.now()))


@pytest.mark.parametrize(
    ("who", "level"),
    [
        ("oscar", "members"),
        ("celia", "members"),
        ("bruno", "circulation"),
        ("bruno", "closed"),
        ("elena", "closed"),
        ("elena", "public"),
        ("ana", "public"),
        ("admin", "members"),
        ("viviana", "members"),
    ],
)
def test_not_everybody_registers_for_everybody(cast, who, level):
    with pytest.raises(Refused):
        registered(cast.viewer(who), level=level, circle=circle_of(level))

    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"series": "xxi crm"},
        {"series": "XXI_CRM"},
        {"title_es": " "},
        {"category": "XXX"},
        {"level": "everybody"},
        {"level": "participants"},
        {"level": "participants", "circle": f"{TABLE}:drafting"},
        {"level": "participants", "circle": "meeting:43:participants"},
        {"level": "members", "circle": f"{TABLE}:participants"},
    ],
)
def test_what_is_said_of_a_document_must_hold_together(cast, said):
    with pytest.raises(Invalid):
        registered(cast.viewer("elena"), **said)


def test_old_revisions_stay_and_languages_are_added(cast):
    elena = cast.viewer("elena")
    document = registered(elena)
    services.add_revision(document.pk, [sheet("en")], by=elena, is_new=False)
    services.add_revision(document.pk, [sheet("es", pdf("Segundo"))], by=elena)

    found = [(each.symbol, each.language) for each in document.revisions.all()]
    assert found == [
        ("XXI-CRM/DOC/1/REV.1", "es"),
        ("XXI-CRM/DOC/1", "es"),
        ("XXI-CRM/DOC/1", "en"),
    ]
    with pytest.raises(Conflict):
        services.add_revision(document.pk, [sheet("es")], by=elena, is_new=False)
    with pytest.raises(Refused):
        services.add_revision(document.pk, [sheet("es")], by=cast.viewer("mateo"))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE library_document SET title_es = 'otro'",
        "UPDATE library_document SET symbol = 'X/DOC/9'",
        "DELETE FROM library_document",
        "TRUNCATE library_document CASCADE",
        "UPDATE library_documentrevision SET sha256 = sha256, number = 7",
        "DELETE FROM library_documentrevision",
        "UPDATE library_documentreader SET reason = 'otra'",
        "DELETE FROM library_audiencechange",
        "UPDATE library_audiencechange SET decided_by_id = proposed_by_id",
        "UPDATE library_audiencechange SET becomes = 'public'",
    ],
)
def test_the_record_refuses_to_be_written_over(cast, change):
    ana = cast.viewer("ana")
    document = registered(ana, level="named")
    services.propose_downgrade(document.pk, "members", reason="Se acordó.", by=ana)
    services.approve_downgrade(
        AudienceChange.objects.get().pk, by=named_second(cast, document)
    )

    with (
        pytest.raises((DatabaseError, IntegrityError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def named_second(cast, document):
    """Let Elena read it, so that she may be the second person."""
    elena = cast.people["elena"]
    services.add_reader(document.pk, elena.pk, reason="Revisa.", by=cast.viewer("ana"))
    return cast.viewer("elena")


def test_the_trail_says_nothing_of_the_document(cast):
    document = registered(
        cast.viewer("ana"), level="closed", circle=f"{TABLE}:closed", title_es="Secreto"
    )

    for entry in audit.of(document):
        told = f"{entry.target_label} {entry.data}"
        assert "Secreto" not in told
        assert document.symbol not in told


def test_drafts_are_told_by_the_meeting_they_are_of(cast):
    document = registered(
        cast.viewer("elena"), level="participants", circle=f"{TABLE}:participants"
    )

    assert document.circle == draft(circle=f"{TABLE}:participants").circle
