"""Personal tokens: a program acts as its person, now, within what the person let it do."""

import logging
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core import clock, notifications
from crm_portal.core.errors import DomainError
from crm_portal.core.logs import LineFormatter
from crm_portal.core.models import AuditEntry
from decisions.models import Consultation, Reply
from members import rules, services
from members.access import viewer_for
from members.models import AccessToken, Mandate
from tests.decisions.stage import opened_stamp, scene
from tests.factories import PASSWORD

__all__ = ["opened_stamp", "scene"]

LIST = "/api/v1/consultations"
AGREE = {"position": "agree", "submission_key": "8a1c6d60-6a0a-4f5e-9a8e-0d5a3f0f7f01"}
ACTING = ["consultations"]


def viewer(user):
    return viewer_for(user, clock.now())


def made(user, areas=(), days=30, name="Oficina"):
    return services.make_token(name, areas=areas, days=days, by=viewer(user))


def ask(secret, address=LIST, method="get", body=None, **more):
    headers = {"Authorization": f"Bearer {secret}", **more}
    send = getattr(Client(enforce_csrf_checks=True), method)
    if method == "get":
        return send(address, headers=headers)
    return send(address, body or {}, content_type="application/json", headers=headers)


def replies_of(scene):
    return f"{LIST}/{Consultation.objects.get(pk=scene.pk).reference}/replies"


@pytest.mark.django_db
def test_a_token_reads_what_its_person_reads_and_costs_no_more_than_a_session(
    scene, api_of
):
    scene.open()
    voice = scene.cast.focal_points["CA"]
    _token, secret = made(voice)
    ask(secret)
    client = api_of(voice)
    client.get(LIST)

    with CaptureQueriesContext(connection) as by_session:
        theirs = client.get(LIST)
    with CaptureQueriesContext(connection) as by_token:
        answer = ask(secret)

    assert answer.status_code == 200
    assert answer.json() == theirs.json()
    assert len(by_token) <= len(by_session)
    assert not any("UPDATE" in query["sql"] for query in by_token.captured_queries)


@pytest.fixture
def api_of():
    def signed_in(user):
        client = Client()
        client.force_login(user)
        return client

    return signed_in


def test_only_the_hash_of_a_token_is_kept(scene):
    token, secret = made(scene.cast.ana)

    kept = AccessToken.objects.values().get(pk=token.pk)
    assert secret.startswith("crm_")
    assert len(secret) >= 4 + 43
    assert secret not in str(kept)
    assert secret not in str(AuditEntry.objects.order_by("-id").values()[0])


def test_a_token_that_only_reads_does_nothing(scene):
    scene.open()
    _token, secret = made(scene.cast.focal_points["CA"])

    refused = ask(secret, replies_of(scene), "post", AGREE)

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
    assert not Reply.objects.exists()


def test_a_token_acts_in_its_area_and_in_no_other_and_the_trail_says_so(scene):
    scene.open()
    voice = scene.cast.focal_points["CA"]
    _other, elsewhere = made(voice, ["finance", "texts", "follow-up"], name="Otra")
    token, secret = made(voice, ACTING)

    assert ask(elsewhere, replies_of(scene), "post", AGREE).status_code == 403
    filed = ask(secret, replies_of(scene), "post", AGREE)

    assert (filed.status_code, Reply.objects.count()) == (201, 1)
    entry = AuditEntry.objects.filter(verb__endswith="replied").latest("id")
    assert (entry.actor_id, entry.data["token"]) == (voice.pk, token.pk)


def test_every_act_of_the_api_is_in_an_area_or_closed_to_tokens():
    from crm_portal import api

    acting = set()
    for prefix, view, _name in api.router.registry:
        if any("post" in each.mapping for each in view.get_extra_actions()):
            acting.add(prefix)

    assert acting == set(configured.API_AREAS)


def test_a_token_opens_no_page(scene, api_of):
    _token, secret = made(scene.cast.ana, ACTING)

    for page in ("core:today", "members:token-new", "mfa_index", "account_change_password"):
        answer = ask(secret, reverse(page))
        assert answer.status_code == 302
        assert reverse("account_login") in answer["Location"]


