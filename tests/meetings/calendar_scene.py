"""A calendar as the tests play it: bodies, the cells that let parties attend, a meeting planned."""

from datetime import date
from typing import Any

from crm_portal.core.access import Viewer
from meetings.models import Body, BodyName, Meeting
from meetings.services import planning
from tests.meetings.rule_rows import cell

BODIES = (
    ("VICE_MINISTERIAL", "vice_ministerial", "VM_PLENARIA", "Reunión de Viceministros(as)"),
    ("GRCM", "grcm", "GRCM", "Grupo Regional de Consulta sobre Migración"),
    ("EVENTOS", "event", "EVENTOS", "Seminarios, talleres y capacitaciones"),
    ("TROIKA", "troika", "CONSULTA_TROIKA", "Troika"),
)
ATTEND = {
    "VM_PLENARIA": ("MIEMBRO", "PPT", "TROIKA_OTRO", "ST", "PAIS_OBS", "ORG_OBS"),
    "GRCM": ("MIEMBRO", "PPT", "TROIKA_OTRO", "ST", "ORG_OBS"),
    "EVENTOS": ("MIEMBRO", "PPT", "TROIKA_OTRO", "ST"),
}
FIRST, LAST = date(2026, 12, 2), date(2026, 12, 3)


def bodies() -> None:
    """Write the bodies, their names in both languages, and who attends where."""
    for order, (code, kind, forum, name) in enumerate(BODIES, start=1):
        body, _made = Body.objects.update_or_create(
            code=code, defaults={"kind": kind, "forum": forum, "order": order}
        )
        BodyName.objects.get_or_create(
            body=body,
            valid_from=date(1996, 1, 1),
            defaults={"name_es": name, "name_en": f"{code.title()} in English"},
        )
    for forum, classes in ATTEND.items():
        for party_class in classes:
            cell(forum, party_class, "ATTEND", "YES")


def planned(by: Viewer, body: str = "VICE_MINISTERIAL", **more: Any) -> Meeting:
    """Plan a meeting for 2 and 3 December 2026 in Antigua Guatemala."""
    given = {
        "starts_on": FIRST,
        "ends_on": LAST,
        "city_es": "Antigua Guatemala",
        "time_zone": "America/Guatemala",
        **more,
    }
    return planning.plan_meeting(body, by=by, **given)
