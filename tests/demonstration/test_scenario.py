"""The story of a demonstration: played through the services, on its dates, once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client, override_settings

from crm_portal.core import audit, clock
from crm_portal.core.models import Notice
from crm_portal.demonstration import moving, scenario, seeding
from crm_portal.demonstration.models import DemoMail
from crm_portal.demonstration.scenario import script
from crm_portal.demonstration.scenario.verbs import VERBS
from crm_portal.library import sweeps as library_sweeps
from crm_portal.library.models import IssuedDocument, Kind, RenderJob
from decisions import access
from decisions.models import Consultation, Reply, Round
from decisions.models.consultations import Visibility
from decisions.models.replies import Channel
from decisions.models.rounds import RoundStatus
from decisions.rules.outcome import Outcome
from decisions.rules.positions import Position
from decisions.services import deadlines
from decisions.services.closing import SETTLE
from decisions.states import State
from members.models import Party, User
from tests import pdf_rules

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MAIL = "crm_portal.demonstration.mail.MailboxBackend"


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup, django_db_blocker) -> Iterator[seeding.Seeded]:
    """A seeded demonstration, set up once; what a test does to it is undone."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True, EMAIL_BACKEND=MAIL),
        transaction.atomic(),
    ):
        yield seeding.seed()
        transaction.set_rollback(True)


def consultation(name: str) -> Consultation:
    return Consultation.objects.get(subject_es=script.text(name)["subject_es"])


def asked(name: str, number: int) -> Round:
    return consultation(name).rounds.get(number=number)


def positions(of: Round) -> dict[str, Position]:
    codes = dict(Party.objects.values_list("pk", "code"))
    return {codes[p]: s.position for p, s in access.standings(of).items()}


def counts() -> dict[str, int]:
    models = (Consultation, Round, Reply, Notice, DemoMail, RenderJob, User)
    return {model.__name__: model.objects.count() for model in models}


def test_it_is_played_once(seeded):
    before = counts()

    again = seeding.seed()

    assert seeded.played
    assert not again.played
    assert again.people == 0
    assert counts() == before


def test_the_clock_is_left_running_on_a_working_morning(seeded):
    left_at = datetime(2026, 10, 13, 15, tzinfo=UTC)

    assert left_at == script.STANDS
    assert left_at <= seeded.at < left_at + timedelta(minutes=1)
    assert clock.now() < clock.now()


def test_every_consultation_is_marked_as_of_a_demonstration():
    assert Consultation.objects.filter(is_demonstration=True).count() == 6
    assert not Consultation.objects.filter(is_demonstration=False).exists()


def test_a_newcomer_finds_one_consultation_at_each_stage():
    found = {each.reference: each.state for each in Consultation.objects.all()}

    assert found == {
        "CRM-CONS-2026-01": State.CONCLUDED,
        "CRM-CONS-2026-02": State.WITHDRAWN,
        "CRM-CONS-2026-03": State.EXPIRED,
        "CRM-CONS-2026-04": State.OPEN,
        "CRM-CONS-2026-05": State.DRAFT,
        "CRM-CONS-2026-06": State.WITH_TROIKA,
    }


def test_the_text_takes_five_days_for_the_only_term_in_both_languages():
    text = script.text("mechanisms")["paragraph"]
    said = " ".join(row["es"] for row in text), " ".join(row["en"] for row in text)

    assert 9 <= len(text) <= 15
    assert all(row["es"] and row["en"] for row in text)
    assert [each.count("cinco días hábiles") for each in said] == [4, 0]
    assert [each.count("five business days") for each in said] == [0, 4]
    assert [each.count("tres días") for each in said] == [1, 0]  # the one it does away with
    assert [each.count("three business") for each in said] == [0, 1]


def test_the_troika_is_incomplete_and_belize_alone_reacts():
    stage = consultation("mechanisms").troika_stages.get()

    assert stage.presented_at == datetime(2026, 9, 10, 15, 45, tzinfo=UTC)
    assert not stage.is_complete
    assert {v.party.code: v.must_react for v in stage.voices.all()} == {
        "GT": False,
        "BZ": True,
    }
    assert [r.party.code for r in stage.reactions.all()] == ["BZ"]


@pytest.mark.parametrize(
    ("name", "number", "event", "naive", "ends_on", "determining"),
    [
        ("mechanisms", 1, date(2026, 9, 11), date(2026, 9, 18), date(2026, 9, 22), ("NI",)),
        ("mechanisms", 2, date(2026, 9, 24), date(2026, 10, 1), date(2026, 10, 2), ("CA",)),
        (
            "consular_contacts",
            1,
            date(2026, 9, 28),
            date(2026, 10, 5),
            date(2026, 10, 6),
            ("CA",),
        ),
        (
            "movements",
            1,
            date(2026, 10, 6),
            date(2026, 10, 13),
            date(2026, 10, 16),
            ("HN",),
        ),
    ],
)
def test_holidays_make_each_term_what_it_is(
    name, number, event, naive, ends_on, determining
):
    of = asked(name, number)
    computation = deadlines.current(of)

    assert computation.event_date == event
    assert computation.naive == naive
    assert computation.ends_on == ends_on
    assert computation.determining == determining
    day_after = ends_on + timedelta(days=1)
    assert of.closes_at == datetime(
        day_after.year, day_after.month, day_after.day, 6, tzinfo=UTC
    )
    assert of.consulted.count() == 11


