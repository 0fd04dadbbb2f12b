"""The place of a row in a list, and the rows after it or before it: what a cursor stands on."""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any

from django.db.models import (
    F,
    Field,
    ForeignObjectRel,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import OrderBy
from django.db.models.functions import Cast

Place = list[Any]
PLACE, BY = "place_", "by_"
# By which of these a row that no query gave is known in its list.
NAMES = (
    "id",
    "reference",
    "number",
    "round",
    "party",
    "paragraph",
    "symbol",
    "slug",
    "code",
    "key",
    "url",
)


class Queried:
    """The rows of a query in its order, made total by the primary key.

    Places are written and read by the database as text: whatever it can order (instants,
    ranges, numbers, words) is one. Null stands where the query's order puts it.
    """

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.terms = _terms(queryset)
        self.order = ",".join(f"{each.expression}{each.descending}" for each in self.terms)
        written = {
            f"{PLACE}{n}": Cast(each.expression, TextField())
            for n, each in enumerate(self.terms)
        }
        by = {f"{BY}{n}": each.expression for n, each in enumerate(self.terms)}
        self.queryset = queryset.alias(**by).annotate(**written)

    def rows(self, place: Place | None, most: int, *, backwards: bool) -> list[Any]:
        """Return up to ``most`` rows after ``place``, or those before it, the nearest first."""
        terms = [_turned(each) for each in self.terms] if backwards else self.terms
        found = self.queryset.order_by(*terms)
        if place is not None:
            found = found.filter(self._beyond(terms, place))
        return list(found[:most])

    def place(self, row: Any) -> Place:
        """Return where ``row`` stands."""
        return [getattr(row, f"{PLACE}{n}") for n in range(len(self.terms))]

    def _beyond(self, terms: Sequence[OrderBy], place: Place) -> Q:
        """Rows that stand further than ``place``: equal in some terms, further in the next."""
        beyond, equal = Q(), Q()
        for n, (term, text) in enumerate(zip(terms, place, strict=True)):
            name = f"{BY}{n}"
            field = self.queryset.query.annotations[name].output_field
            further, same = _compared(name, term, text, field)
            if further is not None:
                beyond |= equal & further
            equal &= same
        return beyond


class Listed:
    """Rows that no query gave, in the order in which they are: found again by their names."""

    order = "listed"

    def __init__(self, rows: list[Any]) -> None:
        self.all = rows

    def rows(self, place: Place | None, most: int, *, backwards: bool) -> list[Any]:
        """Return up to ``most`` rows after ``place``, or those before it, the nearest first."""
        if place is None:
            return self.all[:most]
        at, is_there = self._found(place)
        if backwards:
            return self.all[max(0, at - most) : at][::-1]
        start = at + 1 if is_there else at
        return self.all[start : start + most]

    def place(self, row: Any) -> Place:
        """Return where ``row`` stands, and by which names it is known."""
        at = next(n for n, each in enumerate(self.all) if each is row)
        return [at, _names(row)]

    def _found(self, place: Place) -> tuple[int, bool]:
        """Return where the row of ``place`` stands now; if it is gone, where it stood."""
        at, names = place
        same = [n for n, each in enumerate(self.all) if _names(each) == names]
        if not same:
            return min(at, len(self.all)), False
        return min(same, key=lambda n: abs(n - at)), True


def _names(row: Any) -> list[str]:
    held = row.get if isinstance(row, dict) else lambda name: getattr(row, name, None)
    return [str(held(name)) for name in NAMES]


def _terms(queryset: QuerySet[Any]) -> list[OrderBy]:
    """Return the order of a query as expressions; the primary key decides between equals."""
    query, model = queryset.query, queryset.model
    given: Any = query.order_by or query.extra_order_by
    if not given and query.default_ordering:
        given = model._meta.ordering
    terms = [term for each in given or () for term in _spelled(each, model)]
    if not any(_is_pk(each, model) for each in terms):
        terms.append(OrderBy(F("pk")))
    return terms


def _spelled(term: Any, model: type[Model], path: str = "") -> Iterator[OrderBy]:
    """Yield a term as expressions; that of a relation is the order of what it leads to."""
    if not isinstance(term, str):
        yield term if isinstance(term, OrderBy) else OrderBy(term)
        return
    down, name = term.startswith("-"), term.removeprefix("-")
    related = _related(model, name)
    if related is None or not related._meta.ordering:
        yield OrderBy(F(path + name), descending=down)
        return
    for each in related._meta.ordering:
        for inner in _spelled(each, related, f"{path}{name}{LOOKUP_SEP}"):
            yield _turned(inner) if down else inner


def _related(model: type[Model], name: str) -> type[Model] | None:
    """Return the model that ``name`` leads to from ``model``, if its last step is a relation."""
    found: Any = model
    for step in name.split(LOOKUP_SEP):
        fields = {each.name: each for each in found._meta.get_fields()} if found else {}
        field: Any = fields.get(step)
        leads = isinstance(field, Field | ForeignObjectRel) and field.is_relation
        found = field.related_model if leads else None
    return found


def _is_pk(term: OrderBy, model: type[Model]) -> bool:
    expression = term.expression
    name = getattr(expression, "name", "")
    return isinstance(expression, F) and name in ("pk", model._meta.pk.name)


def _turned(term: OrderBy) -> OrderBy:
    turned = copy(term)
    turned.reverse_ordering()
    return turned


def _compared(name: str, term: OrderBy, text: Any, field: Any) -> tuple[Q | None, Q]:
    """Return what stands further than ``text`` in a term (None: nothing), and what equals it."""
    nulls = Q(**{f"{name}__isnull": True})
    nulls_first = term.nulls_first or (term.descending and not term.nulls_last)
    if text is None:
        return (~nulls if nulls_first else None), nulls
    value = Cast(Value(text), field)
    further = Q(**{f"{name}__{'lt' if term.descending else 'gt'}": value})
    if not nulls_first:
        further |= nulls
    return further, Q(**{name: value})
