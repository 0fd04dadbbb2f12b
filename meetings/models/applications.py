"""Applications to observe or to join: the criteria, the evidence, what was decided."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import Bilingual
from crm_portal.core.models import append_only
from meetings import rules, states
from meetings.models.meetings import Meeting
from members.models import Party, Standing
from members.models.history import history
from members.models.parties import PartyKind, Precision


class ApplicationKind(models.TextChoices):
    """What is applied for."""

    OBSERVER_STATE = "observer_state", _("observer country")
    OBSERVER_ORGANIZATION = "observer_organization", _("observer organization")
    MEMBERSHIP = "membership", _("membership")


# What an admission of each kind makes of a party.
ADMITTED_AS = {
    ApplicationKind.OBSERVER_STATE: PartyKind.OBSERVER_STATE,
    ApplicationKind.OBSERVER_ORGANIZATION: PartyKind.OBSERVER_ORGANIZATION,
    ApplicationKind.MEMBERSHIP: PartyKind.MEMBER_STATE,
}


class ApplicationState(models.TextChoices):
    """Where an application stands; the steps are in ``meetings.states``."""

    RECEIVED = states.State.RECEIVED.value, states.LABELS[states.State.RECEIVED]
    COMPLETE = states.State.COMPLETE.value, states.LABELS[states.State.COMPLETE]
    BEFORE_VM = states.State.BEFORE_VM.value, states.LABELS[states.State.BEFORE_VM]
    ADMITTED = states.State.ADMITTED.value, states.LABELS[states.State.ADMITTED]
    DECLINED = states.State.DECLINED.value, states.LABELS[states.State.DECLINED]
    WITHDRAWN = states.State.WITHDRAWN.value, states.LABELS[states.State.WITHDRAWN]


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def in_force(self, kind: str, day: date) -> "CriterionQuerySet":
        """What is asked of an application of ``kind`` received on ``day``, in order."""
        return self.filter(
            Q(until=None) | Q(until__gt=day), kind=kind, since__lte=day
        ).order_by("number")


class Criterion(models.Model):
    """One criterion or commitment, in force from ``since`` (included) to ``until`` (excluded)."""

    kind = models.CharField(_("kind"), max_length=24, choices=ApplicationKind)
    number = models.PositiveSmallIntegerField(_("number"))
    text_es = models.TextField(_("text (Spanish)"))
    text_en = models.TextField(_("text (English)"), blank=True)
    since = models.DateField(_("since"))
    since_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)

    text = Bilingual()

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "number", "since"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.CheckConstraint(
                name="meetings_criterion_known_kind_and_sourced",
                condition=Q(kind__in=ApplicationKind.values) & ~Q(source=""),
            ),
            models.UniqueConstraint(
                fields=["kind", "number", "since"], name="meetings_criterion_once"
            ),
            models.CheckConstraint(
                name="meetings_criterion_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, viewer: Viewer) -> "ApplicationQuerySet":
        """The correspondence is for the members and the Secretariat, nobody else (002:97)."""
        return self if rules.may_read_applications(viewer) else self.none()

    def open(self) -> "ApplicationQuerySet":
        return self.filter(state__in=states.OPEN)


@history()
class Application(models.Model):
    """A request to the Vice-Ministers to observe the Conference or to join it (001:312).

    ``meeting`` is the one whose closed-door session takes it: the correspondence is a
    working document of that meeting. ``standing`` is what its admission began.
    """

    reference = models.CharField(_("reference"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=ApplicationKind)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    name_es = models.CharField(_("name (Spanish)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    acronym_es = models.CharField(_("acronym (Spanish)"), max_length=24, blank=True)
    acronym_en = models.CharField(_("acronym (English)"), max_length=24, blank=True)
    received_on = models.DateField(_("received on"))
    received_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=ApplicationState,
        default=ApplicationState.RECEIVED,
        editable=False,
    )
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, related_name="applications"
    )
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    decided_precision = models.CharField(
        _("precision"), max_length=10, choices=Precision, default=Precision.DAY
    )
    decision = models.CharField(_("decision"), max_length=500, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    standing = models.OneToOneField(
        Standing, on_delete=models.PROTECT, null=True, related_name="application"
    )
    is_demonstration = models.BooleanField(
        _("invented for a demonstration"), default=False, editable=False
    )

    name = Bilingual()
    acronym = Bilingual()

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-reference"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(
                name="meetings_application_known_kind_and_state",
                condition=Q(
                    kind__in=ApplicationKind.values, state__in=ApplicationState.values
                ),
            ),
            models.CheckConstraint(
                name="meetings_application_before_vm_names_meeting",
                condition=~Q(state="before_vm") | Q(meeting__isnull=False),
            ),
            models.CheckConstraint(
                name="meetings_application_decided_says_so",
                condition=Q(state__in=sorted(states.DECIDED), decided_on__isnull=False)
                & ~Q(decision="")
                & ~Q(source="")
                | ~Q(state__in=sorted(states.DECIDED)) & Q(decided_on=None),
            ),
            models.CheckConstraint(
                name="meetings_application_admitted_has_standing",
                condition=Q(state="admitted", standing__isnull=False, party__isnull=False)
                | ~Q(state="admitted") & Q(standing=None),
            ),
            models.CheckConstraint(
                name="meetings_application_withdrawn_says_when",
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("meetings:application", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN

    @property
    def is_membership(self) -> bool:
        return self.kind == ApplicationKind.MEMBERSHIP


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, viewer: Viewer) -> "EvidenceQuerySet":
        """Whoever may read the application reads its evidence."""
        return self if rules.may_read_applications(viewer) else self.none()


class Evidence(models.Model):
    """A document that speaks to one criterion of one application, kept under its hash."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="evidence"
    )
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(
        "library.StoredFile",
        on_delete=models.PROTECT,
        db_column="file_sha256",
        related_name="+",
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["criterion__number", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "file"], name="meetings_evidence_once"
            ),
        ]
        triggers = append_only("append_only")

    def __str__(self) -> str:
        return self.title


class AdviceQuerySet(models.QuerySet["Advice"]):
    def on(self, kind: str, day: date) -> "AdviceQuerySet":
        """What was advised about applications of ``kind`` by ``day``."""
        return self.filter(kind=kind, given_on__lte=day)


class Advice(models.Model):
    """What a group of the Conference advised about applications of a kind; it binds nobody."""

    kind = models.CharField(_("kind"), max_length=24, choices=ApplicationKind)
    given_on = models.DateField(_("given on"))
    by_es = models.CharField(_("by (Spanish)"), max_length=200)
    by_en = models.CharField(_("by (English)"), max_length=200)
    text_es = models.TextField(_("text (Spanish)"))
    text_en = models.TextField(_("text (English)"))
    source = models.CharField(_("source"), max_length=120)

    by = Bilingual()
    text = Bilingual()

    objects = AdviceQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "given_on"]
        verbose_name = _("advice")
        verbose_name_plural = _("advice")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "given_on"], name="meetings_advice_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.given_on}"
