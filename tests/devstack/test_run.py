"""``make run`` as it is lived: refused in one line, killed, started again, stopped."""

import contextlib
import json
import socket
import stat
import urllib.request

import psycopg2
import pytest

from crm_portal.devstack import environment
from crm_portal.devstack.places import Lock, Place
from crm_portal.devstack.portal import ALL, Portal
from crm_portal.devstack.prepare import Stamp
from crm_portal.devstack.processes import descendants, is_alive, wait_until

pytestmark = pytest.mark.processes

FIRST_START, SECOND_START, ENDING = 240.0, 120.0, 60.0  # seconds, on a machine that is busy


def sign(folder):
    return json.loads((folder / "var" / "portal.json").read_text())


def test_a_second_instance_is_refused_in_one_line(folder, type_in):
    with Portal(folder / "var", names=["redis"], prepare=False) as portal:
        second = type_in("run")

        assert second.ends(within=20) == 1
        assert second.text.startswith(f"The portal already runs on {folder / 'var'}: http")
        assert second.text.count("\n") == 1
        assert portal.pids("redis")


def test_a_busy_port_is_named_with_another_to_choose(folder, type_in):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        refused = type_in("run", PORT=str(port))

        assert refused.ends(within=20) == 1
        assert refused.text.startswith(f"Port {port} is busy")
        assert "PORT=" in refused.text
        assert refused.text.count("\n") == 1


@pytest.mark.parametrize("port", ["many", "70000", "-1"])
def test_what_is_no_port_is_said_so(folder, type_in, port):
    refused = type_in("run", PORT=port)

    assert refused.ends(within=20) == 1
    assert refused.text.startswith(f"PORT={port} is not a port")


def test_a_database_out_of_reach_is_one_line(folder, type_in):
    refused = type_in("run", DEVSTACK_PG_BIN="/nowhere")

    assert refused.ends(within=20) == 1
    assert refused.text == "DEVSTACK_PG_BIN=/nowhere: there is no /nowhere/initdb.\n"


@pytest.mark.slow
def test_killed_outright_it_leaves_no_process_and_keeps_its_data(folder, type_in):
    first = type_in("run", CRM_DEMO_STORY="0")
    assert first.says("The portal is ready at", within=FIRST_START), first.text
    pids = descendants(first.process.pid)
    address = sign(folder)["url"]
    with urllib.request.urlopen(f"{address}/healthz/live", timeout=10) as answer:
        assert answer.status == 200
    url = f"host={Place.at(folder / 'var').sockets} user=app dbname=app"
    with (
        contextlib.closing(psycopg2.connect(url)) as there,
        there,
        there.cursor() as cursor,
    ):
        cursor.execute("CREATE TABLE kept AS SELECT 'so' AS what")

    first.process.kill()

    assert len(pids) > len(ALL)
    assert wait_until(lambda: not any(map(is_alive, pids)), within=ENDING)

    second = type_in("run", CRM_DEMO_STORY="0")
    assert second.says("The portal is ready at", within=SECOND_START), second.text
    with contextlib.closing(psycopg2.connect(url)) as there, there.cursor() as cursor:
        cursor.execute("SELECT what FROM kept")
        assert cursor.fetchone() == ("so",)
    pids = descendants(second.process.pid)

    second.process.terminate()

    assert second.ends(within=ENDING) == 0
    assert "the data stay in" in second.text
    assert not any(map(is_alive, pids))


def test_the_secret_is_made_once_for_its_owner_alone(folder):
    path = folder / "secret-key"

    secret = environment.secret_key(path)

    assert len(secret) >= 50
    assert environment.secret_key(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_given_wins_and_the_rest_is_filled_in(folder):
    place = Place.at(folder / "var")
    given = {"DEMONSTRATION": "0", "SECRET_KEY": "given"}

    env = environment.build(place, given, {"REDIS_URL": "unix:///r"}, "0.0.0.0", 8001)

    assert env["DEMONSTRATION"] == "0"
    assert env["SECRET_KEY"] == "given"
    assert env["SITE_URL"] == "http://127.0.0.1:8001"
    assert env["REDIS_URL"] == "unix:///r"
    assert env["DJANGO_SETTINGS_MODULE"] == "crm_portal.settings"


def test_the_database_is_prepared_again_for_another_database(folder):
    place = Place.at(folder / "var")
    env = {"DATABASE_URL": "postgresql://one/app", "DEMONSTRATION": "1"}
    Stamp(place, env).keep()

    assert Stamp(place, env).holds()
    assert not Stamp(place, env | {"DATABASE_URL": "postgresql://two/app"}).holds()
    assert not Stamp(place, env | {"DEMONSTRATION": "0"}).holds()


def test_a_lock_is_free_again_when_its_holder_lets_go(folder):
    held, other = Lock(folder / "lock"), Lock(folder / "lock")

    assert held.take()
    assert not other.take()
    held.release()
    assert other.take()
    other.release()
