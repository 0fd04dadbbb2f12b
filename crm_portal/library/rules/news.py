"""Who writes news, and who publishes what somebody else wrote."""

from crm_portal.core.access import Role, Viewer

WRITERS = (Role.SECRETARIAT, Role.PRESIDENCY)


def writes_news(viewer: Viewer) -> bool:
    """Say whether ``viewer`` writes news: the Secretariat and the presidency do."""
    return viewer.has(*WRITERS)


def may_approve_news(viewer: Viewer, *, written_by: int, delegates: frozenset[int]) -> bool:
    """Say whether ``viewer`` may approve what ``written_by`` wrote: never a stand-in of theirs."""
    own = {written_by, *delegates, None}
    return writes_news(viewer) and viewer.user_id not in own
