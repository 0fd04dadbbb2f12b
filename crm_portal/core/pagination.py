"""Every list of the API comes in pages that hold while rows come and go: by cursor, not number.

A cursor is the place of a row in the order of its list, signed: what is added before that row
or taken away moves nothing. It serves the list that gave it and no other.
"""

from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from crm_portal.core.places import Listed, Queried

PAGE, MOST = 50, 200
CURSOR, SIZE = "cursor", "page_size"
SALT = "crm_portal.core.pagination"


class BadCursor(APIException):
    """The cursor was changed on the way, or is of another list."""

    status_code = 400
    default_code = "bad_cursor"

    def __init__(self) -> None:
        super().__init__(_("That cursor is not of this list: begin again without one."))


class Pages(BasePagination):
    """Fifty rows a page, up to two hundred when asked; ``next`` and ``previous`` lead on."""

    def paginate_queryset(
        self, queryset: Any, request: Request, view: Any = None
    ) -> list[Any]:
        """Return the rows of the page that ``request`` asks for."""
        size = _size(request)
        self.request = request
        is_query = isinstance(queryset, QuerySet)
        self.of = Queried(queryset) if is_query else Listed(list(queryset))
        self.signer = signing.Signer(salt=f"{SALT}:{request.path}:{self.of.order}")
        place, backwards = self._asked()
        found = self.of.rows(place, size + 1, backwards=backwards)
        is_end, page = len(found) <= size, found[:size]
        if backwards:
            page.reverse()
        self.is_first = is_end if backwards else place is None
        self.is_last = False if backwards else is_end
        self.page: list[Any] = page
        return page

    def get_paginated_response(self, data: Any) -> Response:
        """Return the page with the addresses of those beside it; null where there is none."""
        return Response(
            {
                "next": None if self.is_last else self._address(-1),
                "previous": None if self.is_first else self._address(0),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Say in the schema what a page is."""
        beside = {
            name: {
                "type": ["string", "null"],
                "format": "uri",
                "description": f"The address of the {name} page; null where there is none.",
            }
            for name in ("next", "previous")
        }
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {**beside, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Name the parameters of a page in the schema."""
        size = {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}
        return [
            _parameter(
                CURSOR, "Where the page is, as another page says.", {"type": "string"}
            ),
            _parameter(SIZE, "How many rows the page has, at most.", size),
        ]

    def _asked(self) -> tuple[list[Any] | None, bool]:
        """Return the place asked for (None: the beginning), and whether the page ends there."""
        text = self.request.query_params.get(CURSOR, "")
        if not text:
            return None, False
        try:
            backwards, place = self.signer.unsign_object(text)
        except (signing.BadSignature, ValueError, TypeError):
            raise BadCursor from None
        return place, bool(backwards)

    def _address(self, edge: int) -> str | None:
        """Return the address of the page after the last row shown (-1), or before the first."""
        if not self.page:
            return None
        held = [int(edge == 0), self.of.place(self.page[edge])]
        asked = [
            (name, value)
            for name, values in self.request.query_params.lists()
            for value in values
            if name != CURSOR
        ]
        query = urlencode([*asked, (CURSOR, self.signer.sign_object(held))])
        return self.request.build_absolute_uri(f"{self.request.path}?{query}")


def _size(request: Request) -> int:
    """Return how many rows were asked for, or raise ValidationError."""
    text = request.query_params.get(SIZE, "")
    if not text:
        return PAGE
    if not (text.isascii() and text.isdigit() and text.strip("0")):
        raise ValidationError({SIZE: [_("Give a number of rows, from one on.")]})
    return min(int(text[:9]), MOST)


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
