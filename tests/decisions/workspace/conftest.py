"""A declaration in negotiation, with its pages."""

import pytest

from tests.cast import Cast
from tests.decisions.negotiating import laid
from tests.decisions.workspace.at_the_desk import Desk


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """The declaration of the negotiation's tests, open to every member."""
    return Desk(laid(cast))
