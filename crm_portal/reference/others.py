"""Other processes, what the Conference has with them and where it stood for itself, as rows."""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.reference.files import AGREEMENTS, PROCESSES, REPRESENTATIONS, dated, rows
from crm_portal.reference.parties import codes
from meetings.models import (
    Agreement,
    OtherProcess,
    Representation,
    RepresentationReport,
)


def _processes(at: datetime) -> Iterator[OtherProcess]:
    del at
    for row in rows(PROCESSES):
        yield OtherProcess(**row)


def _agreements(at: datetime) -> Iterator[Agreement]:
    by_code = dict(OtherProcess.objects.values_list("code", "pk"))
    for row in rows(AGREEMENTS):
        since = dated(row["starts_on"])
        told = {name: text for name, text in row.items() if name not in DATED}
        yield Agreement(
            **told,
            process_id=by_code[row["process"]],
            starts_on=since.first,
            ends_on=dated(row["ends_on"]).first if row["ends_on"] else None,
            precision=since.precision,
            recorded_at=at,
        )


DATED = {"process", "starts_on", "ends_on"}
REPRESENTED = (
    "office",
    "forum_es",
    "forum_en",
    "place",
    "representatives",
    "mandate",
    "source",
)
REPORTED = ("summary_es", "summary_en", "follow_up_es", "follow_up_en")


def _representations(at: datetime) -> Iterator[Representation]:
    party_of = codes()
    for row in rows(REPRESENTATIONS):
        yield Representation(
            **{name: row[name] for name in REPRESENTED},
            party_id=party_of[row["country"]],
            starts_on=dated(row["starts_on"]).first,
            ends_on=dated(row["ends_on"]).first,
            recorded_at=at,
        )


def _reports(at: datetime) -> Iterator[RepresentationReport]:
    by_forum = dict(Representation.objects.values_list("forum_es", "pk"))
    for row in rows(REPRESENTATIONS):
        reported = dated(row["reported_on"])
        yield RepresentationReport(
            **{name: row[name] for name in REPORTED},
            representation_id=by_forum[row["forum_es"]],
            reported_on=reported.first,
            precision=reported.precision,
            presented_at=row["report_at"],
            source=row["report_source"],
            recorded_at=at,
        )


PLAN = (
    (OtherProcess, ("code",), _processes),
    (Agreement, ("process_id", "title_es"), _agreements),
    (Representation, ("forum_es",), _representations),
    (RepresentationReport, ("representation_id",), _reports),
)
