"""PostgreSQL and Redis of one's own: on any path, through any death, without a trace."""

import contextlib
import os
import signal

import psycopg2
import pytest
import redis

from crm_portal.devstack.ephemeral import Ephemeral
from crm_portal.devstack.portal import Portal
from crm_portal.devstack.processes import is_alive, wait_until
from crm_portal.devstack.trouble import Trouble

pytestmark = pytest.mark.processes

SERVERS = ("postgres", "redis")
SOON = 20.0


def servers(data, **options):
    return Portal(data, names=SERVERS, prepare=False, **options)


def sql(portal, statement):
    with contextlib.closing(psycopg2.connect(portal.env["DATABASE_URL"])) as there:
        there.autocommit = True
        with there.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone() if cursor.description else None


def answers(portal, statement):
    try:
        return sql(portal, statement)
    except psycopg2.OperationalError:
        return None


def test_data_survive_a_restart(folder):
    with servers(folder / "var") as portal:
        sql(portal, "CREATE TABLE kept AS SELECT 'so' AS what")
        redis.Redis.from_url(portal.env["REDIS_URL"]).set("kept", "so")

    with servers(folder / "var") as portal:
        kept = redis.Redis.from_url(portal.env["REDIS_URL"]).get("kept")
        assert sql(portal, "SELECT what FROM kept") == ("so",)
        assert kept == b"so"


def test_a_path_of_130_characters_is_no_longer_than_sockets_allow(folder):
    data = folder / ("d" * 60) / ("e" * 60)
    assert len(str(data)) > 130

    with servers(data) as portal:
        assert sql(portal, "SELECT 1") == (1,)

    assert not portal.place.sockets.exists()


def test_instants_are_utc_and_an_idle_transaction_does_not_stay_for_ever(folder):
    with servers(folder / "var") as portal:
        assert sql(portal, "SHOW timezone") == ("UTC",)
        assert sql(portal, "SHOW idle_in_transaction_session_timeout") == ("1min",)
        assert sql(portal, "SHOW listen_addresses") == ("",)
        assert sql(portal, "SHOW fsync") == ("on",)


@pytest.mark.parametrize("name", SERVERS)
def test_a_server_that_was_killed_is_started_again_with_its_data(folder, name):
    with servers(folder / "var", watch=True) as portal:
        sql(portal, "CREATE TABLE kept AS SELECT 'so' AS what")
        first = portal.pids(name)[0]

        portal.kill(name)

        assert wait_until(lambda: portal.pids(name)[:1] not in ([], [first]), within=SOON)
        assert wait_until(portal.keepers[name].child.answers, within=SOON)
        assert wait_until(lambda: answers(portal, "SELECT what FROM kept"), within=SOON)


def test_what_was_halted_stays_down_until_it_is_restarted(folder):
    with servers(folder / "var") as portal:
        portal.halt("redis")
        portal.check()
        assert portal.pids("redis") == []

        portal.restart("redis")
        assert redis.Redis.from_url(portal.env["REDIS_URL"]).ping()


def test_a_server_named_in_the_environment_is_not_started(folder):
    with Portal(
        folder / "var",
        names=SERVERS,
        prepare=False,
        env={"DATABASE_URL": "postgresql://elsewhere/app"},
    ) as portal:
        assert list(portal.keepers) == ["redis"]
        assert portal.env["DATABASE_URL"] == "postgresql://elsewhere/app"


def test_nothing_is_left_running(folder):
    with servers(folder / "var") as portal:
        pids = [pid for name in SERVERS for pid in portal.pids(name)]

    assert len(pids) > len(SERVERS)
    assert not any(map(is_alive, pids))


def test_data_of_another_version_are_refused_with_the_reason(folder):
    with servers(folder / "var") as portal:
        version = portal.keepers["postgres"].child.data / "PG_VERSION"
    version.write_text("9\n")

    with pytest.raises(Trouble, match="PostgreSQL version 9"), servers(folder / "var"):
        pass


def test_a_missing_binary_is_one_clear_line(folder, monkeypatch):
    monkeypatch.setenv("DEVSTACK_PG_BIN", "/nowhere")

    with pytest.raises(Trouble, match="DEVSTACK_PG_BIN=/nowhere"), servers(folder / "var"):
        pass


def test_the_servers_of_a_test_run_leave_no_folder(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    own = Ephemeral()
    place = own.place
    own.begin()
    own.finish()
    pids = [server.process.pid for server in own.servers]

    own.stop()

    assert not any(map(is_alive, pids))
    assert not place.data.exists()
    assert not place.sockets.exists()


def test_the_tests_run_on_servers_that_are_not_in_memory(db):
    from django.db import connection

    assert connection.vendor == "postgresql"
    assert redis.Redis.from_url(os.environ["REDIS_URL"]).ping()


def test_a_process_that_ignores_the_request_to_end_is_ended(folder):
    with servers(folder / "var") as portal:
        child = portal.keepers["redis"].child
        os.kill(child.process.pid, signal.SIGSTOP)
        child.grace = 0.2

        portal.halt("redis")

        assert not is_alive(child.process.pid)
