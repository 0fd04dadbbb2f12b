"""One act in a process of its own, so that a drill may kill it on the way."""

import sys
import uuid
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

from django.db import transaction  # noqa: E402

from crm_portal.core import clock  # noqa: E402
from crm_portal.core.access import Viewer  # noqa: E402
from decisions.models import Consultation, Round  # noqa: E402
from decisions.rules.positions import Position  # noqa: E402
from decisions.services import records, replying  # noqa: E402
from decisions.services.replying import Answer  # noqa: E402
from drills.load import next_bound, open_rounds, viewer  # noqa: E402


def reply(round_id: str, key: str) -> None:
    """Reply for Canada with a given form key."""
    asked = Round.objects.get(pk=round_id)
    by = viewer("canada@example.org")
    answer = Answer(Position.OBJECT, comment="Ensayo", submission_key=uuid.UUID(key))
    replying.reply(asked.consultation_id, answer, by=by)
    with transaction.atomic():
        from crm_portal.core import wakeup

        wakeup.soon()


def ask_paper() -> None:
    """Record an outcome, which asks for its papers."""
    [pk] = open_rounds(1, next_bound(clock.now()), members=2)
    consultation = Consultation.objects.get(rounds=pk)
    by: Viewer = viewer("guatemala@example.org")
    with transaction.atomic():
        record = records.write(consultation, "referred", by=by)
        records.ask_papers(consultation, record, by=by)


if __name__ == "__main__":
    if sys.argv[1] == "reply":
        reply(*sys.argv[2:])
    else:
        ask_paper()
