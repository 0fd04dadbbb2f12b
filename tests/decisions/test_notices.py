"""The letters of a consultation: to whom, in whose language, with which facts (1.9)."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.utils.translation import override
from icalendar import Calendar

from crm_portal.core import clock, deadline_text, notifications
from crm_portal.core.models import Notice
from decisions import notices
from decisions.models import Consultation, SilenceRuleDecision
from decisions.notices.letters import KINDS
from decisions.presentation import wording
from decisions.services import closing, conducting, distribution
from decisions.sweeps import owe_due_reminders
from members.models import Mandate, User
from tests.decisions import occasions
from tests.decisions.occasions import OCCASIONS, REASON
from tests.factories import since

pytestmark = pytest.mark.django_db

CALENDARS = {
    *("distributed", "translated", "extended", "suspended", "resumed", "moved"),
    *("calendar_changed", "withdrawn", "referred"),
}


def owed(event: str, who: User | None = None):
    found = Notice.objects.filter(event=f"consultation.{event}").order_by("pk")
    return found.filter(recipient=who) if who else found


def letter(event: str, who: User, language: str = "es"):
    """Write what is owed to ``who`` on ``event``, as a reader of ``language``."""
    User.objects.filter(pk=who.pk).update(language=language)
    notice = owed(event, who).select_related("recipient").last()
    return notices.compose(notice, clock.now())


def reader_of(event: str) -> User:
    return owed(event).first().recipient


def test_every_event_that_is_told_has_its_letter():
    sources = (Path(settings.BASE_DIR) / "decisions").glob("services/*.py")
    text = "".join(path.read_text() for path in sources)
    told = r'(?:tell|tell_consulted|_tell_troika)\(\s*"(\w+)"|bound_moved\([^"]*"(\w+)"'
    events = {name for found in re.findall(told, text) for name in found if name}

    assert events | {"reminder"} == set(KINDS) == set(OCCASIONS)


@pytest.mark.parametrize("event", OCCASIONS)
def test_each_letter_is_in_the_readers_language_and_carries_the_reference_alone(
    scene, event
):
    OCCASIONS[event](scene)

    assert owed(event).exists()
    for notice in owed(event).select_related("recipient"):
        for language, path in (("es", "/es/"), ("en", "/en/")):
            notice.recipient.language = language
            said = notices.compose(notice, clock.now())
            assert said.to == notice.recipient.email
            assert "2026-01" in said.subject
            assert f"{settings.SITE_URL}{path}" in said.body
            assert "San José" in said.body
            assert " UTC" in said.body
            calendar = (said.calendar or b"").decode()
            for text in (said.subject, said.body, calendar):
                assert "Mecanismos" not in text
                assert "Mechanisms" not in text
                assert REASON not in text
            assert bool(said.calendar) == (event in CALENDARS)
            assert "\n\n\n" not in said.body
            assert "&" not in said.body


@pytest.mark.parametrize(
    ("code", "language", "sentence", "left"),
    [
        (
            "CA",
            "en",
            "until 23:59 on Monday 21 September 2026, San José time (Tuesday 22, 01:59 in ",
            "7 business days left",
        ),
        (
            "DO",
            "es",
            "hasta las 23:59 del lunes 21 de septiembre de 2026, hora de San José"
            " (martes 22, 01:59 en ",
            "Quedan 7 días hábiles",
        ),
        (
            "CR",
            "es",
            "hasta las 23:59 del lunes 21 de septiembre de 2026, hora de San José,"
            " igual que su hora",
            "Quedan 6 días hábiles",
        ),
    ],
)
def test_a_distribution_says_until_when_on_three_clocks_and_what_is_left(
    scene, code, language, sentence, left
):
    scene.open()

    said = letter("distributed", scene.cast.focal_points[code], language)

    day = {"es": "lunes 21 de septiembre", "en": "Monday 21 September"}[language]
    assert day in said.subject
    assert sentence in said.body
    assert "2026-09-22T06:00:00Z" in said.body
    assert left in said.body


@pytest.mark.parametrize("language", ["es", "en"])
def test_mail_calendar_and_page_say_the_same_sentence(scene, language):
    scene.open()
    claire = scene.cast.focal_points["CA"]
    party = scene.cast.parties["CA"]

    said = letter("distributed", claire, language)

    with override(language):
        sentence = deadline_text.sentence(
            scene.round.closes_at, party.capital_tz, wording.city(party), language
        )
    event = Calendar.from_ical(said.calendar).walk("VEVENT")[0]
    assert sentence in said.body
    assert sentence[1:] in str(event["description"])
    headline = deadline_text.headline(scene.round.closes_at, language, at=clock.now())
    assert headline.split()[-3:] == sentence.split(",")[0].split()[-3:]


def test_a_letter_says_that_silence_is_neither_consent_nor_objection(scene):
    scene.open()

    said = letter("distributed", scene.cast.focal_points["CA"], "en")

    assert "neither consents nor objects" in said.body


def test_silence_as_no_objection_names_the_decision_that_says_so(scene):
    scene.ready()
    decision = SilenceRuleDecision.objects.create(
        reference="VM-2025-03",
        adopted_on=date(2025, 11, 20),
        text_es="El silencio se entenderá como no objeción.",
        in_force_from=date(2025, 11, 20),
    )
    Consultation.objects.filter(pk=scene.pk).update(
        silence_rule="non_objection", silence_decision=decision
    )
    distribution.distribute(scene.pk, by=scene.viewer("ana"))

    said = letter("distributed", scene.cast.focal_points["CA"], "en")

    assert "VM-2025-03" in said.body
    assert "neither consents" not in said.body


def test_without_the_english_text_no_deadline_is_announced(scene):
    occasions.in_spanish_only(scene)

    said = letter("distributed", scene.cast.focal_points["CA"], "en")

    assert "Deadline" not in said.body
    assert said.calendar is None
    assert "both languages" in said.body


def test_a_change_of_calendar_says_from_when_to_when_and_under_which_instrument(scene):
    occasions.calendar_changed(scene)

    es = letter("calendar_changed", scene.cast.focal_points["CR"], "es")
    en = letter("calendar_changed", scene.cast.focal_points["CR"], "en")

    assert "El plazo cambia del lunes 21 de septiembre de 2026 al martes 22" in es.body
    assert "Duelo nacional, Decreto 7-2026" in es.body
    assert "The deadline moves from Monday 21 September 2026 to Tuesday 22" in en.body
    assert "Nicaragua does not work on Monday 21 September" in en.body
    assert "National mourning, Decreto 7-2026" in en.body


def test_a_letter_that_leaves_late_gives_the_deadline_in_force(scene):
    occasions.extended(scene)
    first = letter("extended", scene.cast.focal_points["CR"], "en")
    assert "has moved again" not in first.body
    scene.wait(days=1)
    conducting.suspend(scene.pk, reason=REASON, by=scene.viewer("ana"))
    scene.wait(days=4)
    conducting.resume(scene.pk, by=scene.viewer("ana"))

    late = letter("extended", scene.cast.focal_points["CR"], "en")

    last = deadline_text.full_date(
        (scene.round.closes_at - timedelta(hours=7)).date(), "en"
    )
    assert "It has moved again since" in late.body
    assert f"Deadline: until 23:59 on {last}" in late.body


def test_after_the_bound_the_letter_says_that_the_term_is_over(scene):
    scene.open()
    scene.go_to(scene.round.closes_at)

    said = letter("distributed", scene.cast.focal_points["CA"], "en")

    assert "Closed at the end of Monday 21 September 2026" in said.body
    assert "on the page below" not in said.body


@pytest.mark.parametrize("event", ["distributed", "expired", "consensus"])
def test_who_no_longer_has_a_mandate_is_told_nothing(scene, event):
    occasions.consensus(scene)
    claire = scene.cast.focal_points["CA"]
    assert letter(event, claire) is not None

    Mandate.objects.filter(user=claire).update(during=since(end=clock.now()))

    assert letter(event, claire) is None


def test_not_even_once_the_text_is_public(scene):
    occasions.consensus(scene)
    closing.publish(scene.pk, by=scene.viewer("ana"))
    claire = scene.cast.focal_points["CA"]
    Mandate.objects.filter(user=claire).update(party=scene.cast.parties["AR"])

    assert letter("consensus", claire) is None


def test_a_closed_account_is_told_nothing(scene):
    scene.open()
    claire = scene.cast.focal_points["CA"]
    User.objects.filter(pk=claire.pk).update(is_active=False)

    assert letter("distributed", claire) is None


@pytest.mark.parametrize("event", ["transcribed", "contradiction"])
def test_what_concerns_one_states_reply_is_told_to_that_state_alone(scene, event):
    OCCASIONS[event](scene)
    reader = reader_of(event)
    assert letter(event, reader) is not None

    institution = scene.cast.voices["CA"]
    Mandate.objects.filter(user=reader).update(
        party=institution.party, institution=institution
    )

    assert letter(event, reader) is None


def test_a_dispute_is_told_to_the_secretariat_and_names_the_state(scene):
    occasions.disputed(scene)

    said = letter("disputed", scene.cast.elena, "en")

    assert {each.recipient_id for each in owed("disputed")} == {scene.cast.elena.pk}
    assert "Honduras disputes a reply" in said.body


def test_a_text_withdrawn_or_sent_again_is_not_announced_as_open(scene):
    occasions.withdrawn(scene)
    claire = scene.cast.focal_points["CA"]

    assert letter("distributed", claire) is None
    event = Calendar.from_ical(letter("withdrawn", claire).calendar).walk("VEVENT")[0]
    assert event["status"] == "CANCELLED"


def test_the_presidency_is_told_that_its_text_counts_as_its_agreement(scene):
    scene.open()

    said = letter("distributed", scene.cast.ana, "en")

    assert "it counts as its agreement unless it replies otherwise" in said.body


def test_the_troika_is_told_who_must_react_and_that_no_term_runs(scene):
    scene.presented()

    belize = letter("presented", scene.cast.focal_points["BZ"], "en")
    guatemala = letter("presented", scene.cast.ana, "en")

    assert "Your State is asked for its preliminary reaction" in belize.body
    assert "Your State is asked" not in guatemala.body
    assert "Deadline" not in belize.body


def test_the_expiry_tells_the_outcome_and_that_only_a_person_records_it(scene):
    scene.expired(CA=None)

    said = letter("expired", scene.cast.focal_points["CR"], "en")

    assert "silence is neither consent nor objection" in said.body
    assert "Only the Pro-Tempore Presidency (Guatemala) records an outcome" in said.body


def test_a_reminder_is_for_the_silent_and_says_that_it_is_the_last_day(scene):
    occasions.reminder(scene)
    nadia = scene.cast.focal_points["NI"]

    said = letter("reminder", nadia, "en")

    assert "This is the last business day of your State" in said.body
    assert said.subject.endswith("reply by Monday 21 September")


def test_a_reminder_is_skipped_once_the_member_has_replied(scene):
    occasions.reminder(scene)
    nadia = scene.cast.focal_points["NI"]
    scene.reply("NI")

    assert letter("reminder", nadia) is None


def test_a_reply_of_another_institution_does_not_stop_the_reminder(scene):
    scene.open()
    scene.reply("carla")
    scene.go_to(occasions.NICARAGUA_LAST_DAY)
    owe_due_reminders()

    assert letter("reminder", scene.cast.bruno) is not None


@pytest.mark.parametrize("act", ["extended", "suspended", "withdrawn"])
def test_a_reminder_of_a_former_bound_is_never_sent(scene, act):
    occasions.reminder(scene)
    ana = scene.viewer("ana")
    if act == "extended":
        conducting.extend(scene.pk, 3, reason=REASON, by=ana)
    elif act == "suspended":
        conducting.suspend(scene.pk, reason=REASON, by=ana)
    else:
        conducting.withdraw(scene.pk, reason=REASON, by=ana)

    assert letter("reminder", scene.cast.focal_points["NI"]) is None


def test_what_is_owed_leaves_once_with_the_same_message_id(scene):
    scene.open()
    count = Notice.objects.count()

    notifications.deliver_due()
    notifications.deliver_due()

    sent = {
        message.to[0]: message.extra_headers["Message-ID"]
        for message in mail.outbox
        if "reply by" in message.subject or "responda" in message.subject
    }
    assert len(mail.outbox) == count
    notice = owed("distributed", scene.cast.focal_points["CA"]).get()
    assert sent[notice.recipient.email] == notifications.message_id(notice.key)
    assert (notice.outcome, notice.address) == ("accepted", notice.recipient.email)
    assert not Notice.objects.owed().exists()


def test_the_calendar_entry_travels_with_the_letter(scene):
    scene.open()

    notifications.deliver_due()

    message = next(each for each in mail.outbox if each.attachments)
    name, content, kind = message.attachments[0]
    assert (name, kind) == ("plazo.ics", "text/calendar")
    assert "DTEND:20260922T060000Z" in str(content)


def test_a_letter_that_is_no_longer_due_is_recorded_as_skipped(scene):
    occasions.reminder(scene)
    scene.reply("NI")

    notifications.deliver_due()

    notice = owed("reminder", scene.cast.focal_points["NI"]).last()
    assert notice.sent_at is None
    assert notice.skipped_at == clock.now()
    silent = owed("reminder", scene.cast.focal_points["CR"]).last()
    assert silent.skipped_at is None or silent.outcome == "stale"


def test_the_secretariat_reads_san_joses_clock_alone(scene):
    scene.open()

    said = letter("distributed", scene.cast.elena, "en")

    assert "When: 10 Sep 2026, 09:00 San José · 2026-09-10 15:00 UTC" in said.body
    assert "Deadline: until 23:59 on Monday 21 September 2026, San José time." in said.body
    assert "What silence means" not in said.body


def test_a_demonstration_says_that_it_is_one(scene):
    scene.open()
    claire = scene.cast.focal_points["CA"]
    assert "fictitious" not in letter("distributed", claire, "en").body

    Consultation.objects.filter(pk=scene.pk).update(is_demonstration=True)

    assert "fictitious" in letter("distributed", claire, "en").body


def test_subjects_fit_and_are_one_line(scene):
    occasions.calendar_changed(scene)

    for language in ("es", "en"):
        said = letter("calendar_changed", scene.cast.elena, language)
        assert len(said.subject) <= 100
        assert "\n" not in said.subject
