"""What the access matrix needs of the calendar: a plan, a sitting, a decision, an address."""

from datetime import UTC, date, datetime
from typing import Any

from crm_portal.core.access import Role, Viewer
from meetings.models import Body, BodyKind
from meetings.services import decided, feeds, planning, sessions
from tests.decisions.scene import Scene
from tests.meetings.rule_rows import cell

FIRST, LAST = date(2027, 7, 6), date(2027, 7, 7)
AT = datetime(2027, 7, 6, 15, tzinfo=UTC), datetime(2027, 7, 6, 18, tzinfo=UTC)


def _chair(scene: Scene) -> Viewer:
    """Return the presidency in office: after a hand-over it is not Ana's any more."""
    viewers = (scene.viewer(code) for code in scene.cast.focal_points)
    return next(each for each in viewers if each.has(Role.PRESIDENCY))


def calendar(scene: Scene) -> dict[str, Any]:
    """Plan a meeting with one session, decide on participation, make an address."""
    chair, bruno = _chair(scene), scene.viewer("bruno")
    Body.objects.get_or_create(
        code="GRCM", defaults={"kind": BodyKind.GRCM, "forum": "GRCM"}
    )
    plan = {"starts_on": FIRST, "ends_on": LAST, "city_es": "Belmopán"}
    meeting = planning.plan_meeting("GRCM", by=chair, **plan)
    begins, ends = AT
    sitting = sessions.add_session(
        meeting.pk, forum="GRCM", starts_at=begins, ends_at=ends, by=chair
    )
    cell("GRCM", "INVITADO", "SPEAK", "UNREG")
    decision = decided.record_decision(
        decided.Decision(
            forum="GRCM",
            party_class="INVITADO",
            right="SPEAK",
            valid_until=ends,
            scope_es="Un saludo",
            decided_by="La PPT",
            source="Nota 4",
        ),
        by=chair,
    )
    token, secret = feeds.make_feed(by=bruno)
    return {
        "planned": meeting.symbol,
        "sitting": sitting.pk,
        "decided": decision.pk,
        "feed": token.pk,
        "feed_secret": secret,
        "step": "convene",
        "body": "GRCM",
    }
