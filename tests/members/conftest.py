"""The members' tests argue with the cast."""

import pytest

from tests.cast import the_cast

__all__ = ["the_cast"]


@pytest.fixture(autouse=True)
def _urls(settings):
    settings.ROOT_URLCONF = "tests.members.urls"
    settings.LOGIN_REDIRECT_URL = "members:account"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
