"""The tests of finance may ask for the reference data."""

import pytest

from crm_portal.reference import loading


@pytest.fixture
def reference(db: None) -> list[loading.Loaded]:
    """The database as ``load_reference`` leaves it the first time."""
    return loading.load()
