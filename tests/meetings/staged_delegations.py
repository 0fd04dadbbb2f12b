"""What the access matrix needs of delegations: one with its note, a statement, a drafting group."""

from datetime import datetime, timedelta
from typing import Any

from crm_portal.library.uploads import keep
from meetings.models import (
    Credential,
    Delegate,
    DelegateFunction,
    Delegation,
    DelegationState,
    DraftingGroup,
    DraftingRepresentative,
    Forum,
    GroupOf,
    Guest,
    Meeting,
    Session,
    Statement,
    StatementState,
)
from tests.decisions.scene import Scene
from tests.factories import since

NOTE = b"%PDF-1.7 nota verbal"


def delegations(scene: Scene) -> dict[str, Any]:
    """Put the Dominican delegation before those who approve it; return the keys of it all."""
    meeting = Guest.objects.select_related("meeting").get(called_es="Suiza").meeting
    at = scene.viewer("elena").at
    plenary = Session.objects.create(
        meeting=meeting,
        forum=Forum.VM_PLENARY,
        starts_at=at + timedelta(days=90),
        ends_at=at + timedelta(days=90, hours=3),
    )
    dominican = _delegation(meeting, scene.cast.parties["DO"], at)
    document = keep(
        sha256="7" * 64, size=len(NOTE), content_type="application/pdf", content=NOTE
    )
    note = Credential.objects.create(
        delegation=dominican, document=document, document_name="nota.pdf", added_at=at
    )
    statement = Statement.objects.create(
        meeting=meeting,
        session=plenary,
        party=scene.cast.parties["AR"],
        right="SPEAK",
        subject_es="Remesas",
        state=StatementState.DELIVERED,
        scope_es="Tres minutos",
        expires_at=plenary.ends_at,
        requested_at=at,
        document=document,
        document_name="texto.pdf",
    )
    group = DraftingGroup.objects.create(meeting=meeting, of=GroupOf.COMMON, formed_at=at)
    serving = DraftingRepresentative.objects.create(
        group=group,
        party=dominican.party,
        delegate=dominican.delegates.get(),
        during=since(at),
    )
    return {
        "presence": plenary.pk,
        "delegation": dominican.pk,
        "delegate": dominican.delegates.get().pk,
        "credential": note.pk,
        "statement": statement.pk,
        "drafting_group": group.pk,
        "representative": serving.pk,
        "delegations_paper": "participants",
    }


def _delegation(meeting: Meeting, party: Any, at: datetime) -> Delegation:
    delegation = Delegation.objects.create(
        meeting=meeting, party=party, state=DelegationState.SUBMITTED, submitted_at=at
    )
    Delegate.objects.create(
        delegation=delegation,
        full_name="Viviana",
        title_es="Viceministra",
        function=DelegateFunction.HEAD,
        level="vice_minister",
        registered_at=at,
        approved_at=at,
    )
    return delegation
