"""What is said of a deadline, in both languages, for page, mail, PDF, iCal and API."""

import string
from dataclasses import replace
from datetime import date, timedelta

import pytest
from babel.dates import get_day_names, get_month_names

from crm_portal.core import deadline_text
from crm_portal.core.calendars import Pause, Terms, after_outage, extend, preview, recompute
from crm_portal.core.calendars import resume as resumed
from crm_portal.core.deadline_text.phrases import PHRASES, REASONS
from crm_portal.core.deadline_text.words import MONTHS, SHORT_WEEKDAYS, WEEKDAYS, number
from tests.core.calendar_data import (
    ALL,
    CALENDARS,
    TZ_VERSION,
    calendar,
    closure,
    count,
    instant,
)

BOUND = instant("2026-12-04T06:00:00Z")
SUMMER_BOUND = instant("2026-07-14T06:00:00Z")
SANTO_DOMINGO = ("America/Santo_Domingo", "Santo Domingo")
MANAGUA = ("America/Managua", "Managua")
OTTAWA = ("America/Toronto", "Ottawa")
TZ = {"tz_version": TZ_VERSION}
SPANISH = {
    "BZ": "Belice",
    "CA": "Canadá",
    "CR": "Costa Rica",
    "SV": "El Salvador",
    "US": "Estados Unidos",
    "GT": "Guatemala",
    "HN": "Honduras",
    "MX": "México",
    "NI": "Nicaragua",
    "PA": "Panamá",
    "DO": "República Dominicana",
}
ENGLISH = {
    **SPANISH,
    "BZ": "Belize",
    "CA": "Canada",
    "US": "United States",
    "MX": "Mexico",
    "PA": "Panama",
    "DO": "Dominican Republic",
}


@pytest.fixture
def thanksgiving():
    """A term distributed on Wednesday 25 November 2026."""
    return count("2026-11-25T16:00:00Z")


@pytest.fixture
def plain():
    """A term of one member, Monday 8 to Monday 15 June 2026."""
    return count("2026-06-08T16:00:00Z", [calendar("CR")])


# The sentence


@pytest.mark.parametrize(
    ("reader", "language", "said"),
    [
        (
            SANTO_DOMINGO,
            "es",
            "hasta las 23:59 del jueves 3 de diciembre de 2026, hora de San José "
            "(viernes 4, 01:59 en Santo Domingo)",
        ),
        (
            SANTO_DOMINGO,
            "en",
            "until 23:59 on Thursday 3 December 2026, San José time "
            "(Friday 4, 01:59 in Santo Domingo)",
        ),
        (
            MANAGUA,
            "es",
            "hasta las 23:59 del jueves 3 de diciembre de 2026, hora de San José, "
            "igual que su hora",
        ),
        (
            MANAGUA,
            "en",
            "until 23:59 on Thursday 3 December 2026, San José time, the same as yours",
        ),
        (
            ("", ""),
            "es",
            "hasta las 23:59 del jueves 3 de diciembre de 2026, hora de San José",
        ),
    ],
)
def test_the_sentence(reader, language, said):
    assert deadline_text.sentence(BOUND, *reader, language) == said


def test_the_short_form():
    assert deadline_text.short(BOUND, "es") == "jue 3 dic, 23:59 San José"
    assert deadline_text.short(BOUND, "en") == "Thu 3 Dec, 23:59 San José"
    assert deadline_text.short(BOUND, "es", *SANTO_DOMINGO) == (
        "jue 3 dic, 23:59 San José · vie 4, 01:59 Santo Domingo"
    )
    assert deadline_text.short(BOUND, "es", *MANAGUA) == (
        "jue 3 dic, 23:59 San José, igual que su hora"
    )


def test_the_lines_of_the_panel():
    assert deadline_text.clocks(BOUND, *SANTO_DOMINGO, "es") == (
        ("jue 3, 23:59", "San José, hora de la Secretaría"),
        ("vie 4, 01:59", "Santo Domingo, su hora"),
    )
    assert deadline_text.clocks(BOUND, *MANAGUA, "en") == (
        ("Thu 3, 23:59", "San José, the same as your time"),
    )
    assert deadline_text.clocks(BOUND, "", "", "es") == (
        ("jue 3, 23:59", "San José, hora de la Secretaría"),
    )


