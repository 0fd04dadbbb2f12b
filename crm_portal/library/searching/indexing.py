"""What changed is made findable: the rows that triggers noted, in batches, one sweep at a time."""

from collections import defaultdict
from collections.abc import Collection

from django.db import connection, transaction

from crm_portal.library.models.search import SearchDue, SearchEntry
from crm_portal.library.searching.sources import Source, sources

BATCH = 200
LOCK = "library:search"
KEPT = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if not field.generated and field.name not in {"id", "kind", "target_id"}
]


def index_due(limit: int = 5) -> int:
    """Make at most ``limit`` batches of changes findable; return how many rows were read.

    Each batch is a transaction. While another process is at it, there is nothing to do.
    """
    done = 0
    for _turn in range(limit):
        read = _index_batch()
        done += read
        if read < BATCH:
            break
    return done


@transaction.atomic
def _index_batch() -> int:
    if not _alone():
        return 0
    due = list(SearchDue.objects.order_by("pk")[:BATCH])
    changed: dict[str, set[int]] = defaultdict(set)
    for each in due:
        changed[each.kind].add(each.target_id)
    for kind, source in sources().items():
        if changed[kind]:
            index(source, changed[kind])
    SearchDue.objects.filter(pk__in=[each.pk for each in due]).delete()
    return len(due)


def index(source: Source, keys: Collection[int]) -> None:
    """Make ``keys`` of a source findable as they are now; what is gone is found no more."""
    entries = list(source.build(keys))
    gone = set(keys) - {entry.target_id for entry in entries}
    SearchEntry.objects.filter(kind=source.kind, target_id__in=gone).delete()
    SearchEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["kind", "target_id"],
        update_fields=KEPT,
    )


def index_all() -> int:
    """Make everything findable anew, in batches; return how many entries there are then."""
    for source in sources().values():
        keys = list(source.every().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            with transaction.atomic():
                index(source, keys[start : start + BATCH])
        SearchEntry.objects.filter(kind=source.kind).exclude(target_id__in=keys).delete()
    return SearchEntry.objects.count()


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [LOCK])
        found = cursor.fetchone()
    return bool(found and found[0])
