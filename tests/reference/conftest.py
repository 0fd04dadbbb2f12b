"""The reference data, loaded once for the tests of a module's own database transaction."""

import pytest

from crm_portal.reference import loading


@pytest.fixture
def reference(db: None) -> list[loading.Loaded]:
    """The database as ``load_reference`` leaves it the first time."""
    return loading.load()
