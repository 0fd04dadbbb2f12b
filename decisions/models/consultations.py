"""A consultation between Vice-Ministerial meetings, and its Troika stage (001:386–391)."""

from datetime import date

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.instance import THIS
from crm_portal.core.models import append_only
from decisions.models.texts import Text
from decisions.models.versions import TextVersion
from decisions.rules.outcome import SilenceRule
from decisions.states import AGREED, BEFORE_DISTRIBUTION, State
from members.models import Party, Presidency


class Visibility(models.TextChoices):
    """What members see of one another's replies while the term runs (default: nothing)."""

    HIDDEN = "hidden", _("only how many have replied")
    PARTICIPATION = "participation", _("who has replied, not what")
    FULL = "full", _("the replies")


class SilenceRuleDecisionQuerySet(models.QuerySet["SilenceRuleDecision"]):
    def visible_to(self, viewer: Viewer) -> "SilenceRuleDecisionQuerySet":
        """Members and the Secretariat: those between whom the procedure runs."""
        return self if viewer.has(Role.MEMBER, Role.SECRETARIAT) else self.none()

    def in_force(self, on: date) -> "SilenceRuleDecisionQuerySet":
        """Those that hold on ``on``; the end is exclusive."""
        ends_later = Q(in_force_until=None) | Q(in_force_until__gt=on)
        return self.filter(ends_later, in_force_from__lte=on)


class SilenceRuleDecision(models.Model):
    """A Vice-Ministerial decision by which silence is no objection, while in force (P2)."""

    reference = models.CharField(_("reference"), max_length=80, unique=True)
    adopted_on = models.DateField(_("adopted on"))
    text_es = models.TextField(_("text (Spanish)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    in_force_from = models.DateField(_("in force from"))
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)

    text = Bilingual()

    objects = SilenceRuleDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["adopted_on"]
        verbose_name = _("decision on silence")
        verbose_name_plural = _("decisions on silence")
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.reference


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, viewer: Viewer) -> "ConsultationQuerySet":
        """Before distribution: the Troika of that stage and the Secretariat. Then: members.

        Everybody else sees what was published after consensus (procedure 1.9).
        """
        if viewer.has(Role.SECRETARIAT):
            return self
        published = Q(published_at__lte=viewer.at)
        if not viewer.has(Role.MEMBER):
            return self.filter(published)
        distributed = ~Q(state__in=BEFORE_DISTRIBUTION) & Q(rounds__number=1)
        mine = Q(pk__in=TroikaVoice.objects.of_party(viewer.party_id))
        conducted = Q(state__in=State.values) if viewer.has(Role.PRESIDENCY) else Q(pk=None)
        return self.filter(published | distributed | mine | conducted).distinct()


