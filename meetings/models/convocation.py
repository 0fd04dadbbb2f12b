"""Who is called to a meeting: the letter, its way to its addressee, and what was answered."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from crm_portal.library.models import StoredFile
from meetings.models.agenda import INSIDERS
from meetings.models.meetings import Meeting
from members.models import Party
from members.models.history import history


class ConvocationQuerySet(models.QuerySet["Convocation"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """How a meeting is being convened is the members' and the Secretariat's."""
        return self if viewer.has(*INSIDERS) else self.none()


@history()
class Convocation(models.Model):
    """The letter of a meeting before it is addressed: text with named fields, and its dates.

    ``answer_by`` is the last day for an answer; on each of ``remind_on`` whoever has not
    answered is reminded, once.
    """

    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, related_name="convocation"
    )
    subject_es = models.CharField(_("subject (Spanish)"), max_length=200)
    subject_en = models.CharField(_("subject (English)"), max_length=200)
    body_es = models.TextField(_("letter (Spanish)"))
    body_en = models.TextField(_("letter (English)"))
    signed_by = models.CharField(_("signed by"), max_length=200)
    office_es = models.CharField(_("office of the signer (Spanish)"), max_length=200)
    office_en = models.CharField(
        _("office of the signer (English)"), max_length=200, blank=True
    )
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    remind_on = ArrayField(models.DateField(), default=list, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    subject = Bilingual()
    office = Bilingual()

    objects = ConvocationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("convocation")
        verbose_name_plural = _("convocations")

    def __str__(self) -> str:
        return str(self.meeting_id)

    def get_absolute_url(self) -> str:
        return reverse("meetings:convocation", args=[self.meeting.symbol])


class LetterBasis(models.TextChoices):
    """Why a party is called."""

    BY_RIGHT = "by_right", _("by right")
    INVITATION = "invitation", _("by invitation of the presidency")


class AnswerKind(models.TextChoices):
    """What a party says to a convocation."""

    ATTENDS = "attends", _("attends")
    DOES_NOT_ATTEND = "does_not_attend", _("does not attend")
    LATER = "later", _("will answer later")


class LetterQuerySet(models.QuerySet["ConvocationLetter"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Members and the Secretariat read all; anybody else what was sent to them."""
        if viewer.has(*INSIDERS):
            return self
        if viewer.party_id is None or viewer.is_public:
            return self.none()
        return self.filter(party=viewer.party_id, sent_at__lte=viewer.at)

    def silent(self) -> Self:
        """Those sent that have had no answer but that one will follow."""
        answered = ConvocationAnswer.objects.exclude(kind=AnswerKind.LATER)
        sent = self.filter(called_off_at=None).exclude(sent_at=None)
        return sent.exclude(pk__in=answered.values("letter"))


@history()
class ConvocationLetter(models.Model):
    """One letter to one party. Once issued it has a number, and its words do not change."""

    convocation = models.ForeignKey(
        Convocation, on_delete=models.PROTECT, related_name="letters"
    )
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="convocation_letters"
    )
    basis = models.CharField(_("why it is called"), max_length=10, choices=LetterBasis)
    rule = models.CharField(_("rule"), max_length=120, blank=True)
    subject_es = models.CharField(_("subject (Spanish)"), max_length=200)
    subject_en = models.CharField(_("subject (English)"), max_length=200)
    body_es = models.TextField(_("letter (Spanish)"))
    body_en = models.TextField(_("letter (English)"))
    number = models.CharField(_("number"), max_length=30, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True, blank=True)
    signed_copy = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_copy_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_by = models.CharField(_("sent by"), max_length=200, blank=True)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)

    subject = Bilingual()

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["convocation", "party__order", "pk"]
        verbose_name = _("letter of convocation")
        verbose_name_plural = _("letters of convocation")
        constraints = [
            models.UniqueConstraint(
                fields=["convocation", "party"],
                condition=Q(called_off_at=None),
                name="meetings_convocationletter_once",
            ),
            models.CheckConstraint(
                name="meetings_convocationletter_numbered_when_issued",
                condition=Q(issued_at=None, number="")
                | (Q(issued_at__isnull=False) & ~Q(number="")),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="meetings_convocationletter_number_once",
            ),
            models.CheckConstraint(
                name="meetings_convocationletter_issued_before_sent",
                condition=Q(sent_at=None) | Q(issued_at__isnull=False),
            ),
            models.CheckConstraint(
                name="meetings_convocationletter_known_basis",
                condition=Q(basis__in=LetterBasis.values),
            ),
        ]
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.number or f"letter {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse(
            "meetings:convocation-letter", args=[self.convocation.meeting.symbol, self.pk]
        )


class AnswerQuerySet(models.QuerySet["ConvocationAnswer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Whoever reads the letter reads its answers."""
        return self.filter(letter__in=ConvocationLetter.objects.visible_to(viewer))


class ConvocationAnswer(models.Model):
    """What a party answered, and at what level it attends. The latest one counts.

    ``transcribed_from`` says where the answer is written when the Secretariat typed it.
    """

    letter = models.ForeignKey(
        ConvocationLetter, on_delete=models.PROTECT, related_name="answers"
    )
    kind = models.CharField(_("answer"), max_length=16, choices=AnswerKind)
    level = models.CharField(_("level of the delegation"), max_length=160, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    transcribed_from = models.CharField(
        _("where the answer is written"), max_length=200, blank=True
    )
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.CharField(_("answered by"), max_length=200)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at", "pk"]
        verbose_name = _("answer to a convocation")
        verbose_name_plural = _("answers to convocations")
        constraints = [
            models.CheckConstraint(
                name="meetings_convocationanswer_known_kind",
                condition=Q(kind__in=AnswerKind.values),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind}"
