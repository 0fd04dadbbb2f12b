"""A short paper to be asked for, and the people who look at it."""

from datetime import UTC, datetime
from typing import Any

from crm_portal.core.access import Role, Viewer
from crm_portal.library import rules, services
from crm_portal.library.models import Audience, IssuedDocument, Kind, StoredFile
from members.models import Party
from members.models.parties import PartyKind
from tests.core import papers

AT = datetime(2026, 10, 2, 15, 4, 31, tzinfo=UTC)
PUBLIC = Viewer(at=AT)
PRESIDENCY = Viewer(
    at=AT, roles=frozenset({Role.MEMBER, Role.PRESIDENCY}), label="Ana (GT)"
)
MEMBER = Viewer(at=AT, roles=frozenset({Role.MEMBER, Role.FOCAL_POINT}))
OBSERVER = Viewer(at=AT, roles=frozenset({Role.OBSERVER}))
CIVIL_SOCIETY = Viewer(at=AT, roles=frozenset({Role.CIVIL_SOCIETY}))
SECRETARIAT = Viewer(at=AT, roles=frozenset({Role.SECRETARIAT}))
ADMINISTRATOR = Viewer(at=AT, roles=frozenset({Role.ADMINISTRATOR}))


def about() -> Party:
    """Return a row that a paper can be about."""
    code = f"t{Party.objects.count()}"
    return Party.objects.create(
        code=code, kind=PartyKind.SPECIAL_GUEST, name_es=code, name_en=code
    )


def paper(target: Party | None = None, **changes: Any) -> services.Paper:
    """Return the order for an adopted text about ``target`` (a party, to have a row)."""
    context = papers.adopted()
    del context["issued"]
    order = {
        "kind": Kind.ADOPTED_TEXT,
        "reference": "CRM-CONS-2026-01",
        "title_es": "Mecanismos para la toma de decisiones",
        "title_en": "Decision-making mechanisms",
        "attestation_es": "Adoptado por consenso el 2 de octubre de 2026",
        "attestation_en": "Adopted by consensus on 2 October 2026",
        "language": "mul",
        "audience": Audience.MEMBERS,
        "template": "pdf/adopted.html",
        "context": context,
        "canonical": rules.canonical_text(context["paragraphs"]),
        "target": target or about(),
    }
    return services.Paper(**{**order, **changes})


def document(**changes: Any) -> IssuedDocument:
    """Return an issued document without the labour of printing it."""
    number = IssuedDocument.objects.count()
    content = f"%PDF-1.7 {number}".encode()
    stored = StoredFile.objects.create(
        sha256=rules.sha256(content.decode()),
        size=len(content),
        content_type="application/pdf",
        content=content,
    )
    target = about()
    fields = {
        "code": rules.short_code(stored.sha256),
        "kind": Kind.ADOPTED_TEXT,
        "reference": f"CRM-CONS-2026-{number:02}",
        "title_es": f"Texto secreto {number}",
        "title_en": f"Secret text {number}",
        "attestation_es": "Adoptado por consenso",
        "attestation_en": "Adopted by consensus",
        "language": "mul",
        "audience": Audience.MEMBERS,
        "source_hash": rules.sha256(f"source {number}"),
        "text_sha256": rules.sha256(f"text {number}"),
        "target_type": services.ContentType.objects.get_for_model(target),
        "target_id": target.pk,
        "pdf": stored,
        "rendered_at": AT,
        "issued_at": AT,
    }
    made: IssuedDocument = IssuedDocument.objects.create(**{**fields, **changes})
    return made
