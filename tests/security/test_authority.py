"""A3, A6, A7: other people's things do not exist, offices end on time, extras are nothing."""

import ast
import re
import uuid
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from crm_portal.core import clock
from decisions.models import Reply
from members.models import Mandate, User
from tests import matrix
from tests.cast import MORNING, Cast
from tests.decisions.scene import Scene
from tests.factories import since
from tests.matrix import UNKNOWN, Row, Stage
from tests.matrix_scenes import set_scene
from tests.test_access_matrix import _signed_in

END = MORNING + timedelta(hours=1)
NOWHERE: dict[str, Any] = {
    "reference": "CRM-CONS-2099-99",
    "sha256": "0" * 64,
    "code": "ZZZZZZZZZZZZ",
    "party": "ZZ",
}
NO_NUMBER = 999_999_999
VARIES = re.compile(r'(value|href|action|content|hx-\w+)="[^"]*"|"instance": ?"[^"]*"')
PORTAL = ("members", "decisions", "meetings", "finance", "library", "core")


def elsewhere(stage: Stage) -> Stage:
    """The same stage with addresses of what does not exist."""
    arguments = {
        name: NOWHERE.get(name, NO_NUMBER if isinstance(value, int) else value)
        for name, value in stage.arguments.items()
        if name != "bodies"
    }
    return Stage(stage.people, {**stage.arguments, **arguments}, stage.visitors)