def test_summer_time_changes_only_what_is_shown_there():
    winter = deadline_text.short(BOUND, "en", *OTTAWA)
    summer = deadline_text.short(SUMMER_BOUND, "en", *OTTAWA)

    assert winter.endswith("Fri 4, 00:59 Ottawa")
    assert summer.endswith("Tue 14, 01:59 Ottawa")


@pytest.mark.parametrize(
    ("bound", "theirs"),
    [
        ("2026-12-01T06:00:00Z", "(martes 1 de diciembre, 01:59 en Santo Domingo)"),
        ("2027-01-01T06:00:00Z", "(viernes 1 de enero de 2027, 01:59 en Santo Domingo)"),
    ],
)
def test_a_readers_date_says_the_month_and_year_when_they_differ(bound, theirs):
    said = deadline_text.sentence(instant(bound), *SANTO_DOMINGO, "es")

    assert said.endswith(theirs)


def test_a_cut_off_at_another_hour_is_said_as_it_is():
    five_o_clock = instant("2026-12-10T23:00:00Z")

    assert deadline_text.sentence(five_o_clock, *SANTO_DOMINGO, "es") == (
        "hasta las 17:00 del jueves 10 de diciembre de 2026, hora de San José "
        "(19:00 en Santo Domingo)"
    )
    assert deadline_text.headline(five_o_clock, "es", at=BOUND) == (
        "Vence el jueves 10 de diciembre de 2026 a las 17:00"
    )
    one_o_clock = instant("2026-12-10T19:00:00Z") - timedelta(hours=12)
    assert deadline_text.sentence(one_o_clock, "", "", "es").startswith(
        "hasta la 01:00 del"
    )


def test_a_term_on_one_calendar_is_told_by_its_own_capital():
    found = count("2026-11-20T16:00:00Z", ALL, Terms(policy="ONE:US"))
    washington = deadline_text.sentence(
        found.closes_at, "", "", "es", seat=_zone(found), city="Washington"
    )

    assert washington == (
        "hasta las 23:59 del lunes 30 de noviembre de 2026, hora de Washington"
    )


def _zone(found):
    return CALENDARS[found.per_member[0].country].zone


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-12-04T05:59:59Z", "Vence al terminar el jueves 3 de diciembre de 2026"),
        ("2026-12-04T06:00:00Z", "Venció al terminar el jueves 3 de diciembre de 2026"),
    ],
)
def test_the_headline_turns_to_the_past_at_the_bound(at, said):
    assert deadline_text.headline(BOUND, "es", at=instant(at)) == said


def test_a_change_says_from_which_day_to_which_and_why():
    said = deadline_text.change(
        BOUND, BOUND + timedelta(days=1), "Panamá cierra el 2", "es"
    )

    assert said == (
        "El plazo cambia del jueves 3 de diciembre de 2026 al viernes 4 de diciembre de 2026 "
        "porque Panamá cierra el 2."
    )


def test_the_preview_compares_now_with_midnight():
    weekday = preview(instant("2026-11-25T16:00:00Z"), ALL, **TZ)
    saturday = preview(instant("2026-06-13T16:00:00Z"), ALL, **TZ)

    assert deadline_text.preview_sentence(weekday, "es") == (
        "Si envía ahora, vence al terminar el jueves 3 de diciembre de 2026; si espera a las "
        "00:00 del jueves 26, vence al terminar el viernes 4 de diciembre de 2026."
    )
    assert deadline_text.preview_sentence(saturday, "en") == (
        "If you send now, or wait until 00:00 on Sunday 14, it closes at the end of "
        "Monday 22 June 2026."
    )


def test_the_instant_is_written_one_way():
    assert deadline_text.utc(BOUND) == "2026-12-04T06:00:00Z"


# Why


def test_why_for_a_reader_whose_own_days_end_earlier(thanksgiving):
    assert deadline_text.why(thanksgiving, "DO", SPANISH, "es") == [
        "Se distribuyó el miércoles 25. Ese día no cuenta; el primero es el jueves 26.",
        "Cada país dispone de cinco días hábiles propios. Los de la República Dominicana "
        "terminan el miércoles 2.",
        "El plazo es común y lo fijan los países que terminan últimos: Costa Rica (feriado el "
        "martes 1) y Estados Unidos (feriado el jueves 26).",
    ]


