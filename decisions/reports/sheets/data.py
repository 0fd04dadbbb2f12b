"""A sheet as JSON, and read back from it: what is attached, hashed, stored and exported."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from crm_portal.core.errors import Invalid
from crm_portal.library.rules import canonical_text, sha256
from decisions.reports.sheets.sheet import Sheet, clean
from decisions.rules.texts.brackets import Bracket, Content
from decisions.rules.texts.notation import from_data as content_from
from decisions.rules.texts.notation import to_data as content_data
from decisions.rules.texts.notation import written

FORMAT = "crm-text/1"


def to_data(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as plain JSON, complete."""
    return {"format": FORMAT, **_dumped(sheet)}


def from_data(data: Mapping[str, Any]) -> Sheet:
    """Return the sheet that ``to_data`` made this of. Invalid: it is none of ours."""
    if data.get("format") != FORMAT:
        raise Invalid("This is not a text of this format.")
    found: Sheet = _read(Sheet, data)
    return found


def to_json(sheet: Sheet) -> bytes:
    """Return a sheet as a JSON file, to be read by people too."""
    return (json.dumps(to_data(sheet), ensure_ascii=False, indent=1) + "\n").encode()


def from_json(content: bytes) -> Sheet:
    """Return the sheet in a JSON file."""
    return from_data(json.loads(content))


def canonical(sheet: Sheet) -> str:
    """Return the text as the lines that its hash is taken of (``library.rules``).

    The same for every printing of a version: in one language or both, with or without what
    changed.
    """
    return canonical_text(
        {"number": row.reference, "es": written(row.words.es), "en": written(row.words.en)}
        for row in clean(sheet).rows
    )


def text_sha256(sheet: Sheet) -> str:
    """Return the SHA-256 of the text, in hexadecimal."""
    return sha256(canonical(sheet))


def _dumped(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _content(getattr(value, field.name))
            if _hints(type(value))[field.name] == Content
            else _dumped(getattr(value, field.name))
            for field in fields(value)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return (
            value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").replace(".000000", "")
        )
    if isinstance(value, date):
        return value.isoformat()
    return [_dumped(each) for each in value] if isinstance(value, tuple) else value


def _content(content: Content) -> list[Any]:
    return content_data(content)


def _read(hint: Any, data: Any) -> Any:
    if hint == Content:
        return content_from(data)
    if get_origin(hint) is types.UnionType:
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if data is None else _read(inner, data)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{name: _read(hints[name], data[name]) for name in hints})
    if hint in (datetime, date):
        return hint.fromisoformat(data)
    return data


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, localns={"Bracket": Bracket})
