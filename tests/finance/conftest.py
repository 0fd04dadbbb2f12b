"""The books that the tests of finance write in."""

import pytest

from tests.cast import Cast
from tests.finance.books import Books, open_books


@pytest.fixture
def books(cast: Cast) -> Books:
    return open_books(cast)
