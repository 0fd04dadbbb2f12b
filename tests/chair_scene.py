"""What the access table needs around the chair: interests, papers, representations, reports."""

from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from crm_portal.core import clock
from crm_portal.library.models import IssuedDocument, RenderJob, StoredFile
from meetings.models import Agreement, OtherProcess, Representation
from meetings.services.representation import owe_presidency_report
from members.models import Designation, Interest, Presidency
from tests.decisions.scene import Scene

DOCUMENT, PAPER = "9" * 64, "8" * 64
PACK_CODE = "BCDEFGHIJKLM"


def around_the_chair(scene: Scene) -> dict[str, Any]:
    """Return what stands in the addresses, by the names that the table gives it.

    The designation is far ahead: nobody's seat in the Troika changes by it.
    """
    cast, at = scene.cast, clock.now()
    told = {"recorded_at": at, "recorded_by": "Elena (ST)"}
    interest = Interest.objects.create(
        party=cast.parties["DO"],
        label_year=2031,
        announced_on=date(2026, 1, 15),
        meeting="XXX CRM",
        **told,
    )
    designation = Designation.objects.create(
        party=cast.parties["PA"], label_year=2030, decided_on=date(2026, 1, 15)
    )
    before = Presidency.objects.get(label_year=2024)
    owe_presidency_report(before, owed_from=before.term.upper, by=scene.viewer("elena"))
    return {
        "interest": interest.pk,
        "designation": designation.pk,
        "reported_year": 2024,
        "pack_code": _pack(scene),
        **_before_others(scene, told),
    }


def _before_others(scene: Scene, told: dict[str, Any]) -> dict[str, Any]:
    """A forum at which the presidency was, its report owed; an agreement with a document."""
    cast, on = scene.cast, clock.now().date()
    representation = Representation.objects.create(
        office="presidency",
        party=cast.parties["GT"],
        forum_es="Foro",
        place="Ginebra",
        starts_on=on - timedelta(days=9),
        ends_on=on - timedelta(days=8),
        representatives="La viceministra",
        **told,
    )
    process = OtherProcess.objects.create(code="CSM", name_es="CSM", name_en="SACM")
    content = b"%PDF- agreement"
    StoredFile.objects.create(
        sha256=DOCUMENT,
        size=len(content),
        content_type="application/pdf",
        content=content,
    )
    agreement = Agreement.objects.create(
        process=process,
        kind="agreement",
        title_es="Memorando",
        starts_on=on,
        document_id=DOCUMENT,
        document_name="memorando.pdf",
        **told,
    )
    return {
        "representation": representation.pk,
        "agreement": agreement.pk,
        "kept_document": DOCUMENT,
    }


def _pack(scene: Scene) -> str:
    """A paper of the hand-over from Belize to Guatemala, under a code that is known."""
    cast, at = scene.cast, clock.now()
    target = Presidency.objects.get(label_year=2026)
    content = b"%PDF-1.7 pack"
    pdf = StoredFile.objects.create(
        sha256=PAPER, size=len(content), content_type="application/pdf", content=content
    )
    paper = {
        "code": PACK_CODE,
        "kind": "report",
        "reference": "PPT-2026",
        "title_es": "Traspaso",
        "language": "mul",
        "audience": "closed",
        "source_hash": "7" * 64,
        "text_sha256": "6" * 64,
        "target_type": ContentType.objects.get_for_model(target),
        "target_id": target.pk,
    }
    document = IssuedDocument.objects.create(**paper, pdf=pdf, rendered_at=at, issued_at=at)
    RenderJob.objects.create(
        **paper,
        state="done",
        template="pdf/handover_pack.html",
        context={
            "parties": [cast.parties["BZ"].pk, cast.parties["GT"].pk],
            "title": {"es": "Traspaso", "en": "Hand-over"},
            "sections": [],
        },
        canonical="",
        asked_at=at,
        next_try_at=at,
        document=document,
    )
    return PACK_CODE
