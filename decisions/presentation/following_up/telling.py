"""A report on a page: its blocks with their addresses, its contents, whose it may be."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from crm_portal.core.access import Viewer
from crm_portal.core.i18n import active_language
from crm_portal.core.sections import Text, in_language
from decisions.reports.following.activities import Asked
from decisions.reports.following.blocks import Block
from members.models import Presidency


def shown(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return blocks in the reader's language: words, the language they are in, an address."""
    return [_shown(block, place) for place, block in enumerate(blocks)]


def _shown(block: Block, place: int) -> dict[str, Any]:
    if block["kind"] == "table":
        return {
            "kind": "table",
            "columns": [_words(each) for each in block["columns"]],
            "rows": [[_words(cell) for cell in row] for row in block["rows"]],
            "caption": _words(block["caption"]),
        }
    told = {**block, **_words(block["text"]), "anchor": f"s{place}"}
    told["url"] = _address(block.get("page"))
    if block["kind"] == "quotation":
        told["cited"] = _words(block["cited"])
    return told


def _words(text: Text) -> dict[str, str]:
    """Return a text as the reader reads it, and its language where it is the other one."""
    language = active_language()
    other = "en" if language == "es" else "es"
    said = str(in_language(text, language))
    return {"said": said, "lang": "" if text.get(language) or not said else other}


def _address(page: tuple[str, tuple[Any, ...]] | None) -> str:
    if page is None:
        return ""
    try:
        return reverse(page[0], args=page[1])
    except NoReverseMatch:
        return ""


def outline(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return the sections of a report, for its contents."""
    return [
        {"number": block["number"], "anchor": f"s{place}", **_words(block["text"])}
        for place, block in enumerate(blocks)
        if block["kind"] == "heading" and block["level"] == 2
    ]


def presidencies(viewer: Viewer) -> list[Presidency]:
    """Return who presided up to now, the latest first."""
    seen = Presidency.objects.visible_to(viewer).filter(term__startswith__lte=viewer.at)
    return list(seen.select_related("party").order_by("-label_year"))


def chosen(chairs: Sequence[Presidency], year: int | None) -> Presidency | None:
    """Return the presidency of the year, else the one in office, else the latest."""
    if year is not None:
        return next((each for each in chairs if each.label_year == year), None)
    return next(iter(chairs), None)


def query(wanted: Asked) -> str:
    """Return what a report is asked for with, for its files."""
    asked: dict[str, Any] = {
        "year": wanted.presidency.label_year,
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
    }
    return urlencode({**asked, "names": "on"} if wanted.with_names else asked)
