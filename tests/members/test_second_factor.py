"""Signing in: passwords, second factors, limits, and the language one goes on in."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils.translation import override

from members.models import User
from tests.cast import MORNING
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_limits_from_before(db):
    cache.clear()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(
        reverse("account_login"), {"login": email, "password": password, **more}
    )


def code_now():
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(SECRET, counter))


def test_one_signs_in_with_an_address_and_a_password(client, cast):
    answer = sign_in(client, "bruno@example.org")

    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.bruno.pk)
    cast.bruno.refresh_from_db()
    assert cast.bruno.last_seen_at == MORNING


def test_one_goes_on_in_the_language_of_the_account(client, cast):
    with override("es"):
        door, page = (
            reverse("account_login"),
            reverse("members:calendar", args=["US", 2026]),
        )
    typed = {"login": "ursula@example.org", "password": PASSWORD}

    answer = client.post(f"{door}?next={page}", typed)

    with override("en"):
        assert answer.url == reverse("members:calendar", args=["US", 2026])
    assert answer.cookies["django_language"].value == "en"


def test_one_is_not_sent_to_another_site(client, cast):
    answer = sign_in(client, "bruno@example.org", next="https://elsewhere.example.org/")

    assert answer.url.startswith("/")


def test_there_is_no_way_to_open_an_account_oneself(client, cast):
    for name in ("account_signup", "account_email"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_wrong_passwords_and_unknown_addresses_get_the_same_answer(client, cast):
    User.objects.filter(pk=cast.carla.pk).update(password="!unusable")

    answers = [
        sign_in(client, email, "no es esta")
        for email in ("bruno@example.org", "carla@example.org", "nobody@example.org")
    ]

    texts = {re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert {answer.status_code for answer in answers} == {200}
    assert len(texts) == 1


def test_guessing_a_password_is_limited(client, cast):
    for _ in range(10):
        sign_in(client, "bruno@example.org", "no es esta")

    sign_in(client, "bruno@example.org")

    assert "_auth_user_id" not in client.session


def test_the_secret_of_a_second_factor_is_not_in_the_database(cast):
    totp = TOTP.activate(cast.bruno, SECRET)

    stored = Authenticator.objects.get(user=cast.bruno, type="totp").data["secret"]
    assert SECRET not in stored
    assert get_adapter().decrypt(stored) == SECRET
    assert totp.validate_code(code_now())


def test_a_new_key_reads_what_the_old_one_wrote(cast, settings):
    settings.MFA_SECRET_KEYS = ["old"]
    written = get_adapter().encrypt(SECRET)
    settings.MFA_SECRET_KEYS = ["new", "old"]

    assert get_adapter().decrypt(written) == SECRET
    settings.MFA_SECRET_KEYS = ["new"]
    with pytest.raises(InvalidToken):
        get_adapter().decrypt(written)


def test_recovery_codes_are_encrypted_too(cast):
    codes = RecoveryCodes.activate(cast.bruno)

    stored = codes.instance.data["seed"]
    assert get_adapter().decrypt(stored) != stored
    assert len(codes.get_unused_codes()) == 10


def test_a_password_alone_does_not_open_an_account_with_a_second_factor(client, cast):
    TOTP.activate(cast.bruno, SECRET)

    answer = sign_in(client, "bruno@example.org")

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code_now()})
    assert client.session["_auth_user_id"] == str(cast.bruno.pk)


def test_a_recovery_code_works_once(client, cast):
    TOTP.activate(cast.bruno, SECRET)
    code = RecoveryCodes.activate(cast.bruno).get_unused_codes()[0]

    for opened in (True, False):
        sign_in(client, "bruno@example.org")
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is opened
        client.logout()


@pytest.mark.parametrize("who", ["bruno", "oscar", "elena", "admin"])
def test_every_role_sets_up_a_second_factor_before_anything_else(
    client, cast, settings, who
):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(cast.people[who])

    for name in ("members:account", "members:directory", "account_change_password"):
        assert client.get(reverse(name)).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    TOTP.activate(cast.people[who], SECRET)
    assert client.get(reverse("members:account")).status_code == 200


@pytest.mark.urls("tests.members.urls")
def test_the_api_wants_the_second_factor_too(client, cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(cast.bruno)

    answer = client.get("/api/v1/closures/")

    assert answer.status_code == 403
    assert answer.json()["code"] == "second_factor"


def test_setting_up_a_second_factor_asks_for_the_password_again(client, cast):
    client.force_login(cast.bruno)

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.url.startswith(reverse("account_reauthenticate"))
    client.post(answer.url, {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_inactive",
    ],
)
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_door_is_in_both_languages(client, cast, name, language):
    with override(language):
        page = reverse(name)

    answer = client.get(page).content.decode()

    assert f'<html lang="{language}"' in answer


@pytest.mark.parametrize(
    "name",
    ["account_change_password", "mfa_index", "usersessions_list", "account_logout"],
)
def test_ones_own_pages_open(client, cast, name):
    client.force_login(cast.bruno)

    assert client.get(reverse(name)).status_code == 200
