"""Give the tests a PostgreSQL and a Redis of their own, before Django reads its settings.

Loaded by ``-p`` from pyproject.toml: a conftest is too late. Servers named in the
environment are used instead; workers of pytest-xdist inherit their parent's. The migrated
database is kept for the next run; ``--create-db`` makes it anew.
"""

import os
from collections.abc import Generator
from typing import Any

import pytest

from crm_portal.core.management.commands.compile_catalogue import compile_catalogues
from crm_portal.devstack.ephemeral import DATABASE, Ephemeral
from crm_portal.devstack.places import ROOT
from crm_portal.devstack.template import Template
from crm_portal.devstack.trouble import Trouble

IDLE = ("collectonly", "help", "version", "showfixtures", "markers", "setupplan")

FRESH = "CRM_TEST_SERVERS_ARE_FRESH"
COPIED = pytest.StashKey[bool]()  # whether there was a template to begin with

# What a fresh checkout lacks; Django reads it when it is set up.
compile_catalogues(ROOT / "locale")
_servers = Ephemeral()
_template = Template()
# At import: pytest-django reads the settings before any hook of ours could run.
os.environ.update(_servers.env)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers while the tests are collected, unless nothing will be run."""
    if any(getattr(config.option, name, False) for name in IDLE):
        return
    if config.getoption("create_db", default=False):
        _template.forget()
    try:
        copied = _servers.begin(_template)
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None
    if _servers.postgres:
        os.environ[FRESH] = "1"  # the workers of pytest-xdist read it
    if FRESH in os.environ:
        # A fresh server holds what the template held, and takes it along when it goes.
        config.option.reuse_db = True
        config.option.create_db = False
    config.stash[COPIED] = copied


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Wait until the servers answer: from here on tests may ask them."""
    try:
        _servers.finish()
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None
    if session.config.stash.get(COPIED, False):
        workers = range(session.config.getoption("numprocesses", default=0) or 0)
        _servers.multiply([f"{DATABASE}_gw{number}" for number in workers])


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Keep the database for the next run once it is migrated."""
    result = yield
    migrating = fixturedef.func.__module__ == "pytest_django.fixtures"
    if migrating and fixturedef.argname == "django_db_setup" and not _template.exists():
        _keep_database()
    return result


def pytest_unconfigure() -> None:
    """Stop the servers and remove what they held."""
    _servers.stop()


def _keep_database() -> None:
    from django.db import connection, connections

    if connection.settings_dict["NAME"] == DATABASE:
        connections.close_all()
        _servers.save(_template)
