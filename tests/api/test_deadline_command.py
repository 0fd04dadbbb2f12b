"""The command counts as the portal does, and prints it for people or for programs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.core.calendar_data import examples

ARGUMENTS = ["--from", "2026-11-26T15:00:00Z", "--days", "5"]


def run(*arguments):
    out = StringIO()
    call_command("deadline", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["note"][:40])
def test_the_command_agrees_with_every_worked_example(cast, row):
    arguments = ["--from", row["start_utc"], "--days", str(row["business_days"])]
    said = json.loads(
        run(
            *arguments,
            "--members",
            ",".join(row["members"]),
            "--policy",
            row["policy"],
            "--json",
        )
    )

    assert said["event_date"] == row["expected_event_date"]
    assert said["closes_at"] == row["expected_deadline_exclusive_utc"]
    if days := row.get("per_member_day"):
        assert {code: each["last_day"] for code, each in said["per_member"].items()} == days
        assert said["determining"] == row["determining_members"]


def test_the_command_and_the_api_give_the_same_json(cast):
    api = Client().get(
        "/api/v1/deadlines/preview?from=2026-11-26T15:00:00Z&days=5&members=BZ,CA"
    )

    assert json.loads(run(*ARGUMENTS, "--members", "BZ,CA", "--json")) == api.json()


def test_the_command_prints_the_sentence_the_table_and_the_reasons(cast):
    said = run(*ARGUMENTS, "--language", "es")

    assert said.startswith(
        "Hasta las 23:59 del viernes 4 de diciembre de 2026, hora de San José"
    )
    assert "2026-12-05T06:00:00Z" in said
    assert "* CR Costa Rica" in said
    assert "  CA Canadá" in said
    assert "mar 1 dic  CR  Abolición del Ejército" in said
    assert "¿Por qué no es el jueves 3?" in said
    assert "tzdata" in said


def test_the_command_speaks_english_when_asked(cast):
    said = run(*ARGUMENTS, "--policy", "ONE:US", "--language", "en")

    assert said.startswith("Until 23:59 on ")
    assert "* US United States" in said


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--from", "tomorrow", "--days", "5"], "--from"),
        (["--from", "2026-11-26", "--days", "0"], "--days"),
        (["--from", "2026-11-26", "--days", "5", "--members", "XX"], "--members"),
        (["--from", "2026-11-26", "--days", "5", "--policy", "R2"], "--policy"),
    ],
)
def test_a_bad_argument_is_named(cast, arguments, named):
    with pytest.raises(CommandError, match=named):
        run(*arguments)
