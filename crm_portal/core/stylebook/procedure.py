"""Sample positions, stages, text and answers. Nothing here happened."""

from datetime import UTC, datetime
from typing import Any

from crm_portal.core.i18n import pick

NOW = datetime(2026, 11, 27, 15, 12, tzinfo=UTC)


def kinds() -> list[tuple[str, str]]:
    return [
        ("", pick("Elija uno", "Choose one")),
        ("substantive", pick("Cambio de fondo", "Substantive change")),
        ("corrigendum", pick("Errata", "Corrigendum")),
    ]


def positions() -> list[tuple[str, str]]:
    """The six kinds of reply, in the order in which they are always offered."""
    return [
        ("agree", pick("De acuerdo", "Agrees")),
        ("remark", pick("De acuerdo, con observaciones", "Agrees, with observations")),
        ("reserve", pick("De acuerdo, con reserva", "Agrees, with a reservation")),
        ("abstain", pick("Se abstiene", "Abstains")),
        ("change", pick("Propone cambios", "Proposes changes")),
        ("object", pick("Objeta", "Objects")),
    ]


def position_hints() -> dict[str, str]:
    return {
        "remark": pick(
            "Constan en el registro; no cambian el texto",
            "On record; the text stays as it is",
        ),
        "reserve": pick("Se anexa al resultado", "Annexed to the outcome"),
        "abstain": pick("No impide el consenso", "Does not prevent consensus"),
        "change": pick("Habrá una nueva ronda", "There will be another round"),
        "object": pick("Impide el consenso", "Prevents consensus"),
    }


def procedure() -> dict[str, Any]:
    """Stages, the text in two languages, and who answered in the three modes."""
    return {
        "stages": _stages("done", "current", "next", "next"),
        "stages_stopped": _stages("done", "skipped", "stopped", "next"),
        "paragraphs": _paragraphs(),
        "answers_full": _answers("full"),
        "answers_participation": _answers("participation"),
        "answers_hidden": {
            "mode": "hidden",
            "summary": pick(
                "Han respondido 6 de 11 países.", "6 of 11 countries answered."
            ),
            "rows": _answers("full")["rows"][:1],
            "note": pick(
                "Cada país ve solo su respuesta.", "Each country sees only its own."
            ),
        },
    }


def _stages(*states: str) -> list[dict[str, str]]:
    labels = [
        (pick("Troika", "Troika"), pick("Consenso el 24 nov", "Consensus on 24 Nov")),
        (
            pick("Ronda 1", "Round 1"),
            pick("Día 2 · vence jue 3 dic", "Day 2 · ends Thu 3 Dec"),
        ),
        (pick("Consenso", "Consensus"), pick("Lo constata la PPT", "Recorded by the PPT")),
        (
            pick("Acción y resultados", "Action and results"),
            pick("Informa la PPT", "Reported by the PPT"),
        ),
    ]
    return [
        {"label": label, "note": note, "state": state}
        for (label, note), state in zip(labels, states, strict=True)
    ]


def _paragraphs() -> list[dict[str, Any]]:
    return [
        {
            "anchor": "p1",
            "number": "1",
            "es": [
                ("eq", "Texto de muestra: cada país procurará notificar con "),
                ("del", "cuarenta y ocho"),
                ("eq", " "),
                ("ins", "setenta y dos"),
                ("eq", " horas."),
            ],
            "en": [
                ("eq", "Sample text: each country shall endeavour to give "),
                ("del", "forty-eight"),
                ("eq", " "),
                ("ins", "seventy-two"),
                ("eq", " hours' notice."),
            ],
            "proposals": _proposals(),
            "action": pick("Proponer un cambio", "Propose a change"),
            "action_url": "#sample-form",
        },
        {
            "anchor": "p2",
            "number": "2",
            "state": "selected",
            "es": [
                ("eq", "Se comprometen a "),
                ("brk", "garantizar", "MX"),
                ("eq", " "),
                ("brk", "procurar", "US"),
                ("eq", " la atención de muestra."),
            ],
            "en": [
                ("eq", "Commit to "),
                ("brk", "ensure", "MX"),
                ("eq", " "),
                ("brk", "seek to ensure", "US"),
                ("eq", " the sample attention."),
            ],
            "stale": pick(
                "El español cambió después de revisarse esta traducción.",
                "The Spanish changed after this translation was checked.",
            ),
        },
        {
            "anchor": "p3",
            "number": "3",
            "es": [("eq", "Párrafo de muestra sin traducir.")],
            "en": [],
            "missing": pick(
                "Traducción pendiente: Secretaría, 30 nov.",
                "Translation pending: Secretariat, 30 Nov.",
            ),
            "note": pick("Nota de muestra bajo el párrafo.", "Sample note below it."),
        },
    ]


def _proposals() -> list[dict[str, Any]]:
    return [
        {
            "author": pick("Canadá propone (muestra)", "Canada proposes (sample)"),
            "meta": pick("26 nov, 14:20 · sustitución", "26 Nov, 14:20 · replacement"),
            "tone": "due",
            "label": pick("En examen por la PPT", "Under review by the PPT"),
            "es": [("eq", "… con "), ("del", "mínima"), ("ins", "razonable"), ("eq", " …")],
            "en": [
                ("eq", "… with "),
                ("del", "minimum"),
                ("ins", "reasonable"),
                ("eq", " …"),
            ],
            "reason": pick("Razón de muestra.", "Sample reason."),
            "support": pick("Se suma: Costa Rica", "Joined by: Costa Rica"),
            "actions": [
                {"label": pick("Sumarse", "Join"), "url": "#p1"},
                {"label": pick("Comentar", "Comment"), "url": "#p1", "quiet": True},
            ],
        },
        {
            "author": pick("El Salvador (muestra)", "El Salvador (sample)"),
            "meta": pick("20 nov · inserción", "20 Nov · insertion"),
            "tone": "ok",
            "label": pick("Incorporada", "Incorporated"),
            "shape": "done",
            "es": [("ins", "texto añadido")],
            "en": [],
            "missing": pick("EN pendiente", "EN pending"),
        },
    ]


def _answers(mode: str) -> dict[str, Any]:
    rows = [
        ("Belize", "", pick("Sin respuesta", "No answer"), ""),
        ("Canada", "change", pick("Propone cambios", "Proposes changes"), "2"),
        ("Costa Rica", "remark", pick("Con observaciones", "With observations"), ""),
        ("El Salvador", "agree", pick("De acuerdo", "Agrees"), ""),
        ("Guatemala", "reserve", pick("Con reserva", "With a reservation"), ""),
        ("Honduras", "abstain", pick("Se abstiene", "Abstains"), ""),
        ("Mexico", "object", pick("Objeta", "Objects"), ""),
        ("Panama", "late", pick("Extemporánea: de acuerdo", "Late: agrees"), ""),
    ]
    given = pick("Respondió", "Answered")
    return {
        "mode": mode,
        "summary": pick("7 de 8 países de muestra", "7 of 8 sample countries"),
        "note": pick("El silencio no es acuerdo ni objeción.", "Silence is neither."),
        "rows": [
            {
                "party": party,
                "mark": mark if mode == "full" else mark and "given",
                "label": label if mode == "full" or not mark else given,
                "detail": f"{pick('Párrafo', 'Paragraph')} {detail}" if detail else "",
                "at": NOW if mark else None,
                "url": "" if mark else "#sample-form",
            }
            for party, mark, label, detail in rows
        ],
    }
