"""What the tick does for the library: make the papers that are owed."""

from crm_portal.library import services


def render_due(limit: int = 20) -> int:
    """Make at most ``limit`` papers, each in a transaction of its own; return how many tried."""
    tried = 0
    while tried < limit and services.make_next():
        tried += 1
    return tried
