"""Letters about contributions: looked at without sending, issued once, sent with proof."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.core import clock, notifications
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.models import Notice
from crm_portal.library.models import IssuedDocument, RenderJob
from crm_portal.library.services import make_next
from finance import passing, today
from finance.models import Letter, LetterKind, LetterRecipient
from finance.rules.reminders import Wording
from finance.services import following, letters
from finance.services.letters import Said

SAID = Said("Ana", "Gracias de antemano.", "Thank you in advance.")
SPEAKS_NO_SANCTION = (
    "sanción",
    "multa",
    "interés moratorio",
    "suspen",
    "sanction",
    "penalt",
)


def client(books, who):
    found = Client()
    found.force_login(books.cast.people[who])
    return found


def address(name, *more, **query):
    with override("en"):
        return reverse(f"finance:{name}", args=more, query=query)


def campaign(budget, kind="call"):
    return address("letter-new", budget=budget.reference, kind=kind)


def issued(books, budget, kind=LetterKind.CALL):
    return letters.issue(budget.pk, kind, SAID, by=books.ppt)


def deliver():
    return notifications.deliver_due()


def test_looking_at_the_letters_writes_and_sends_nothing(books):
    budget = books.assessed()

    page = client(books, "ana").get(campaign(budget))
    typed = {"words_es": "Hola", "words_en": "Hello", "signed_by": "Ana", "look": "1"}
    again = client(books, "ana").post(campaign(budget), typed)

    assert (page.status_code, again.status_code) == (200, 200)
    assert "USD 141,360" in page.content.decode()
    assert "Hola" in again.content.decode()
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()
    assert not RenderJob.objects.exists()
    assert not budget.assessments.exclude(notified_on=None).exists()


def test_a_letter_goes_to_each_member_that_owes_and_to_nobody_else(books):
    budget = books.assessed()
    books.pay("US", 141_360_00)

    letter = issued(books, budget)
    Notice.objects.filter(event="finance.receipt_recorded").delete()
    deliver()

    owing = {party.code for party in books.cast.members} - {"US"}
    assert {row.party.code for row in letter.recipients.all()} == owing
    written = [
        mailed
        for mailed in mail.outbox
        if "contributions" in mailed.subject.lower() or "aportes" in mailed.subject.lower()
    ]
    assert len(written) == len(owing)
    assert all(len(mailed.to) == 1 for mailed in written)
    assert not any(
        "USD" in mailed.subject or "5,000" in mailed.subject for mailed in written
    )
    proof = Notice.objects.filter(event="finance.letter")
    assert {notice.outcome for notice in proof} == {"accepted"}
    page = client(books, "ana").get(letter.get_absolute_url()).content.decode()
    assert "hector@example.org" in page
    theirs = client(books, "bruno").get(letter.get_absolute_url()).content.decode()
    assert "hector@example.org" not in theirs


def test_the_figures_of_a_letter_stay_when_the_member_pays(books):
    budget = books.assessed()
    letter = issued(books, budget)
    row = letter.recipients.get(party__code="BZ")
    others = RenderJob.objects.exclude(target_id=row.pk)
    others.update(next_try_at=clock.now() + timedelta(days=9))
    assert make_next()
    (paper,) = IssuedDocument.objects.of(row)

    books.pay("BZ", 5_000_00)

    row.refresh_from_db()
    assert row.outstanding_cents == 5_000_00
    assert not make_next()
    assert IssuedDocument.objects.of(row).get().pdf_id == paper.pdf_id
    assert (paper.reference, paper.language) == (f"APORTES-{letter.number}/BZ", "mul")
    page = client(books, "basil").get(letter.get_absolute_url())
    assert "USD 5,000" in page.content.decode()
    assert client(books, "basil").get(paper.pdf_url).status_code == 200
    assert client(books, "oscar").get(paper.pdf_url).status_code == 404


def test_a_reminder_follows_up_and_thanks_whoever_said_that_it_is_paying(books):
    budget = books.called()
    books.later(40)
    bruno = books.viewer("bruno")
    following.pledge(books.of(budget, "DO").pk, said_on=bruno.on, source="nota", by=bruno)

    letter = issued(books, budget, LetterKind.REMINDER)

    said = {
        row.party.code: row for row in letter.recipients.select_related("party", "letter")
    }
    thanks = letters.text_of(said["DO"], budget, None)
    follows = letters.text_of(said["HN"], budget, None)
    assert said["DO"].wording == Wording.IN_PROCESS
    assert "agradece" in thanks.body["es"]
    assert "exhorta" in follows.body["es"]
    assert "Gracias de antemano." in follows.body["es"]
    for words in (thanks.body, follows.body):
        told = f"{words['es']} {words['en']}".casefold()
        assert "{" not in told
        assert not any(threat in told for threat in SPEAKS_NO_SANCTION)


def test_only_the_presidency_issues_and_the_secretariat_looks(books):
    budget = books.assessed()
    typed = {"signed_by": "Elena", "send": "1"}

    assert client(books, "elena").get(campaign(budget)).status_code == 200
    assert client(books, "elena").post(campaign(budget), typed).status_code == 403
    assert client(books, "bruno").get(campaign(budget)).status_code == 404
    with pytest.raises(Refused):
        letters.issue(budget.pk, LetterKind.CALL, SAID, by=books.st)
    assert not Letter.objects.exists()


def test_a_letter_is_issued_with_the_figures_that_were_seen_and_once_a_day(books):
    budget = books.assessed()
    mark = letters.preview(budget, LetterKind.CALL, by=books.ppt).mark
    books.pay("BZ", 1_000_00)
    ana = client(books, "ana")

    stale = ana.post(campaign(budget), {"signed_by": "Ana", "send": "1", "mark": mark})

    assert stale.status_code == 409
    assert not Letter.objects.exists()
    mark = letters.preview(budget, LetterKind.CALL, by=books.ppt).mark
    done = ana.post(campaign(budget), {"signed_by": "Ana", "send": "1", "mark": mark})
    assert done.status_code == 302
    assert LetterRecipient.objects.count() == len(books.cast.members)
    with pytest.raises(Conflict):
        issued(books, budget)


def test_observers_know_of_no_letter(books):
    letter = issued(books, books.assessed())
    oscar = client(books, "oscar")

    for page in (
        address("letters"),
        letter.get_absolute_url(),
        address("requests"),
        address("reports"),
        address("letter-new"),
    ):
        assert oscar.get(page).status_code == 404


def test_the_pages_of_letters_take_a_fixed_number_of_queries(
    books, django_assert_max_num_queries
):
    budget = books.called()
    books.later(31)
    letter = issued(books, budget, LetterKind.REMINDER)
    ana = client(books, "ana")
    ana.get(address("letters"))

    for page, most in (
        (address("letters"), 10),
        (letter.get_absolute_url(), 14),
        (campaign(budget, "reminder"), 16),
    ):
        with django_assert_max_num_queries(most):
            assert ana.get(page).status_code == 200


def test_today_says_what_is_owed_what_to_write_and_nothing_to_observers(
    books, django_assert_max_num_queries
):
    budget = books.assessed()
    (call,) = [row for row in today.today(books.ppt) if "kind=call" in row["url"]]
    assert call["label"] == budget.label
    issued(books, budget)
    assert [row["tone"] for row in today.today(books.viewer("bruno"))] == ["due"]

    books.later(45)

    assert [row["tone"] for row in today.today(books.viewer("bruno"))] == ["late"]
    assert any("kind=reminder" in row["url"] for row in today.today(books.ppt))
    for viewer in (books.ppt, books.st):
        with django_assert_max_num_queries(6):
            today.today(viewer)
    assert today.today(books.viewer("oscar")) == []


def test_the_pack_of_a_hand_over_tells_accounts_arrears_and_letters(books):
    budget = books.called()
    books.pay("US", 141_360_00)
    books.later(40)

    told = {each.key: each for each in passing.sections(None, [books.ppt])}

    by_country = {
        row.cells[0]["es"]: [c["es"] for c in row.cells] for row in told["accounts"].rows
    }
    assert by_country["Estados Unidos"][1:4] == ["141,360", "141,360", "0"]
    assert len(told["arrears"].rows) == len(books.cast.members) - 1
    (letter,) = told["letters"].rows
    assert letter.page == ("finance:letter", (budget.letters.get().number,))
