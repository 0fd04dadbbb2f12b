"""S1–S4: the door says the same to everybody, counts guesses, asks twice, and closes."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from crm_portal.core import clock
from members.models import User
from tests.cast import MORNING, conference
from tests.factories import PASSWORD, UserFactory

SECRET = "JBSWY3DPEHPK3PXP"
NEW = "una hamaca bajo el matapalo"
KINDS = ("existing", "unknown", "closed", "no password", "second factor")


class Counting(MD5PasswordHasher):
    """Counts how many times a password is hashed: the work that a stopwatch would see."""

    times = 0
    turn = Lock()

    def encode(self, password: str, salt: str) -> str:
        with Counting.turn:
            Counting.times += 1
        return super().encode(password, salt)


@pytest.fixture
def _counted(settings) -> Iterator[None]:
    settings.PASSWORD_HASHERS = ["tests.security.test_login.Counting"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def accounts(cast, _counted) -> dict[str, str]:
    """An address of each kind of account."""
    User.objects.filter(pk=cast.carla.pk).update(is_active=False)
    User.objects.filter(pk=cast.mateo.pk).update(password="!nothing")
    TOTP.activate(cast.pablo, SECRET)
    names = dict(zip(KINDS, ("bruno", "nobody", "carla", "mateo", "pablo"), strict=True))
    return {kind: f"{name}@example.org" for kind, name in names.items()}


def sign_in(client, email, password=PASSWORD, **more):
    typed = {"login": email, "password": password}
    return client.post(reverse("account_login"), typed, **more)


def said(answer) -> tuple[int, str, tuple[str, ...], str]:
    """All that an answer gives away: status, text, which cookies, where it leads."""
    text = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return (
        answer.status_code,
        text,
        tuple(sorted(answer.cookies)),
        answer.get("Location", ""),
    )


def code_now(step: int = 0) -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counters[0] + step))


@pytest.mark.django_db
def test_a_wrong_password_is_answered_alike_and_costs_alike(accounts):
    answers, work = {}, {}
    for kind, email in accounts.items():
        cache.clear()
        before = Counting.times
        answers[kind] = said(sign_in(Client(), email, "no es esta"))
        work[kind] = Counting.times - before

    assert len(set(answers.values())) == 1
    assert work == dict.fromkeys(KINDS, 1)


@pytest.mark.django_db
def test_a_forgotten_password_is_answered_alike_and_hashes_nothing(accounts):
    answers = {}
    before = Counting.times
    for kind, email in accounts.items():
        cache.clear()
        page = reverse("account_reset_password")
        answers[kind] = said(Client().post(page, {"email": email}))

    assert len(set(answers.values())) == 1
    assert Counting.times == before


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["one address", "fifty addresses", "forged"])
def test_guesses_of_one_account_are_limited_wherever_they_come_from(accounts, origin):
    before = Counting.times
    client = Client()
    for number in range(100):
        address = f"192.0.2.{number % 50 if origin == 'fifty addresses' else 1}"
        more = {"REMOTE_ADDR": address}
        if origin == "forged":
            more["headers"] = {
                "X-Forwarded-For": f"198.51.100.{number}",
                "X-Real-IP": f"203.0.113.{number}",
            }
        sign_in(client, accounts["existing"], f"adivino {number}", **more)

    assert 0 < Counting.times - before <= 20


@pytest.mark.django_db
def test_a_limit_of_one_account_is_not_anothers(accounts):
    for number in range(30):
        sign_in(Client(), accounts["existing"], "no", REMOTE_ADDR=f"192.0.2.{number}")
    client = Client()

    sign_in(client, "ana@example.org", REMOTE_ADDR="192.0.2.200")

    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_without_redis_the_door_opens_and_still_counts(accounts, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert "DatabaseCache" in settings.CACHES["default"]["BACKEND"]
    client = Client()
    sign_in(client, "ana@example.org", REMOTE_ADDR="192.0.2.201")
    assert "_auth_user_id" in client.session
    before = Counting.times
    for number in range(40):
        sign_in(
            Client(), accounts["existing"], f"no {number}", REMOTE_ADDR=f"192.0.2.{number}"
        )
    assert Counting.times - before <= 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_counted")
def test_guesses_at_once_are_limited_too():
    conference()
    before, together = Counting.times, Barrier(10)

    def guess(worker: int) -> None:
        together.wait()
        try:
            for number in range(5):
                sign_in(
                    Client(),
                    "bruno@example.org",
                    "no",
                    REMOTE_ADDR=f"192.0.{worker}.{number}",
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(guess, range(10)))

    assert 0 < Counting.times - before <= 20


@pytest.mark.django_db
def test_a_code_is_good_once(accounts):
    code = code_now()
    opened = []
    for _time in range(3):
        client = Client()
        sign_in(client, accounts["second factor"])
        client.post(reverse("mfa_authenticate"), {"code": code})
        opened.append("_auth_user_id" in client.session)

    assert opened == [True, False, False]


@pytest.mark.django_db
def test_a_recovery_code_is_good_once_and_no_other_opens(accounts, cast):
    codes = RecoveryCodes.activate(cast.pablo).get_unused_codes()
    opened = []
    for code in (codes[0], codes[0], "00000000", codes[1]):
        cache.clear()
        client = Client()
        sign_in(client, accounts["second factor"])
        client.post(reverse("mfa_authenticate"), {"code": code})
        opened.append("_auth_user_id" in client.session)

    assert opened == [True, False, False, True]


@pytest.mark.django_db
def test_codes_are_guessed_a_few_times_only(accounts):
    client = Client()
    sign_in(client, accounts["second factor"])
    for number in range(30):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
@pytest.mark.usefixtures("cast", "_counted")
def test_the_session_changes_at_the_door_and_with_the_password():
    client = Client()
    client.get(reverse("account_login"))
    client.cookies["session"] = "planted-by-somebody-else"
    sign_in(client, "bruno@example.org")
    first = client.cookies["session"].value
    assert first != "planted-by-somebody-else"
    other = Client()
    sign_in(other, "bruno@example.org")

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert client.cookies["session"].value != first
    assert client.get(reverse("members:account")).status_code == 200
    assert other.get(reverse("members:account")).status_code == 302, "the others are over"
    client.cookies["session"] = first
    assert client.get(reverse("members:account")).status_code == 302


@pytest.mark.django_db
def test_the_session_changes_at_the_second_factor(accounts):
    client = Client()
    sign_in(client, accounts["second factor"])
    waiting = client.cookies["session"].value
    client.post(reverse("mfa_authenticate"), {"code": code_now()})

    assert client.cookies["session"].value != waiting
    assert "_auth_user_id" in client.session


@pytest.mark.django_db
def test_a_busy_session_lasts_twelve_hours_and_not_more(cast, settings):
    client = Client()
    client.force_login(cast.bruno)
    page, step = reverse("members:account"), timedelta(minutes=20)
    at, longest = MORNING, timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
    while at < MORNING + longest:
        clock.set_to(at, frozen=True)
        assert client.get(page).status_code == 200, at - MORNING
        at += step
    clock.set_to(MORNING + longest, frozen=True)

    assert client.get(page).status_code == 302
    assert longest == timedelta(hours=12)


@pytest.mark.django_db
def test_a_session_is_over_after_signing_out(cast):
    client = Client()
    client.force_login(cast.bruno)
    old = client.cookies["session"].value
    client.post(reverse("account_logout"))
    client.cookies["session"] = old

    assert client.get(reverse("members:account")).status_code == 302


def test_the_cookie_of_a_portal_behind_tls_is_bound_to_its_host():
    """The settings are read anew, as a portal of one's own would."""
    import json
    import os
    import subprocess
    import sys

    said = subprocess.run(
        [sys.executable, "-c", READ],
        env={**os.environ, "SITE_URL": "https://portal.example.org", "DEMONSTRATION": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    read = json.loads(said.stdout)
    assert read == {
        "name": "__Host-session",
        "secure": True,
        "httponly": True,
        "samesite": "Lax",
        "factor": True,
    }


READ = """
import json
from django.conf import settings
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "crm_portal.settings"
os.environ.setdefault("SECRET_KEY", "x" * 50)
print(json.dumps({
    "name": settings.SESSION_COOKIE_NAME,
    "secure": settings.SESSION_COOKIE_SECURE,
    "httponly": settings.SESSION_COOKIE_HTTPONLY,
    "samesite": settings.SESSION_COOKIE_SAMESITE,
    "factor": settings.SECOND_FACTOR_REQUIRED,
}))
"""


@pytest.mark.django_db
def test_a_new_factor_is_set_up_by_whoever_knows_the_password(cast):
    """A session left open does not let a stranger enrol a factor of their own."""
    user = UserFactory(email="lola@example.org")
    client = Client()
    client.force_login(user)
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})

    assert not Authenticator.objects.filter(user=user).exists()
    assert answer.status_code == 302