@pytest.mark.parametrize(
    ("name", "number"), [("mechanisms", 1), ("mechanisms", 2), ("consular_contacts", 1)]
)
def test_the_sweep_ends_each_term_when_it_is_over(name, number):
    of = asked(name, number)

    assert of.status == RoundStatus.EXPIRED
    assert of.expired_at == of.closes_at + SETTLE


def test_in_round_1_canada_proposes_a_change_and_honduras_is_late():
    first = asked("mechanisms", 1)
    late = Reply.objects.get(consulted__round=first, received_at__gte=first.closes_at)
    found = access.result(first, first.expired_at)
    held = positions(first)

    assert late.party.code == "HN"
    assert held["HN"] is Position.SILENT
    assert held["CA"] is Position.CHANGES
    assert found.outcome is Outcome.NEW_ROUND
    assert len(found.changes) == len(found.silent) == 1


def test_costa_rica_speaks_through_a_contribution_that_it_endorsed():
    filed = Reply.objects.get(party__code="CR", consulted__round=asked("mechanisms", 1))

    assert not filed.is_official
    assert filed.endorsement.endorsed_at > filed.received_at
    assert positions(asked("mechanisms", 1))["CR"] is Position.AGREE_OBSERVATIONS


def test_the_secretariat_records_a_mail_with_the_mail_attached():
    filed = Reply.objects.get(channel=Channel.TRANSCRIPTION)

    assert filed.party.code == "US"
    assert filed.is_official
    assert filed.document.content_type == "message/rfc822"
    assert bytes(filed.document.content) == script.document(filed.document_name)
    assert Notice.objects.get(event="consultation.transcribed").sent_at


def test_the_change_table_takes_canadas_paragraph_into_the_next_version():
    proposal = Reply.objects.get(
        position=Position.CHANGES,
        consulted__round__number=1,
        consulted__round=asked("mechanisms", 1),
    ).proposals.get()
    first, second = (
        {p.key: (p.es, p.en) for p in asked("mechanisms", number).version.paragraphs.all()}
        for number in (1, 2)
    )

    assert proposal.disposition.kind == "accepted"
    assert {key for key in first if first[key] != second[key]} == {"p4"}
    assert second["p4"] == (proposal.es, proposal.en)


def test_round_2_ends_in_consensus_with_a_reservation_and_an_abstention():
    second = asked("mechanisms", 2)
    held = Counter(positions(second).values())

    assert access.result(second, second.expired_at).outcome is Outcome.CONSENSUS
    assert positions(second)["PA"] is Position.RESERVATION
    assert positions(second)["NI"] is Position.ABSTAIN
    assert held == {Position.AGREE: 9, Position.RESERVATION: 1, Position.ABSTAIN: 1}


def test_the_presidency_records_carries_out_reports_and_publishes():
    matter = consultation("mechanisms")

    assert list(matter.records.values_list("kind", flat=True)) == ["consensus", "results"]
    assert matter.records.first().recorded_by.email == "guatemala@example.org"
    assert matter.records.first().recorded_at == datetime(2026, 10, 5, 15, 15, tzinfo=UTC)
    assert matter.execution_report.en
    assert matter.published_at == datetime(2026, 10, 5, 16, 30, tzinfo=UTC)


def test_papers_are_asked_for_and_left_to_the_worker():
    jobs = RenderJob.objects.of(consultation("mechanisms"))

    assert Counter(job.kind for job in jobs) == {
        Kind.OUTCOME_RECORD: 4,
        Kind.ADOPTED_TEXT: 1,
    }
    assert {job.state for job in jobs} == {RenderJob.State.ASKED}
    assert not IssuedDocument.objects.exists()


def test_the_sweep_makes_the_papers_and_anybody_verifies_the_adopted_text():
    library_sweeps.render_due()

    adopted = IssuedDocument.objects.get(kind=Kind.ADOPTED_TEXT)
    assert IssuedDocument.objects.count() == RenderJob.objects.count() == 5
    assert all(each.rendered_at >= each.issued_at for each in IssuedDocument.objects.all())
    said = pdf_rules.text_in(bytes(adopted.pdf.content), "es")
    assert "contados según el calendario de cada País Miembro" in " ".join(said.split())
    page = Client().get(f"/v/{adopted.printed_code}", follow=True).content.decode()
    assert adopted.text_sha256[:8] in page
    pdf = Client().get(adopted.pdf_url)
    assert pdf.status_code == 200


