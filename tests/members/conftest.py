"""Every test starts in Spanish; a sign-in leads to a page of the app itself."""

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _in_spanish():
    with override("es"):
        yield


@pytest.fixture(autouse=True)
def _own_pages(settings):
    settings.LOGIN_REDIRECT_URL = "members:account"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
