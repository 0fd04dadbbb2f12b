"""The search: 20,000 documents with two pages of words each, asked for in many ways."""

import hashlib
import random
import time
from datetime import date, timedelta
from statistics import quantiles
from typing import Any

from django.db import connection

from benchmarks import rows
from benchmarks.figures import Figures, middle
from crm_portal.core import clock
from crm_portal.devstack.portal import Portal
from crm_portal.library.models import Document, DocumentRevision, FileText, StoredFile
from crm_portal.library.models.search import FileState
from crm_portal.library.searching import finding, indexing
from crm_portal.library.searching.finding import Asked
from crm_portal.reference import loading
from drills.load import viewer
from members.models import Party, User

DOCUMENTS, FILES, WORDS, TURNS = 20_000, 500, 600, 60
ASKED = (
    "migración", "protección de niñas", "“trata de personas”", "retorno or reintegración",
    "cooperación -frontera", "declaración conjunta", "children", "visa laboral temporal",
)  # fmt: skip
VOCABULARY = [
    "migración",
    "migrantes",
    "protección",
    "niñas",
    "niños",
    "trata",
    "personas",
    "tráfico",
    "retorno",
    "frontera",
    "consular",
    "cooperación",
    "países",
    "miembros",
    "acuerdan",
    "recomiendan",
    "decisión",
    "trabajo",
    "derechos",
    "humanos",
    "visa",
    "laboral",
    "temporal",
    "informe",
    "plan",
    "acción",
    "red",
    "grupo",
    "presidencia",
    "secretaría",
    "observadores",
    "asilo",
]


def measure(portal: Portal) -> Figures:
    """Index, then search as a member: p95 beside one SELECT by an index of the same table."""
    del portal
    loading.load()
    found = Figures("search", f"{DOCUMENTS} documents, {FILES} different files")
    _write()
    began = time.perf_counter()
    count = indexing.index_all()
    taken = time.perf_counter() - began
    found.saw("indexing", entries=count, seconds=round(taken, 1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    floor = middle([_floor(turn) for turn in range(TURNS)])
    took = [_search(ASKED[turn % len(ASKED)]) for turn in range(TURNS + len(ASKED))]
    took = took[len(ASKED) :]  # the first of each reads from the disk
    p95 = quantiles(took, n=20)[-1]
    found.saw("search", p50_ms=round(middle(took), 1), p95_ms=round(p95, 1))
    found.saw("one SELECT by an index", ms=round(floor, 3), ratio=round(p95 / floor, 1))
    return found


def _search(words: str) -> float:
    by = viewer(rows.PRESIDENCY)
    began = time.perf_counter()
    finding.found(by, Asked(q=words))
    return 1000 * (time.perf_counter() - began)


def _floor(turn: int) -> float:
    began = time.perf_counter()
    Document.objects.filter(symbol=f"BENCH/DOC/{turn + 1}").values_list("pk").first()
    return 1000 * (time.perf_counter() - began)


def _write() -> None:
    """Write documents as they are registered, without the labour of inspecting each file."""
    chance = random.Random(20)
    at, someone, party = clock.now(), User.objects.first(), Party.objects.first()
    files = [_file(number, chance) for number in range(FILES)]
    StoredFile.objects.bulk_create([file for file, _words in files])
    FileText.objects.bulk_create(
        FileText(file=file, state=FileState.READ, words=words, read_at=at)
        for file, words in files
    )
    who: dict[str, Any] = {"registered_at": at, "registered_by": someone}
    documents = Document.objects.bulk_create(
        Document(
            series="BENCH",
            category="DOC",
            number=number,
            symbol=f"BENCH/DOC/{number}",
            slug=f"bench-doc-{number}",
            title_es=" ".join(chance.choices(VOCABULARY, k=6)),
            level=chance.choice(["public", "members", "circulation"]),
            dated=date(2000, 1, 1) + timedelta(days=number % 9000),
            registered_for=party,
            is_demonstration=True,
            **who,
        )
        for number in range(1, DOCUMENTS + 1)
    )
    DocumentRevision.objects.bulk_create(
        DocumentRevision(
            document=document,
            number=0,
            language="es",
            file=files[turn % FILES][0],
            file_name="a.pdf",
            added_at=at,
            added_by=someone,
            scan="unscanned",
        )
        for turn, document in enumerate(documents)
    )


def _file(number: int, chance: random.Random) -> tuple[StoredFile, str]:
    words = [*chance.choices(VOCABULARY, k=WORDS), f"palabra{number}"]
    content = str(number).encode()
    sha256 = hashlib.sha256(content).hexdigest()
    file = StoredFile(
        sha256=sha256, size=len(content), content_type="application/pdf", content=content
    )
    return file, " ".join(words)
