"""The words of the Conference and its publications, as rows to be added, each with its source."""

from collections.abc import Iterator
from datetime import datetime

from crm_portal.library.models import GlossaryTerm, Publication
from crm_portal.reference.files import GLOSSARY, PUBLICATIONS, rows


def _terms(at: datetime) -> Iterator[GlossaryTerm]:
    del at
    return (GlossaryTerm(**row) for row in rows(GLOSSARY))


def _publications(at: datetime) -> Iterator[Publication]:
    del at
    for row in rows(PUBLICATIONS):
        own = {**row, "number": int(row["number"]), "year": int(row["year"])}
        yield Publication(**own)


PLAN = (
    (GlossaryTerm, ("code",), _terms),
    (Publication, ("number",), _publications),
)
