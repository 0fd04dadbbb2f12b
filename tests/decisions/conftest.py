"""The decisions' tests play scenes with the cast."""

from tests.decisions.stage import opened_stamp, scene

__all__ = ["opened_stamp", "scene"]
