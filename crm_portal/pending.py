"""What waits for the reader, as data: the rows of “Today”, in both languages, for programs."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, cast

from django.urls import translate_url
from django.utils.translation import override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from crm_portal import today
from crm_portal.core.access import Viewer
from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.serializers import BilingualSerializer
from decisions.presentation import agenda
from decisions.views.common import reader_of
from members.http import ApiRequest, PortalRequest

Row = dict[str, Any]
Key = tuple[str, str, int]
SPOKEN = ("label", "text", "note", "page")
# The sections of “Today” that tell of consultations and reports; the rest are ``today.PARTS``.
OWN = ("replies", "presidency", "silent", "secretariat", "reports")
SECTIONS = (*OWN, *(key for key, _title, _tell in today.PARTS))


class PendingSerializer(serializers.Serializer[Any]):
    """One matter: the section of “Today” it is in, in words, until when, and its page.

    ``closes_at`` (excluded) is the bound of a term where one runs. ``is_late``: it is overdue.
    """

    section = serializers.ChoiceField([(each, each) for each in SECTIONS])
    label = BilingualSerializer()  # type: ignore[assignment]
    text = BilingualSerializer()
    note = BilingualSerializer()
    closes_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    page = BilingualSerializer()


class PendingQuery(serializers.Serializer[Any]):
    section = serializers.ListField(
        child=serializers.ChoiceField([(each, each) for each in SECTIONS]), default=list
    )
    is_late = serializers.BooleanField(required=False, allow_null=True, default=None)


class PendingViewSet(viewsets.GenericViewSet[Any]):
    """What waits for whoever asks, at this instant: exactly what the page “Today” shows them."""

    request: ApiRequest
    serializer_class = PendingSerializer
    filter_backends: list[Any] = []
    http_method_names = ["get", "head"]

    @extend_schema(
        operation_id="pending_list",
        responses={200: PendingSerializer(many=True)},
        parameters=[
            OpenApiParameter(
                "section",
                OpenApiTypes.STR,
                many=True,
                enum=SECTIONS,
                description="Only what is in these sections of the page; repeat it for several.",
            ),
            OpenApiParameter(
                "is_late", OpenApiTypes.BOOL, description="Overdue, or not yet."
            ),
        ],
    )
    def list(self, request: ApiRequest) -> Response:
        """List what waits for the reader, in the order of the page."""
        asked = PendingQuery(data=_asked(request))
        if not asked.is_valid():
            raise exceptions.ValidationError(asked.errors)
        wanted, is_late = asked.validated_data["section"], asked.validated_data["is_late"]
        rows = [
            row
            for row in pending(
                request.viewer, reader_of(cast(PortalRequest, request._request))
            )
            if (not wanted or row["section"] in wanted)
            and is_late in (None, row["is_late"])
        ]
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(PendingSerializer(page, many=True).data)


def _asked(request: ApiRequest) -> Row:
    """Return the parameters, of which one may be said several times."""
    given = request.query_params
    several = {"section": given.getlist("section")} if "section" in given else {}
    return {**given.dict(), **several}


def pending(viewer: Viewer, reader: Any) -> list[Row]:
    """Return the matters that wait, told in each language by the page itself."""
    told: dict[str, dict[Key, Row]] = {}
    for code in LANGUAGES:
        with override(code):
            told[code] = keyed(_rows(viewer, reader))
    return together(told)


def keyed(rows: Iterable[Row]) -> dict[Key, Row]:
    """Return rows of the active language by what they are in every one.

    That is the section, the page, and which of those with both.
    """
    found: dict[Key, Row] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows:
        place = row["section"], translate_url(row["page"], LANGUAGES[0])
        found[*place, seen[place]] = row
        seen[place] += 1
    return found


def together(told: dict[str, dict[Key, Row]]) -> list[Row]:
    """Return the rows with their words in each language, in the order of the first.

    What began or ended to wait between two readings is left out. ``key`` tells a row from
    the others, and is what a page of them goes on from.
    """
    first, *others = told.values()
    return [
        row
        | {name: {code: told[code][key][name] for code in told} for name in SPOKEN}
        | {"key": _mark(row)}
        for key, row in first.items()
        if all(key in other for other in others)
    ]


def _mark(row: Row) -> str:
    """Return what tells a row from the others and says nothing of it: addresses carry it."""
    words = "\n".join(row[name] for name in ("section", "label", "text", "page"))
    return hashlib.sha256(words.encode()).hexdigest()[:20]


def _rows(viewer: Viewer, reader: Any) -> Iterator[Row]:
    """Yield the rows of the page in the active language, its sections in their order."""
    yield from _of_consultations(agenda.today(viewer, reader))
    for part in today.waiting(viewer):
        for each in part["rows"]:
            yield _told(part["key"], each)
    for each in today.reports(viewer):
        yield _told("reports", each)


def _of_consultations(found: Row) -> Iterator[Row]:
    for task in found["awaited"]:
        yield _task("replies", task)
    for task in found["moving"]:
        yield _task("presidency", task)
    for each in found["missing"]:
        yield _row("silent", each["kicker"], each["names"], "", each["url"])
    for each in found["duties"]:
        late = each["tone"] == "late"
        words = (each["label"], each["text"], each["word"], each["url"])
        yield _row("secretariat", *words, is_late=late)


def _task(part: str, task: Row) -> Row:
    bound: datetime = task.get("closes_at", agenda.FAR)
    row = _row(part, task["kicker"], task["title"], " · ".join(task["meta"]), task["url"])
    runs = bound != agenda.FAR
    return row | {"closes_at": bound.astimezone(UTC) if runs else None}


def _told(part: str, each: Row) -> Row:
    words = (each["label"], each["text"], each.get("note") or "", each["url"])
    return _row(part, *words, is_late=each["tone"] == "late")


def _row(
    part: str, label: Any, text: Any, note: Any, page: str, *, is_late: bool = False
) -> Row:
    return {
        "section": part,
        "label": str(label),
        "text": str(text),
        "note": str(note),
        "closes_at": None,
        "is_late": is_late,
        "page": page,
    }
