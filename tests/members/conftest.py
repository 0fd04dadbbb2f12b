"""Where a sign-in leads in these tests: to a page of the app itself."""

import pytest


@pytest.fixture(autouse=True)
def _own_pages(settings):
    settings.LOGIN_REDIRECT_URL = "members:account"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
