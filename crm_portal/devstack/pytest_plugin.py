"""Give the tests a PostgreSQL and a Redis of their own, before Django reads its settings.

Loaded by ``-p`` from pyproject.toml: a conftest is too late. Servers named in the
environment are used instead; workers of pytest-xdist inherit their parent's.
"""

import os

import pytest

from crm_portal.devstack.ephemeral import Ephemeral
from crm_portal.devstack.trouble import Trouble

_servers = Ephemeral()
# At import: pytest-django reads the settings before any hook of ours could run.
os.environ.update(_servers.env)


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers while the tests are collected, unless nothing will be run."""
    options = config.option
    idle = ("collectonly", "help", "version", "showfixtures", "markers", "setupplan")
    if any(getattr(options, name, False) for name in idle):
        return
    try:
        _servers.begin()
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Wait until the servers answer: from here on tests may ask them."""
    try:
        _servers.finish()
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from None


def pytest_unconfigure() -> None:
    """Stop the servers and remove what they held."""
    _servers.stop()
