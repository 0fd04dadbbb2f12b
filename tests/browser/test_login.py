"""Signing in, in a real browser: password, authenticator app, passkey; no page breaks the CSP."""

import os
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connections
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.cast import Cast, conference
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    """A browser that speaks Spanish. Its loop makes Django's rows look asynchronous."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_context(locale="es-CR")
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(
    context: BrowserContext, live_server, settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """A page that may not complain: neither errors nor anything the CSP refuses."""
    # A browser keeps its connections; the server's threads shall not keep the database's.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    settings.SECOND_FACTOR_REQUIRED = True
    settings.LOGIN_REDIRECT_URL = "members:account"
    settings.ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    with override("es"):
        yield opened
    assert not complaints


@pytest.fixture
def cast(db: None) -> Cast:
    """The Conference, committed, so that the server sees it."""
    return conference()


def code(secret: str, ahead: int = 0) -> str:
    """Return the six digits of ``secret`` now, or ``ahead`` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def at(page: Page) -> str:
    return urlsplit(page.url).path


def sign_in(page: Page, site: str, address: str) -> None:
    page.goto(site + reverse("account_login"))
    page.fill("[name=login]", address)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def sign_out(page: Page, site: str) -> None:
    page.goto(site + reverse("account_logout"))
    page.click("main form button[type=submit]")


def set_up_the_app(page: Page) -> str:
    """From the page of second factors, set up an authenticator app; return its secret."""
    page.click(f"a[href='{reverse('mfa_activate_totp')}']")
    if at(page) == reverse("account_reauthenticate"):
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
    secret = page.inner_text("strong.code").strip()
    page.fill("[name=code]", code(secret))
    page.click("main form button[type=submit]")
    return secret


def test_one_signs_in_sets_up_an_app_and_comes_back_with_it(page, live_server, cast):
    sign_in(page, live_server.url, "bruno@example.org")
    assert at(page) == reverse("mfa_index"), "nothing else before the second factor"
    page.goto(live_server.url + reverse("members:directory"))
    assert at(page) == reverse("mfa_index")

    secret = set_up_the_app(page)

    codes = page.inner_text("ul.codes").split()
    assert len(codes) == 10
    stored = Authenticator.objects.get(user=cast.bruno, type="totp").data["secret"]
    assert secret not in stored
    page.goto(live_server.url + reverse("members:directory"))
    assert "Guatemala" in page.inner_text("main")

    sign_out(page, live_server.url)
    sign_in(page, live_server.url, "bruno@example.org")
    assert at(page) == reverse("mfa_authenticate")
    page.fill("[name=code]", code(secret, ahead=1))
    page.click("main form button[type=submit]")
    assert at(page) == reverse("members:account")
    assert "bruno@example.org" in page.inner_text("main")


def test_one_signs_in_with_a_passkey_in_ones_own_language(page, context, live_server, cast):
    browser = context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    sign_in(page, live_server.url, "ursula@example.org")
    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    if at(page) == reverse("account_reauthenticate"):
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
    page.fill("[name=name]", "Llave de Ursula")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(re.compile("recovery-codes|2fa/webauthn/$"))
    sign_out(page, live_server.url)

    page.goto(live_server.url + reverse("account_login"))
    page.click("#passkey_login")
    page.wait_for_url(re.compile("/en/intranet/"))

    assert "ursula@example.org" in page.inner_text("main")
    assert page.get_attribute("html", "lang") == "en"
