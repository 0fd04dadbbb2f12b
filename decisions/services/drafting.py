"""The presidency writes: a consultation, its text, and the versions that freeze."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Refused
from crm_portal.core.instance import THIS
from crm_portal.library import rules as library_rules
from decisions.models import Consultation, Paragraph, Text, TextVersion
from decisions.models.versions import TextPart, VersionKind
from decisions.services.common import (
    conduct,
    one_at_a_time,
    presidency_at,
    require_presidency,
    take,
)
from decisions.services.texts.numbers import new_keys
from decisions.states import State, Step

EDITABLE = (State.DRAFT, State.RETURNED, State.READY, State.REVISION)


@dataclass(frozen=True, slots=True)
class Draft:
    """One paragraph as written: ``key`` empty for a new one."""

    es: str
    en: str = ""
    key: str = ""
    number: str = ""
    style: str = "paragraph"


@transaction.atomic
def draft(
    *,
    subject_es: str,
    subject_en: str = "",
    reason_es: str = "",
    reason_en: str = "",
    title_es: str = "",
    title_en: str = "",
    is_demonstration: bool = False,
    text: Text | None = None,
    by: Viewer,
) -> Consultation:
    """Open a new consultation in the name of the presidency in office.

    It is on ``text``, or on a course of action that is still to be written.
    """
    require_presidency(by)
    presidency = presidency_at(by)
    if presidency is None:
        raise Refused(_("Nobody presides: no procedure can start."), rule="1.6")
    reference = _next_reference(by)
    if text is None:
        text = Text.objects.create(
            reference=reference,
            title_es=title_es or subject_es,
            title_en=title_en or subject_en,
            created_at=by.at,
            created_by_id=by.user_id,
            is_demonstration=is_demonstration,
        )
        TextVersion.objects.create(
            text=text, number=1, created_at=by.at, created_by_id=by.user_id
        )
    consultation = Consultation.objects.create(
        reference=reference,
        text=text,
        subject_es=subject_es,
        subject_en=subject_en,
        reason_es=reason_es,
        reason_en=reason_en,
        presidency=presidency,
        conducted_by=presidency,
        is_demonstration=is_demonstration,
        created_at=by.at,
        created_by_id=by.user_id,
    )
    audit.record(consultation, "drafted", by=by)
    return consultation


def _next_reference(by: Viewer) -> str:
    """``CRM-CONS-2026-07``: the year in San José and the next number in it, under a lock."""
    prefix = f"{THIS.prefix}-CONS-{by.on.year}-"
    one_at_a_time(prefix)
    taken = Consultation.objects.filter(reference__startswith=prefix)
    numbers = [
        int(ref.removeprefix(prefix)) for ref in taken.values_list("reference", flat=True)
    ]
    return f"{prefix}{max(numbers, default=0) + 1:02}"


@transaction.atomic
def describe(pk: int, *, by: Viewer, **fields: Any) -> Consultation:
    """Change the subject, the reason or the title while nothing has been distributed."""
    consultation = conduct(pk, by=by)
    if consultation.state not in (State.DRAFT, State.RETURNED):
        raise Conflict(_("The text is no longer a draft."), code="not_editable", rule="1.5")
    for name in ("subject_es", "subject_en", "reason_es", "reason_en", "is_urgent"):
        if name in fields:
            setattr(consultation, name, fields[name])
    consultation.save()
    Text.objects.filter(pk=consultation.text_id).update(
        title_es=fields.get("subject_es", consultation.subject_es),
        title_en=fields.get("subject_en", consultation.subject_en),
    )
    audit.record(consultation, "described", by=by)
    return consultation


@transaction.atomic
def write(
    pk: int,
    paragraphs: Sequence[Draft],
    *,
    by: Viewer,
    base: int | None = None,
    seen: str = "",
) -> TextVersion:
    """Put ``paragraphs`` as the text. A frozen version is left alone: an edit makes the next.

    ``base`` is the number of the version that was being edited, ``seen`` the fingerprint
    of its text; when somebody saved in between, Conflict says so and nothing is
    overwritten. Editing a text that the Troika had cleared returns it (procedure 1.5).
    """
    consultation = conduct(pk, by=by)
    if consultation.state not in EDITABLE:
        raise Conflict(
            _("The text of an open round is frozen."), code="text_frozen", rule="P11"
        )
    latest = latest_version(consultation)
    if base is not None and base != latest.number:
        raise Conflict(
            _("Version %(number)s was saved while you were writing.")
            % {"number": latest.number},
            code="version_changed",
        )
    if seen and seen != fingerprint(latest):
        raise Conflict(
            _(
                "Somebody saved the text while you were writing. Yours is still here, not saved."
            ),
            code="text_changed",
        )
    if consultation.state == State.READY:
        take(consultation, Step.REOPEN_TEXT)
    version = latest if latest.frozen_at is None else next_version(latest, by)
    put(version, paragraphs)
    audit.record(consultation, "text_written", by=by, version=version.number)
    return version


def latest_version(consultation: Consultation) -> TextVersion:
    """Return the version with the highest number."""
    return consultation.text.versions.order_by("-number")[0]


def fingerprint(version: TextVersion) -> str:
    """Return a value that differs when the text was saved in between."""
    rows = version.paragraphs.values_list("key", "number", "style", "es", "en")
    written = [version.number, *map(list, rows)]
    return library_rules.sha256(library_rules.canonical_json(written))[:16]


def next_version(
    latest: TextVersion, by: Viewer, kind: str = VersionKind.SUBSTANTIVE
) -> TextVersion:
    """Return a new empty version after ``latest``."""
    return TextVersion.objects.create(
        text_id=latest.text_id,
        number=latest.number + 1,
        kind=kind,
        created_at=by.at,
        created_by_id=by.user_id,
    )


def put(version: TextVersion, paragraphs: Sequence[Draft]) -> None:
    """Write ``paragraphs`` as the whole of an unfrozen version.

    A paragraph that was there stays in its part and within what it stood in.
    """
    keys = _keys(version, paragraphs)
    known = _known(version)
    version.paragraphs.all().delete()
    Paragraph.objects.bulk_create(
        Paragraph(
            version=version,
            key=key,
            position=position,
            number=draft.number,
            style=draft.style,
            es=draft.es.strip(),
            en=draft.en.strip(),
            part=known[key].part if key in known else TextPart.OPERATIVE,
            parent=known[key].parent if key in known else "",
        )
        for position, (key, draft) in enumerate(zip(keys, paragraphs, strict=True), start=1)
    )


def _known(version: TextVersion) -> dict[str, Paragraph]:
    """Return the paragraphs of the version, or of the one that it follows, by key."""
    of_text = Paragraph.objects.filter(version__text=version.text_id)
    found = of_text.filter(version__number__in=(version.number - 1, version.number))
    return {each.key: each for each in found.order_by("version__number")}


def _keys(version: TextVersion, paragraphs: Sequence[Draft]) -> list[str]:
    """Keep the keys given; new ones are keys that the text never had."""
    following = new_keys(version.text_id, also=[each.key for each in paragraphs])
    return [paragraph.key or next(following) for paragraph in paragraphs]


def freeze(version: TextVersion, by: Viewer) -> None:
    """Fix the version for ever under the hash of its canonical text (P11)."""
    if version.frozen_at is not None:
        return
    rows = [{"number": p.number, "es": p.es, "en": p.en} for p in version.paragraphs.all()]
    version.content_hash = library_rules.sha256(library_rules.canonical_text(rows))
    version.frozen_at = by.at
    version.save(update_fields=["content_hash", "frozen_at"])


def is_in_its_languages(version: TextVersion) -> bool:
    """Say whether every paragraph has the languages that a text needs to be adopted."""
    needs_english = "en" in THIS.languages.adoption
    return not (needs_english and version.paragraphs.filter(en="").exists())
