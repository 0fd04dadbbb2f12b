"""The pages about meetings: what is planned, held and public, within their budgets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from meetings.models import Body, Meeting, ParticipationDecision
from meetings.presentation.activity import table
from meetings.services import sessions, steps
from tests.meetings.calendar_scene import FIRST, bodies, planned
from tests.meetings.rule_rows import cell

pytestmark = pytest.mark.django_db
TITLE = "CANARIO PLANIFICADO"


@pytest.fixture
def scene(cast):
    """A Vice-Ministerial Meeting convened with two sessions, and a GRCM only planned."""
    bodies()
    ana = cast.viewer("ana")
    meeting = planned(ana, ordinal=31, host_id=cast.parties["GT"].pk)
    begins = datetime(2026, 12, 2, 15, tzinfo=UTC)
    for forum in ("VM_PLENARIA", "VM_CERRADA"):
        sessions.add_session(
            meeting.pk,
            forum=forum,
            starts_at=begins,
            ends_at=begins + timedelta(hours=3),
            by=ana,
        )
        begins += timedelta(hours=4)
    planned(ana, "GRCM", title_es=TITLE, title_en=TITLE)
    return steps.convene(meeting.pk, by=ana)


def said(client, name: str, *args, who=None, cast=None, **query) -> str:
    if who:
        client.force_login(cast.people[who])
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("who", ["bruno", "ana", "elena", "oscar"])
def test_a_workspace_stays_within_its_budget(
    cast, client, scene, who, django_assert_max_num_queries
):
    client.force_login(cast.people[who])
    address = reverse("meetings:meeting", args=["XXXI-CRM"])
    client.get(address)
    registration = Meeting.objects.filter(symbol="XXXI-CRM")
    registration.update(registration_closes_at=cast.at + timedelta(days=9))
    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()

    assert "09:00–12:00" in page
    assert "Antigua Guatemala" in page
    off = reverse("meetings:meeting-call-off", args=["XXXI-CRM"])
    assert (off in page) is (who in {"ana", "elena"})
    assert reverse("meetings:meeting-step", args=["XXXI-CRM", "open"]) not in page


def test_a_plan_is_nowhere_for_outsiders(cast, client, scene):
    """A4: page, list, year, week, register, file, feed and API say nothing of it."""
    public = [
        *(("held:register", ()), ("held:register-csv", ()), ("held:feed-public", ())),
        *(("held:meetings", ()), ("held:body", ("GRCM",)), ("api:meeting-list", ())),
    ]
    inside = [
        *(("meetings:meetings", ()), ("meetings:year", (2026,)), ("meetings:week", ())),
    ]
    for name, args in public:
        assert TITLE not in said(client, name, *args), name
    for name, args in [*public, *inside]:
        more = {"day": FIRST.isoformat()} if name == "meetings:week" else {}
        assert TITLE not in said(client, name, *args, who="oscar", cast=cast, **more), name
    for name in ("meetings:meeting", "held:meeting", "api:meeting-detail"):
        assert client.get(reverse(name, args=["GRCM-2026-1"])).status_code == 404
    assert TITLE in said(client, "meetings:year", 2026, who="bruno", cast=cast)


def test_the_public_page_marks_the_closed_session_and_says_nothing_of_it(client, scene):
    page = said(client, "held:meeting", "XXXI-CRM")

    assert page.count("09:00–12:00") == 1
    assert page.count("13:00–16:00") == 1
    assert "<form" not in page.partition("<main")[2].partition("</main")[0]


def test_from_the_plan_to_the_call_on_the_pages(cast, client):
    bodies()
    client.force_login(cast.people["ana"])
    typed = {
        "body": "GRCM",
        "starts_on": "2026-11-10",
        "ends_on": "2026-11-11",
        "precision": "day",
        "mode": "hybrid",
        "city_es": "Tela",
        "time_zone": "America/Costa_Rica",
        "places": "Tela | Tela | Sala A\nOmoa",
    }
    answer = client.post(reverse("meetings:meeting-new"), typed)
    meeting = Meeting.objects.get()
    assert answer["Location"] == meeting.get_absolute_url()
    assert [each.city_es for each in meeting.places.all()] == ["Tela", "Omoa"]

    changed = client.post(
        reverse("meetings:meeting-edit", args=[meeting.symbol]),
        typed | {"ends_on": "2026-11-09"},
    )
    assert b"error-summary" in changed.content
    session = {
        "forum": "GRCM",
        "starts_at": "2026-11-10T09:00",
        "ends_at": "2026-11-10T12:00",
    }
    client.post(reverse("meetings:sessions", args=[meeting.symbol]), session)
    sitting = meeting.sessions.get()
    assert sitting.starts_at == datetime(2026, 11, 10, 15, tzinfo=UTC)
    edit = reverse("meetings:session-edit", args=[sitting.pk])
    assert 'value="2026-11-10T09:00"' in client.get(edit).content.decode()
    client.post(edit, session | {"room": "Sala B"})
    client.post(reverse("meetings:session-remove", args=[sitting.pk]))
    assert not meeting.sessions.exists()

    step = reverse("meetings:meeting-step", args=[meeting.symbol, "convene"])
    assert client.post(step).status_code == 302
    off = reverse("meetings:meeting-call-off", args=[meeting.symbol])
    assert client.post(off, {"reason": ""}).status_code == 200
    client.post(off, {"reason": "Huracán"})
    meeting.refresh_from_db()
    assert meeting.state == "called_off"


def test_the_bodies_of_a_meeting_are_changed_on_its_page(cast, client):
    bodies()
    meeting = planned(cast.viewer("ana"), "GRCM")
    client.force_login(cast.people["ana"])
    edit = reverse("meetings:meeting-edit", args=[meeting.symbol])
    typed = {
        "starts_on": "2026-12-02",
        "precision": "day",
        "mode": "virtual",
        "time_zone": "America/Costa_Rica",
    }
    client.post(edit, typed | {"jointly_with": ["VICE_MINISTERIAL"]})
    assert [each.code for each in meeting.jointly_with.all()] == ["VICE_MINISTERIAL"]
    meeting.state = "in_session"
    meeting.save()
    shown = client.get(edit).content.decode()
    assert 'name="jointly_with"' in shown
    assert 'name="starts_on"' not in shown
    assert edit in client.get(meeting.get_absolute_url()).content.decode()
    assert client.post(edit, {}).status_code == 302
    assert not meeting.jointly_with.exists()
    meeting.state = "closed"
    meeting.save()
    assert client.get(edit).status_code == 404


def test_a_year_warns_whoever_plans_and_nobody_else(cast, client, scene):
    planner = said(client, "meetings:year", 2026, who="ana", cast=cast)
    reader = said(client, "meetings:year", 2026, who="admin", cast=cast)

    assert 'id="unusual"' in planner
    assert "001:426" not in reader
    assert 'id="unusual"' not in reader


@pytest.mark.parametrize(
    ("name", "args"), [("meetings", ()), ("year", (2026,)), ("week", ())]
)
def test_a_list_asks_no_more_for_many_meetings_than_for_one(
    cast, client, scene, name, args, django_assert_max_num_queries
):
    for number in range(8):
        first = FIRST + timedelta(days=number % 3)
        planned(cast.viewer("elena"), "GRCM", starts_on=first, ends_on=first)
    client.force_login(cast.people["ana"])
    address = reverse(f"meetings:{name}", args=args) + f"?day={FIRST.isoformat()}"
    client.get(address)
    with django_assert_max_num_queries(14):
        page = client.get(address).content.decode()

    assert page.count("GRCM-2026-") >= 9


def test_a_week_has_its_days_its_hours_and_both_clocks(cast, client, scene):
    page = said(client, "meetings:week", who="bruno", cast=cast, day="2026-12-03")

    assert page.count("09:00–12:00") == 1
    assert "11:00–14:00" in page
    assert 'datetime="2026-11-30"' in page
    assert said(client, "meetings:week", who="bruno", cast=cast, day="99999")


def test_a_decision_is_recorded_listed_and_revoked(cast, client, scene):
    cell("GRCM", "INVITADO", "SPEAK", "UNREG")
    client.force_login(cast.people["ana"])
    typed = {
        "forum": "GRCM",
        "party_class": "INVITADO",
        "right": "SPEAK",
        "until": "2026-12-31",
        "scope_es": "Saludo",
        "decided_by": "La PPT",
        "source": "Nota 9",
    }
    page = reverse("meetings:decision-new")
    refused = client.post(page, typed | {"right": "DECIDE"})
    assert b"error-summary" in refused.content
    assert client.post(page, typed).status_code == 302
    decision = ParticipationDecision.objects.get()
    assert decision.valid_until == datetime(2027, 1, 1, 6, tzinfo=UTC)
    assert "Saludo" in said(client, "meetings:decisions", who="bruno", cast=cast)
    assert "Saludo" not in said(client, "meetings:decisions", who="oscar", cast=cast)
    client.force_login(cast.people["ana"])
    client.post(reverse("meetings:decision-revoke", args=[decision.pk]))
    decision.refresh_from_db()
    assert decision.revoked_at == cast.at


def test_the_register_filters_and_its_file_computes_nothing(
    reference, client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        everything = said(client, "held:register", size="100")
    assert everything.count("<tr>") > 80
    assert "GRCM-2014-1" in said(client, "held:register", body="GRCM", year="2014")
    assert "GRCM-2014-1" not in said(client, "held:register", body="GRCM", year="2013")
    shared = said(client, "held:register", body="GT_LABORAL")
    assert "GT-FRONTERAS-2023-1" in shared
    Meeting.objects.filter(symbol="GRCM-2014-1").update(title_es="=HYPERLINK(1)")
    file = said(client, "held:register-csv", year="2014", country="NI")
    assert "'=HYPERLINK(1)" in file
    assert "GRCM-1999-1" not in file


def test_what_is_counted_stands_beside_what_was_published(reference):
    found = table()

    assert found["published"] == sum(row["published"] for row in found["rows"]) == 122
    assert [row["published"] for row in found["rows"]] == [21, 42, 6, 38, 15]
    assert [row["recorded"] for row in found["rows"]] == [21, 15, 5, 13, 8]
    assert "001" not in found["source"]


def test_a_body_says_how_it_works_who_takes_part_and_where_sources_disagree(
    reference, client, django_assert_max_num_queries
):
    for code in ("VICE_MINISTERIAL", "GRCM", "GT_LABORAL", "EVENTOS"):
        with django_assert_max_num_queries(10):
            page = said(client, "held:body", code)
        rule = Body.objects.get(code=code).rules.latest("valid_from")
        assert page.count('scope="row"') >= 9
        assert rule.composition_es[:40] in page


def in_force(page: str) -> str:
    """What a body's page says before the rules of other days."""
    return page.partition("<main")[2].partition("<details")[0]


