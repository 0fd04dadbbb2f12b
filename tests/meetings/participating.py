"""Every cell of the matrix, as the tests of those who obey it read it: who stands for each class.

One party of each class stands at one meeting that sits in every forum; Colombia stopped
observing (it is the public now) and Ecuador did too, and was invited to this meeting (a
special guest).
"""

import csv
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Refused
from meetings.models import Body, Forum, Guest, Meeting, Session
from meetings.rules import Ground
from members.access import viewer_for
from tests.cast import Cast
from tests.factories import MandateFactory, MeetingFactory, UserFactory

FILES = Path(settings.BASE_DIR) / "crm_portal" / "reference"
OF_CLASS = {
    "MIEMBRO": "DO",
    "PPT": "GT",
    "TROIKA_OTRO": "BZ",
    "ST": "ST",
    "PAIS_OBS": "AR",
    "ORG_OBS": "SICA",
    "RROCM": "RROCM",
    "INVITADO": "EC",
    "PUBLICO": "CO",
}
TEN = datetime(2026, 12, 2, 16, tzinfo=UTC)
NOON = datetime(2026, 12, 2, 18, tzinfo=UTC)
Cells = dict[tuple[str, str, str], dict[str, str]]


@cache
def matrix() -> Cells:
    """Return the cells by forum, class and right, with the ground of those that have one."""
    with (FILES / "grounds.csv").open(encoding="utf-8", newline="") as file:
        grounds = {row["condition"]: row["ground"] for row in csv.DictReader(file)}
    with (FILES / "participation.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["body"], row["party"], row["right"]): {
                **row,
                "ground": grounds[row["condition"]] if row["value"] == "COND" else "",
            }
            for row in csv.DictReader(file)
        }


def sitting_everywhere(cast: Cast) -> Meeting:
    """A meeting that sits in every forum; of conditions, one invitation is on record."""
    held = MeetingFactory(body=Body.objects.get(code="VICE_MINISTERIAL"))
    for forum in Forum:
        Session.objects.create(meeting=held, forum=forum, starts_at=TEN, ends_at=NOON)
    for code in ("EC", "CO"):
        cast.parties[code].standings.update(status="departed")
    guest = {"party": cast.parties["EC"], "decided_by": "PPT", "source": "nota"}
    Guest.objects.create(meeting=held, **guest)
    return held


def given(cell: dict[str, str], *met: str) -> bool:
    """Say whether the sources give the right when the grounds ``met`` are on record."""
    if cell["value"] == "COND":
        return cell["ground"] in {*met, Ground.OFFICE}
    return cell["value"] == "YES"


def on_record(party_class: str) -> tuple[str, ...]:
    return (Ground.INVITATION,) if party_class == "INVITADO" else ()


def succeeds(act: Callable[[], object]) -> bool:
    """Do the act and undo it; False if a rule refuses it, and only then."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


def in_office(cast: Cast, party_class: str, role: Role = Role.FOCAL_POINT) -> Viewer:
    """An account of the party of that class, and what it is now."""
    party = cast.parties[OF_CLASS[party_class]]
    known = {"MIEMBRO": "bruno", "PPT": "ana", "TROIKA_OTRO": "basil", "ST": "elena"}
    if party_class in known:
        return cast.viewer(known[party_class])
    user = UserFactory(full_name=party_class)
    MandateFactory(user=user, party=party, institution=None, role=role)
    return viewer_for(user, cast.at)
