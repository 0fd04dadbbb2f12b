"""The files of a document: by revision and language, as they came, and what a scanner said."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.models import kept_whole
from crm_portal.library.models.documents import Document
from crm_portal.library.models.issued import Language, StoredFile
from crm_portal.library.models.marking import searched


class Scan(models.TextChoices):
    """What is known of a file's harmlessness."""

    UNSCANNED = "unscanned", _("not scanned (no scanner configured)")
    PENDING = "pending", _("being scanned")
    CLEAN = "clean", _("scanned, nothing found")
    INFECTED = "infected", _("quarantined")


READABLE = (Scan.UNSCANNED, Scan.CLEAN)


class DocumentRevisionQuerySet(models.QuerySet["DocumentRevision"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return the files of documents that ``viewer`` reads, as far as they are cleared."""
        return self.known_to(viewer).filter(
            document__in=Document.objects.visible_to(viewer).values("pk")
        )

    def known_to(self, viewer: Viewer) -> Self:
        """Return what has been cleared, and what ``viewer`` brought: the document apart."""
        cleared = Q(scan__in=READABLE)
        if viewer.user_id is None:
            return self.filter(cleared)
        return self.filter(cleared | Q(added_by=viewer.user_id))

    def quarantined_for(self, viewer: Viewer) -> Self:
        """Return what the scanner stopped: for whoever brought it, and for the Secretariat.

        The Secretariat learns who brought it and when; what it is about may not be its own.
        """
        stopped = self.filter(scan=Scan.INFECTED).order_by("-scanned_at")
        if viewer.has(Role.SECRETARIAT):
            return stopped
        if viewer.user_id is None:
            return self.none()
        return stopped.filter(added_by=viewer.user_id)

    def readable(self) -> Self:
        """Return those whose bytes may be handed out."""
        return self.filter(scan__in=READABLE)


class DocumentRevision(models.Model):
    """One file of one revision in one language. Nothing of it changes but the scan.

    ``number`` 0 is the document as it was first registered; 1 is ``…/REV.1``.
    """

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="revisions"
    )
    number = models.PositiveSmallIntegerField(_("revision"))
    language = models.CharField(_("language"), max_length=3, choices=Language)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, db_column="sha256", related_name="revisions"
    )
    file_name = models.CharField(_("file name"), max_length=150)
    remarks = models.JSONField(_("what was found in the file"), default=list)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    scan = models.CharField(_("scan"), max_length=9, choices=Scan)
    scanned_at = models.DateTimeField(_("scanned"), null=True, blank=True)
    signature = models.CharField(_("what the scanner found"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-language"]
        verbose_name = _("file of a document")
        verbose_name_plural = _("files of documents")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number", "language"],
                name="library_documentrevision_once",
            ),
            models.CheckConstraint(
                name="library_documentrevision_known_words",
                condition=Q(scan__in=Scan.values, language__in=Language.values),
            ),
            models.CheckConstraint(
                name="library_documentrevision_scanned_when_said_so",
                condition=Q(scan__in=["clean", "infected"], scanned_at__isnull=False)
                | Q(scan__in=["unscanned", "pending"], scanned_at=None),
            ),
        ]
        indexes = [
            # What the sweep reads at every tick.
            models.Index(
                fields=["next_try_at"],
                condition=Q(scan="pending"),
                name="library_revision_to_scan",
            ),
            # The files under quarantine, on the Secretariat's page.
            models.Index(
                fields=["-scanned_at"],
                condition=Q(scan="infected"),
                name="library_revision_infected",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="as_added",
                exclude=["scan", "scanned_at", "signature", "attempts", "next_try_at"],
            ),
            pgtrigger.Protect(name="kept_revision", operation=pgtrigger.Delete),
            kept_whole("revisions_kept_whole"),
            searched("document", "document_id"),
        ]

    def __str__(self) -> str:
        return f"document {self.document_id}, file {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("library:document-file", args=[self.document.slug, self.pk])

    @property
    def symbol(self) -> str:
        """The symbol of the document in this revision: ``XXI-CRM/DOC/4/REV.1``."""
        return (
            f"{self.document.symbol}/REV.{self.number}"
            if self.number
            else (self.document.symbol)
        )

    @property
    def is_readable(self) -> bool:
        return self.scan in READABLE

    @property
    def remarks_in_words(self) -> list[str]:
        """What was found in the file and let pass, in the active language."""
        from crm_portal.library.inspection.verdicts import in_words

        return [in_words(remark) for remark in self.remarks]