def test_a_body_is_what_it_was_on_a_day(reference, client):
    before = said(client, "held:body", "VICE_MINISTERIAL", on="2014-06-30")
    after = said(client, "held:body", "VICE_MINISTERIAL", on="2016-06-30")

    assert "primer semestre" in in_force(before)
    assert "segundo semestre" in in_force(after)


def test_the_api_reads_what_the_pages_show(cast, client, scene):
    found = client.get(reverse("api:meeting-detail", args=["XXXI-CRM"])).json()

    assert found["name_es"] == "XXXI Reunión de Viceministros(as)"
    assert [each["is_closed"] for each in found["sessions"]] == [False, True]
    listed = client.get(reverse("api:meeting-list"), {"body": "GRCM"}).json()
    assert len(listed["results"]) == 0
    client.force_login(cast.people["bruno"])
    listed = client.get(reverse("api:meeting-list"), {"year": 2026, "state": "planned"})
    assert [each["symbol"] for each in listed.json()["results"]] == ["GRCM-2026-1"]
    for never in (0, 10**30):
        nothing = client.get(reverse("api:meeting-list"), {"year": never}).json()
        assert len(nothing["results"]) == 0
    bodies_found = client.get(reverse("api:body-detail", args=["GRCM"])).json()
    assert bodies_found["names"][0]["name_es"].startswith("Grupo Regional")


def test_whoever_hosts_plans_only_events(cast, client, scene):
    page = said(client, "meetings:meeting-new", who="bruno", cast=cast)

    assert 'value="EVENTOS"' in page
    assert 'value="GRCM"' not in page
    assert date(2026, 12, 2) == FIRST
