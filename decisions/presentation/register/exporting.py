"""The register as open data: rows in plain columns, the same in CSV, JSON and in every language."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import override

from decisions.models import Provision, Text
from decisions.presentation.register import citing
from meetings.presentation.titles import Names
from members.cards import guarded

BYTE_ORDER = "\N{ZERO WIDTH NO-BREAK SPACE}"  # so that Excel reads UTF-8
Row = dict[str, Any]


def text_row(text: Text) -> Row:
    """Return a text by the names of its columns."""
    kind = text.rules
    return {
        "reference": text.reference,
        "kind": text.kind_id,
        "title_es": text.title_es,
        "title_en": text.title_en,
        "body": text.body.code if text.body else "",
        "meeting": text.meeting.symbol if text.meeting else "",
        "adopted_on": text.adopted_on.isoformat() if text.adopted_on else "",
        "precision": text.precision if text.adopted_on else "",
        "place_es": text.place_es,
        "place_en": text.place_en,
        "languages": text.languages,
        "authoritative": text.prevailing,
        "character": text.character or str(kind.character),
        "character_source": text.character_source or kind.character_source,
        "contrary": str(kind.contrary or ""),
        "contrary_source": kind.contrary_source,
        "annexed_to": text.annexed_to.reference or "" if text.annexed_to else "",
        "axis": text.axis,
        **_both(text, "summary", "note"),
        "source": text.source,
        **_addresses(text),
    }


def provision_row(provision: Provision, text: Text, names: Names) -> Row:
    """Return a provision by the names of its columns, with how it is cited."""
    es, en = (citing.of_provision(provision, text, names, each) for each in ("es", "en"))
    return {
        "text": text.reference,
        "part": provision.part,
        "number": provision.number if citing.is_numbered(provision) else "",
        "address": citing.address(provision, text),
        "citation_es": es.full,
        "citation_en": en.full,
        "short_es": es.short,
        "short_en": en.short,
        **_both(provision, "words"),
        "axis": provision.axis,
        "source": provision.source,
        **_addresses(text, provision),
    }


def _both(row: Any, *names: str) -> Row:
    return {
        f"{name}_{each}": getattr(row, f"{name}_{each}")
        for name in names
        for each in ("es", "en")
    }


def _addresses(text: Text, provision: Provision | None = None) -> Row:
    found = {}
    for language in ("es", "en"):
        with override(language):
            found[f"url_{language}"] = settings.SITE_URL + citing.url(text, provision)
    return found


def as_csv(rows: Sequence[Row] | Iterable[Row]) -> str:
    """Return ``rows`` as a sheet; no cell is one that a spreadsheet would compute."""
    written = io.StringIO()
    written.write(BYTE_ORDER)
    sheet = csv.writer(written)
    for place, row in enumerate(rows):
        if place == 0:
            sheet.writerow(row)
        sheet.writerow([guarded(str(cell or "")) for cell in row.values()])
    return written.getvalue()