def test_why_in_english(thanksgiving):
    assert deadline_text.why(thanksgiving, "DO", ENGLISH, "en") == [
        "It was distributed on Wednesday 25. That day does not count; the first is Thursday 26.",
        "Each country has five business days of its own. Those of the Dominican Republic end "
        "on Wednesday 2.",
        "The deadline is common and is fixed by the countries that finish last: Costa Rica "
        "(holiday on Tuesday 1) and the United States (holiday on Thursday 26).",
    ]


def test_why_for_a_reader_of_no_country(thanksgiving):
    said = deadline_text.why(thanksgiving, None, SPANISH, "es")

    assert said[0] == "Se distribuyó el miércoles 25. Ese día no cuenta."
    assert said[1] == "Cada país dispone de cinco días hábiles propios."


def test_why_before_it_is_distributed(thanksgiving):
    said = deadline_text.why(thanksgiving, "CR", SPANISH, "es", is_planned=True)

    assert said[0] == (
        "Si se distribuye el miércoles 25, ese día no cuenta; el primero es el jueves 26."
    )


def test_countries_that_skip_the_same_days_are_named_together():
    found = count("2025-09-09T16:00:00Z")

    assert deadline_text.why(found, "PA", SPANISH, "es")[2] == (
        "El plazo es común y lo fijan los países que terminan últimos: Belice (feriado el "
        "miércoles 10); Costa Rica, El Salvador, Guatemala, Honduras y Nicaragua (feriado el "
        "lunes 15); y México (feriado el martes 16)."
    )


def test_a_run_of_days_not_worked_is_said_from_first_to_last():
    found = count("2026-03-27T22:00:00Z")

    assert deadline_text.why(found, "PA", SPANISH, "es")[2] == (
        "El plazo es común y lo fija el país que termina último: El Salvador (días no hábiles "
        "del lunes 30 al lunes 6)."
    )


def test_when_all_end_together_nobody_is_singled_out():
    plain = count("2026-06-08T16:00:00Z")
    shared = [
        calendar(code, closure(code, date(2026, 6, 10), kind))
        for code, kind in (("CR", "public_holiday"), ("PA", "public_holiday"))
    ]

    assert deadline_text.why(plain, "PA", SPANISH, "es")[2] == (
        "El plazo es común y termina el mismo día para todos los países."
    )
    moved = count("2026-06-08T16:00:00Z", shared)
    assert deadline_text.why(moved, "PA", SPANISH, "es")[2] == (
        "El plazo es común y termina el mismo día para todos los países (feriado el "
        "miércoles 10)."
    )


def test_a_term_on_one_calendar_says_whose():
    found = count("2026-11-20T16:00:00Z", ALL, Terms(policy="ONE:US"))

    assert deadline_text.why(found, "US", ENGLISH, "en")[1:] == [
        "The term is five business days.",
        "The deadline is counted on the calendar of one country alone: the United States "
        "(holiday on Thursday 26).",
    ]


def test_a_term_of_one_day_is_said_in_the_singular():
    found = count("2026-06-08T16:00:00Z", ALL, Terms(business_days=1))

    assert deadline_text.why(found, "PA", SPANISH, "es")[1] == (
        "Cada país dispone de un día hábil propio. El de Panamá es el martes 9."
    )


def test_an_extension_is_said(plain):
    twice = extend(plain, [calendar("CR")], 2, **TZ)
    once = extend(plain, [calendar("CR")], 1, **TZ)

    assert deadline_text.why(twice, None, SPANISH, "es")[1] == (
        "El plazo es de siete días hábiles, dos de ellos por prórroga."
    )
    assert deadline_text.why(once, None, SPANISH, "es")[1].endswith(
        "uno de ellos por prórroga."
    )


def test_a_suspension_is_said(plain):
    long = Pause(date(2026, 6, 10), date(2026, 6, 11))
    short = Pause(date(2026, 6, 12), date(2026, 6, 12))
    found = resumed(
        resumed(plain, [calendar("CR")], long, **TZ), [calendar("CR")], short, **TZ
    )

    assert deadline_text.why(found, None, SPANISH, "es")[3:] == [
        "La consulta estuvo suspendida del miércoles 10 al jueves 11; esos días no cuentan.",
        "La consulta estuvo suspendida el viernes 12; ese día no cuenta.",
    ]


