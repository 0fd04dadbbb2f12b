"""Papers to be printed in tests: the documented example of a record, and an adopted text."""

import json
import subprocess
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).with_name("outcome_record_example.json")
PLAIN = "<!doctype html><html lang='es'><title>T</title><h2>Uno</h2><p>Texto</p></html>"


def record() -> dict[str, Any]:
    """Return the example of ``templates/pdf/README.md``."""
    value: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return value


def adopted(*, reservations: bool = False) -> dict[str, Any]:
    """Return the context of an adopted text of three paragraphs and a heading."""
    example = record()
    reserving = [row["party"] for row in example["reservations"]]
    return {
        "reference": example["reference"],
        "label": {"es": "Texto adoptado", "en": "Adopted text"},
        "title": example["subject"],
        "subtitle": [
            {"es": "Consulta entre reuniones", "en": "Intersessional consultation"}
        ],
        "paragraphs": PARAGRAPHS,
        "adopted_on": "2026-10-02",
        "members": example["members"],
        "nature": example["nature"],
        "reservations": example["reservations"] if reservations else [],
        "reserving": reserving if reservations else [],
        "demonstration": True,
        "issued": example["issued"],
    }


PARAGRAPHS = [
    {
        "kind": "heading",
        "number": "",
        "es": "Mecanismos para la toma de decisiones",
        "en": "Decision-making mechanisms",
    },
    {
        "kind": "paragraph",
        "number": "3.2",
        "es": "Una vez obtenido el consenso de la Troika, se consultará el texto.",
        "en": "Once the consensus of the Troika is obtained, the text shall be consulted.",
    },
    {
        "kind": "paragraph",
        "number": "3.3",
        "es": "Se incluirán los cambios propuestos y se volverá a distribuir a todos.",
        "en": "The proposed changes shall be included and it shall be distributed again to all.",
    },
]


def page(body: str) -> str:
    """Return ``body`` in a page of our typefaces, as a template would."""
    return (
        "<!doctype html><html lang='es'><head><title>T</title><style>body{font-family:"
        '"Source Serif 4","Source Serif 4 Ext"}</style></head>'
        f"<body><h1>T</h1><p>{body}</p></body></html>"
    )


def text(pdf: bytes) -> str:
    """Return the text of ``pdf`` as poppler extracts it, in reading order."""
    run = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return run.stdout.decode()


def flowing(pdf: bytes) -> str:
    """Return the same text on one line, wherever its lines were broken."""
    return " ".join(text(pdf).split())
