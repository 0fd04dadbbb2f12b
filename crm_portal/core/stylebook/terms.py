"""Sample terms, in each of their states. Nothing here happened."""

from datetime import date, timedelta
from typing import Any

from crm_portal.core.i18n import pick

FIRST = date(2026, 11, 26)
FRIDAY = 5


def deadlines() -> dict[str, Any]:
    """A term in each of its states, and the figures of a row."""
    return {
        "deadline": _open(),
        "deadline_long": _long(),
        "deadline_states": [
            {**state(), "key": f"state{state.__name__}"}
            for state in (_plain, _today, _late, _suspended, _closed)
        ],
        "lefts": _lefts(),
        "dock": {
            "tone": "due",
            "heading": pick("Quedan 5 días hábiles", "5 business days left"),
            "line": pick("jue 3 dic, 23:59 San José", "Thu 3 Dec, 23:59 San José"),
            "url": "#sample-form",
            "action": pick("Responder", "Answer"),
        },
    }


def _open() -> dict[str, Any]:
    last = date(2026, 12, 3)
    return {
        "tone": "due",
        "heading": pick("Quedan 5 días hábiles", "5 business days left"),
        "sentence": pick(
            "Vence al terminar el jueves 3 de diciembre de 2026",
            "Ends at the close of Thursday 3 December 2026",
        ),
        "day": pick("jueves 3 de diciembre de 2026", "Thursday 3 December 2026"),
        "clocks": _clocks(),
        "days": _strip(8, counted=5, today=1, closures={}),
        "days_label": pick(
            "Días del plazo para el país de muestra",
            "Days of the term for the sample country",
        ),
        "why_title": pick("Por qué el jueves 3", "Why Thursday 3"),
        "why_open": True,
        "why": _why(),
        "members_title": pick("Los días de todos", "Everybody's days"),
        "members": [
            {"name": pick("Belice", "Belize"), "last_on": date(2026, 12, 2), "skipped": []},
            {
                "name": "Costa Rica",
                "last_on": last,
                "determining": True,
                "skipped": [
                    {
                        "on": date(2026, 12, 1),
                        "name": pick("Abolición del Ejército", "Army Abolition Day"),
                    }
                ],
            },
        ],
        "changes": [
            {
                "old": pick("miércoles 2 de diciembre", "Wednesday 2 December"),
                "new": pick("jueves 3 de diciembre", "Thursday 3 December"),
                "why": pick(
                    "Costa Rica no trabaja el martes 1 (decreto de muestra).",
                    "Costa Rica does not work on Tuesday 1 (sample decree).",
                ),
                "by": pick("Lo asentó la Secretaría.", "Entered by the Secretariat."),
            }
        ],
    }


def _clocks() -> list[tuple[str, str]]:
    return [
        (
            pick("jue 3, 23:59", "Thu 3, 23:59"),
            pick("San José, hora de la Secretaría", "San José, the Secretariat's time"),
        ),
        (
            pick("vie 4, 01:59", "Fri 4, 01:59"),
            pick("Santo Domingo, su hora", "Santo Domingo, your time"),
        ),
    ]


def _why() -> list[str]:
    return [
        pick(
            "Se distribuyó el miércoles 25. Ese día no cuenta; el primero es el jueves 26.",
            "It was distributed on Wednesday 25. That day does not count; Thursday 26 is first.",
        ),
        pick(
            "Cada país dispone de cinco días hábiles propios. Los suyos terminan el miércoles 2.",
            "Each country has five business days of its own. Yours end on Wednesday 2.",
        ),
        pick(
            "El plazo es común y lo fija el país que termina último: Costa Rica.",
            "The term is common and the last country sets it: Costa Rica.",
        ),
    ]


def _strip(
    length: int, *, counted: int, today: int, closures: dict[int, str]
) -> list[dict[str, Any]]:
    """Return ``length`` days from the first; those that count are numbered up to ``counted``."""
    days, number = [], 0
    for offset in range(length):
        on = FIRST + timedelta(days=offset)
        works = on.isoweekday() <= FRIDAY and offset not in closures and number < counted
        number += works
        days.append(
            {
                "on": on,
                "number": number if works else None,
                "past": offset <= today,
                "today": offset == today,
                "due": offset == length - 1,
                "closure": closures.get(offset, ""),
            }
        )
    return days


def _long() -> dict[str, Any]:
    name = pick("Feriado de muestra", "Sample holiday")
    return {
        **_open(),
        "days": _strip(20, counted=9, today=4, closures={11: name, 12: name}),
        "members": [],
        "changes": [],
        "why": [],
        "note": pick(
            "Unanimidad provisional: el plazo vence igual el martes 15.",
            "Provisional unanimity: the term still ends on Tuesday 15.",
        ),
    }


def _state(
    tone: str, heading: tuple[str, str], sentence: tuple[str, str]
) -> dict[str, Any]:
    return {"tone": tone, "heading": pick(*heading), "sentence": pick(*sentence)}


def _plain() -> dict[str, Any]:
    return _state(
        "plain",
        ("Quedan 9 días hábiles", "9 business days left"),
        ("Vence al terminar el miércoles 9.", "Ends at the close of Wednesday 9."),
    )


def _today() -> dict[str, Any]:
    return _state(
        "late",
        ("Vence hoy: quedan 3 h 20", "Ends today: 3 h 20 left"),
        ("Hasta las 23:59 de San José.", "Until 23:59 in San José."),
    )


def _late() -> dict[str, Any]:
    return _state(
        "late",
        ("Venció hace 1 día hábil", "Ended 1 business day ago"),
        (
            "Una respuesta se registra como extemporánea y no cuenta, salvo que se admita.",
            "A reply is recorded as late and does not count unless it is admitted.",
        ),
    )


def _suspended() -> dict[str, Any]:
    return _state(
        "off",
        ("Suspendida", "Suspended"),
        (
            "Desde el jueves 26, por fuerza mayor. Puede responder igual.",
            "Since Thursday 26, force majeure. You can still reply.",
        ),
    )


def _closed() -> dict[str, Any]:
    return _state(
        "ok",
        ("Consenso", "Consensus"),
        ("Lo constató la PPT el 4 dic 2026.", "Recorded by the PPT on 4 Dec 2026."),
    )


def _lefts() -> list[dict[str, Any]]:
    days = pick("días hábiles", "business days")
    return [
        {"tone": "plain", "figure": "9", "unit": days},
        {"tone": "due", "figure": "5", "unit": days, "pips": ["on", "now", "", "", "", ""]},
        {"tone": "due", "figure": "1", "unit": pick("día hábil", "business day")},
        {"tone": "late", "figure": "3 h 20", "unit": pick("vence hoy", "ends today")},
        {
            "tone": "late",
            "figure": pick("Venció", "Ended"),
            "unit": pick("hace 1 día hábil", "1 business day ago"),
        },
        {"tone": "plain", "figure": pick("Cerrada", "Closed"), "unit": "3 dic 2026, 23:59"},
    ]
