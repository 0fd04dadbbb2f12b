"""What came out of a consultation, for ever: the record, the corrigenda, the results."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from decisions.models.consultations import Consultation
from decisions.models.rounds import Round
from decisions.models.versions import TextVersion

USER = settings.AUTH_USER_MODEL


class Corrigendum(models.Model):
    """A correction of form to the text of a round, which does not restart its term (P8)."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="corrigenda")
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    note_es = models.TextField(_("what was corrected (Spanish)"))
    note_en = models.TextField(_("what was corrected (English)"), blank=True)
    issued_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    note = Bilingual()

    class Meta:
        ordering = ["id"]
        verbose_name = _("corrigendum")
        verbose_name_plural = _("corrigenda")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.round_id} {self.version_id}"


class RecordKind(models.TextChoices):
    CONSENSUS = "consensus", _("consensus")
    NO_CONSENSUS = "no_consensus", _("no consensus")
    REFERRED = "referred", _("referred to the Vice-Ministers")
    RESULTS = "results", _("results reported")


class OutcomeRecord(models.Model):
    """The outcome as recorded by the presidency, complete, with its SHA-256. Append-only.

    ``data`` holds every fact of the procedure as it stood (procedure 1.9); ``digest`` is
    the SHA-256 of its canonical JSON.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="records"
    )
    kind = models.CharField(max_length=14, choices=RecordKind)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["consultation", "id"]
        verbose_name = _("outcome record")
        verbose_name_plural = _("outcome records")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind"], name="decisions_outcomerecord_once"
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.kind}"


class ExecutionReport(models.Model):
    """The presidency informs the members of the results (001:391, 003:3.4)."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="execution_report"
    )
    es = models.TextField(_("results (Spanish)"))
    en = models.TextField(_("results (English)"), blank=True)
    reported_at = models.DateTimeField()
    user = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("report of results")
        verbose_name_plural = _("reports of results")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return str(self.consultation_id)
