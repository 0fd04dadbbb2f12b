"""Examples of bodies, made of the schema's own fields: the name of each says what is in it."""

import re
from typing import Any

from crm_portal.described.values import BILINGUAL, DAY, ENDINGS, FORMATS, TEXT, VALUES

Schema = dict[str, Any]
DEEPEST = 10


class Examples:
    """Makes a value of any schema; references are to ``schemas``."""

    def __init__(self, schemas: dict[str, Schema]) -> None:
        self.schemas = schemas

    def of(self, schema: Schema, name: str = "", around: str = "", depth: int = 0) -> Any:
        """Return a value of ``schema`` for the field ``name`` of the field ``around``."""
        schema = self._resolved(schema)
        if "enum" in schema:
            known = [each for each in schema["enum"] if each not in ("", None)]
            return VALUES[name] if VALUES.get(name) in known else known[0]
        kind = _kind(schema)
        if kind == "object":
            return self._object(schema, name, depth)
        if kind == "array":
            return self._array(schema, name, around, depth)
        return _single(kind, schema, name, around)

    def _object(self, schema: Schema, name: str, depth: int) -> Any:
        if depth > DEEPEST:
            return {}
        inner = schema.get("properties", {})
        return {
            each: self.of(field, each, name, depth + 1) for each, field in inner.items()
        }

    def _array(self, schema: Schema, name: str, around: str, depth: int) -> list[Any]:
        items = schema.get("items", {})
        if depth > DEEPEST or not items:
            return []
        return [self.of(items, name, around, depth + 1)]

    def _resolved(self, schema: Schema) -> Schema:
        """Return what a reference leads to, and of several the first that is not null."""
        while True:
            several = [*schema.get("allOf", ()), *schema.get("oneOf", ())]
            several += schema.get("anyOf", ())
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rpartition("/")[2]]
            elif several:
                schema = next(each for each in several if each.get("type") != "null")
            else:
                return schema


def _kind(schema: Schema) -> str:
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        return str(next(each for each in kind if each != "null"))
    return str(kind)


def _single(kind: str, schema: Schema, name: str, around: str) -> Any:
    if kind == "boolean":
        return name in ("is_official", "is_counted", "is_complete", "is_waiting")
    if kind in ("integer", "number"):
        return _number(schema, name)
    if name in ("es", "en"):
        return _fitting(BILINGUAL.get(around, BILINGUAL[""])[name == "en"], schema)
    return _text(schema, name)


def _number(schema: Schema, name: str) -> int:
    known = VALUES.get(name)
    value = known if isinstance(known, int) else ENDINGS["_cents"] if "cents" in name else 1
    return int(min(max(value, schema.get("minimum", value)), schema.get("maximum", value)))


def _text(schema: Schema, name: str) -> str:
    if (form := schema.get("format")) in FORMATS:
        return FORMATS[form]
    known = VALUES.get(name, "")
    if not isinstance(known, str) or not known:
        found = (value for end, value in ENDINGS.items() if name.endswith(end))
        known = str(next(found, TEXT))
    return _fitting(known, schema)


def _fitting(value: str, schema: Schema) -> str:
    """Return ``value`` as long as may be, and another where its pattern does not allow it."""
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, value):
        tried = ("GT", "1", DAY, "1.00", "USD")
        value = next(each for each in tried if re.search(pattern, each))
    return value[: schema.get("maxLength", len(value))]
