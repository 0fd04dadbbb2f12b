"""Texts of the Conference: what each is, where it stands, and who sees it."""

from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library.models import searched
from decisions.models.kinds import TextKind
from decisions.rules.texts.kinds import Kind
from decisions.text_states import IN_WORK, STANDING, TextState
from members.models.folding import folded
from members.models.history import history
from members.models.parties import Precision


class TextQuerySet(models.QuerySet["Text"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Published: everybody. In negotiation and adopted: members. A draft: who prepares it.

        Whoever a version was circulated to sees the text, and of it no other version.
        """
        if viewer.has(Role.SECRETARIAT):
            return self
        published = Q(state=TextState.PUBLISHED)
        if viewer.is_public:
            return self.filter(published)
        seen = published | _circulated_to(viewer)
        if viewer.has(Role.MEMBER):
            states = [TextState.OPEN, TextState.ADOPTED]
            if viewer.has(Role.PRESIDENCY):
                states.append(TextState.DRAFT)
            seen |= Q(state__in=states)
        return self.filter(seen)

    def register_for(self, viewer: Viewer) -> Self:
        """Return the adopted texts whose words ``viewer`` reads: published, or among members.

        Whoever was sent a draft sees that draft, and of what became of it nothing until it
        is published.
        """
        states = [TextState.PUBLISHED]
        if viewer.has(Role.MEMBER, Role.SECRETARIAT):
            states.append(TextState.ADOPTED)
        return self.filter(state__in=states)

    def in_work(self) -> Self:
        """Return what is being drafted; what began as a consultation is read with it."""
        begun = Q(state=TextState.DRAFT, consultation__isnull=False)
        return self.filter(state__in=IN_WORK).exclude(begun)

    def standing(self) -> Self:
        """Return what was adopted: the register."""
        return self.filter(state__in=STANDING)


@history(exclude=["folded"])
class Text(models.Model):
    """A text of the Conference, from its draft to its publication, or as the sources know it.

    ``adopted_on`` is the day of adoption, or the first it may have been (``precision``);
    ``adopted_at`` the instant, of what was adopted here. A text that has no version is a
    record: what is known of it, with its ``source``. Empty ``character`` and
    ``authoritative`` mean what the kind says.
    """

    reference = models.SlugField(_("reference"), max_length=60, unique=True)
    kind = models.ForeignKey(
        TextKind,
        on_delete=models.PROTECT,
        default="course_of_action",
        related_name="texts",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=TextState,
        default=TextState.DRAFT,
        editable=False,
    )
    title_es = models.CharField(_("title (Spanish)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    body = models.ForeignKey(
        "meetings.Body", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
    )
    group = models.ForeignKey(
        "meetings.DraftingGroup",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="texts",
    )
    annexed_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="annexes"
    )
    forwarded_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="forwarded"
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    adopted_at = models.DateTimeField(_("adopted"), null=True, editable=False)
    place_es = models.CharField(_("place (Spanish)"), max_length=120, blank=True)
    place_en = models.CharField(_("place (English)"), max_length=120, blank=True)
    languages = models.CharField(_("languages known"), max_length=12, blank=True)
    character = models.CharField(_("legal character"), max_length=12, blank=True)
    character_source = models.CharField(max_length=120, blank=True)
    authoritative = models.CharField(_("prevailing language"), max_length=2, blank=True)
    axis = models.CharField(_("axis"), max_length=20, blank=True)
    summary_es = models.TextField(_("what it says (Spanish)"), blank=True)
    summary_en = models.TextField(_("what it says (English)"), blank=True)
    note_es = models.TextField(_("note (Spanish)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    comments_until = models.DateTimeField(_("comments until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    publication_proposed_at = models.DateTimeField(null=True, editable=False)
    publication_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demonstration = models.BooleanField(default=False, editable=False)
    folded = models.GeneratedField(
        expression=folded(
            "title_es", "title_en", "summary_es", "summary_en", "note_es", "note_en"
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    title = Bilingual()
    place = Bilingual()
    summary = Bilingual()
    note = Bilingual()

    objects = TextQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes = [
            # The register, newest first.
            models.Index(fields=["-adopted_on", "-id"], name="decisions_text_register"),
        ]
        constraints = [
            models.CheckConstraint(
                name="decisions_text_known_state", condition=Q(state__in=TextState.values)
            ),
            models.CheckConstraint(
                name="decisions_text_published_by_a_second_person",
                condition=Q(published_by=None)
                | ~Q(published_by=models.F("publication_proposed_by")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            searched("text"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the page of its negotiation, in the intranet."""
        return reverse("texts:text", args=[self.reference])

    @property
    def rules(self) -> Kind:
        """Return its kind as the rules take it."""
        return self.kind.rules

    @property
    def prevailing(self) -> str:
        """Return the language that prevails; empty: none does."""
        return self.authoritative or self.rules.authoritative


def _circulated_to(viewer: Viewer) -> Q:
    # Imported when asked: a version knows its text.
    from decisions.models.versions import Circulation

    mine = Circulation.objects.reaching(viewer).filter(version__text=OuterRef("pk"))
    return Q(Exists(mine))
