"""Documents of the Conference: a symbol, a title in two languages, and whom they are for."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only, kept_whole
from crm_portal.library import circles, rules
from crm_portal.library.models.marking import searched
from members.models import Party
from members.models.folding import fold, folded
from members.models.history import history

SERIES = r"^[A-Z0-9]+(-[A-Z0-9]+)*$"
MOST_TERMS = 6


class Category(models.TextChoices):
    """What a document is, as its symbol says it."""

    WORKING = rules.Category.WORKING.value, _("Working document")
    ROOM_PAPER = rules.Category.ROOM_PAPER.value, _("Conference room paper")
    REPORT = rules.Category.REPORT.value, _("Report")
    FINAL = rules.Category.FINAL.value, _("Final document")
    LETTER = rules.Category.LETTER.value, _("Letter")


class Level(models.TextChoices):
    """Whom a document is for."""

    PUBLIC = rules.Level.PUBLIC.value, _("Public")
    CIRCULATION = rules.Level.CIRCULATION.value, _("Members and observers")
    MEMBERS = rules.Level.MEMBERS.value, _("Member countries only")
    PARTICIPANTS = rules.Level.PARTICIPANTS.value, _("Participants of the meeting")
    DRAFTING = rules.Level.DRAFTING.value, _("Drafting group")
    CLOSED = rules.Level.CLOSED.value, _("Closed door")
    NAMED = rules.Level.NAMED.value, _("Named persons")


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Return what ``viewer`` may know of: every list, count, page and file asks this.

        Before an embargo ends, only the party that registered it and the Presidency,
        and of them only whom the level reaches. What no scanner has cleared does not exist
        but for whoever brought it.
        """
        return self.filter(_reaches(viewer), _is_out(viewer), _is_safe(viewer))

    def closely_held(self) -> Self:
        """Return those whose every reading is written down."""
        return self.filter(level__in=rules.NUMBERED_APART)

    def saying(self, words: str) -> Self:
        """Return those whose symbol or titles hold every one of ``words``."""
        found = self
        for term in fold(words).split()[:MOST_TERMS]:
            found = found.filter(folded__contains=term)
        return found


def _reaches(viewer: Viewer) -> Q:
    reached = Q(level=Level.PUBLIC)
    if viewer.is_public:
        return reached
    named = DocumentReader.objects.filter(document=OuterRef("pk"), user=viewer.user_id)
    # Who registered it keeps it in sight, but behind a closed door or a list of names.
    own = _registered_by(viewer) & ~Q(level__in=rules.NUMBERED_APART)
    return (
        reached
        | Q(level__in=rules.levels_of(viewer))
        | Q(circle__in=circles.of(viewer) or [""]) & ~Q(circle="")
        | own
        | Q(Exists(named))
    )


def _is_out(viewer: Viewer) -> Q:
    if viewer.has(Role.PRESIDENCY):
        return Q()
    out = Q(embargo_until=None) | Q(embargo_until__lte=viewer.at)
    return out | _registered_by(viewer)


def _registered_by(viewer: Viewer) -> Q:
    """What the viewer's party registered, for those who register in its name."""
    return Q(registered_for=viewer.party_id) if rules.is_registrar(viewer) else Q(pk=None)


def _is_safe(viewer: Viewer) -> Q:
    # Imported when asked: a revision knows its document.
    from crm_portal.library.models.revisions import DocumentRevision

    known = DocumentRevision.objects.known_to(viewer).filter(document=OuterRef("pk"))
    return Q(Exists(known))


@history(exclude=["folded"])
class Document(models.Model):
    """A document that somebody registered. Its symbol is never given twice.

    ``level`` and ``circle`` say whom it is for; ``embargo_until`` is an excluded bound;
    ``apart``, whether it is numbered in the series that only its readers see.
    """

    series = models.CharField(_("series"), max_length=40)
    category = models.CharField(_("category"), max_length=3, choices=Category)
    number = models.PositiveIntegerField(_("number"))
    apart = models.BooleanField(default=False, editable=False)
    symbol = models.CharField(_("symbol"), max_length=64, unique=True)
    slug = models.CharField(max_length=64, unique=True)
    title_es = models.CharField(_("title (Spanish)"), max_length=300)
    title_en = models.CharField(_("title (English)"), max_length=300, blank=True)
    level = models.CharField(_("audience"), max_length=12, choices=Level)
    circle = models.CharField(_("circle"), max_length=60, blank=True)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    dated = models.DateField(_("date of the document"))
    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_for = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    is_demonstration = models.BooleanField(
        _("invented for a demonstration"), default=False, editable=False
    )
    folded = models.GeneratedField(
        expression=folded("symbol", "title_es", "title_en"),
        output_field=models.TextField(),
        db_persist=True,
    )

    title = Bilingual()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["series", "category", "apart", "number"],
                name="library_document_number_once",
            ),
            models.CheckConstraint(
                name="library_document_known_words",
                condition=Q(category__in=Category.values, level__in=Level.values),
            ),
            models.CheckConstraint(
                name="library_document_series_is_plain", condition=Q(series__regex=SERIES)
            ),
            models.CheckConstraint(
                name="library_document_circle_where_it_belongs",
                condition=Q(level="participants", circle__endswith=":participants")
                | Q(level="drafting", circle__endswith=":drafting")
                | Q(level="closed", circle__endswith=":closed")
                | Q(level__in=["public", "circulation", "members", "named"], circle=""),
            ),
        ]
        indexes = [
            # The register, the newest first.
            models.Index(fields=["-dated", "-id"], name="library_document_by_day"),
            # The documents of a circle.
            models.Index(
                fields=["circle"], condition=~Q(circle=""), name="library_document_circle"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="as_registered", exclude=["level", "circle", "folded"]),
            pgtrigger.Protect(name="kept_document", operation=pgtrigger.Delete),
            kept_whole("documents_kept_whole"),
            searched("document"),
        ]

    def __str__(self) -> str:
        # What the trail and the logs write down says nothing of the document.
        return f"document {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("library:document", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.level == Level.PUBLIC

    @property
    def is_closely_held(self) -> bool:
        """Whether every reading of it is written down."""
        return self.level in rules.NUMBERED_APART

    @property
    def level_name(self) -> str:
        """Whom it is for, in the active language."""
        return str(Level(self.level).label)


class DocumentReader(models.Model):
    """One person who may read one document, because somebody added him or her."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents_read"
    )
    reason = models.CharField(_("reason"), max_length=300)
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")
        constraints = [
            models.UniqueConstraint(
                fields=["document", "user"], name="library_documentreader_once"
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"document {self.document_id}, account {self.user_id}"
