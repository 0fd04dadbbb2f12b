"""Sample lists: tasks, dates, figures, history, checks. Nothing here happened."""

from datetime import UTC, date, datetime
from typing import Any

from crm_portal.core.i18n import pick

NOW = datetime(2026, 11, 27, 15, 12, tzinfo=UTC)


def lists() -> dict[str, Any]:
    """Rows of the pages that list: tasks, dates, facts, history, checks, a record."""
    return {
        "tasks": _tasks(),
        "dates": _dates(),
        "facts": _facts(),
        "events": _events(),
        "checks": _checks(),
        "rows": [
            {"label": pick("Referencia", "Reference"), "value": "CRM-CONS-2026-00"},
            {
                "label": pick("Voz oficial", "Official voice"),
                "value": pick("Ministerio de muestra", "Sample ministry"),
                "url": "#sample-form",
                "action": pick("Cambiar", "Change"),
            },
        ],
        "options": [
            {
                "label": pick("Con cambios", "With changes"),
                "url": "?view=1",
                "current": True,
            },
            {"label": pick("Limpio", "Clean"), "url": "?view=2"},
        ],
    }


def _tasks() -> list[dict[str, Any]]:
    return [
        {
            "left": {
                "tone": "due",
                "figure": "5",
                "unit": pick("días hábiles", "business days"),
                "spoken": pick("para responder", "to answer"),
                "pips": ["on", "now", "", "", "", ""],
            },
            "kicker": pick(
                "Consulta de muestra · Ronda 1", "Sample consultation · Round 1"
            ),
            "title": pick(
                "Intercambio oportuno de información consular (muestra)",
                "Timely exchange of consular information (sample)",
            ),
            "url": "#sample-form",
            "meta": [
                pick("Vence jue 3 dic, 23:59 San José", "Ends Thu 3 Dec, 23:59 San José"),
                pick("Han respondido 6 de 11 países", "6 of 11 countries answered"),
            ],
            "action": pick("Responder", "Answer"),
            "primary": True,
            "tag": ("line", pick("Borrador guardado", "Draft saved")),
        }
    ]


def _dates() -> list[dict[str, Any]]:
    return [
        {
            "on": date(2026, 12, 1),
            "title": pick(
                "Feriado de muestra en Costa Rica", "Sample holiday in Costa Rica"
            ),
            "off": True,
        },
        {
            "when": pick("15 – 16 dic", "15 – 16 Dec"),
            "title": pick("Reunión de muestra", "Sample meeting"),
            "url": "#sample-form",
            "note": pick("Virtual · 10:00 San José", "Virtual · 10:00 San José"),
            "tag": ("due", pick("Sin confirmar", "Not confirmed")),
        },
    ]


def _facts() -> list[dict[str, Any]]:
    return [
        {
            "label": pick("Esperan su posición", "Await your position"),
            "value": "2",
            "note": pick("párrafos 6 y 11", "paragraphs 6 and 11"),
            "mine": True,
        },
        {
            "label": pick("Acordados", "Agreed"),
            "value": "11",
            "note": pick("de 15 párrafos", "of 15 paragraphs"),
        },
        {
            "label": pick("Recibido", "Received"),
            "value": "272,724",
            "note": pick("USD, cifra de muestra", "USD, sample figure"),
        },
        {"label": pick("Traducción", "Translation"), "value": "1", "note": "EN"},
    ]


def _events() -> list[dict[str, Any]]:
    return [
        {
            "at": NOW,
            "text": pick("Respuesta extemporánea de Panamá", "Late reply from Panama"),
            "by": pick("Registrada por la Secretaría", "Recorded by the Secretariat"),
            "note": pick("Nota verbal de muestra", "Sample note verbale"),
            "late": True,
        },
        {
            "at": NOW,
            "text": pick("Ronda 1 distribuida", "Round 1 distributed"),
            "by": pick("PPT (Guatemala)", "PPT (Guatemala)"),
        },
    ]


def _checks() -> list[dict[str, Any]]:
    rows = [
        ("ok", pick("En orden", "In order"), pick("Vigía", "Sweeper"), "12 s"),
        ("due", pick("Con demora", "Delayed"), pick("Avisos", "Notices"), "16 min"),
        ("late", pick("En falta", "Failing"), pick("Plazos", "Terms"), "3"),
    ]
    return [
        {
            "tone": tone,
            "word": word,
            "label": label,
            "text": pick("Lectura de muestra", "Sample reading"),
            "figure": figure,
        }
        for tone, word, label, figure in rows
    ]
