"""The trail: every act on a record, in the transaction of the act."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from crm_portal.core.access import Viewer
from crm_portal.core.models import AuditEntry

DIGEST = """
CREATE OR REPLACE FUNCTION core_audit_digest(
    previous text, at timestamptz, actor_id bigint, actor_label text, acting_as text,
    verb text, target_type_id integer, target_id bigint, data jsonb
) RETURNS text LANGUAGE sql IMMUTABLE AS $core$
    SELECT encode(sha256(convert_to(jsonb_build_array(
        previous, extract(epoch FROM at)::text, actor_id, actor_label, acting_as, verb,
        target_type_id, target_id, data)::text, 'UTF8')), 'hex')
$core$
"""

BROKEN = """
SELECT id FROM (
    SELECT e.*, coalesce(lag(hash) OVER (
        PARTITION BY target_type_id, target_id ORDER BY id), '') AS expected
      FROM core_auditentry e) chained
 WHERE previous_hash <> expected
    OR hash <> core_audit_digest(previous_hash, at, actor_id, actor_label, acting_as, verb,
                                 target_type_id, target_id, data)
 ORDER BY id
"""


def record(target: models.Model, verb: str, *, by: Viewer, **data: Any) -> AuditEntry:
    """Write down that ``by`` did ``verb`` to ``target``; the label is kept as text."""
    entry = _entry(target, verb, by, data)
    entry.save()
    return entry


def record_each(
    targets: Iterable[models.Model], verb: str, *, by: Viewer, **data: Any
) -> None:
    """Write down the same act on each of ``targets``, at once."""
    entries = [_entry(target, verb, by, data) for target in targets]
    if entries:
        AuditEntry.objects.bulk_create(entries)


def _entry(target: models.Model, verb: str, by: Viewer, data: dict[str, Any]) -> AuditEntry:
    meta = target._meta
    return AuditEntry(
        at=by.at,
        actor_id=by.user_id,
        actor_label=by.label,
        acting_as=",".join(sorted(by.roles)),
        verb=f"{meta.app_label}.{meta.model_name}.{verb}",
        target_type=ContentType.objects.get_for_model(target),
        target_id=target.pk,
        target_label=str(target)[:200],
        data=_plain(data if by.token is None else {**data, "token": by.token}),
    )


def of(target: models.Model) -> models.QuerySet[AuditEntry]:
    """Return the history of ``target``, oldest first."""
    kind = ContentType.objects.get_for_model(target)
    return AuditEntry.objects.filter(target_type=kind, target_id=target.pk)


def broken_links() -> list[int]:
    """Return the ids of entries whose hash or link does not hold (empty: the trail is whole)."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN)
        return [row[0] for row in cursor.fetchall()]


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    import json

    plain: dict[str, Any] = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return plain