def test_an_outage_is_said_until_the_count_itself_passes_it(plain):
    moved = after_outage(plain, [calendar("CR")], **TZ)
    extended = extend(moved, [calendar("CR")], 3, **TZ)

    assert deadline_text.why(moved, None, SPANISH, "es")[3:] == [
        "El portal no estuvo disponible el lunes 15; por eso el plazo pasa al martes 16."
    ]
    assert deadline_text.why(extended, None, SPANISH, "es")[3:] == []


def test_a_term_that_is_not_shortened_says_so():
    first = count(
        "2026-06-08T16:00:00Z", [calendar("CR", closure("CR", date(2026, 6, 10)))]
    )
    held = recompute(first, [calendar("CR")], at=first.start_at, **TZ)

    assert deadline_text.why(held, None, SPANISH, "es")[3:] == [
        "Un plazo ya anunciado no se acorta: termina el martes 16."
    ]


def test_a_term_of_four_weeks_names_the_months():
    found = count("2026-11-25T16:00:00Z", [calendar("CR")], Terms(business_days=20))

    assert deadline_text.why(found, "CR", SPANISH, "es")[0] == (
        "Se distribuyó el miércoles 25 de noviembre. Ese día no cuenta; el primero es el "
        "jueves 26 de noviembre."
    )


def test_why_it_is_not_the_naive_day(thanksgiving):
    assert deadline_text.why_not(thanksgiving, SPANISH, "es") == (
        "¿Por qué no es el miércoles 2?",
        [
            "jueves 26 de noviembre, Thanksgiving Day: Estados Unidos",
            "martes 1 de diciembre, Abolición del Ejército: Costa Rica",
        ],
    )
    assert deadline_text.why_not(count("2026-06-08T16:00:00Z"), SPANISH, "es") is None


@pytest.mark.parametrize(
    ("kinds", "language", "said"),
    [
        (["adhoc"], "es", "cierre el martes 9"),
        (["local_holiday"], "en", "local holiday on Tuesday 9"),
        (["government_rest_day"] * 2, "es", "asuetos el martes 9 y el miércoles 10"),
        (
            ["public_holiday", "adhoc"],
            "es",
            "días no hábiles el martes 9 y el miércoles 10",
        ),
        (["public_holiday"] * 3, "en", "holidays from Tuesday 9 to Thursday 11"),
    ],
)
def test_a_reason_names_the_kind_of_closure_and_the_days(kinds, language, said):
    closures = [closure("CR", date(2026, 6, 9 + n), kind) for n, kind in enumerate(kinds)]

    assert deadline_text.not_counted(closures, deadline_text.day_number, language) == said


def test_an_unconfirmed_calendar_is_said():
    found = count("2028-12-20T16:00:00Z", [CALENDARS["SV"]])

    assert deadline_text.warnings(found, SPANISH, "es") == [
        "El calendario 2029 de El Salvador aún no está confirmado."
    ]


# What is left


@pytest.mark.parametrize(
    ("at", "days_left", "es", "en"),
    [
        ("2026-11-27T16:00:00Z", 5, "Quedan 5 días hábiles", "5 business days left"),
        ("2026-12-01T16:00:00Z", 1, "Queda 1 día hábil", "1 business day left"),
        (
            "2026-12-01T16:00:00Z",
            0,
            "Quedan 3 días, ninguno hábil en su país",
            "3 days left, none a business day in your country",
        ),
        ("2026-12-01T16:00:00Z", None, "Quedan 3 días", "3 days left"),
        ("2026-12-03T02:00:00Z", 2, "Quedan 2 días hábiles", "2 business days left"),
        ("2026-12-04T02:40:00Z", 1, "Quedan 3 h 20 min", "3 h 20 min left"),
        ("2026-12-03T06:00:00Z", 1, "Quedan 24 h", "24 h left"),
        ("2026-12-04T04:54:30Z", 1, "Quedan 1 h 05 min", "1 h 05 min left"),
        ("2026-12-04T05:00:00Z", 0, "Queda 1 h", "1 h left"),
        ("2026-12-04T05:30:01Z", 1, "Quedan 29 min", "29 min left"),
        ("2026-12-04T05:58:30Z", 1, "Queda 1 min", "1 min left"),
        ("2026-12-04T05:59:59Z", None, "Queda menos de 1 min", "Less than 1 min left"),
        ("2026-12-04T06:00:00Z", 1, "Acaba de vencer", "Closed just now"),
        ("2026-12-04T06:01:00Z", 0, "Venció hace 1 minuto", "Closed 1 minute ago"),
        ("2026-12-04T06:59:59Z", 0, "Venció hace 59 minutos", "Closed 59 minutes ago"),
        ("2026-12-04T07:00:00Z", 0, "Venció hace 1 hora", "Closed 1 hour ago"),
        ("2026-12-05T05:59:59Z", 0, "Venció hace 23 horas", "Closed 23 hours ago"),
        ("2026-12-05T06:00:00Z", 0, "Venció hace 1 día", "Closed 1 day ago"),
        ("2026-12-14T06:00:00Z", 0, "Venció hace 10 días", "Closed 10 days ago"),
    ],
)
def test_what_is_left_or_how_long_ago_it_closed(at, days_left, es, en):
    assert deadline_text.remaining(BOUND, instant(at), days_left, "es") == es
    assert deadline_text.remaining(BOUND, instant(at), days_left, "en") == en


