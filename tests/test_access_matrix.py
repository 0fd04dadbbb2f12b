"""Every page as every visitor, against a table that a diplomat can read (docs/permissions.csv)."""

from collections import Counter
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, RequestFactory

from crm_portal.core import clock
from tests import matrix
from tests.cast import Cast
from tests.matrix import NO_SUCH, READABLE, VISITORS, WORDS, Door, Row, Stage
from tests.matrix_scenes import SCENES, set_scene

METHODS = ("GET", "POST")
NEVER = ("PUT", "PATCH", "DELETE")
# A method that a page does not know is unknown before it is asked who calls it.
ASKED_ANYWAY = frozenset({"observer", "presidency", "Secretariat"})
ALIKE = ("observer", "observer organization", "civil society")
STRANGERS = ("public", "disabled account")
# So many lines a test: a long scene is played more than once, by more than one worker.
TOGETHER = 300


def _parts() -> list[tuple[str, int]]:
    """Return each scene with the first of the lines that are tried in one go."""
    lines = Counter(row.scene for row in matrix.rows())
    return [(scene, n) for scene in SCENES for n in range(0, lines[scene], TOGETHER)]


def test_every_address_and_method_is_in_the_table():
    tried = {(row.page, row.method) for row in matrix.rows()}
    known = {(page, method) for page in matrix.pages() for method in METHODS}

    assert sorted(known - tried) == []
    assert sorted(tried - known) == []


def test_no_line_is_there_twice_and_every_cell_is_a_known_word():
    lines = Counter((row.page, row.method, row.scene) for row in matrix.rows())

    assert [line for line, times in lines.items() if times > 1] == []
    assert {word for row in matrix.rows() for word in row.words.values()} <= WORDS
    assert {row.scene for row in matrix.rows()} == set(SCENES)


def test_a_closed_account_is_a_stranger_and_everybody_else_is_somebody():
    """But for observers of every kind, to whom the portal may well say the same."""
    columns = {v: tuple(row.words[v] for row in matrix.rows()) for v in VISITORS}
    assert columns.pop("disabled account") == columns["public"]
    observers = {columns.pop(visitor) for visitor in ALIKE}

    assert len({*columns.values(), *observers}) == len(columns) + len(observers)


def test_the_readable_table_is_made_of_the_one_that_is_tested():
    """Write it anew with ``python -m tests.matrix``."""
    assert READABLE.read_text(encoding="utf-8") == matrix.readable()


@pytest.mark.django_db
@pytest.mark.parametrize(("scene", "first"), _parts())
def test_everybody_finds_what_the_table_says(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture, scene: str, first: int
):
    settings.SECOND_FACTOR_REQUIRED = True
    caplog.set_level(
        "ERROR", "django.request"
    )  # a refusal is expected, and writing it slow
    stage = set_scene(cast, scene)
    cookies, client = _signed_in(stage), Door()
    lines = [row for row in matrix.rows() if row.scene == scene]
    found = [
        f"{row.method} {row.page}, {visitor}: {word}, not {row.words[visitor]}"
        for turn, row in enumerate(lines[first : first + TOGETHER])
        for visitor in VISITORS
        if (row.words[visitor] != NO_SUCH or visitor in ASKED_ANYWAY)
        and visitor not in _alike(row, turn)
        and (word := _visit(client, stage, cookies[visitor], row)) != row.words[visitor]
    ]

    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", NEVER)
def test_nothing_is_done_by_any_other_method(cast: Cast, method: str):
    """But for allauth's forms, which take PUT for POST."""
    stage = set_scene(cast, "in consultation")
    client, cookie = Door(), _signed_in(stage)["presidency"]
    for page in matrix.pages():
        if page.startswith(("account_", "mfa_", "usersessions_")):
            continue
        client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: cookie})
        with transaction.atomic():
            answer = client.generic(method, stage.address(page))
            transaction.set_rollback(True)
        assert answer.status_code in {302, 403, 404, 405}, (method, page)


def _alike(row: Row, turn: int) -> set[str]:
    """Of those to whom a line says the same, one is asked by turns: return the others."""
    others = {STRANGERS[turn % 2]}
    if len({row.words[visitor] for visitor in ALIKE}) > 1:
        return others
    return others | (set(ALIKE) - {ALIKE[turn % len(ALIKE)]})


def _signed_in(stage: Stage) -> dict[str, str]:
    """Return the session of each visitor: all are open before the first page is asked for.

    Each has been seen already, so that reading a page writes nothing that is undone after.
    """
    cookies = {}
    for visitor, name in stage.visitors.items():
        client = Client()
        if name is not None:
            client.force_login(stage.people[name])
            session = client.session
            session["seen"] = clock.now().timestamp()
            session.save()
        cookies[visitor] = (
            client.cookies[settings.SESSION_COOKIE_NAME].value if name else ""
        )
    return cookies


def _visit(client: RequestFactory, stage: Stage, cookie: str, row: Row) -> str:
    """Ask, and leave the scene as it was."""
    with transaction.atomic():
        word = matrix.visit(client, stage, cookie, row)
        transaction.set_rollback(True)
    return word
