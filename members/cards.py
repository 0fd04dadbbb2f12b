"""The directory as files: CSV for a spreadsheet, vCard (RFC 6350) for a telephone."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from crm_portal.core.display import format_day
from members.people import Line
from members.sheets import HEADINGS

# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What no workbook can hold.
UNSAYABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_LINE = 75
WORD = {True: lambda: _("yes"), False: lambda: _("no")}


def as_csv(lines: Iterable[Line], *, freshness: bool) -> str:
    """Return the lines under the headings of an import, so that they can come back as one."""
    written = io.StringIO()
    written.write("\N{ZERO WIDTH NO-BREAK SPACE}")  # so that Excel reads UTF-8
    sheet = csv.writer(written)
    confirmed = [_("Contact confirmed")] if freshness else []
    sheet.writerow([str(heading()) for heading in HEADINGS.values()] + confirmed)
    for line in lines:
        row = [*_cells(line), *([_confirmed(line)] if freshness else [])]
        sheet.writerow([guarded(cell) for cell in row])
    return written.getvalue()


def guarded(cell: str) -> str:
    """Return a cell that every spreadsheet can hold, and none takes for a formula."""
    said = UNSAYABLE.sub("", cell)
    return f"'{said}" if said.startswith(FORMULA) else said


def _cells(line: Line) -> Sequence[str]:
    return (
        line["party"],
        line["institution"],
        "",
        line["name"],
        line["title"],
        line["email"],
        line["phone"],
        line["language"],
        line["role"],
        line["network"],
        str(WORD[line["is_alternate"]]()),
    )


def _confirmed(line: Line) -> str:
    if line["freshness"] != "confirmed":
        return str(_("no"))
    return format_day(line["verified_at"], "dated")


def as_vcards(lines: Iterable[Line]) -> str:
    """Return one card a person, with every function they hold."""
    people: dict[int, list[Line]] = {}
    for line in lines:
        people.setdefault(line["user"], []).append(line)
    return "".join(_card(mandates) for mandates in people.values())


def _card(mandates: Sequence[Line]) -> str:
    first = mandates[0]
    roles = "; ".join(dict.fromkeys(_function(each) for each in mandates))
    properties: list[tuple[str, Any]] = [
        ("BEGIN", "VCARD"),
        ("VERSION", "4.0"),
        ("KIND", "individual"),
        ("UID", f"{settings.SITE_URL}/people/{first['user']}"),
        ("FN", escaped(first["name"])),
        ("N", f"{escaped(first['name'])};;;;"),
        (
            "ORG",
            ";".join(map(escaped, filter(None, (first["party"], first["institution"])))),
        ),
        ("TITLE", escaped(first["title"])),
        ("ROLE", escaped(roles)),
        ("EMAIL", escaped(first["email"])),
        ("TEL;VALUE=text", escaped(first["phone"])),
        ("LANG", first["language"]),
        ("END", "VCARD"),
    ]
    return "".join(_folded(f"{name}:{value}") for name, value in properties if value)


def _function(line: Line) -> str:
    words = [line["role"], line["network"], _("alternate") if line["is_alternate"] else ""]
    return ", ".join(filter(None, words))


def escaped(text: str) -> str:
    """Return a text as a value of a card; no line break of it begins another property."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Return a line broken at 75 octets, between letters (RFC 6350, 3.2)."""
    parts, room = [""], LONGEST_LINE
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append("")
            room = LONGEST_LINE - 1
        parts[-1] += letter
        room -= size
    return "\r\n ".join(parts) + "\r\n"
