"""Every page as every visitor, against a table that a diplomat can read (docs/permissions.csv)."""

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client

from tests import matrix
from tests.cast import Cast
from tests.matrix import READABLE, VISITORS, WORDS, Row, Stage
from tests.matrix_scenes import SCENES, set_scene

METHODS = ("GET", "POST")
NEVER = ("PUT", "PATCH", "DELETE")


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
    columns = {v: tuple(row.words[v] for row in matrix.rows()) for v in VISITORS}

    assert columns.pop("disabled account") == columns["public"]
    assert len(set(columns.values())) == len(columns)


def test_the_readable_table_is_made_of_the_one_that_is_tested():
    """Write it anew with ``python -m tests.matrix``."""
    assert READABLE.read_text(encoding="utf-8") == matrix.readable()


@pytest.mark.django_db
@pytest.mark.parametrize("scene", list(SCENES))
def test_everybody_finds_what_the_table_says(cast: Cast, scene: str):
    stage = set_scene(cast, scene)
    cookies = _signed_in(stage)
    found = [
        f"{row.method} {row.page}, {visitor}: {word}, not {row.words[visitor]}"
        for row in matrix.rows()
        if row.scene == scene
        for visitor in VISITORS
        if (word := _visit(stage, cookies[visitor], row)) != row.words[visitor]
    ]

    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", NEVER)
def test_nothing_is_done_by_any_other_method(cast: Cast, method: str):
    """But for allauth's forms, which take PUT for POST."""
    stage = set_scene(cast, "in consultation")
    cookie = _signed_in(stage)["presidency"]
    for page in matrix.pages():
        if page.startswith(("account_", "mfa_", "usersessions_")):
            continue
        client = Client()
        client.cookies["session"] = cookie
        with transaction.atomic():
            answer = client.generic(method, stage.address(page))
            transaction.set_rollback(True)
        assert answer.status_code in {302, 403, 404, 405}, (method, page)


def _signed_in(stage: Stage) -> dict[str, str]:
    """Return the session of each visitor: all are open before the first page is asked for."""
    cookies = {}
    for visitor, name in stage.visitors.items():
        client = Client()
        if name is not None:
            client.force_login(stage.people[name])
        cookies[visitor] = client.cookies["session"].value if name else ""
    return cookies


def _visit(stage: Stage, cookie: str, row: Row) -> str:
    """Ask, and leave the scene as it was."""
    with transaction.atomic():
        word = matrix.visit(stage, cookie, row)
        transaction.set_rollback(True)
    return word
