"""What every test may ask for: a clock at a known instant, the reference data, a cast."""

import gc
from collections.abc import Generator
from typing import Any

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from crm_portal.reference import loading
from members.models import Party
from tests.cast import the_cast, the_cast_stamp
from tests.drilling import Drills
from tests.stamps import Stamp

__all__ = ["the_cast", "the_cast_stamp"]

# A suite of five thousand tests makes no cycles to speak of.
gc.set_threshold(100_000, 50, 50)
# A rule holds however slow the machine is, and the same examples are tried everywhere.
properties.register_profile(
    "suite",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
properties.load_profile("suite")
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise looks for it at start
FIRST = ({"processes", "slow"}, {"browser"}, {"slow"}, {"processes"})
# Made with the schema: the same after every test, and slow to make again.
OF_THE_SCHEMA = frozenset({"django_content_type", "auth_permission"})


def _emptied(
    self: DatabaseOperations, style: Any, tables: list[str], **_options: bool
) -> list[str]:
    """Return what empties those tables that hold rows: most tests write into a few."""
    names = sorted({*tables} - OF_THE_SCHEMA)
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT FROM {self.quote_name(name)})"
        for name in names
    )
    with self.connection.cursor() as cursor:
        cursor.execute(asked)
        full = [name for (name,) in cursor.fetchall()]
    # Append-only triggers step aside, and so do checks of foreign keys.
    return [
        "SET session_replication_role = replica",
        *(f"DELETE FROM {self.quote_name(name)}" for name in full),
        "SET session_replication_role = origin",
    ]


def pytest_configure(config: pytest.Config) -> None:
    """Let the drills run beside the tests, whoever of several processes runs these."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Drills())


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    DatabaseOperations.sql_flush = _emptied
    flush.emit_post_migrate_signal = lambda *_told, **_more: (
        None
    )  # nothing of the schema is gone


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let the tests' clock move: the same function that a demonstration uses."""
    from crm_portal.core import clock

    with django_db_blocker.unblock():
        clock.make_movable()


@pytest.fixture(scope="session")
def reference_stamp(django_db_setup: None, django_db_blocker: Any) -> Stamp[None]:
    """The rows of the reference data, loaded once."""
    with django_db_blocker.unblock():
        return Stamp(_load)


def _load() -> None:
    loading.load()


@pytest.fixture
def reference(db: None, reference_stamp: Stamp[None]) -> None:
    """The database as ``load_reference`` leaves it, whatever countries are there already."""
    if Party.objects.exists():
        _load()
    else:
        reference_stamp.lay()


@pytest.fixture(autouse=True)
def _first_language() -> None:
    """Every test begins in the portal's first language, whatever the one before it left."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    items: list[pytest.Item],
) -> Generator[None, object, object]:
    """The longest first, so that of several workers none waits for another at the end."""
    result = yield
    items.sort(key=_place)
    return result


def _place(item: pytest.Item) -> int:
    marks = {mark.name for mark in item.iter_markers()}
    if "awaited" in marks:
        return len(FIRST) + 1
    return next((n for n, some in enumerate(FIRST) if marks >= some), len(FIRST))
