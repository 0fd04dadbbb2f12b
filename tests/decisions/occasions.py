"""Every occasion on which somebody is told something, played through the services."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from crm_portal.core import clock
from crm_portal.library.models import StoredFile
from decisions.rules.positions import Position
from decisions.services import calendars as calendar_services
from decisions.services import (
    closing,
    conducting,
    distribution,
    drafting,
    handover,
    replying,
    troika,
)
from decisions.services.distribution import Confirmations
from decisions.services.drafting import Draft
from decisions.services.replying import Answer
from decisions.sweeps import owe_due_reminders
from tests.decisions.scene import TEXT, Scene

# Words that people wrote, which no letter may carry.
REASON = "El huracán Canario cerró los puertos"
NICARAGUA_LAST_DAY = datetime(2026, 9, 21, 14, tzinfo=clock.UTC)


def returned(scene: Scene) -> None:
    scene.presented()
    troika.react(scene.pk, "unfavourable", comment=REASON, by=scene.viewer("BZ"))


def in_spanish_only(scene: Scene) -> None:
    scene.drafted()
    spanish = [Draft(each.es, "", "", each.number) for each in TEXT]
    drafting.write(scene.pk, spanish, by=scene.viewer("ana"))
    troika.present(scene.pk, by=scene.viewer("ana"))
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    confirm = Confirmations(spanish_only=True)
    distribution.distribute(scene.pk, by=scene.viewer("ana"), confirm=confirm)


def translated(scene: Scene) -> None:
    in_spanish_only(scene)
    scene.wait(days=1)
    paragraphs = scene.round.version.paragraphs.all()
    english = {each.key: "The text in English." for each in paragraphs}
    distribution.complete_translation(scene.pk, english, by=scene.viewer("elena"))


def reminder(scene: Scene) -> None:
    scene.open()
    scene.go_to(NICARAGUA_LAST_DAY)
    owe_due_reminders()


def extended(scene: Scene) -> None:
    scene.open()
    conducting.extend(scene.pk, 2, reason=REASON, by=scene.viewer("ana"))


def suspended(scene: Scene) -> None:
    scene.open()
    scene.wait(days=1)
    conducting.suspend(scene.pk, reason=REASON, by=scene.viewer("ana"))


def resumed(scene: Scene) -> None:
    suspended(scene)
    scene.wait(days=3)
    conducting.resume(scene.pk, by=scene.viewer("ana"))


def moved(scene: Scene) -> None:
    scene.open()
    scene.go_to(scene.round.closes_at - timedelta(minutes=1))
    outage = (scene.round.closes_at - timedelta(hours=6), clock.now())
    conducting.move_after_outage(
        scene.pk, [outage], evidence=REASON, by=scene.viewer("ana")
    )


def calendar_changed(scene: Scene) -> None:
    scene.open()
    scene.wait(days=1)
    elena = scene.viewer("elena")
    calendar_services.enter_closure(
        party_id=scene.cast.parties["NI"].pk,
        day=date(2026, 9, 21),
        published_on=elena.on,
        kind="adhoc",
        name_es="Duelo nacional",
        name_en="National mourning",
        instrument="Decreto 7-2026",
        by=elena,
    )


def corrected(scene: Scene) -> None:
    scene.open()
    conducting.correct(
        scene.pk,
        {"p1": (TEXT[0].es, "The PPT shall start it.")},
        note_es=REASON,
        by=scene.viewer("ana"),
    )


def substance_asked(scene: Scene) -> None:
    corrected(scene)
    replying.ask_substance(scene.pk, reason=REASON, by=scene.viewer("CA"))


def transcribed(scene: Scene) -> None:
    scene.open()
    note = StoredFile.objects.create(
        sha256="c" * 64, size=1, content_type="application/pdf", content=b"x"
    )
    replying.transcribe(
        scene.pk,
        scene.cast.parties["HN"],
        Answer(Position.AGREE, comment=REASON),
        note,
        institution=scene.cast.voices["HN"],
        by=scene.viewer("elena"),
    )


def disputed(scene: Scene) -> None:
    transcribed(scene)
    filed = replying.Reply.objects.get()
    replying.dispute(filed.pk, reason=REASON, by=scene.viewer("HN"))


def contradiction(scene: Scene) -> None:
    scene.open()
    scene.reply("carla", Position.OBJECT, comment=REASON)
    scene.reply("bruno", Position.AGREE)


def lifted(scene: Scene) -> None:
    scene.expired(CA=Position.OBJECT)
    replying.lift(scene.pk, becomes=Position.AGREE, text=REASON, by=scene.viewer("CA"))


def admitted(scene: Scene) -> None:
    scene.expired(CA=None)
    scene.reply("CA", Position.AGREE)
    conducting.admit(scene.pk, Position.AGREE, reason=REASON, by=scene.viewer("ana"))


def reception(scene: Scene) -> None:
    scene.expired(CA=None, CR=None)
    until = clock.now().date() + timedelta(days=7)
    conducting.extend_reception(scene.pk, until, by=scene.viewer("ana"))


def consensus(scene: Scene) -> None:
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))


def no_consensus(scene: Scene) -> None:
    scene.expired(CA=Position.OBJECT)
    closing.record_failure(scene.pk, by=scene.viewer("ana"))


def referred(scene: Scene) -> None:
    no_consensus(scene)
    closing.refer(scene.pk, by=scene.viewer("ana"))


def results(scene: Scene) -> None:
    consensus(scene)
    closing.start_execution(scene.pk, by=scene.viewer("ana"))
    closing.report_results(scene.pk, es=REASON, by=scene.viewer("ana"))


def withdrawn(scene: Scene) -> None:
    scene.open()
    conducting.withdraw(scene.pk, reason=REASON, by=scene.viewer("ana"))


def inherited(scene: Scene) -> None:
    scene.open()
    scene.wait(days=1)
    handover.hand_over(scene.cast.parties["MX"], 2027, by=scene.viewer("elena"))


OCCASIONS: dict[str, Callable[[Scene], object]] = {
    "presented": Scene.presented,
    "reaction": returned,
    "returned": returned,
    "ready": Scene.ready,
    "distributed": Scene.open,
    "translated": translated,
    "reminder": reminder,
    "extended": extended,
    "suspended": suspended,
    "resumed": resumed,
    "moved": moved,
    "calendar_changed": calendar_changed,
    "corrected": corrected,
    "substance_asked": substance_asked,
    "transcribed": transcribed,
    "disputed": disputed,
    "contradiction": contradiction,
    "lifted": lifted,
    "admitted": admitted,
    "reception": reception,
    "expired": Scene.expired,
    "consensus": consensus,
    "no_consensus": no_consensus,
    "referred": referred,
    "results": results,
    "withdrawn": withdrawn,
    "inherited": inherited,
}
