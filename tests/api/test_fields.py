"""Which fields each role gets a value in, at every address: a file that a person can read.

``fields.json`` holds, by role and address, the paths of what is not null. A field that
appears for somebody, or for somebody new, is a difference here before it is a leak.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crm_portal.library.models import Publication
from decisions.models import Consultation
from decisions.rules.positions import Position
from decisions.services import closing, conducting
from decisions.sweeps import expire_due_rounds
from tests.decisions.register.staged import registered
from tests.decisions.scene import Scene
from tests.finance.books import open_books
from tests.finance.staged_accounts import LISTS, filled
from tests.library.bulletins.staged import bulletins
from tests.library.public.staged import public
from tests.library.shelved import shelved
from tests.meetings.staged import admission
from tests.meetings.staged_reading import read_at

EXPECTED = json.loads((Path(__file__).parent / "fields.json").read_text("utf-8"))
ROLES = {
    "public": "",
    "observer": "oscar",
    "administrator": "admin",
    "member": "CA",
    "troika": "BZ",
    "presidency": "ana",
    "secretariat": "elena",
}
BELOW = (
    "",
    "/versions",
    "/troika",
    "/rounds",
    "/replies",
    "/proposals",
    "/change-table",
    "/records",
    "/documents",
)
# Where keys are data: the codes of countries, and a record, which is its own document.
BY_CODE = {"per_member", "calendar_versions"}
WHOLE = {"data"}
TITLE = {"title_es": "Estudio", "title_en": "Study", "source": "002:1"}


def paths(value: Any, name: str = "") -> Iterator[str]:
    """Yield the path of every value that is not null."""
    if isinstance(value, dict) and name.rpartition(".")[2] not in WHOLE:
        for key, each in value.items():
            place = "*" if name.rpartition(".")[2] in BY_CODE else key
            yield from paths(each, f"{name}.{place}".strip("."))
    elif isinstance(value, list):
        for each in value:
            yield from paths(each, name)
    elif value is not None:
        yield name


def seen(client: Any, address: str) -> list[str] | int:
    answer = client.get(address)
    return (
        sorted(set(paths(answer.json())))
        if answer.status_code == 200
        else answer.status_code
    )


def everything(scene: Any, api: Any) -> dict[str, Any]:
    """What each role gets of a running consultation and of a published one."""
    running, published = play(scene)
    return {
        role: {
            f"{label}{below}": seen(api(who), f"/api/v1/consultations/{reference}{below}")
            for label, reference in (("running", running), ("published", published))
            for below in BELOW
        }
        | {
            "consultations": seen(api(who), "/api/v1/consultations"),
            "parties": seen(api(who), "/api/v1/parties"),
            "institutions": seen(api(who), "/api/v1/institutions"),
            "applications": seen(api(who), "/api/v1/applications"),
            "presidencies": seen(api(who), "/api/v1/presidencies"),
            "troika": seen(api(who), "/api/v1/troika"),
            "calendars": seen(api(who), "/api/v1/calendars"),
            "calendar-years": seen(api(who), "/api/v1/calendar-years"),
            "register": seen(api(who), "/api/v1/register/XV-CRM-DEC"),
            "pending": seen(api(who), "/api/v1/pending"),
            "duties": seen(api(who), "/api/v1/duties"),
            "glossary": seen(api(who), "/api/v1/glossary"),
            "publications": seen(api(who), "/api/v1/publications"),
            "statistics": seen(api(who), "/api/v1/statistics"),
            "news": seen(api(who), "/api/v1/news"),
            "notices": seen(api(who), "/api/v1/notices"),
            "bulletins": seen(api(who), "/api/v1/bulletins"),
            "collections": seen(api(who), "/api/v1/collections"),
            "saved-searches": seen(api(who), "/api/v1/saved-searches"),
        }
        for role, who in ROLES.items()
    }


def play(scene: Any) -> tuple[str, str]:
    admission(scene)
    public(scene)
    shelved(scene)
    bulletins(scene)
    Publication.objects.create(number=1, kind="study", year=2002, **TITLE)
    registered()
    scene.open()
    conducting.extend(scene.pk, 1, reason="Lo pide CA.", by=scene.viewer("ana"))
    scene.answered(MX=Position.RESERVATION)
    scene.go_to(scene.round.closes_at + closing.SETTLE)
    expire_due_rounds()
    closing.record_consensus(scene.pk, by=scene.viewer("ana"))
    closing.publish(scene.pk, by=scene.viewer("ana"))
    published = Consultation.objects.get(pk=scene.pk).reference
    scene.open()
    scene.reply("CA", Position.CHANGES)
    scene.reply("MX", Position.OBJECT)
    return Consultation.objects.get(pk=scene.pk).reference, published


def test_nobody_gets_a_field_that_is_not_written_down_and_no_person_is_named(scene, api):
    found = everything(scene, api)
    for role, addresses in found.items():
        for address, fields in addresses.items():
            assert fields == EXPECTED[role][address], f"{role} at {address}"

    everywhere = json.dumps(found)
    for name in ("user", "full_name", "email", "phone", "created_by", "submission_key"):
        assert f'.{name}"' not in everywhere


def test_nobody_gets_a_field_of_the_accounts_that_is_not_written_down(cast, api):
    kept = filled(open_books(cast))
    for role, who in ROLES.items():
        for path in (*LISTS, *kept, "fund"):
            fields, (name, *below) = seen(api(who), f"/api/v1/{path}"), path.split("/")
            label = f"one of {name}" if below else name
            assert fields == EXPECTED[role][label], f"{role} at {label}"


def test_nobody_gets_a_field_of_the_meetings_that_is_not_written_down(cast, api):
    kept = read_at(Scene(cast))
    for role, who in ROLES.items():
        client = api(who)
        for label, path in kept.items():
            fields = seen(client, f"/api/v1/{path}")
            assert fields == EXPECTED[role][label], f"{role} at {label}"
