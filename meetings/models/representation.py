"""The Conference before others: where it was represented, what was reported, what was agreed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.library.models import StoredFile
from members.models import Party, Presidency
from members.models.history import history
from members.models.parties import Precision

READERS = (Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR)


class Office(models.TextChoices):
    """Who speaks for the Conference elsewhere (001:415, 001:463)."""

    PRESIDENCY = "presidency", _("Pro-Tempore Presidency")
    SECRETARIAT = "secretariat", _("Secretariat")


class Insiders(models.QuerySet[Any]):
    """Records that the members and the Secretariat read, and nobody else."""

    def visible_to(self, viewer: Viewer) -> Self:
        return self if viewer.has(*READERS) else self.none()


class OtherProcess(models.Model):
    """Another consultative process or body with which the Conference deals."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=24, blank=True)
    acronym_en = models.CharField(_("acronym (English)"), max_length=24, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    name = Bilingual()
    acronym = Bilingual()

    class Meta:
        ordering = ["name_es"]
        verbose_name = _("other process")
        verbose_name_plural = _("other processes")

    def __str__(self) -> str:
        return self.code


class RepresentationQuerySet(Insiders):
    def owing(self, on: date) -> Self:
        """Those that are over by the day ``on``, took place and have no report."""
        return self.filter(report=None, called_off_on=None, ends_on__lt=on)


@history()
class Representation(models.Model):
    """The presidency or the Secretariat stands for the Conference in another forum (001:415).

    Both days are included. ``party`` is the country that presides, or the Secretariat: it
    owes a report from the day after.
    """

    office = models.CharField(
        _("on behalf of the Conference"), max_length=12, choices=Office
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="representations"
    )
    forum_es = models.CharField(_("forum (Spanish)"), max_length=250)
    forum_en = models.CharField(_("forum (English)"), max_length=250, blank=True)
    process = models.ForeignKey(
        OtherProcess,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="representations",
    )
    place = models.CharField(_("place"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    representatives = models.CharField(_("who represents"), max_length=300)
    mandate = models.CharField(_("mandate"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    called_off_on = models.DateField(_("called off on"), null=True, blank=True)
    called_off_because = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    forum = Bilingual()

    objects = RepresentationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("representation")
        verbose_name_plural = _("representations")
        constraints = [
            models.CheckConstraint(
                name="meetings_representation_ends_not_before_it_begins",
                condition=Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="meetings_representation_known_office",
                condition=Q(office__in=Office.values),
            ),
        ]

    def __str__(self) -> str:
        return self.forum_es

    def get_absolute_url(self) -> str:
        return reverse("meetings:representation", args=[self.pk])

    @property
    def is_called_off(self) -> bool:
        return self.called_off_on is not None


@history()
class RepresentationReport(models.Model):
    """What came of it, and the follow-up that is recommended to the Conference (001:415)."""

    representation = models.OneToOneField(
        Representation, on_delete=models.PROTECT, related_name="report"
    )
    reported_on = models.DateField(_("reported on"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    presented_at = models.CharField(_("where it was presented"), max_length=160, blank=True)
    summary_es = models.TextField(_("report (Spanish)"), blank=True)
    summary_en = models.TextField(_("report (English)"), blank=True)
    follow_up_es = models.TextField(_("recommended follow-up (Spanish)"), blank=True)
    follow_up_en = models.TextField(_("recommended follow-up (English)"), blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    summary = Bilingual()
    follow_up = Bilingual()

    objects = Insiders.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name = _("report of a representation")
        verbose_name_plural = _("reports of representations")
        constraints = [
            models.CheckConstraint(
                name="meetings_representationreport_says_something",
                condition=~Q(summary_es="", summary_en="", document=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.representation_id)


class PresidencyReportQuerySet(Insiders):
    def owed(self, viewer: Viewer) -> Self:
        """Those that are due since the hand-over and have not been presented."""
        return self.filter(presented_on=None, owed_from__lte=viewer.at)

    def presented(self) -> Self:
        """Those that have been presented."""
        return self.exclude(presented_on=None)


@history()
class PresidencyReport(models.Model):
    """What an outgoing presidency reports at the meeting after the hand-over (003:63).

    It is owed from the instant of the hand-over, and by the country that presided.
    """

    presidency = models.OneToOneField(
        Presidency, on_delete=models.PROTECT, related_name="report"
    )
    owed_from = models.DateTimeField(_("owed from"))
    presented_on = models.DateField(_("presented on"), null=True, blank=True)
    meeting = models.CharField(
        _("meeting at which it was presented"), max_length=160, blank=True
    )
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    objects = PresidencyReportQuerySet.as_manager()

    class Meta:
        ordering = ["-owed_from"]
        verbose_name = _("report of a presidency")
        verbose_name_plural = _("reports of presidencies")
        constraints = [
            models.CheckConstraint(
                name="meetings_presidencyreport_presented_at_a_meeting",
                condition=Q(presented_on=None) | ~Q(meeting=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.presidency_id)

    def get_absolute_url(self) -> str:
        return self.presidency.get_absolute_url()


class AgreementKind(models.TextChoices):
    """What the Conference and another process have between them."""

    AGREEMENT = "agreement", _("agreement")
    JOINT_MEETING = "joint_meeting", _("joint meeting")


@history()
class Agreement(models.Model):
    """An agreement or a joint meeting with another process, as far as it is known.

    ``discrepancy`` says where the sources disagree: it is shown, never settled in silence.
    """

    process = models.ForeignKey(
        OtherProcess, on_delete=models.PROTECT, related_name="agreements"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=AgreementKind)
    title_es = models.CharField(_("title (Spanish)"), max_length=250)
    title_en = models.CharField(_("title (English)"), max_length=250, blank=True)
    starts_on = models.DateField(_("date"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    text_es = models.TextField(_("what was agreed (Spanish)"), blank=True)
    text_en = models.TextField(_("what was agreed (English)"), blank=True)
    approval = models.CharField(
        _("approval of the Vice-Ministers"), max_length=200, blank=True
    )
    discrepancy_es = models.CharField(
        _("where sources disagree (Spanish)"), max_length=300, blank=True
    )
    discrepancy_en = models.CharField(
        _("where sources disagree (English)"), max_length=300, blank=True
    )
    source = models.CharField(_("source"), max_length=160, blank=True)
    document = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    title = Bilingual()
    text = Bilingual()
    discrepancy = Bilingual()

    objects = Insiders.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = _("agreement with another process")
        verbose_name_plural = _("agreements with other processes")
        constraints = [
            models.CheckConstraint(
                name="meetings_agreement_ends_not_before_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="meetings_agreement_known_kind",
                condition=Q(kind__in=AgreementKind.values),
            ),
        ]

    def __str__(self) -> str:
        return self.title_es

    def get_absolute_url(self) -> str:
        return reverse("meetings:agreement", args=[self.pk])
