"""Papers: what the portal issued, as bytes that never change, and those still to be made."""

from typing import Any, Self

import pgtrigger
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only, kept_whole
from crm_portal.library import rules

HASH = r"^[0-9a-f]{64}$"


class Kind(models.TextChoices):
    """What a document is."""

    OUTCOME_RECORD = "outcome_record", _("Outcome record")
    ADOPTED_TEXT = "adopted_text", _("Adopted text")
    DECLARATION = "declaration", _("Declaration")
    DECISION = "decision", _("Decision")
    REPORT = "report", _("Report")
    LETTER = "letter", _("Letter")
    AGENDA = "agenda", _("Agenda")
    DRAFT = "draft", _("Draft")
    PROPOSALS = "proposals", _("Comparative table of proposals")
    PAYMENT_REQUEST = "payment_request", _("Payment request")
    RECEIPT = "receipt", pgettext_lazy("money", "Receipt")


class Audience(models.TextChoices):
    """Whom a document is for, until it is published."""

    PUBLIC = rules.Audience.PUBLIC.value, _("Public")
    CIRCULATION = rules.Audience.CIRCULATION.value, _("Members and observers")
    MEMBERS = rules.Audience.MEMBERS.value, _("Member countries only")
    CLOSED = rules.Audience.CLOSED.value, _("Closed door")


class Language(models.TextChoices):
    """The language a document is written in; two of them side by side are one document."""

    SPANISH = "es", _("Spanish")
    ENGLISH = "en", _("English")
    BOTH = "mul", _("Spanish and English")


class StoredFile(models.Model):
    """Bytes under their own hash: a backup of the database holds them too."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                name="library_storedfile_hash_is_hex", condition=Q(sha256__regex=HASH)
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.sha256


class PaperQuerySet(models.QuerySet[Any]):
    """What a document and the order to make it have in common: whose they are."""

    def of(self, target: models.Model) -> Self:
        """Return the papers about ``target``, oldest first."""
        kind = ContentType.objects.get_for_model(target)
        return self.filter(target_type=kind, target_id=target.pk).order_by("pk")


class IssuedQuerySet(PaperQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return what is published by now, and what is for ``viewer``'s eyes before that."""
        return self.filter(
            Q(published_at__lte=viewer.at) | Q(audience__in=rules.audiences(viewer))
        )

    def current(self) -> Self:
        """Return the documents that no other has replaced."""
        return self.filter(superseded_by=None)


class RenderJobQuerySet(PaperQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return the papers being made for ``viewer``'s eyes."""
        return self.filter(audience__in=rules.audiences(viewer))

    def due(self, at: Any) -> Self:
        return self.filter(state=RenderJob.State.ASKED, next_try_at__lte=at)


class Paper(models.Model):
    """What a document and the order to make it both say about themselves."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    reference = models.CharField(_("reference"), max_length=60)
    title_es = models.CharField(_("title (Spanish)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    attestation_es = models.TextField(_("what it attests (Spanish)"), blank=True)
    attestation_en = models.TextField(_("what it attests (English)"), blank=True)
    language = models.CharField(_("language"), max_length=3, choices=Language)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience)
    source_hash = models.CharField(max_length=64, unique=True)
    text_sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    target_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()

    title = Bilingual()
    attestation = Bilingual()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.reference} {self.kind} {self.language}"

    @property
    def printed_code(self) -> str:
        """The code as it stands on paper."""
        return rules.grouped(self.code)


class IssuedDocument(Paper):
    """A PDF as it was issued. Nothing of it changes but its publication and its successor."""

    pdf = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        db_column="pdf_sha256",
        related_name="documents",
    )
    rendered_at = models.DateTimeField(_("rendered"))
    issued_at = models.DateTimeField(_("issued"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    objects = IssuedQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("issued document")
        verbose_name_plural = _("issued documents")
        constraints = [
            models.CheckConstraint(
                name="library_document_known_code",
                condition=Q(code__regex="^[A-Z2-7]{12}$"),
            ),
            models.CheckConstraint(
                name="library_document_hashes_are_hex",
                condition=Q(source_hash__regex=HASH, text_sha256__regex=HASH),
            ),
            models.CheckConstraint(
                name="library_document_known_audience",
                condition=Q(audience__in=Audience.values, language__in=Language.values),
            ),
            models.CheckConstraint(
                name="library_document_public_is_published",
                condition=~Q(audience="public") | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="library_document_closed_stays_closed",
                condition=~Q(audience="closed") | Q(published_at=None),
            ),
            models.CheckConstraint(
                name="library_document_not_its_own_successor",
                condition=Q(superseded_by=None) | ~Q(superseded_by=F("id")),
            ),
        ]
        indexes = [
            # The papers of one record, on its page.
            models.Index(
                fields=["target_type", "target_id"], name="library_document_of_target"
            ),
            # The latest public documents, on the front page.
            models.Index(
                fields=["-published_at"],
                condition=Q(published_at__isnull=False),
                name="library_document_published",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_issued", exclude=["published_at", "superseded_by"]),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            kept_whole("kept_whole"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("library:verify-code", args=[self.printed_code])

    @property
    def pdf_url(self) -> str:
        return reverse("library:document-pdf", args=[self.printed_code])

    @property
    def file_name(self) -> str:
        return f"{self.reference}-{self.kind}-{self.language}.pdf".replace("/", "-")


class RenderJob(Paper):
    """A paper that was asked for in the transaction of an act, and is made afterwards."""

    class State(models.TextChoices):
        ASKED = "asked", _("being prepared")
        DONE = "done", _("ready")
        FAILED = "failed", _("could not be prepared")

    state = models.CharField(
        _("state"), max_length=6, choices=State, default=State.ASKED, editable=False
    )
    template = models.CharField(max_length=100)
    context = models.JSONField()
    canonical = models.TextField()
    publish = models.BooleanField(default=False)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(_("asked by"), max_length=200, blank=True)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=500, blank=True)
    document = models.OneToOneField(
        IssuedDocument, on_delete=models.PROTECT, null=True, related_name="job"
    )

    objects = RenderJobQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        constraints = [
            models.CheckConstraint(
                name="library_renderjob_done_has_document",
                condition=Q(state="done", document__isnull=False)
                | (~Q(state="done") & Q(document=None)),
            ),
        ]
        indexes = [
            # What the sweep reads at every tick.
            models.Index(
                fields=["next_try_at"],
                condition=Q(state="asked"),
                name="library_renderjob_due",
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
