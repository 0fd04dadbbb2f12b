"""allauth as the Conference uses it: by invitation, secrets encrypted, mail through the outbox."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url

from crm_portal.core import audit, notifications, sealing
from members.access import holder
from members.http import remember_language
from members.models import User

RESET_STALE_AFTER = timedelta(hours=1)


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: an account exists because somebody invited it."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: Any, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the language of the account, wherever one was going."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        User.objects.filter(pk=user.pk).update(last_seen_at=request.viewer.at)
        audit.record(user, "signed_in", by=holder(user, request.viewer))
        response["Location"] = translate_url(response["Location"], user.language)
        return remember_language(response, user.language)

    def send_password_reset_mail(
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        """Owe the letter; its link is made when it leaves, and is kept nowhere."""
        by = self.request.viewer
        notifications.owe(
            "account.password_reset",
            user,
            to=[user.pk],
            key=f"account:password_reset:{by.at.isoformat()}",
            by=by,
            stale_at=by.at + RESET_STALE_AFTER,
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Owe the holder a word about what happened to the account's security."""
        by, what = self.request.viewer, template_prefix.rpartition("/")[2]
        notifications.owe(
            "account.security",
            user,
            to=[user.pk],
            key=f"account:security:{what}:{by.at.isoformat()}",
            by=by,
            what=what,
            ip=self.get_client_ip(self.request),
        )


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted with keys that are not in the database."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> MultiFernet:
    """The first of ``settings.MFA_SECRET_KEYS`` writes; all of them read."""
    return sealing.fernet(tuple(settings.MFA_SECRET_KEYS))