def test_a_session_beside_a_token_counts_for_nothing(scene, api_of):
    scene.open()
    client = api_of(scene.cast.ana)
    _token, secret = made(scene.cast.oscar)

    assert len(client.get(LIST).json()["results"]) == 1
    answer = client.get(LIST, headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["results"] == []
    assert client.get(LIST, headers={"Authorization": "Bearer x"}).status_code == 401


@pytest.mark.parametrize("secret", ["", "x", "crm_" + "A" * 43, "x" * 5000, "ñ", "a b"])
def test_what_is_no_token_is_refused_everywhere_and_learns_nothing(db, secret):
    for address in (LIST, "/api/v1/parties", "/api/v1/nowhere"):
        answer = Client().get(address, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert answer.status_code == 401
        assert answer.json()["code"] == "invalid_token"
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_ends_at_its_bound_and_not_a_moment_before(scene):
    token, secret = made(scene.cast.ana, days=7)

    scene.go_to(token.expires_at - timedelta(milliseconds=1))
    assert ask(secret).status_code == 200
    scene.go_to(token.expires_at)
    assert ask(secret).status_code == 401


def test_a_token_has_the_authority_of_its_person_at_that_instant(scene):
    claire = scene.cast.claire
    _token, secret = made(claire)
    assert ask(secret).status_code == 200

    Mandate.objects.filter(user=claire).update(during="empty")
    assert ask(secret).status_code == 403
    assert ask(secret, "/api/v1/parties").status_code == 200


def test_what_ends_the_sessions_of_an_account_ends_its_tokens(scene):
    ana, elena = scene.cast.ana, scene.cast.elena
    _token, by_password = made(ana)
    ana.set_password("otra contrasena larga 7")
    ana.save()
    assert ask(by_password).status_code == 401

    _token, by_closing = made(ana, name="Nueva")
    assert ask(by_closing).status_code == 200
    services.close_account(ana.pk, reason="Cambio de cargo.", by=viewer(elena))
    assert ask(by_closing).status_code == 401
    services.reopen_account(ana.pk, reason="Vuelve.", by=viewer(elena))
    assert ask(by_closing).status_code == 401


def test_a_token_is_ended_by_its_person_or_by_who_keeps_accounts_and_by_nobody_else(scene):
    cast = scene.cast
    token, secret = made(cast.ana)

    with pytest.raises(DomainError):
        services.revoke_token(token.pk, by=viewer(cast.bruno))
    services.revoke_token(token.pk, by=viewer(cast.elena))
    assert ask(secret).status_code == 401
    again, _secret = made(cast.ana)
    services.revoke_token(again.pk, by=viewer(cast.ana))
    with pytest.raises(DomainError):
        services.revoke_token(again.pk, by=viewer(cast.ana))


def test_without_a_second_factor_where_it_is_required_there_is_no_token(scene, settings):
    _token, secret = made(scene.cast.ana)
    settings.SECOND_FACTOR_REQUIRED = True

    with pytest.raises(DomainError) as refused:
        made(scene.cast.bruno)
    assert refused.value.code == "second_factor"
    assert ask(secret).json()["code"] == "second_factor"
    Authenticator.objects.create(user=scene.cast.bruno, type="totp", data={"secret": "x"})
    assert ask(made(scene.cast.bruno)[1]).status_code == 200


def test_the_last_use_is_written_once_a_minute(scene):
    token, secret = made(scene.cast.ana)
    first = clock.now()
    ask(secret)
    scene.wait(seconds=59)
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at == first
    scene.wait(seconds=1)
    ask(secret)
    token.refresh_from_db()
    assert token.last_used_at == first + timedelta(minutes=1)


def test_the_person_is_written_to_and_the_letter_holds_no_secret(scene):
    _token, secret = made(scene.cast.ana, ACTING)

    notifications.deliver_due()

    letter = next(each for each in mail.outbox if each.to == [scene.cast.ana.email])
    assert "Oficina" in letter.body
    assert secret not in letter.body + letter.subject


def test_no_line_of_a_log_holds_a_token():
    record = logging.LogRecord("x", 20, "", 0, "failed: crm_%s", ("aB-_" * 11,), None)

    assert "aB-_aB-_" not in LineFormatter().format(record)


@pytest.mark.parametrize(
    ("name", "areas", "days"),
    [("", [], 30), ("x", ["accounts"], 30), ("x", [], 0), ("x", [], 366), ("x", [], 10**9)],
)
def test_a_token_has_a_name_known_areas_and_at_most_a_year(scene, name, areas, days):
    with pytest.raises(DomainError):
        made(scene.cast.ana, areas, days, name)
    assert not AccessToken.objects.exists()


def test_a_person_has_no_more_than_ten_tokens_each_with_a_name_of_its_own(scene):
    for n in range(rules.MOST_LIVE):
        made(scene.cast.ana, name=f"n{n}")

    with pytest.raises(DomainError) as refused:
        made(scene.cast.ana, name="n11")
    assert refused.value.code == "too_many"
    with pytest.raises(DomainError) as refused:
        made(scene.cast.ana, name="n1")
    assert refused.value.code == "name_taken"


def test_a_token_is_made_on_its_page_having_shown_who_one_is_and_is_shown_once(
    client, scene
):
    door, own = reverse("members:token-new"), reverse("members:tokens")
    client.force_login(scene.cast.ana)
    assert reverse("account_reauthenticate") in client.get(door)["Location"]
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    wrong = client.post(door, {"name": "", "days": "9"})
    assert (wrong.status_code, AccessToken.objects.count()) == (200, 0)
    shown = client.post(door, {"name": "Oficina", "areas": "consultations", "days": "30"})

    token = AccessToken.objects.get()
    assert token.scopes == ["read", "act:consultations"]
    assert f"{token.hint}</code>" in shown.content.decode()
    assert shown["Cache-Control"] == "private, no-store"
    assert f"{token.hint}</code>" not in client.get(own).content.decode()
    assert "crm_" not in str(client.session.items())
    client.post(reverse("members:token-revoke", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_by == scene.cast.ana


def test_who_keeps_accounts_sees_and_ends_the_tokens_of_others(client, scene):
    token, _secret = made(scene.cast.ana)
    revoke = reverse("members:token-revoke", args=[token.pk])
    client.force_login(scene.cast.bruno)
    assert client.post(revoke).status_code == 404
    client.force_login(scene.cast.elena)

    page = client.get(reverse("members:person-account", args=[scene.cast.ana.pk]))
    assert "Oficina" in page.content.decode()
    client.post(revoke)
    token.refresh_from_db()
    assert token.revoked_by == scene.cast.elena


AREAS = st.sets(st.sampled_from(["consultations", "texts", "follow-up", "finance"]))


@settings(max_examples=30)
@given(AREAS, st.sampled_from(["consultations", "texts", "finance", None]), st.booleans())
def test_a_token_does_nothing_beyond_its_scopes(areas, area, acts):
    allowed = rules.is_within(rules.scopes_of(areas), area, acts=acts)

    assert allowed == (not acts or area in areas)
