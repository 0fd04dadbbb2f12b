"""Personal tokens: with one of them a program acts for a person, within some scopes, for a time."""

import hashlib
import hmac
from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Role, Viewer
from members import rules
from members.models.accounts import User


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def visible_to(self, viewer: Viewer) -> "AccessTokenQuerySet":
        """Everybody sees their own; the officers who keep accounts see everybody's."""
        if viewer.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
            return self
        return self.filter(user=viewer.user_id)

    def live(self, at: datetime) -> "AccessTokenQuerySet":
        """Tokens neither revoked nor past their (exclusive) end at ``at``."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class AccessToken(models.Model):
    """A secret of which only the SHA-256 is kept; ``hint`` is its end, to tell it by.

    ``password_mark`` is of the password that its holder had: whatever ends the sessions of
    an account (another password, a recovery, its closing) ends its tokens with it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    password_mark = models.CharField(max_length=64)
    scopes = ArrayField(models.CharField(max_length=40), verbose_name=_("scopes"))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        constraints = [
            models.CheckConstraint(
                name="members_access_token_expires",
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + rules.LONGEST),
            ),
            models.CheckConstraint(
                name="members_access_token_revoked_by",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "name"],
                condition=Q(revoked_at=None),
                name="members_access_token_one_name",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    def is_live(self, at: datetime) -> bool:
        """Say whether it lets its bearer in at ``at``, its holder's account being as it is."""
        return rules.is_live(
            at, expires_at=self.expires_at, revoked_at=self.revoked_at
        ) and hmac.compare_digest(self.password_mark, password_mark(self.user))


def digest_of(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


def password_mark(user: User) -> str:
    """Return a mark of the password that ``user`` has now, from which nothing is learnt of it."""
    return hashlib.sha256(f"access token:{user.password}".encode()).hexdigest()
