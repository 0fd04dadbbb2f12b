"""The members' tests argue with the cast."""

from tests.cast import the_cast

__all__ = ["the_cast"]
