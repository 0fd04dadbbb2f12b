"""People with an account, and the mandates that give them a role over a range of instants."""

from datetime import datetime
from typing import Any

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from members import rules
from members.models.folding import folded
from members.models.history import history
from members.models.parties import Institution, Party, PartyKind

HELD = [
    Role.FOCAL_POINT,
    Role.LIAISON_OFFICER,
    Role.VICE_MINISTER,
    Role.DIRECTOR_MIGRATION,
    Role.DIRECTOR_CONSULAR,
    Role.SECRETARIAT,
    Role.ADMINISTRATOR,
]


ROLE_LABELS = {
    Role.FOCAL_POINT: _("focal point"),
    Role.LIAISON_OFFICER: _("liaison officer"),
    Role.VICE_MINISTER: _("Vice-Minister"),
    Role.DIRECTOR_MIGRATION: _("Director of Migration"),
    Role.DIRECTOR_CONSULAR: _("Director of Consular Affairs"),
    Role.SECRETARIAT: _("officer of the Secretariat"),
    Role.ADMINISTRATOR: _("administrator"),
}
# Who sees everybody's mandates.
INSIDERS = (Role.MEMBER, Role.SECRETARIAT, Role.ADMINISTRATOR)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, viewer: Viewer) -> "UserQuerySet":
        """Members and officers see whoever holds a mandate; others, their own and the ST's.

        Officers see accounts without a mandate too; everybody sees their own.
        """
        if viewer.is_public:
            return self.none()
        if viewer.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
            return self
        holders = Mandate.objects.at(viewer.at).visible_to(viewer).values("user")
        return self.filter(Q(pk__in=holders) | Q(pk=viewer.user_id))

    def unverified(self, at: datetime) -> "UserQuerySet":
        """Accounts whose contact was not confirmed in the last 180 days, or bounced since."""
        stale = Q(verified_at=None) | Q(verified_at__lte=at - rules.VERIFY_EVERY)
        return self.filter(stale | Q(bounced_at__gte=F("verified_at")))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without ``password`` it can only be opened by invitation."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@history(exclude=["password", "last_login", "last_seen_at", "folded"])
class User(AbstractBaseUser):
    """A person who may sign in. What they may do is their mandates' business, by date."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("full name"), max_length=160)
    title = models.CharField(_("job title"), max_length=160, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("es", _("Spanish")), ("en", _("English"))]
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_demonstration = models.BooleanField(_("demonstration account"), default=False)
    verified_at = models.DateTimeField(_("contact confirmed"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("mail returned"), null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=models.functions.Now())
    folded = models.GeneratedField(
        expression=folded("full_name", "title", "email"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name", "id"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="members_user_email_unique"),
            models.CheckConstraint(
                name="members_user_known_language", condition=Q(language__in=["es", "en"])
            ),
        ]
        indexes = [
            # The directory in alphabetical order, one page of it.
            models.Index(fields=["folded", "id"], name="members_user_by_name"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])

    def get_full_name(self) -> str:
        return self.full_name

    def freshness(self, at: datetime) -> rules.Freshness:
        """Return what this contact is worth at ``at``."""
        return rules.freshness(self.verified_at, self.bounced_at, at)


class MandateQuerySet(models.QuerySet["Mandate"]):
    def at(self, instant: datetime) -> "MandateQuerySet":
        """Mandates in force at ``instant`` (the end of a mandate is exclusive)."""
        return self.filter(during__contains=instant)

    def visible_to(self, viewer: Viewer) -> "MandateQuerySet":
        """Members and officers see all; others, those of their party and the Secretariat's."""
        if viewer.has(*INSIDERS):
            return self
        if viewer.is_public:
            return self.none()
        return self.filter(Q(party=viewer.party_id) | Q(party__kind=PartyKind.SECRETARIAT))

    def focal_points(self) -> "MandateQuerySet":
        return self.filter(role=Role.FOCAL_POINT)


@history()
class Mandate(models.Model):
    """A person's role for a party, through one institution, over a range of instants.

    Access ends at the instant the mandate ends. The Presidency and the Troika are
    never here: they follow from the terms of the presidencies.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="mandates")
    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, role.value) for role in HELD]
    )
    is_alternate = models.BooleanField(_("alternate"), default=False)
    # The code of the body whose network it is: bodies live in an app above this one.
    network = models.CharField(_("network"), max_length=24, blank=True)
    during = DateTimeRangeField(_("during"))
    appointed_by = models.CharField(_("appointed by"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["party", "institution", "is_alternate", "id"]
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        constraints = [
            models.CheckConstraint(
                name="members_mandate_role_is_held",
                condition=Q(role__in=[role.value for role in HELD]),
            ),
            models.CheckConstraint(
                name="members_mandate_network_of_liaison",
                condition=Q(network="") | Q(role=Role.LIAISON_OFFICER.value),
            ),
        ]
        indexes = [
            # Who holds a mandate now, of forty years of them: the directory.
            GistIndex(fields=["during"], name="members_mandate_in_force"),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.party_id}"

    @property
    def role_label(self) -> str:
        """The role as it is said to a reader."""
        return str(ROLE_LABELS[Role(self.role)])
