"""The Conference before others: who represents it, who reports, who is reminded, who reads."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from crm_portal import today
from crm_portal.core import clock, notifications
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.models import Notice
from decisions.services.handover import hand_over
from meetings import report_notices, reports_owed
from meetings.models import (
    Agreement,
    OtherProcess,
    PresidencyReport,
    Representation,
    RepresentationReport,
)
from meetings.report_sweeps import remind_of_reports
from meetings.services import representation as services
from members.models import Presidency
from tests.cast import MORNING
from tests.library.documents import pdf

pytestmark = pytest.mark.django_db

PDF = pdf()


def represent(cast, who="ana", office="presidency", **more):
    told = {
        "forum_es": "Foro Mundial sobre Migración y Desarrollo",
        "forum_en": "Global Forum on Migration and Development",
        "place": "Ginebra",
        "starts_on": date(2026, 9, 14),
        "ends_on": date(2026, 9, 16),
        "representatives": "La viceministra",
        **more,
    }
    by = cast.viewer(who, clock.now())
    return services.record_representation(by=by, office=office, **told)


def report(cast, representation, who="ana", **more):
    told = {"reported_on": clock.now().date(), "summary_es": "Se expuso.", **more}
    by = cast.viewer(who, clock.now())
    return services.report_representation(representation.pk, by=by, **told)


def go(days):
    clock.set_to(MORNING + timedelta(days=days), frozen=True)


def owed(cast, who):
    found = reports_owed.owed_by(cast.viewer(who, clock.now()))
    return [each.report or each.representation for each in found]


def test_the_presidency_in_office_represents_the_conference(cast):
    assert represent(cast).party == cast.parties["GT"]
    assert represent(cast, "elena").party == cast.parties["GT"]
    assert represent(cast, "elena", "secretariat").party == cast.parties["ST"]


@pytest.mark.parametrize("who", ["mateo", "basil", "oscar", "admin"])
def test_nobody_else_records_a_representation(cast, who):
    with pytest.raises(Refused) as refused:
        represent(cast, who)
    assert refused.value.rule == "001:415"


def test_a_forum_ends_after_it_begins(cast):
    with pytest.raises(Invalid):
        represent(cast, ends_on=date(2026, 9, 13))


def test_a_report_is_owed_from_the_day_after(cast):
    found = represent(cast)
    go(6)
    assert owed(cast, "ana") == []

    go(7)

    assert owed(cast, "ana") == [found]
    assert owed(cast, "elena") == [found]
    assert owed(cast, "mateo") == owed(cast, "oscar") == []


def test_the_report_recommends_what_should_follow_and_ends_the_debt(cast):
    found = represent(cast)
    go(8)

    made = report(cast, found, follow_up_es="Invitar a la CSM.")

    assert made.follow_up == "Invitar a la CSM."
    assert owed(cast, "ana") == []
    with pytest.raises(Conflict):
        report(cast, found)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"summary_es": " "}, "required"),
        ({"reported_on": date(2026, 9, 13)}, "past"),
        ({"reported_on": date(2026, 9, 30)}, "future"),
    ],
)
def test_a_report_says_something_afterwards(cast, told, code):
    found = represent(cast)
    go(8)

    with pytest.raises(Invalid) as refused:
        report(cast, found, **told)
    assert refused.value.code == code


def test_whoever_represented_reports_even_after_the_chair_has_passed(cast):
    found = represent(cast)
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))
    go(8)

    with pytest.raises(Refused):
        report(cast, found, "mateo")
    report(cast, found, "ana")


def test_what_does_not_take_place_owes_nothing(cast):
    found = represent(cast)
    services.call_off(found.pk, because="Huracán", by=cast.viewer("ana"))
    go(30)

    assert owed(cast, "ana") == []
    with pytest.raises(Conflict):
        report(cast, found)
    with pytest.raises(Conflict):
        services.call_off(found.pk, because="Otra", by=cast.viewer("ana"))


def test_the_hand_over_makes_the_report_of_the_outgoing_presidency_due(cast):
    at = MORNING + timedelta(days=5)
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"), at=at)
    due = PresidencyReport.objects.get()

    assert due.presidency.party == cast.parties["GT"]
    clock.set_to(at - timedelta(seconds=1), frozen=True)
    assert owed(cast, "ana") == []
    clock.set_to(at, frozen=True)
    assert owed(cast, "ana") == owed(cast, "elena") == [due]
    assert owed(cast, "mateo") == owed(cast, "basil") == []


def test_it_is_recorded_as_presented_with_its_meeting(cast):
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))
    due = PresidencyReport.objects.get()
    go(40)
    told = {"presented_on": date(2026, 10, 15), "meeting": "Reunión del GRCM"}

    with pytest.raises(Refused):
        services.present_report(due.pk, by=cast.viewer("mateo", clock.now()), **told)
    with pytest.raises(Invalid):
        services.present_report(
            due.pk, by=cast.viewer("ana", clock.now()), **{**told, "meeting": " "}
        )
    services.present_report(due.pk, by=cast.viewer("ana", clock.now()), **told)

    assert owed(cast, "ana") == []
    with pytest.raises(Conflict):
        services.present_report(due.pk, by=cast.viewer("ana", clock.now()), **told)


def test_reports_are_on_today_for_the_outgoing_presidency_and_the_secretariat(cast, client):
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))
    shown = {}
    for who in ("ana", "elena", "mateo", "basil", "oscar"):
        client.force_login(cast.people[who])
        page = client.get("/en/intranet/").content.decode()
        shown[who] = "Report of the presidency of 2026" in page

    assert shown == {
        "ana": True,
        "elena": True,
        "mateo": False,
        "basil": False,
        "oscar": False,
    }
    assert today.reports(cast.viewer("elena"))[0]["tone"] == "due"


def test_reminders_go_out_at_once_and_every_thirty_days_and_never_twice(cast):
    found = represent(cast)
    for day, turns in ((6, 0), (7, 1), (7, 1), (36, 2), (66, 3)):
        go(day)
        remind_of_reports()
        remind_of_reports()
        sent = Notice.objects.filter(event="report.representation", target_id=found.pk)
        assert len(set(sent.values_list("data__turn", flat=True))) == turns, day

    to = set(sent.values_list("recipient__email", flat=True))
    assert to == {"ana@example.org", "elena@example.org"}


def test_a_reminder_of_what_was_reported_is_not_sent(cast):
    found = represent(cast)
    go(8)
    remind_of_reports()
    notice = Notice.objects.filter(recipient=cast.ana).last()
    assert "Ginebra" not in report_notices.compose(notice, clock.now()).subject
    assert "Foro Mundial" in report_notices.compose(notice, clock.now()).body

    report(cast, found)

    assert report_notices.compose(notice, clock.now()) is None


def test_the_tick_sends_the_reminder_of_a_presidency(cast, mailoutbox):
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))
    remind_of_reports()

    notifications.deliver_due()

    to_ana = [m for m in mailoutbox if m.to == ["ana@example.org"]]
    assert any("2026" in mail.body and "/presidenc" in mail.body for mail in to_ana)


def test_the_sweep_is_among_the_duties_of_the_tick(cast):
    represent(cast)
    go(8)

    call_command("tick", verbosity=0)

    assert Notice.objects.filter(event="report.representation").exists()


def agree(cast, who="elena", **more):
    process, _made = OtherProcess.objects.get_or_create(
        code="CSM", defaults={"name_es": "Conferencia Suramericana", "name_en": "SACM"}
    )
    told = {
        "process": process,
        "kind": "agreement",
        "title_es": "Memorando de cooperación",
        "starts_on": date(2026, 5, 4),
        **more,
    }
    return services.record_agreement(by=cast.viewer(who), **told)


def test_agreements_with_other_processes_are_records(cast):
    assert agree(cast, approval="XXX CRM").process.code == "CSM"
    for who in ("mateo", "oscar", "admin"):
        with pytest.raises(Refused):
            agree(cast, who)


def test_members_and_the_secretariat_read_and_nobody_else(cast):
    represent(cast)
    agree(cast)
    for model in (Representation, Agreement):
        seen = {
            who: model.objects.visible_to(cast.viewer(who)).count()
            for who in ("ana", "mateo", "carla", "elena", "admin", "oscar", "sara")
        }
        assert seen == {
            **dict.fromkeys(("ana", "mateo", "carla", "elena", "admin"), 1),
            "oscar": 0,
            "sara": 0,
        }


def test_the_database_refuses_a_report_that_says_nothing(cast):
    found = represent(cast)

    with pytest.raises(IntegrityError), transaction.atomic():
        RepresentationReport.objects.create(
            representation=found, reported_on=date(2026, 9, 17), recorded_at=MORNING
        )


def test_a_representation_and_its_report_are_recorded_on_the_pages(cast, client):
    client.force_login(cast.ana)
    typed = {
        "office": "presidency",
        "forum_es": "Foro",
        "place": "Ginebra",
        "starts_on": "2026-09-08",
        "ends_on": "2026-09-09",
        "representatives": "La viceministra",
    }
    answer = client.post(reverse("meetings:representation-new"), typed)
    found = Representation.objects.get()
    assert answer.url == found.get_absolute_url()

    file = SimpleUploadedFile("informe.pdf", PDF, "application/pdf")
    told = {"reported_on": "2026-09-10", "summary_es": "Se expuso.", "document": file}
    client.post(reverse("meetings:representation-report", args=[found.pk]), told)

    assert found.report.document_name == "informe.pdf"
    page = client.get(found.get_absolute_url()).content.decode()
    assert "Se expuso." in page
    where = reverse("meetings:representation-document", args=[found.report.document_id])
    assert client.get(where).content == PDF
    client.force_login(cast.oscar)
    assert client.get(where).status_code == 404
    assert client.get(found.get_absolute_url()).status_code == 404


def test_an_agreement_without_a_document_is_recorded_on_its_page(cast, client):
    agree(cast)
    client.force_login(cast.elena)
    typed = {
        "process": OtherProcess.objects.get().pk,
        "kind": "joint_meeting",
        "title_es": "Plenaria",
        "starts_on": "2026-08-23",
    }

    answer = client.post(reverse("meetings:agreement-new"), typed)

    made = Agreement.objects.get(kind="joint_meeting")
    assert answer.url == made.get_absolute_url()
    assert client.get(answer.url).status_code == 200


def test_the_list_takes_a_fixed_number_of_queries(
    cast, client, django_assert_max_num_queries
):
    for n in range(12):
        represent(
            cast, forum_es=f"Foro {n}", starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 6)
        )
        agree(cast, title_es=f"Acuerdo {n}")
    client.force_login(cast.bruno)
    where = reverse("meetings:representations")
    client.get(where)

    with django_assert_max_num_queries(12):
        assert client.get(where).status_code == 200


def test_the_report_page_of_a_presidency_is_there_once_one_is_owed(cast, client):
    client.force_login(cast.elena)
    where = reverse("meetings:presidency-report", args=[2026])
    assert client.get(where).status_code == 404
    hand_over(cast.parties["MX"], 2027, by=cast.viewer("elena"))

    typed = {"presented_on": "2026-09-10", "meeting": "GRCM"}
    answer = client.post(where, typed)

    assert answer.status_code == 302
    assert PresidencyReport.objects.get().meeting == "GRCM"
    page = client.get("/en/intranet/representation/").content.decode()
    assert "Reports of presidencies" in page
    assert Presidency.objects.get(label_year=2026).report.presented_on
    assert cast.viewer("elena").has(Role.SECRETARIAT)
