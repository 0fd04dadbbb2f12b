"""Whose account a request is from: asked by every page with a query prepared once."""

from allauth.account.auth_backends import AuthenticationBackend

from crm_portal.core.prepared import Prepared
from members.models import User

_ACCOUNT: Prepared[User] = Prepared(lambda pk: User.objects.filter(pk=pk))


class AccountBackend(AuthenticationBackend):
    """Sign-in by e-mail address and password."""

    def get_user(self, user_id: int) -> User | None:
        """Return the account of a session, if it may still sign in."""
        found = _ACCOUNT(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
