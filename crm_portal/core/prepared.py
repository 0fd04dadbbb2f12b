"""Queries written as querysets, compiled once, and asked again with other values.

Django builds and compiles a queryset anew each time, which for a query with a dozen
subqueries costs more than the database does. Where a page asks the same question of
every request, the question is written once and only its values change. PostgreSQL in its
turn plans it once on each connection (PREPARE), which takes it longer than to answer.
"""

import hashlib
from collections.abc import Callable, Hashable, Iterator
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from psycopg2.extensions import AsIs

M = TypeVar("M", bound=Model)
Name = str | tuple[str, int]

# Values that no query is written with: what stands in the compiled one for a value to come.
# The number fits the smallest integer column, past which Django answers without asking.
FAR_NUMBER = 32_000
FAR_DAY = datetime(9000, 1, 1, tzinfo=UTC)
# Lists are filled up to a multiple of it.
LISTED = 25

# What each open connection has prepared already.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared(Generic[M]):
    """A query as a function of its values.

    ``build`` takes the values by name and returns the queryset. It is called once for each
    ``shape``, which is whatever else the query depends on (roles, a language); a value
    that is None makes a shape of its own, as SQL writes it otherwise. A list holds primary
    keys and is filled up with zeros, which are nobody's, so that few lengths occur.

    ``planned_anew`` lets PostgreSQL plan it each time for the very values: where a plan for
    any values is a poor one, as of the first rows among those a range contains.
    """

    def __init__(
        self, build: Callable[..., QuerySet[M]], *, planned_anew: bool = False
    ) -> None:
        self._build, self._planned_anew = build, planned_anew
        self._plans: dict[Hashable, _Plan[M]] = {}

    def __call__(self, shape: Hashable = None, **values: Any) -> list[M]:
        """Return the rows for ``values``."""
        single = dict(_singly(values))
        key = shape, len(single), tuple(n for n, value in single.items() if value is None)
        if key not in self._plans:
            stands_in = {
                name: _stand_in(n, value) for n, (name, value) in enumerate(single.items())
            }
            more = {} if shape is None else {"shape": shape}
            given = _together(values, stands_in)
            queryset = self._build(**given, **more)
            self._plans[key] = _Plan(queryset, stands_in, anew=self._planned_anew)
        return self._plans[key].rows(single)


def _singly(values: dict[str, Any]) -> Iterator[tuple[Name, Any]]:
    """Name each value, and each number of a list."""
    for name, value in values.items():
        if isinstance(value, list):
            filled = value + [0] * (-len(value) % LISTED or LISTED * (not value))
            yield from (((name, place), each) for place, each in enumerate(filled))
        else:
            yield name, value


def _together(values: dict[str, Any], single: dict[Name, Any]) -> dict[str, Any]:
    """Return ``single`` with the lists that ``values`` has."""
    return {
        name: [
            each
            for key, each in single.items()
            if isinstance(key, tuple) and key[0] == name
        ]
        if isinstance(value, list)
        else single[name]
        for name, value in values.items()
    }


class _Plan(Generic[M]):
    """One compiled query, with the places of its values."""

    def __init__(
        self, queryset: QuerySet[M], stands_in: dict[Name, Any], *, anew: bool
    ) -> None:
        self.anew = anew
        names = {value: name for name, value in stands_in.items() if value is not None}
        self.using = queryset.db
        self.compiler = queryset.query.get_compiler(self.using)
        self.sql, params = self.compiler.as_sql()
        self._read_columns()
        # What is no stand-in was in the queryset, and stays.
        self.params = [(_name(names, value), value) for value in params]
        self.names = list(dict.fromkeys(name for name, _value in self.params if name))
        digest = hashlib.sha256(f"{self.sql}{self.params}".encode()).hexdigest()
        self.statement = f"prepared_{digest[:20]}"
        places = f" ({', '.join(['%s'] * len(self.names))})" if self.names else ""
        self.execution = f"EXECUTE {self.statement}{places}"

    def rows(self, values: dict[Name, Any]) -> list[M]:
        compiler = copy(self.compiler)
        compiler.connection = connections[self.using]
        asked = self._whole(values) if self.anew else self._prepared(values, compiler)
        compiler.as_sql = lambda *_args, **_options: asked
        compiler.get_converters = lambda _fields: self.converters
        return [self._row(row) for row in compiler.results_iter()]

    def _whole(self, values: dict[Name, Any]) -> tuple[str, tuple[Any, ...]]:
        return self.sql, tuple(values[n] if n else value for n, value in self.params)

    def _prepared(
        self, values: dict[Name, Any], compiler: Any
    ) -> tuple[str, tuple[Any, ...]]:
        self._prepare(compiler.connection)
        return self.execution, tuple(values[name] for name in self.names)

    def _read_columns(self) -> None:
        """Note how a row becomes an object, as ``ModelIterable`` does for each query."""
        select, kind = self.compiler.select, self.compiler.klass_info
        self.converters = self.compiler.get_converters(
            [each[0] for each in select[: self.compiler.col_count]]
        )
        self.model: type[M] = kind["model"]
        places = kind["select_fields"]
        self.own = slice(places[0], places[-1] + 1)
        self.fields = [each[0].target.attname for each in select[self.own]]
        # The stubs describe a later Django, which asks for one argument more.
        self.populators = get_related_populators(kind, select, self.using)  # type: ignore[call-arg]
        self.annotations = list((self.compiler.annotation_col_map or {}).items())

    def _row(self, row: Any) -> M:
        found = self.model.from_db(self.using, self.fields, row[self.own])
        for populator in self.populators:
            populator.populate(row, found)
        for name, place in self.annotations:
            setattr(found, name, row[place])
        return found

    def _prepare(self, connection: Any) -> None:
        """Make the statement known where it is not; it outlives the transaction."""
        connection.ensure_connection()
        known = _prepared.setdefault(connection.connection, set())
        if self.statement in known:
            return
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            text = cursor.mogrify(self.sql, self._numbered())
            cursor.execute(f"PREPARE {self.statement} AS ".encode() + text)
        known.add(self.statement)

    def _numbered(self) -> list[Any]:
        """Return ``$1``, ``$2``, … for the values to come, and what stays as it is."""
        return [
            AsIs(f"${self.names.index(name) + 1}") if name else value
            for name, value in self.params
        ]


def _stand_in(place: int, value: Any) -> Any:
    """Return a value of the same kind that can be found again among the parameters."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return FAR_DAY + timedelta(days=place)
    if isinstance(value, date):
        return FAR_DAY.date() + timedelta(days=place)
    if isinstance(value, str):
        return f"\N{SECTION SIGN}{place}\N{SECTION SIGN}"
    if isinstance(value, int) and not isinstance(value, bool):
        return FAR_NUMBER + place
    raise TypeError(f"A prepared query takes no {type(value).__name__}.")


def _name(names: dict[Any, Name], value: Any) -> Name:
    """Return which value stands at a parameter, or nothing."""
    try:
        return names.get(value, "")
    except TypeError:
        return ""
