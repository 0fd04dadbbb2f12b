"""The scenes of the access matrix: a consultation in each of its states, and what hangs on it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType

from crm_portal.core import clock
from crm_portal.core.access import Role
from crm_portal.library.models import IssuedDocument, StoredFile
from crm_portal.library.uploads import keep
from decisions.models import Proposal, Reply
from decisions.rules.positions import Position
from decisions.services import (
    closing,
    conducting,
    distribution,
    drafting,
    replying,
    revising,
    troika,
)
from decisions.services.drafting import Draft
from decisions.services.replying import Answer
from decisions.sweeps import expire_due_rounds
from members import services as members
from members import tokens
from members.access import viewer_for
from members.models import CalendarYear, Closure, Mandate, User
from tests.cast import Cast
from tests.chair_scene import around_the_chair
from tests.decisions.register.staged import registered
from tests.decisions.scene import TEXT, Scene
from tests.decisions.test_handover import hand_over
from tests.decisions.text_pages.staged import compared
from tests.decisions.workspace.staged import negotiated
from tests.factories import MandateFactory, UserFactory, since
from tests.library.bulletins.staged import bulletins
from tests.library.public.staged import public
from tests.library.shelved import shelved
from tests.library.staged import documents
from tests.library.webhooks.staged import told
from tests.matrix import HANDED, VISITORS, Stage
from tests.meetings.staged import admission
from tests.meetings.staged_agenda import agendas
from tests.meetings.staged_calendar import calendar
from tests.meetings.staged_delegations import delegations
from tests.meetings.staged_papers import papers
from tests.owed_scene import owed

HASH = "c" * 64
CODE = "ABCDEFGHIJKL"


def people(cast: Cast) -> dict[str, Any]:
    """Return the cast with everybody else who may come to the door, each with a second factor.

    Rita's mandate has ended, Darío's account is closed, Simón has his office and no factor.
    """
    state = {"party": cast.parties["DO"], "institution": cast.voices["DO"]}
    panama = {"party": cast.parties["PA"], "institution": cast.voices["PA"]}
    ended = since(end=cast.at - timedelta(days=1))
    more = {
        "olga": _appointed("Olga", party=cast.parties["SICA"]),
        "celia": _appointed("Celia", party=cast.parties["RROCM"]),
        "viviana": _appointed("Viviana", role=Role.VICE_MINISTER, **state),
        "esteban": _appointed("Esteban", role=Role.SECRETARIAT, party=cast.parties["ST"]),
        "rita": _appointed("Rita", during=ended, **panama),
        "dario": _appointed("Darío", is_active=False, **panama),
    }
    Authenticator.objects.bulk_create(
        Authenticator(user=user, type=Authenticator.Type.TOTP, data={"secret": "-"})
        for user in {**cast.people, **more}.values()
    )
    return {**cast.people, **more, "simon": _appointed("Simón", **state)}


def _appointed(name: str, *, is_active: bool = True, **mandate: Any) -> User:
    user = UserFactory(full_name=name, is_active=is_active)
    MandateFactory(user=user, **{"institution": None, **mandate})
    return user


def set_scene(cast: Cast, name: str) -> Stage:
    """Play the scene and return it with everything that stands in an address."""
    everybody = people(cast)
    scene = Scene(cast)
    SCENES[name](scene)
    arguments = _arguments(scene, everybody)
    if name == "in consultation":
        arguments |= owed(scene, everybody) | public(scene)
        arguments |= told(scene) | shelved(scene) | bulletins(scene)
    arguments["bodies"] = _bodies(arguments)
    return Stage(
        people=everybody,
        arguments=arguments,
        visitors=HANDED if name == "handed over" else VISITORS,
    )


def _arguments(scene: Scene, everybody: dict[str, Any]) -> dict[str, Any]:
    cast = scene.cast
    at = clock.now()
    sent = {reply.party.code: reply.pk for reply in Reply.objects.filter(is_official=True)}
    outside = Reply.objects.filter(is_official=False).first()
    noted = Reply.objects.filter(channel="transcription").first()
    proposal = Proposal.objects.first()
    return {
        "reference": scene.consultation.reference,
        "number": 1,
        "reply": sent.get("DO", 0),
        "contribution": outside.pk if outside else 0,
        "transcription": noted.pk if noted else 0,
        "proposal": proposal.pk if proposal else 0,
        "sha256": HASH,
        "code": CODE,
        "party": "DO",
        "year": 2026,
        "closure": Closure.objects.in_force()
        .filter(party__code="DO", day__year=2026)[0]
        .pk,
        "calendar_year": CalendarYear.objects.filter(party__code="DO")[0].pk,
        "person": cast.people["bruno"].pk,
        "invited": everybody["sara"].pk,
        "mandate": Mandate.objects.get(user=cast.people["carla"]).pk,
        "institution": cast.others["DO"].pk,
        "upload": _uploaded(scene),
        "invitation": tokens.issue(everybody["sara"], tokens.Purpose.INVITATION, at),
        **_in_keeping(scene, everybody),
        "contact": tokens.issue(cast.people["bruno"], tokens.Purpose.CONTACT, at),
        "uidb36": "1",
        "key": 1,
        **admission(scene),
        **calendar(scene),
        **documents(scene),
        **papers(scene),
        **delegations(scene),
        **agendas(scene),
        **registered(),
        **negotiated(scene),
        **compared(),
        **around_the_chair(scene),
    }


def _uploaded(scene: Scene) -> int:
    """A directory that the Secretariat has uploaded."""
    content = b"Name,E-mail,Role,Country\nNuria,nuria@example.org,focal point,AR"
    kept = members.upload_directory("people.csv", content, by=scene.viewer("elena"))
    return kept.pk


def _in_keeping(scene: Scene, everybody: dict[str, Any]) -> dict[str, Any]:
    """A change of address that waits, a case that awaits a second officer, and its end."""
    hector, rosa, at = everybody["hector"], everybody["rosa"], clock.now()
    elena, esteban = scene.viewer("elena"), viewer_for(everybody["esteban"], at)
    reasons = {"asked_by": "Nota.", "call_back": "Llamada."}
    members.ask_address_change(hector.pk, "h@example.org", reason="Nota.", by=elena)
    case = members.open_recovery(hector.pk, **reasons, by=elena)
    done = members.open_recovery(rosa.pk, **reasons, by=elena)
    members.approve_recovery(done.pk, by=esteban)
    rosa.refresh_from_db()
    return {
        "recovery": case.pk,
        "access_token": members.make_token(
            "Oficina", areas=[], days=30, by=scene.viewer("bruno")
        )[0].pk,
        "address": tokens.issue(hector, tokens.Purpose.ADDRESS, at),
        "recover": tokens.issue(rosa, tokens.Purpose.RECOVERY, at),
    }


def _bodies(given: dict[str, Any]) -> dict[str, Any]:
    """Return what is sent to each act of the API: whole, so that only authority decides."""
    reason = {"reason": "Motivo."}
    conduct = "api:consultation-conduct"
    act = "api:consultation-act"
    correction = {"paragraph": "p2", "es": "Cinco (5).", "en": "Five (5)."}
    return {
        f"{conduct}-set-target": {"on": "2026-09-18"},
        f"{conduct}-complete-translation": {"english": {"p4": "In English."}},
        f"{conduct}-repeat": reason,
        f"{conduct}-extend": {**reason, "business_days": 1},
        f"{conduct}-suspend": reason,
        f"{conduct}-correct": {"corrections": [correction], "note_es": "Errata."},
        f"{conduct}-show-replies": {"visibility": "full"},
        f"{conduct}-admit": {**reason, "position": "agree"},
        f"{conduct}-extend-reception": {"until": "2026-12-01"},
        f"{conduct}-dispose": {"proposal": given["proposal"], "kind": "accepted"},
        f"{conduct}-report-results": {"es": "Se hizo."},
        f"{conduct}-withdraw": reason,
        f"{act}-replies": {"position": "agree", "submission_key": str(uuid.uuid4())},
        f"{act}-endorse": {"reply": given["contribution"]},
        f"{act}-dispute": {"reply": given["transcription"]},
        f"{act}-lift": {"becomes": "agree", "text": "Se levanta."},
        f"{act}-substance-request": reason,
        f"{act}-reactions": {"kind": "favourable"},
        "api:commitment-report": {"word": "under_way"},
        "api:commitment-close": {"outcome_es": "Se hizo."},
        "api:plan-progress": {"line": "estudio", "word": "under_way"},
    }


def _prepared(scene: Scene) -> None:
    scene.drafted()


def _with_troika(scene: Scene) -> None:
    scene.presented()


def _ready(scene: Scene) -> None:
    scene.ready()


def _handed_over(scene: Scene) -> None:
    scene.ready()
    hand_over(scene)


def _open(scene: Scene) -> None:
    """A round with a reply, a contribution, a transcription, and a corrigendum."""
    scene.open()
    scene.reply("DO", Position.AGREE)
    answer = Answer(Position.AGREE, comment="Aporte.")
    replying.reply(scene.pk, answer, by=scene.viewer("carla"))
    note = keep(sha256=HASH, size=5, content_type="application/pdf", content=b"%PDF-")
    replying.transcribe(
        scene.pk,
        scene.cast.parties["DO"],
        Answer(Position.AGREE, submission_key=uuid.uuid4()),
        note,
        institution=scene.cast.voices["DO"],
        by=scene.viewer("elena"),
    )
    corrected = {"p1": ("La PPT activará este procedimiento.", TEXT[0].en)}
    conducting.correct(scene.pk, corrected, note_es="Errata.", by=scene.viewer("ana"))


def _spanish_only(scene: Scene) -> None:
    scene.drafted()
    ana = scene.viewer("ana")
    drafting.write(scene.pk, [Draft("Solo en español.")], by=ana)
    troika.present(scene.pk, by=ana)
    troika.react(scene.pk, "favourable", by=scene.viewer("BZ"))
    confirm = distribution.Confirmations(spanish_only=True)
    distribution.distribute(scene.pk, confirm=confirm, by=ana)


def _suspended(scene: Scene) -> None:
    scene.open()
    conducting.suspend(scene.pk, reason="Huracán", by=scene.viewer("ana"))


def _in_session(scene: Scene) -> None:
    scene.open()
    scene.vice_ministers_meet(clock.now().date())


def _objected(scene: Scene) -> None:
    """The Dominican Republic objects, Canada proposes changes, Nicaragua agrees too late."""
    scene.expired(DO=Position.OBJECT, CA=Position.CHANGES, NI=None)
    scene.reply("NI")


def _incomplete(scene: Scene) -> None:
    scene.expired(NI=None)


def _unanimous(scene: Scene) -> None:
    scene.expired()


def _in_revision(scene: Scene) -> None:
    scene.expired(CA=Position.CHANGES)
    revising.revise(scene.pk, by=scene.viewer("ana"))


def _agreed(scene: Scene) -> None:
    scene.expired()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    _issue(scene)


def _carried_out(scene: Scene) -> None:
    _agreed(scene)
    closing.start_execution(scene.pk, by=scene.viewer("ana"))


def _published(scene: Scene) -> None:
    _agreed(scene)
    closing.publish(scene.pk, by=scene.viewer("ana"))
    expire_due_rounds()


def _issue(scene: Scene) -> None:
    """A paper for the members, under a code that is known."""
    content = b"%PDF-1.7 paper"
    stored = StoredFile.objects.create(
        sha256="d" * 64, size=len(content), content_type="application/pdf", content=content
    )
    IssuedDocument.objects.create(
        code=CODE,
        kind="outcome_record",
        reference=scene.consultation.reference,
        title_es="Acta",
        language="es",
        audience="members",
        source_hash="e" * 64,
        text_sha256="f" * 64,
        target_type=ContentType.objects.get_for_model(scene.consultation),
        target_id=scene.pk,
        pdf=stored,
        rendered_at=clock.now(),
        issued_at=clock.now(),
    )


SCENES: dict[str, Callable[[Scene], None]] = {
    "being prepared": _prepared,
    "with the Troika": _with_troika,
    "ready": _ready,
    "handed over": _handed_over,
    "in consultation": _open,
    "in Spanish only": _spanish_only,
    "suspended": _suspended,
    "Vice-Ministers in session": _in_session,
    "expired, objected to": _objected,
    "expired, a reply missing": _incomplete,
    "expired, all agree": _unanimous,
    "under revision": _in_revision,
    "consensus": _agreed,
    "being carried out": _carried_out,
    "published": _published,
}