def test_the_open_round_waits_for_half_of_the_members_unseen():
    matter, of = consultation("movements"), asked("movements", 1)
    held = positions(of)
    silent = {code for code, position in held.items() if position is Position.SILENT}

    assert matter.visibility == Visibility.HIDDEN
    assert len(held) - len(silent) == 6  # the Presidency's own text counts as its agreement
    assert "DO" in silent
    assert not Reply.objects.filter(consulted__round=of, party__code="DO").exists()
    assert of.closes_at - clock.now() > timedelta(days=3)


def test_another_waits_for_belize_and_another_for_the_presidency():
    with_troika = consultation("assisted_return").troika_stages.get()
    expired = asked("consular_contacts", 1)

    assert not with_troika.reactions.exists()
    found = access.result(expired, clock.now())
    assert found.outcome is Outcome.INCOMPLETE
    codes = Party.objects.filter(pk__in=found.silent).values_list("code", flat=True)
    assert set(codes) == {"BZ", "PA"}


def test_the_draft_is_unfinished_and_the_withdrawn_one_says_why():
    draft = consultation("joint_message").text.versions.get()
    withdrawn = audit.of(consultation("labour_form")).last()

    assert draft.frozen_at is None
    assert draft.paragraphs.filter(en="").count() == 1
    assert withdrawn.verb.endswith(".withdrawn")
    assert "GRCM" in withdrawn.data["reason"]


def test_every_letter_was_delivered_on_the_day_of_its_story():
    sent = {n.key: n.sent_at for n in Notice.objects.all()}
    days = DemoMail.objects.values_list("created_at", flat=True)

    assert None not in sent.values()
    assert set(Notice.objects.values_list("outcome", flat=True)) == {"accepted"}
    assert DemoMail.objects.count() == len(sent)
    assert min(days).date() == date(2026, 9, 10)
    assert max(days) <= script.STANDS
    assert Notice.objects.get(
        key__contains=":troika:1:ready",
        key__startswith=(f"consultation:{consultation('mechanisms').pk}:"),
        recipient__email="belize@example.org",
    ).sent_at == datetime(2026, 9, 11, 14, 20, tzinfo=UTC)


def test_there_is_a_letter_of_every_kind():
    events = Notice.objects.values_list("event", flat=True)
    told = {
        event.partition(".")[2] for event in events if event.startswith("consultation.")
    }

    assert told == {
        "presented",
        "reaction",
        "ready",
        "distributed",
        "transcribed",
        "reminder",
        "expired",
        "consensus",
        "results",
        "withdrawn",
    }


def test_each_letter_is_in_its_readers_language():
    sent = Notice.objects.filter(
        event="consultation.distributed",
        target_id=consultation("mechanisms").pk,
        data__round=1,
    )
    subjects = dict(sent.values_list("recipient__email", "subject"))

    assert subjects["canada@example.org"].endswith(" 22 September")
    assert subjects["mexico@example.org"].endswith(" 22 de septiembre")


def test_reminders_went_only_to_those_who_had_not_replied():
    reminded = Notice.objects.filter(event="consultation.reminder")
    first = reminded.filter(target_id=consultation("mechanisms").pk, data__round=1)

    # Honduras and Nicaragua, two business days before and on the last day of each.
    assert set(first.values_list("recipient__email", flat=True)) >= {
        "honduras@example.org",
        "nicaragua@example.org",
    }
    assert not first.filter(recipient__email="mexico@example.org").exists()


def test_a_day_later_reminders_leave_and_after_the_bound_the_round_is_over():
    before = set(Notice.objects.values_list("pk", flat=True))

    moving.move_clock("day", clock.now())

    reminders = Notice.objects.exclude(pk__in=before)
    assert set(reminders.values_list("event", flat=True)) == {"consultation.reminder"}
    readers = set(reminders.values_list("recipient__email", flat=True))
    assert "dominicanrepublic@example.org" in readers
    assert "mexico@example.org" not in readers

    moving.move_clock("deadline", clock.now())

    assert asked("movements", 1).status == RoundStatus.EXPIRED
    assert consultation("movements").state == State.EXPIRED


def test_the_trail_of_the_story_is_whole():
    assert audit.broken_links() == []


def test_acts_follow_one_another_and_are_complete():
    acts = script.acts()
    people = {
        email.partition("@")[0] for email in User.objects.values_list("email", flat=True)
    }

    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[-1].at < script.STANDS
    assert {act.do for act in acts} == set(VERBS)
    assert {act.who for act in acts} <= people
    assert all(act.at.utcoffset() == timedelta(hours=-6) for act in acts)


def test_it_is_not_told_backwards():
    before = counts()

    assert not scenario.play(script.acts()[0].at + timedelta(seconds=1))

    assert counts() == before
