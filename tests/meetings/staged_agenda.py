"""What the access matrix needs of agendas, convocations and results: one row of each kind."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from crm_portal.library.models import IssuedDocument, RenderJob
from meetings.models import (
    AgendaComment,
    AgendaItem,
    AgendaSlot,
    AgendaVersion,
    Convocation,
    ConvocationLetter,
    Forum,
    Meeting,
    OutcomeLink,
    Session,
    SummaryRecord,
    SummaryVersion,
)
from tests.decisions.scene import Scene
from tests.meetings.applying import stored
from tests.meetings.rule_rows import cell
from tests.meetings.staged import FAR

CODE = "MNOPQRSTUVWX"
LETTER_CODE = "NOPQRSTUVWXY"
MEMBERS = ("MIEMBRO", "PPT", "TROIKA_OTRO")


def agendas(scene: Scene) -> dict[str, Any]:
    """Put an agenda, a letter and a record in the meeting far ahead; return their keys."""
    meeting = Meeting.objects.get(starts_on=FAR[0])
    at = {"recorded_at": scene.cast.at}
    for party_class in MEMBERS:
        cell("VM_PLENARIA", party_class, "INTERVENE_AGENDA", "YES")
        cell("VM_CERRADA", party_class, "ATTEND", "COND", ground="composition")
    begins = scene.cast.at + timedelta(days=264)
    Session.objects.create(
        meeting=meeting,
        forum=Forum.VM_CLOSED,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )
    item = AgendaItem.objects.create(
        meeting=meeting, title_es="Movilidad", title_en="Mobility", position=1, **at
    )
    proposed = AgendaItem.objects.create(
        meeting=meeting, title_es="Propuesta", position=2, standing="proposed", **at
    )
    slot = AgendaSlot.objects.create(
        item=item,
        party=scene.cast.parties["SICA"],
        right="SPEAK",
        proposed_by="secretariat",
        proposed_at=scene.cast.at,
    )
    version = _version(scene, meeting)
    comment = AgendaComment.objects.create(
        version=version,
        party=scene.cast.parties["DO"],
        text="Más tiempo",
        made_at=scene.cast.at,
        made_by="Bruno (DO)",
    )
    return {
        "agenda_item": item.pk,
        "agenda_proposal": proposed.pk,
        "agenda_space": slot.pk,
        "agenda_comment": comment.pk,
        "agenda_version": version.number,
        "agenda_door": "open",
        "agenda_code": CODE,
        **_letter(scene, meeting),
        **_results(scene, meeting),
    }


def _version(scene: Scene, meeting: Meeting) -> AgendaVersion:
    version = AgendaVersion.objects.create(
        meeting=meeting,
        number=1,
        kind="preliminary",
        items=[],
        circulated_at=scene.cast.at,
        comments_until=scene.cast.at + timedelta(days=200),
    )
    version.circulated_to.set(
        [*scene.cast.members, scene.cast.parties["SICA"], scene.cast.parties["ST"]]
    )
    _paper(scene, version, CODE, "agenda")
    return version


def _paper(scene: Scene, target: Any, code: str, kind: str) -> None:
    digest = hashlib.sha256(code.encode()).hexdigest()
    told = {
        "code": code,
        "kind": kind,
        "reference": code,
        "title_es": "Papel",
        "language": "mul",
        "audience": "members" if kind == "agenda" else "closed",
        "source_hash": digest,
        "text_sha256": digest,
        "target_type": ContentType.objects.get_for_model(target),
        "target_id": target.pk,
    }
    document = IssuedDocument.objects.create(
        **told,
        pdf=stored(f"%PDF-1.7 {kind}".encode()),
        rendered_at=scene.cast.at,
        issued_at=scene.cast.at,
    )
    RenderJob.objects.create(
        **told,
        template="pdf/agenda.html",
        context={},
        canonical="",
        asked_at=scene.cast.at,
        next_try_at=scene.cast.at,
        state="done",
        document=document,
    )


def _letter(scene: Scene, meeting: Meeting) -> dict[str, Any]:
    words = {
        "subject_es": "Convocatoria",
        "subject_en": "Convocation",
        "body_es": "Se convoca.",
        "body_en": "You are convened.",
    }
    made = Convocation.objects.create(
        meeting=meeting,
        signed_by="Ana",
        office_es="PPT",
        recorded_at=scene.cast.at,
        **words,
    )
    letter = ConvocationLetter.objects.create(
        convocation=made,
        party=scene.cast.parties["DO"],
        basis="by_right",
        number="CRM/PPT/2026/001",
        issued_at=scene.cast.at,
        sent_at=scene.cast.at,
        signed_copy=stored(b"%PDF-1.7 firmada"),
        signed_copy_name="firmada.pdf",
        **words,
    )
    _paper(scene, letter, LETTER_CODE, "letter")
    return {"letter": letter.pk}


def _results(scene: Scene, meeting: Meeting) -> dict[str, Any]:
    record = SummaryRecord.objects.create(meeting=meeting, began_at=scene.cast.at)
    SummaryVersion.objects.create(
        record=record,
        number=1,
        text_es="Se trató.",
        saved_at=scene.cast.at,
        saved_by="Elena (ST)",
    )
    closed = SummaryRecord.objects.create(
        meeting=meeting, door="closed", began_at=scene.cast.at
    )
    SummaryVersion.objects.create(
        record=closed, number=1, text_es="Reservado.", saved_at=scene.cast.at, saved_by="-"
    )
    link = OutcomeLink.objects.create(
        meeting=meeting,
        kind="declaration",
        title_es="Declaración",
        url="https://example.org/declaracion",
        source="facts 1.2",
        recorded_at=scene.cast.at,
    )
    return {"record_version": 1, "outcome": link.pk}
