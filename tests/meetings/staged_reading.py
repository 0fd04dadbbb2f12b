"""What the API reads around a meeting: one row of each kind, and the address of each."""

from datetime import date

from meetings.models import Meeting, MeetingState
from tests.chair_scene import around_the_chair
from tests.decisions.scene import Scene
from tests.meetings.papering import paper
from tests.meetings.staged import admission
from tests.meetings.staged_agenda import agendas
from tests.meetings.staged_calendar import calendar
from tests.meetings.staged_delegations import delegations

LISTS = (
    "convocations",
    "papers",
    "participation-decisions",
    "guests",
    "outcomes",
    "meeting-statements",
    "drafting-groups",
    "representations",
    "agreements",
    "presidency-reports",
    "designations",
    "interests",
    "continuity",
)


def read_at(scene: Scene) -> dict[str, str]:
    """Play a meeting that is in session with all that hangs on it; return what to read, named."""
    kept = admission(scene) | calendar(scene) | agendas(scene) | delegations(scene)
    kept |= around_the_chair(scene)
    Meeting.objects.filter(symbol=kept["meeting"]).update(
        state=MeetingState.IN_SESSION, starts_on=date(2026, 9, 1)
    )
    paper(Meeting.objects.get(symbol=kept["meeting"]), scene.viewer("elena"))
    symbol = kept["meeting"]
    return {
        **{name: name for name in LISTS},
        "agenda": f"agendas/{symbol}",
        "versions of an agenda": f"agendas/{symbol}/versions",
        "one of convocations": f"convocations/{kept['letter']}",
        "participation": f"participation/{symbol}",
        "results": f"results/{symbol}",
    }
