"""The texts since 1996 that a source establishes, as rows to be added, each with its source.

Nothing is supposed: what no source says stays empty, and what sources say apart is noted.
A provision whose number no source gives is ``sn1``, ``sn2`` … (*sin número*).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from crm_portal.reference.files import (
    PROVISION_LINKS,
    PROVISIONS,
    TEXT_CORRIGENDA,
    TEXTS,
    dated,
    rows,
)
from decisions.models import Provision, ProvisionLink, Text, TextCorrigendum
from decisions.text_states import TextState
from meetings.models import Body, Meeting

# Of these a row names another; the rest of the columns are the text's own.
NAMED = {"body", "meeting", "kind", "annexed_to", "forwarded_from", "adopted_on"}


def _texts(at: datetime) -> Iterator[Text]:
    """The texts that stand by themselves."""
    del at
    yield from _some(is_annex=False)


def _annexes(at: datetime) -> Iterator[Text]:
    """The texts annexed to those."""
    del at
    yield from _some(is_annex=True)


def _some(*, is_annex: bool) -> Iterator[Text]:
    bodies = dict(Body.objects.values_list("code", "pk"))
    meetings = dict(Meeting.objects.values_list("symbol", "pk"))
    texts = _known()
    for row in rows(TEXTS):
        if bool(row["annexed_to"]) is not is_annex:
            continue
        yield Text(
            **{name: value for name, value in row.items() if name not in NAMED},
            **_day(row["adopted_on"]),
            kind_id=row["kind"],
            state=TextState.PUBLISHED,
            body_id=bodies[row["body"]] if row["body"] else None,
            meeting_id=meetings[row["meeting"]] if row["meeting"] else None,
            annexed_to_id=texts[row["annexed_to"]] if is_annex else None,
        )


def _day(text: str) -> dict[str, Any]:
    """Return the first day it may have been, and how exactly that is known."""
    if not text:
        return {"adopted_on": None}
    known = dated(text)
    return {"adopted_on": known.first, "precision": known.precision}


def _provisions(at: datetime) -> Iterator[Provision]:
    del at
    texts, counted = _known(), dict[str, int]()
    for row in rows(PROVISIONS):
        counted[row["text"]] = counted.get(row["text"], 0) + 1
        own = {name: value for name, value in row.items() if name != "text"}
        yield Provision(**own, text_id=texts[row["text"]], position=counted[row["text"]])


def _links(at: datetime) -> Iterator[ProvisionLink]:
    del at
    texts = _known()
    found = Provision.objects.values_list("text__reference", "number", "pk")
    provisions = {(text, number): pk for text, number, pk in found}
    ends = {"earlier_text", "earlier", "later_text", "later"}
    for row in rows(PROVISION_LINKS):
        yield ProvisionLink(
            **{name: value for name, value in row.items() if name not in ends},
            earlier_text_id=texts[row["earlier_text"]],
            earlier_id=_end(provisions, row, "earlier"),
            later_text_id=texts[row["later_text"]],
            later_id=_end(provisions, row, "later"),
        )


def _end(
    provisions: Mapping[tuple[str, str], int], row: dict[str, str], end: str
) -> int | None:
    return provisions[row[f"{end}_text"], row[end]] if row[end] else None


def _corrigenda(at: datetime) -> Iterator[TextCorrigendum]:
    del at
    texts = _known()
    for row in rows(TEXT_CORRIGENDA):
        own = {name: row[name] for name in row if name not in {"text", "number"}}
        number = int(row["number"])
        yield TextCorrigendum(**own, number=number, text_id=texts[row["text"]])


def _known() -> dict[str | None, int]:
    return dict(Text.objects.values_list("reference", "pk"))


LINK = ("earlier_text_id", "earlier_id", "later_text_id", "later_id", "relation")
PLAN = (
    (Text, ("reference",), _texts),
    (Text, ("reference",), _annexes),
    (Provision, ("text_id", "part", "number"), _provisions),
    (ProvisionLink, LINK, _links),
    (TextCorrigendum, ("text_id", "number"), _corrigenda),
)
