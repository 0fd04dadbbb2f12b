"""The instance this process serves: a folder of data, chosen by ``CRM_INSTANCE``.

Read once, when the process starts, and never changed: what a page, a letter, a paper or a
rule asks of it is a value.
"""

import os
from dataclasses import replace
from pathlib import Path

from crm_portal.core.instance.model import (
    Chair,
    ChairRule,
    Face,
    Instance,
    InstanceError,
    Languages,
    Passage,
    Seat,
    Tier,
    Told,
    Words,
)
from crm_portal.core.instance.reading import read
from crm_portal.core.instance.terms import laid

__all__ = [
    "DEFAULT",
    "HOME",
    "THIS",
    "Chair",
    "ChairRule",
    "Face",
    "Instance",
    "InstanceError",
    "Languages",
    "Passage",
    "Seat",
    "Tier",
    "Told",
    "Words",
    "read",
]

# The Regional Conference on Migration: the one that the portal was made for.
DEFAULT = Path(__file__).resolve().parents[2] / "reference"
HOME = read(DEFAULT)


def _chosen() -> Instance:
    """Return the instance that the environment names, with the words that follow from it."""
    folder = Path(os.environ.get("CRM_INSTANCE") or DEFAULT).resolve()
    if folder == DEFAULT:
        return HOME
    chosen = read(folder)
    return replace(chosen, words=laid(chosen, HOME))


THIS = _chosen()
