"""Components rendered once for the same data: what a page shows again and again.

A component sees nothing but its data and the language, so the same data give the same
markup to whoever may see them; whether they may was decided before. The last ones are kept.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from crm_portal.core.i18n import active_language

# Some kilobytes each, in every web process.
KEPT = 512


class _Data:
    """Data of a component, equal where they are written alike."""

    __slots__ = ("_hash", "_key", "values")

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self._key = _written(values)
        self._hash = hash(self._key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Data) and self._key == other._key


def rendered(template: str, values: Mapping[str, Any]) -> SafeString:
    """Return ``template`` rendered with ``values``, which are plain data, and no request."""
    return _rendered(template, active_language(), _Data(values))


@lru_cache(maxsize=KEPT)
def _rendered(template: str, _language: str, data: _Data) -> SafeString:
    return render_to_string(template, dict(data.values))


def _written(value: Any) -> Any:
    """Return something hashable that is equal only for values that are written alike.

    ``True`` equals 1, one instant is several clock times, and safe text equals the same
    text that has still to be escaped: each carries its kind.
    """
    kind = type(value)
    if kind in AS_IT_IS:
        return value
    if write := WRITE.get(kind):
        return kind, *write(value)
    if isinstance(value, Promise):
        return _written(str(value))
    if isinstance(value, str):
        return kind, str(value)
    raise TypeError(f"A kept component takes no {kind.__name__}.")


def _items(value: Mapping[Any, Any]) -> Iterator[Any]:
    return ((key, _written(each)) for key, each in value.items())


def _each(value: Iterable[Any]) -> Iterator[Any]:
    return map(_written, value)


AS_IT_IS = frozenset({str, type(None)})
WRITE: dict[type, Callable[[Any], Iterable[Any]]] = {
    dict: _items,
    list: _each,
    tuple: _each,
    int: lambda value: (value,),
    bool: lambda value: (value,),
    date: lambda value: (value,),
    datetime: lambda value: (value.isoformat(),),
}
