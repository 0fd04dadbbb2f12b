"""Papers of the accounts: the one of today, made or being made, and how its page says so."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.library.models import IssuedDocument, RenderJob


@dataclass(frozen=True, slots=True)
class Sheet:
    """The last paper of a reference: ``document`` once it is made."""

    job: RenderJob | None

    @property
    def document(self) -> IssuedDocument | None:
        return self.job.document if self.job else None

    @property
    def is_asked(self) -> bool:
        return self.job is not None and self.job.state == RenderJob.State.ASKED

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.state == RenderJob.State.FAILED


def sheet_of(target: models.Model, reference: str, viewer: Viewer) -> Sheet:
    """Return the last paper about ``target`` with that reference, in the reader's language."""
    asked = RenderJob.objects.visible_to(viewer).of(target).select_related("document")
    found = asked.filter(reference=reference, language=active_language())
    return Sheet(found.order_by("-pk").first())


def jobs_of(
    kind: type[models.Model], targets: Collection[int], viewer: Viewer
) -> dict[int, RenderJob]:
    """Return by key the last order for the paper of each of some rows of one kind: one query."""
    asked = RenderJob.objects.visible_to(viewer).filter(
        target_type=ContentType.objects.get_for_model(kind), target_id__in=targets
    )
    ordered = asked.select_related("document").order_by("pk")
    return {job.target_id: job for job in ordered}
