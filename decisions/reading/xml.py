"""The names that WordprocessingML gives to things, and how its values are read."""

from typing import Any

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{WORD}}}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
OTHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFF = frozenset({"0", "false", "off", "none"})


def value(node: Any, name: str = "val") -> str:
    """Return an attribute of a node; empty: it has none, or there is no node."""
    return "" if node is None else str(node.get(f"{W}{name}", ""))


def is_on(within: Any, name: str) -> bool:
    """Say whether a switch is there and not turned off."""
    found = None if within is None else within.find(f"{W}{name}")
    return found is not None and value(found) not in OFF


def child(node: Any, *names: str) -> Any:
    """Return what stands at a path of names below a node; None: nothing does."""
    for name in names:
        node = None if node is None else node.find(f"{W}{name}")
    return node


def number(node: Any, default: int = 0) -> int:
    """Return the value of a node as a number."""
    said = value(node)
    return int(said) if said.lstrip("-").isdigit() and len(said) < 10 else default