def test_the_last_day_is_the_seats_even_where_it_is_tomorrow_already(thanksgiving):
    """At 00:30 on the 4th in Santo Domingo it is still the 3rd in San José."""
    at = instant("2026-12-04T04:30:00Z")

    assert deadline_text.remaining_for(thanksgiving, "DO", at, "es") == "Quedan 1 h 30 min"


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("DO", "Quedan 5 días hábiles"),
        ("CR", "Quedan 4 días hábiles"),
        (None, "Quedan 7 días"),
        ("ST", "Quedan 7 días"),
    ],
)
def test_each_reader_is_told_the_days_of_its_own_calendar(thanksgiving, member, said):
    at = instant("2026-11-27T16:00:00Z")

    assert deadline_text.remaining_for(thanksgiving, member, at, "es") == said


# The words themselves


def places(phrase):
    return {field for _, field, _, _ in string.Formatter().parse(phrase) if field}


def test_both_languages_have_the_same_phrases_with_the_same_places():
    assert PHRASES["es"].keys() == PHRASES["en"].keys()
    for key, phrase in PHRASES["es"].items():
        assert places(phrase) - {"the"} == places(PHRASES["en"][key]), key
    assert REASONS["es"].keys() == REASONS["en"].keys()


@pytest.mark.parametrize("language", ["es", "en"])
def test_days_and_months_are_those_of_the_common_locale_data(language):
    weekdays = get_day_names("wide", locale=language)
    short = get_day_names("abbreviated", locale=language)
    months = get_month_names("wide", locale=language)

    assert WEEKDAYS[language] == tuple(weekdays[n] for n in range(7))
    assert SHORT_WEEKDAYS[language] == tuple(short[n] for n in range(7))
    assert MONTHS[language] == tuple(months[n] for n in range(1, 13))


def test_small_counts_are_words_and_larger_ones_digits():
    assert [number(n, "es") for n in (1, 5, 9, 10)] == ["un", "cinco", "nueve", "10"]


@pytest.mark.parametrize(
    ("items", "language", "said"),
    [
        ([], "es", ""),
        (["Belice"], "es", "Belice"),
        (["Belice", "Panamá"], "es", "Belice y Panamá"),
        (["Belice", "Canadá", "Panamá"], "en", "Belice, Canadá and Panamá"),
        (["Honduras", "Islandia"], "es", "Honduras e Islandia"),
    ],
)
def test_a_list_reads_as_it_is_spoken(items, language, said):
    assert deadline_text.listed(items, language) == said


def test_a_regional_tag_is_its_language_and_a_third_language_is_refused():
    assert deadline_text.short(BOUND, "es-cr") == deadline_text.short(BOUND, "es")
    with pytest.raises(ValueError, match="'fr'"):
        deadline_text.short(BOUND, "fr")


def test_the_sentence_needs_no_catalogue_and_no_locale(monkeypatch, thanksgiving):
    here = deadline_text.why(thanksgiving, "DO", SPANISH, "es")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")

    assert deadline_text.why(replace(thanksgiving), "DO", SPANISH, "es") == here