def answer(client: Client, stage: Stage, cookie: str, row: Row) -> tuple[int, str]:
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie} if cookie else {})
    with transaction.atomic():
        if row.method == "GET":
            found = client.get(stage.address(row.page))
        elif row.page.startswith("api:"):
            said = stage.arguments["bodies"].get(row.page, {})
            found = client.post(
                stage.address(row.page), said, content_type="application/json"
            )
        else:
            found = client.post(stage.address(row.page), headers={"HX-Request": "true"})
        transaction.set_rollback(True)
    return found.status_code, VARIES.sub("", found.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("scene", ["with the Troika", "in consultation"])
def test_what_one_may_not_know_looks_like_what_does_not_exist(
    cast, scene, caplog, settings
):
    """A3: the same status and the same bytes, but for the address that was typed."""
    settings.SECOND_FACTOR_REQUIRED = True
    caplog.set_level("ERROR", "django")
    stage = set_scene(cast, scene)
    nothing, cookies, client = elsewhere(stage), _signed_in(stage), Client()
    told_apart, compared = [], 0
    for turn, row in enumerate(matrix.rows()):
        if row.scene != scene or not matrix.placeholders(row.page):
            continue
        for visitor in _by_turns(row, turn):
            compared += 1
            asked = client, cookies[visitor], row
            hidden = answer(asked[0], stage, *asked[1:])
            missing = answer(asked[0], nothing, *asked[1:])
            if hidden != missing or hidden[0] != 404:
                told_apart.append((row.method, row.page, visitor, hidden[0], missing[0]))

    assert told_apart == []
    assert compared > 25


def _by_turns(row: Row, turn: int) -> list[str]:
    """Two of those who may not know: that each gets a 404 is the matrix's to say."""
    unknown = [visitor for visitor, word in row.words.items() if word == UNKNOWN]
    first = turn % max(1, len(unknown))
    return [*unknown[first:], *unknown[:first]][:2]


@pytest.mark.django_db
def test_ids_in_a_query_or_a_body_reach_nothing_of_others(cast):
    """A3: what is named in a body or a query is looked for among one's own."""
    scene = Scene(cast)
    scene.open()
    client = Client()
    client.force_login(cast.mateo)
    body = {"position": "agree", "submission_key": str(uuid.uuid4()), "party": "DO"}
    more = {"institution": cast.voices["DO"].pk, "user": cast.bruno.pk, "party_id": 1}
    page = f"/api/v1/consultations/{scene.consultation.reference}/replies"
    client.post(page, {**body, **more}, content_type="application/json")

    filed = Reply.objects.get()
    assert filed.party == cast.parties["MX"]
    assert filed.user == cast.mateo
    assert filed.institution == cast.voices["MX"]
    client.force_login(cast.oscar)
    for query in ("?party=DO", "?id=1", f"?user={cast.bruno.pk}", "?reference=x"):
        found = client.get(f"/api/v1/consultations{query}")
        assert found.status_code in {200, 400}
        assert scene.consultation.reference not in found.content.decode()


@pytest.mark.django_db
def test_an_office_ends_on_the_millisecond_on_every_page(cast: Cast, settings, caplog):
    """A6: open pages, open forms and the API: until the end as before, from it as ended."""
    settings.SECOND_FACTOR_REQUIRED = True
    caplog.set_level("ERROR", "django")
    stage = set_scene(cast, "in consultation")
    Mandate.objects.filter(user=cast.bruno).update(during=since(end=END))
    wrong = []
    for at, visitor in (
        (END - timedelta(milliseconds=1), "the State itself"),
        (END, "expired mandate"),
        (END + timedelta(milliseconds=1), "expired mandate"),
    ):
        clock.set_to(END - timedelta(milliseconds=1), frozen=True)
        cookie = _signed_in(stage)["the State itself"]
        clock.set_to(at, frozen=True)
        client = Client(raise_request_exception=False)
        for turn, row in enumerate(matrix.rows()):
            if row.scene != "in consultation" or _is_of_the_session(row):
                continue
            if at > END and turn % 4:  # a millisecond later the same is asked of a few
                continue
            with transaction.atomic():
                word = matrix.visit(client, stage, cookie, row)
                transaction.set_rollback(True)
            if word != row.words[visitor]:
                wrong.append((at - END, row.method, row.page, word, row.words[visitor]))

    assert wrong == []


def _is_of_the_session(row: Row) -> bool:
    """Pages of the password and the factors ask how long ago one signed in: another clock."""
    return row.page.startswith(("account_", "mfa_", "usersessions_"))


@pytest.mark.django_db
def test_what_is_typed_besides_a_form_changes_nothing(cast):
    """A7: every field of the account is sent along with the four that are its holder's."""
    client = Client()
    client.force_login(cast.bruno)
    own = {"full_name": "Bruno", "title": "Director", "phone": "", "language": "es"}
    before = User.objects.filter(pk=cast.bruno.pk).values().get()
    extras = {field.name: "1" for field in User._meta.fields if field.name not in own}
    extras |= {"email": "otro@example.org", "is_active": "", "verified_at": "2030-01-01"}

    client.post(reverse("members:account"), {**extras, **own})

    after = User.objects.filter(pk=cast.bruno.pk).values().get()
    changed = {name for name in after if after[name] != before[name]}
    assert "title" in changed
    assert changed <= {"title", "full_name", "phone", "language", "folded"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["secretariat", "administrator", "presidency", "member"])
def test_nobody_is_invited_to_an_office_that_is_not_offered(cast, role):
    client = Client()
    client.force_login(cast.bruno)
    typed = {
        "email": "nora@example.org",
        "full_name": "Nora",
        "language": "es",
        "role": role,
        "institution": cast.voices["DO"].pk,
        "party": cast.parties["ST"].pk,
        "is_active": "1",
    }
    client.post(reverse("members:party-invite", args=["DO"]), typed)

    assert not User.objects.filter(email="nora@example.org").exists()


@pytest.mark.django_db
def test_another_countrys_institution_is_not_accepted_in_an_invitation(cast):
    client = Client()
    client.force_login(cast.bruno)
    typed = {
        "email": "nora@example.org",
        "full_name": "Nora",
        "language": "es",
        "role": "focal_point",
        "institution": cast.voices["MX"].pk,
    }
    client.post(reverse("members:party-invite", args=["DO"]), typed)

    assert not User.objects.filter(email="nora@example.org").exists()


@pytest.mark.django_db
def test_every_field_of_a_reply_sent_by_api_is_ignored_but_the_replys_own(cast):
    """A7: what the portal decides is not the sender's to say."""
    scene = Scene(cast)
    scene.open()
    client = Client()
    client.force_login(cast.bruno)
    own = {"position": "agree", "submission_key": str(uuid.uuid4())}
    fields = {field.attname: 1 for field in Reply._meta.fields} | {
        "is_official": False,
        "received_at": "2020-01-01T00:00:00Z",
        "channel": "transcription",
        "is_late": True,
        "id": 77,
        "pk": 77,
    }
    page = f"/api/v1/consultations/{scene.consultation.reference}/replies"
    client.post(page, {**fields, **own}, content_type="application/json")

    filed = Reply.objects.get()
    assert (filed.party, filed.user, filed.is_official) == (
        cast.parties["DO"],
        cast.bruno,
        True,
    )
    assert filed.received_at == clock.now()
    assert filed.channel != "transcription"


def test_no_form_and_no_serializer_takes_every_field_there_is():
    """A7: a field is offered because somebody wrote its name."""
    sources = [
        path
        for app in apps.get_app_configs()
        if app.name.endswith(PORTAL)
        for path in sorted(Path(app.path).rglob("*.py"))
    ]
    found = [
        f"{path}:{node.lineno}"
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign) and _takes_all(node)
    ]

    assert found == []


def _takes_all(node: ast.Assign) -> bool:
    names = {target.id for target in node.targets if isinstance(target, ast.Name)}
    if "fields" not in names:
        return False
    return isinstance(node.value, ast.Constant) and node.value.value == "__all__"
