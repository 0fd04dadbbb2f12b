"""How a text came to stand: on what occasion, before whom, with what said beside it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from decisions.models.texts import Text
from decisions.models.versions import TextVersion
from decisions.rules.texts.kinds import Way
from members.models import Party

USER = settings.AUTH_USER_MODEL


class AdoptionWay(models.TextChoices):
    """How a text comes to stand."""

    MEETING = Way.MEETING.value, _("adopted in a meeting")
    CONSULTATION = Way.CONSULTATION.value, _("by consensus in a consultation")
    SIGNATURE = Way.SIGNATURE.value, _("signed by the Presidency")


class TextAdoption(models.Model):
    """The consensus on a text, as the chair recorded it. Once, and for ever.

    ``present`` are the codes of the member countries that were there, ``digest`` the SHA-256
    of the canonical text of the version, ``code`` the short code by which paper is verified.
    """

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="adoption")
    version = models.OneToOneField(
        TextVersion, on_delete=models.PROTECT, related_name="adoption"
    )
    way = models.CharField(max_length=12, choices=AdoptionWay)
    session = models.ForeignKey(
        "meetings.Session", on_delete=models.PROTECT, null=True, related_name="+"
    )
    consultation = models.ForeignKey(
        "decisions.Consultation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    present = ArrayField(models.CharField(max_length=12), default=list)
    digest = models.CharField(max_length=64)
    code = models.CharField(_("verification code"), max_length=12, unique=True)
    adopted_at = models.DateTimeField(_("adopted"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = [
            models.CheckConstraint(
                name="decisions_adoption_has_its_occasion",
                condition=Q(way="meeting", session__isnull=False)
                | Q(way="consultation", consultation__isnull=False)
                | Q(way="signature"),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.text_id} {self.way}"


class StatementKind(models.TextChoices):
    """What a State puts on record beside a text that it joins."""

    RESERVATION = "reservation", _("reservation")
    INTERPRETATION = "interpretation", _("interpretative statement")


class TextStatement(models.Model):
    """A reservation or an interpretative statement, annexed to the adopted text."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="statements")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=14, choices=StatementKind)
    paragraph_key = models.SlugField(max_length=12, blank=True)
    statement_es = models.TextField(_("text (Spanish)"), blank=True)
    statement_en = models.TextField(_("text (English)"), blank=True)
    made_at = models.DateTimeField(_("made"))
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    statement = Bilingual()

    class Meta:
        ordering = ["id"]
        verbose_name = _("statement on a text")
        verbose_name_plural = _("statements on texts")
        constraints = [
            models.CheckConstraint(
                name="decisions_textstatement_says_something",
                condition=~Q(statement_es="", statement_en=""),
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.text_id} {self.party_id} {self.kind}"
