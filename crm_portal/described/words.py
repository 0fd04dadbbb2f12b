"""The words of the schema, in one place: what each parameter is, and what each answer means."""

from typing import Any

# What a parameter means wherever it stands, and what it means of one kind of resource.
PARAMETERS = {
    "id": "The number by which the resource is known.",
    "reference": "The reference by which it is cited.",
    "code": "The code by which it is known.",
    "slug": "The symbol, with hyphens.",
    "symbol": "The symbol of a meeting.",
    "number": "The number by which it is known.",
    "valid_from": "The first day of its validity.",
    "label_year": "The year by which the presidency is called.",
    "party": "The code of a party, such as `GT`.",
    "party__code": "The code of a party, such as `GT`.",
    "lead_party": "The code of the party that leads.",
    "body": "The code of a body, such as `GRCM`.",
    "meeting": "The symbol of a meeting, such as `XIX-CRM`.",
    "text": "The reference of a text in the register.",
    "budget": "The reference of a budget.",
    "year": "Of which year.",
    "on": "As of this day (San José).",
    "since": "From this day on, included.",
    "until": "Up to this day, included.",
    "due_before": "Due before this day, excluded.",
    "in_force": "Only what holds now, without what was corrected.",
    "is_open": "Open still, or not.",
    "kind": "Of which kind.",
    "state": "In which state.",
    "q": "Words to look for, in either language, with or without accents.",
    "series": "The symbol of the meeting or series under which it was issued.",
    "category": "Of which category.",
    "audience": "For whom it is.",
    "language": "Written in it.",
    "axis": "The axis of the Plan of Action.",
    "theme": "Of which theme.",
    "Idempotency-Key": "Up to 80 printable characters, one for each transfer.",
}
OF_OPERATION = {
    ("parties", "code"): "The code of the party, such as `GT`.",
    ("parties", "on"): "Who took part on this day; suspended parties are among them.",
    ("bodies", "code"): "The code of the body, such as `GRCM`.",
    ("plans", "code"): "The code of the plan.",
    ("account", "code"): "The code of the member, such as `GT`.",
    ("contribution", "number"): "The number of the letter, such as `2026-03`.",
    ("matrices", "code"): "The code of the matrix.",
    ("glossary", "code"): "The code of the term.",
    ("news", "slug"): "The end of the item's address.",
    (
        "consultations",
        "reference",
    ): "The reference of the consultation: `CRM-CONS-2026-01`.",
    ("register", "reference"): "The reference of the text: `XV-CRM-DEC`.",
    ("texts", "reference"): "The reference of the text in work.",
    ("budgets", "on"): "Of a period that has this day.",
    (
        "balances",
        "on",
    ): "With every movement up to the end of this day; all of them without it.",
    (
        "institutions",
        "is_open",
    ): "Those for which no closing day is recorded, or the others.",
    ("meetings", "body"): "The code of a body: its own meetings and its joint ones.",
    ("meetings", "year"): "The year in which it falls, as far as that is known.",
}
ANSWERS = {
    "200": "As asked.",
    "201": "It was done, and this is how it stands.",
    "304": "The same as when `ETag` was given: nothing is sent again.",
    "400": "The request lacks something, or contradicts itself.",
    "401": "The token is not known, was ended, or is past its day.",
    "403": "Not for this reader, this session or this token to do.",
    "404": "It does not exist for the reader.",
    "409": "The record does not allow it now.",
    "415": "The body is not JSON.",
    "429": "Asked too often: `Retry-After` says when again.",
}
_CODES = {
    400: ("invalid", "Invalid input."),
    401: ("invalid_token", "This token is not known, was ended, or is past its day."),
    403: ("not_authenticated", "Authentication credentials were not provided."),
    404: ("not_found", "Not found."),
    409: ("illegal_step", "The record is in a state from which this step does not exist."),
    415: ("unsupported_media_type", "Unsupported media type in the request."),
    429: ("throttled", "Request was throttled. Expected available in 4 seconds."),
}
_MORE: dict[int, dict[str, Any]] = {
    400: {"errors": {"page_size": ["Give a number of rows, from one on."]}},
    409: {"rule": "P12"},
}


def problem(status: int) -> dict[str, Any]:
    """Return a problem as an answer of ``status`` says it."""
    code, detail = _CODES[status]
    said = {"type": "about:blank", "status": status, "code": code, "detail": detail}
    return said | _MORE.get(status, {})