@pghistory.track()
class Consultation(models.Model):
    """A text put to every member in writing, to be answered by a deadline."""

    reference = models.SlugField(_("reference"), max_length=30, unique=True)
    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="consultation")
    subject_es = models.CharField(_("subject (Spanish)"), max_length=250)
    subject_en = models.CharField(_("subject (English)"), max_length=250, blank=True)
    reason_es = models.TextField(_("why a concerted position is needed (Spanish)"))
    reason_en = models.TextField(
        _("why a concerted position is needed (English)"), blank=True
    )
    state = models.CharField(
        _("state"), max_length=14, choices=State, default=State.DRAFT, editable=False
    )
    visibility = models.CharField(
        _("replies during the round"),
        max_length=14,
        choices=Visibility,
        default=Visibility.HIDDEN,
    )
    silence_rule = models.CharField(
        max_length=14,
        choices=[(rule.value, rule.value) for rule in SilenceRule],
        default=SilenceRule.EXPRESS,
    )
    silence_decision = models.ForeignKey(
        SilenceRuleDecision,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    presidency = models.ForeignKey(
        Presidency, on_delete=models.PROTECT, related_name="+", editable=False
    )
    conducted_by = models.ForeignKey(
        Presidency, on_delete=models.PROTECT, related_name="conducted", editable=False
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    troika_target_on = models.DateField(_("target for the Troika"), null=True, blank=True)
    reception_target_on = models.DateField(
        _("target for late replies"), null=True, blank=True
    )
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    subject = Bilingual()
    reason = Bilingual()

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.CheckConstraint(
                name="decisions_consultation_known_state",
                condition=Q(state__in=State.values),
            ),
            models.CheckConstraint(
                name="decisions_consultation_published_is_agreed",
                condition=Q(published_at=None) | Q(state__in=AGREED),
            ),
            models.CheckConstraint(
                name="decisions_consultation_non_objection_has_decision",
                condition=Q(silence_rule=SilenceRule.EXPRESS)
                | Q(silence_decision__isnull=False),
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                fields=["-created_at", "-id"], name="decisions_consultation_recent"
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("decisions:consultation", args=[self.reference])

    @property
    def short_reference(self) -> str:
        """``2026-07`` of ``CRM-CONS-2026-07``."""
        return self.reference.removeprefix(f"{THIS.prefix}-CONS-")


class Waiver(models.Model):
    """A member waives part of its five days in writing, before distribution (P7)."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="waivers"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    business_days = models.PositiveSmallIntegerField(_("business days accepted"))
    document = models.ForeignKey(
        "library.StoredFile", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "party"], name="decisions_waiver_once"
            ),
            models.CheckConstraint(
                name="decisions_waiver_shortens", condition=Q(business_days__range=(1, 4))
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.party_id}"


class DistributionDelegation(models.Model):
    """The presidency lets the Secretariat distribute this consultation for it."""

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, related_name="delegation"
    )
    presidency = models.ForeignKey(Presidency, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("delegation of the distribution")
        verbose_name_plural = _("delegations of the distribution")

    def __str__(self) -> str:
        return str(self.consultation_id)


class TroikaStage(models.Model):
    """One presentation in writing to the Troika, on a frozen version (001:388)."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="troika_stages"
    )
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(TextVersion, on_delete=models.PROTECT, related_name="+")
    presidency = models.ForeignKey(Presidency, on_delete=models.PROTECT, related_name="+")
    is_complete = models.BooleanField(default=True)
    presented_at = models.DateTimeField()
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["consultation", "number"]
        verbose_name = _("Troika stage")
        verbose_name_plural = _("Troika stages")
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "number"], name="decisions_troikastage_number_once"
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.consultation_id} #{self.number}"


class TroikaVoiceQuerySet(models.QuerySet["TroikaVoice"]):
    def of_party(self, party_id: int | None) -> models.QuerySet:
        """The consultations in whose Troika the party sat (ids)."""
        return self.filter(party_id=party_id).values("stage__consultation_id")


class TroikaVoice(models.Model):
    """A State of the Troika as it stood at the presentation: the snapshot (procedure 1.6)."""

    stage = models.ForeignKey(TroikaStage, on_delete=models.PROTECT, related_name="voices")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    seats = models.JSONField(default=list)
    must_react = models.BooleanField()

    objects = TroikaVoiceQuerySet.as_manager()

    class Meta:
        ordering = ["stage", "id"]
        verbose_name = _("Troika voice")
        verbose_name_plural = _("Troika voices")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "party"], name="decisions_troikavoice_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.stage_id} {self.party_id}"


class ReactionKind(models.TextChoices):
    """What a State of the Troika says of the text."""

    FAVOURABLE = "favourable", _("favourable")
    SUGGESTIONS = "suggestions", _("with suggestions")
    UNFAVOURABLE = "unfavourable", _("unfavourable")


class TroikaReaction(models.Model):
    """The preliminary reaction of a Troika State; its last one counts (001:388)."""

    stage = models.ForeignKey(
        TroikaStage, on_delete=models.PROTECT, related_name="reactions"
    )
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("reaction"), max_length=12, choices=ReactionKind)
    comment = models.TextField(_("comment"), blank=True)
    received_at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["stage", "received_at", "id"]
        verbose_name = _("Troika reaction")
        verbose_name_plural = _("Troika reactions")
        constraints = [
            models.CheckConstraint(
                name="decisions_troikareaction_known_kind",
                condition=Q(kind__in=ReactionKind.values),
            )
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind}"
