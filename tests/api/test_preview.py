"""Anybody may ask when a term would close; the answer is the engine's, the refusals readable."""

import json
from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_portal.core.calendars import Terms, compute
from decisions.services.deadlines import TZ_VERSION
from members.calendars import member_calendars
from members.models import Party, Standing
from tests.core.calendar_data import examples

URL = "/api/v1/deadlines/preview"
NOVEMBER = {"from": "2026-11-26T15:00:00Z", "days": "5"}


def ask(client=None, *, language="es", **parameters):
    address = f"{URL}?{urlencode(parameters)}" if parameters else URL
    return (client or Client()).get(address, headers={"Accept-Language": language})


@pytest.mark.parametrize("row", examples(), ids=lambda row: row["note"][:40])
def test_the_preview_agrees_with_every_worked_example(cast, row):
    answer = ask(
        **{"from": row["start_utc"]},
        days=row["business_days"],
        members=",".join(row["members"]),
        policy=row["policy"],
    ).json()

    assert answer["event_date"] == row["expected_event_date"]
    assert answer["closes_at"] == row["expected_deadline_exclusive_utc"]
    excluded = [
        {"date": each["date"], "country": each["country"], "name": each["name_es"]}
        for each in answer["excluded"]
    ]
    assert excluded == row["excluded"]
    if days := row.get("per_member_day"):
        last = {code: term["last_day"] for code, term in answer["per_member"].items()}
        assert last == days
        assert answer["determining"] == row["determining_members"]


def test_the_preview_is_the_computation_that_a_distribution_would_keep(cast):
    start = datetime.fromisoformat(NOVEMBER["from"])
    calendars = member_calendars(Party.objects.members_on(start.date()), start)
    counted = compute(start, calendars, Terms(), tz_version=TZ_VERSION)

    answer = ask(**NOVEMBER).json()

    assert {name: answer[name] for name in counted.to_dict()} == counted.to_dict()


def test_the_answer_says_the_bound_the_last_instant_and_the_sentence_in_both_languages(
    cast,
):
    answer = ask(**NOVEMBER).json()

    assert answer["closes_at"] == "2026-12-05T06:00:00Z"
    assert answer["last_instant"] == "2026-12-05T05:59:59Z"
    assert answer["sentence"] == {
        "es": "hasta las 23:59 del viernes 4 de diciembre de 2026, hora de San José",
        "en": "until 23:59 on Friday 4 December 2026, San José time",
    }
    assert answer["naive"] == "2026-12-03"
    assert answer["why_not"]["en"]["question"] == "Why is it not Thursday 3?"
    assert len(answer["why"]["es"]) == len(answer["why"]["en"]) == 3
    assert answer["policy"] == "R1"
    assert set(answer["calendar_versions"]) == set(answer["members"])


def test_a_term_of_one_country_closes_at_its_own_midnight(cast):
    Party.objects.filter(code="CA").update(capital_es="Ottawa", capital_en="Ottawa")

    answer = ask(**NOVEMBER, policy="ONE:CA").json()

    assert answer["closes_at"] == "2026-12-04T05:00:00Z"
    assert answer["members"] == ["CA"]
    assert answer["sentence"]["en"].endswith(", Ottawa time")


def test_the_members_are_those_of_the_day_of_the_event(cast):
    Standing.objects.filter(party=cast.parties["NI"]).update(until="2026-07-01")

    assert "NI" in ask(**{"from": "2026-06-30T15:00:00Z"}, days=5).json()["members"]
    assert "NI" not in ask(**{"from": "2026-07-01T15:00:00Z"}, days=5).json()["members"]
    refused = ask(**{"from": "2026-07-01T15:00:00Z"}, days=5, members="BZ,NI").json()
    assert refused["code"] == "members_unknown"


def test_a_day_alone_is_that_day_in_san_jose(cast):
    assert ask(**{"from": "2026-11-26"}, days=5).json()["event_date"] == "2026-11-26"
    assert (
        ask(**{"from": "2026-11-26T05:59:59Z"}, days=5).json()["event_date"] == "2026-11-25"
    )


def test_an_offset_may_reach_the_address_as_a_space(cast):
    answer = Client().get(f"{URL}?from=2026-11-26T15:00:00+02:00&days=5").json()

    assert answer["start_at"] == "2026-11-26T13:00:00Z"


