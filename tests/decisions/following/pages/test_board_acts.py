"""What is done of commitments: written down, reported, closed, put on an agenda, reminded of."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock
from crm_portal.core.models import Notice
from decisions import following_notices, following_sweeps, following_today
from decisions.models.following import Commitment, CommitmentReport
from decisions.services.following import agenda, commitments
from meetings.models import AgendaItem, ItemStanding
from meetings.services.agenda import set_aside
from tests.decisions.following.pages.board_scene import address, laid, read, signed_in
from tests.decisions.following.scene import VICE_MINISTERIAL, decided, meeting
from tests.decisions.pages import words


@pytest.fixture
def followed(cast):
    return decided(cast)


@pytest.fixture
def board(followed):
    return laid(followed)


def test_one_commits_from_the_register_and_what_was_typed_is_kept(followed):
    page = address("commit", followed.text.reference, "8")
    with override("en"):
        provision = reverse("register:provision", args=[followed.text.reference, "8"])
    typed = {
        "what_es": "Elaborar el informe.",
        "lead": f"party:{followed.cast.parties['MX'].pk}",
        "review_on": "2026-12-01",
        "due_on": "2026-11-01",
    }
    client = signed_in(followed, "ana")

    assert page in client.get(provision).content.decode()
    assert page not in signed_in(followed, "bruno").get(provision).content.decode()
    assert "Commitments" not in words(Client().get(provision))
    refused = client.post(page, typed)
    assert refused.status_code == 400
    assert "The review comes before the day it is due." in words(refused)
    assert "Elaborar el informe." in words(refused)
    assert client.post(page, typed | {"due_on": "2027-01-01"}).status_code == 302
    made = Commitment.objects.get()
    assert (made.provision, made.lead_party.code) == (followed.provision, "MX")
    assert "Elaborar el informe." in words(client.get(provision))
    assert signed_in(followed, "bruno").get(page).status_code == 403
    assert client.get(address("commit", followed.text.reference, "99")).status_code == 404


def test_a_country_reports_for_itself_and_a_refusal_names_the_rule(followed):
    made = followed.commit(
        lead="party", lead_party_id=followed.cast.parties["MX"].pk, by_country=False
    )
    page = address("commitment-report", made.pk)
    typed = {"word": "under_way", "said_es": "Se convocó.", "on": "2026-09-11"}
    mateo = signed_in(followed, "mateo")

    assert signed_in(followed, "bruno").post(page, typed).status_code == 403
    assert not CommitmentReport.objects.exists()
    early = mateo.post(page, typed)
    assert early.status_code == 400
    assert "Se convocó." in words(early)
    assert re.search(r'value="under_way"[^>]* checked', early.content.decode())
    assert mateo.post(page, typed | {"on": "2026-09-09"}).status_code == 302
    report = CommitmentReport.objects.get()
    assert (report.party.code, report.reported_on) == ("MX", date(2026, 9, 9))
    organization = signed_in(followed, "elena").get(page)
    assert organization.status_code == 403
    assert "003:64" in words(organization)


def test_what_was_closed_stays_closed(followed):
    made = followed.commit()
    client = signed_in(followed, "ana")
    page = address("commitment-close", made.pk)

    assert signed_in(followed, "mateo").post(page, {"outcome_es": "Ya."}).status_code == 403
    assert client.post(page, {"outcome_es": " "}).status_code == 400
    assert client.post(page, {"outcome_es": "Se firmó."}).status_code == 302
    assert "Se firmó." in read(followed, "bruno", "commitment", made.pk)
    assert client.post(page, {"outcome_es": "Otra vez."}).status_code == 409
    report = address("commitment-report", made.pk)
    assert signed_in(followed, "mateo").get(report).status_code == 409


def test_what_is_overdue_enters_the_draft_agenda_of_a_meeting_ahead(followed, board):
    ahead = meeting(VICE_MINISTERIAL, date(2026, 11, 20), "XXXI-CRM")
    page, overdue = address("agenda"), board["overdue"]
    client = signed_in(followed, "elena")
    typed = {"meeting": ahead.pk, "commitments": [overdue.pk]}

    assert signed_in(followed, "bruno").post(page, typed).status_code == 403
    assert "Asunto en plazo" not in words(client.get(page))
    assert client.post(page, {"meeting": ahead.pk}).status_code == 400
    assert client.post(page, typed).status_code == 302
    item = AgendaItem.objects.get()
    assert (item.meeting, item.title_es) == (ahead, "Asunto vencido")
    assert item.referred_by == f"C-{overdue.pk}/XXXI-CRM"
    with override("en"):
        agenda = client.get(reverse("meetings:agenda-edit", args=["XXXI-CRM"]))
    assert address("commitment", overdue.pk) in agenda.content.decode()
    assert "already on the agenda of XXXI-CRM" in words(client.get(page))
    assert client.post(page, typed).status_code == 409
    assert AgendaItem.objects.count() == 1
    assert "XXXI-CRM" in read(followed, "bruno", "commitment", overdue.pk)


def test_what_was_set_aside_can_be_put_on_the_agenda_again(followed, board):
    ahead = meeting(VICE_MINISTERIAL, date(2026, 11, 20), "XXXI-CRM")
    overdue, elena = board["overdue"], followed.viewer("elena")
    (item,) = agenda.put(ahead.pk, [overdue.pk], by=elena)
    set_aside(item.pk, because="Otra vez será.", by=elena)

    assert "already on the agenda" not in read(followed, "elena", "agenda")
    assert agenda.put(ahead.pk, [overdue.pk], by=elena) == [item]
    item.refresh_from_db()
    assert (item.standing, AgendaItem.objects.count()) == (ItemStanding.TAKEN, 1)


def test_today_tells_a_country_what_it_owes_and_the_presidency_what_is_overdue(
    followed, board, django_assert_max_num_queries
):
    def told(who):
        with override("en"):
            return [each["text"] for each in following_today.today(followed.viewer(who))]

    assert told("mateo") == ["Asunto vencido", "Asunto por vencer", "Asunto sin novedad"]
    assert told("bruno") == ["Asunto vencido", "Asunto por vencer"]
    assert told("elena") == ["1 commitment is overdue"]
    assert told("oscar") == []
    mateo = followed.viewer("mateo")
    for made in (board["overdue"], board["due"]):
        commitments.report_status(made.pk, "carried_out", by=mateo)
    viewer = followed.viewer("mateo")
    with django_assert_max_num_queries(4):
        (row,) = following_today.today(viewer)
    assert row["text"] == "Asunto sin novedad"
    clock.advance(timedelta(days=300))
    assert len(told("bruno")) == 4


def test_the_api_reads_and_reports_as_the_pages_do(
    followed, board, django_assert_max_num_queries
):
    client = signed_in(followed, "mateo")
    one = f"/api/v1/commitments/{board['due'].pk}"

    with django_assert_max_num_queries(15):
        listed = client.get("/api/v1/commitments", {"is_open": "true"}).json()
    assert len(listed["results"]) == 4
    told = {"word": "carried_out", "said_es": "Se hizo."}
    made = client.post(f"{one}/report", told, content_type="application/json")
    assert (made.status_code, made.json()["party"]) == (201, "MX")
    assert client.get(one).json()["reports"][0]["word"] == "carried_out"
    closing = {"outcome_es": "Ya."}
    no = client.post(f"{one}/close", closing, content_type="application/json")
    assert (no.status_code, no.json()["rule"]) == (403, "003:61")
    assert Client().get(one).status_code in {401, 403}
    assert signed_in(followed, "oscar").get(one).status_code == 404


def test_who_owes_is_reminded_once_before_and_once_after_the_day(followed):
    mexico, honduras = (followed.cast.parties[code] for code in ("MX", "HN"))
    made = followed.commit(
        lead="party",
        lead_party_id=mexico.pk,
        partners=[honduras.pk],
        by_country=False,
        due_on=date(2026, 9, 14),
    )
    commitments.report_status(made.pk, "carried_out", by=followed.viewer("hector"))

    assert following_sweeps.remind_of_commitments() == 1
    assert following_sweeps.remind_of_commitments() == 0
    notice = Notice.objects.get()
    letter = following_notices.compose(notice, clock.now())
    assert notice.recipient == followed.cast.people["mateo"]
    assert letter.subject.startswith(f"C-{made.pk}: ")
    assert f"/{made.pk}/" in letter.body
    clock.advance(timedelta(days=5))
    assert following_sweeps.remind_of_commitments() == 2
    commitments.report_status(made.pk, "carried_out", by=followed.viewer("mateo"))
    late = Notice.objects.filter(event="commitment.overdue")
    to = {each.recipient.full_name: each for each in late}
    assert set(to) == {"Mateo", "Elena"}
    assert following_notices.compose(to["Mateo"], clock.now()) is None
    assert following_notices.compose(to["Elena"], clock.now()) is not None
