"""The story of a demonstration: what its people did before a newcomer arrives.

It is written in ``story.toml`` and ``texts/``, and played through the services, with the
clock of record standing at the instant of each act and the sweeps doing what falls due in
between. Papers are asked for and left to the worker.
"""

from crm_portal.demonstration.scenario.playing import play
from crm_portal.demonstration.scenario.script import STANDS, Act, acts, text

__all__ = ["STANDS", "Act", "acts", "play", "text"]