def test_a_calendar_that_nobody_confirmed_is_a_note(cast):
    answer = ask(**{"from": "2030-03-08T15:00:00Z"}, days=5, members="CA").json()

    assert answer["warnings"] == [
        {"code": "unconfirmed-year", "country": "CA", "year": 2030}
    ]
    assert answer["notes"]["en"] == ["The 2030 calendar of Canada is not yet confirmed."]


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"days": "5"}, "from_required"),
        ({"from": "", "days": "5"}, "from_required"),
        ({"from": "tomorrow", "days": "5"}, "from_invalid"),
        ({"from": "2026-02-30", "days": "5"}, "from_invalid"),
        ({"from": "2026-11-26T15:00:00", "days": "5"}, "from_without_zone"),
        ({"from": "1995-12-31", "days": "5"}, "from_out_of_range"),
        ({"from": "2100-01-02", "days": "5"}, "from_out_of_range"),
        ({"from": "9999-12-31T23:59:59-12:00", "days": "5"}, "from_out_of_range"),
        ({"from": "0001-01-01T00:00:00+12:00", "days": "5"}, "from_out_of_range"),
        ({"from": "2026-11-26"}, "days_required"),
        ({"from": "2026-11-26", "days": "five"}, "days_invalid"),
        ({"from": "2026-11-26", "days": "5.0"}, "days_invalid"),
        ({"from": "2026-11-26", "days": "٥"}, "days_invalid"),
        ({"from": "2026-11-26", "days": "0"}, "days_out_of_range"),
        ({"from": "2026-11-26", "days": "-1"}, "days_invalid"),
        ({"from": "2026-11-26", "days": "61"}, "days_out_of_range"),
        ({"from": "2026-11-26", "days": "5", "members": "XX"}, "members_unknown"),
        ({"from": "2026-11-26", "days": "5", "members": "AR"}, "members_unknown"),
        ({"from": "2026-11-26", "days": "5", "members": "\x00"}, "members_unknown"),
        ({"from": "2026-11-26", "days": "5", "policy": "R2"}, "policy_unknown"),
        ({"from": "2026-11-26", "days": "5", "policy": "ONE:AR"}, "policy_not_consulted"),
        (
            {"from": "2026-11-26", "days": "5", "policy": "ONE:CA", "members": "BZ"},
            "policy_not_consulted",
        ),
    ],
)
def test_a_bad_parameter_is_named_in_the_readers_language(cast, parameters, code):
    es, en = (ask(**parameters, language=each) for each in ("es-CR,es;q=0.9", "en-US"))

    assert es.status_code == en.status_code == 400
    assert es["Content-Type"] == en["Content-Type"] == "application/problem+json"
    assert es.json()["code"] == en.json()["code"] == code
    assert en.json()["parameter"] == code.split("_")[0]
    assert en.json()["status"] == 400
    assert en.json()["detail"]
    assert es["Content-Language"] == "es"
    assert en["Content-Language"] == "en"


TEXT = st.text(max_size=40)
NEARLY = {
    "from": st.one_of(
        TEXT,
        st.datetimes().map(str),
        st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
        st.dates().map(str),
        st.sampled_from(["2026-11-26T15:00:00-06:00", "2026-W48-4", "20261126T150000Z"]),
    ),
    "days": st.one_of(TEXT, st.integers().map(str), st.integers(0, 70).map(str)),
    "members": st.one_of(
        TEXT, st.lists(st.sampled_from(["BZ", "CA", "cr", "AR", ""])).map(",".join)
    ),
    "policy": st.one_of(
        TEXT, st.sampled_from(["R1", "R1-NARROW", "ONE:CA", "ONE:", "ONE:ÑÑ"])
    ),
}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parameters=st.fixed_dictionaries({}, optional=NEARLY), host=st.integers(0, 2**16))
def test_whatever_is_asked_is_answered_or_refused(cast, parameters, host):
    query = urlencode(parameters, errors="surrogatepass")
    address = f"10.0.{host // 256}.{host % 256}"

    answer = Client().get(f"{URL}?{query}", REMOTE_ADDR=address)

    body = json.loads(answer.content)
    assert answer.status_code in (200, 400)
    if answer.status_code == 400:
        assert body["parameter"] in NEARLY
        assert body["code"].startswith(f"{body['parameter']}_")
    else:
        assert body["event_date"] < body["ends_on"]


def test_the_preview_asks_the_database_a_fixed_number_of_questions(
    cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        ask(**NOVEMBER)
    with django_assert_max_num_queries(12):
        ask(**NOVEMBER, members="BZ")
