"""Ask for a paper, make it once, publish it, replace it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, clock, wakeup
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.core.pdf import AttachedFile, NotPrintable, render_pdf
from crm_portal.library import rules
from crm_portal.library.models import Audience, IssuedDocument, RenderJob, StoredFile

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=30)
ATTEMPTS = 8


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What is asked for. ``context`` is JSON; ``canonical`` is the text that is hashed.

    Without ``canonical`` it is the context itself, as canonical JSON. ``attestation`` says
    in two languages what the verification page may say that the document certifies.
    """

    kind: str
    reference: str
    title_es: str
    title_en: str
    language: str
    audience: str
    template: str
    context: Mapping[str, Any]
    target: models.Model
    canonical: str = ""
    attestation_es: str = ""
    attestation_en: str = ""


@transaction.atomic
def ask(paper: Paper, *, by: Viewer) -> RenderJob:
    """Owe a paper: the order commits with the act that caused it. Asking twice owes it once.

    The code is fixed here, so that pages and notices can name it before the PDF exists.
    """
    if not paper.template.startswith("pdf/"):
        raise Invalid(_("There is no such paper."))
    canonical = paper.canonical or rules.canonical_json(
        {"language": paper.language, "record": paper.context}
    )
    source = rules.sha256(rules.canonical_json(_source(paper, canonical)))
    job, made = RenderJob.objects.get_or_create(
        source_hash=source, defaults=_order(paper, canonical, source, by)
    )
    if made:
        wakeup.soon()
    return job


COPIED = (
    "kind",
    "reference",
    "title_es",
    "title_en",
    "attestation_es",
    "attestation_en",
    "language",
    "audience",
    "template",
)


def _source(paper: Paper, canonical: str) -> dict[str, Any]:
    told = {name: getattr(paper, name) for name in COPIED}
    target = f"{paper.target._meta.label_lower}:{paper.target.pk}"
    return {**told, "target": target, "context": paper.context, "canonical": canonical}


def _order(paper: Paper, canonical: str, source: str, by: Viewer) -> dict[str, Any]:
    digest = rules.sha256(canonical)
    code = _free_code(digest, source)
    return {
        **{name: getattr(paper, name) for name in COPIED},
        "code": code,
        "text_sha256": digest,
        "canonical": canonical,
        "context": {**paper.context, "issued": _issued(code, digest, by)},
        "target_type": ContentType.objects.get_for_model(paper.target),
        "target_id": paper.target.pk,
        "publish": paper.audience == Audience.PUBLIC,
        "asked_at": by.at,
        "asked_by": by.label,
        "next_try_at": by.at,
    }


def _free_code(digest: str, source: str) -> str:
    """Return the code of the text; another one when a different paper already has it."""
    code = rules.short_code(digest)
    if RenderJob.objects.filter(code=code).exists():
        return rules.short_code(source)
    return code


def _issued(code: str, digest: str, by: Viewer) -> dict[str, str]:
    printed = rules.grouped(code)
    return {
        "code": printed,
        "url": f"{settings.SITE_URL}/v/{printed}",
        "text_sha256": digest,
        "generated_at": by.at.isoformat(),
    }


def make_next() -> bool:
    """Make the paper that has waited longest, if any is due and nobody is making it."""
    at = clock.now()
    with transaction.atomic():
        job = (
            RenderJob.objects.due(at)
            .select_for_update(skip_locked=True)
            .order_by("next_try_at", "pk")
            .first()
        )
        if job is None:
            return False
        crashpoint("render_claimed")
        try:
            with transaction.atomic():
                _make(job, at)
        except Exception as failure:  # noqa: BLE001 - whatever it is, the paper stays owed
            _postpone(job, at, failure)
        crashpoint("render_before_commit")
    return True


def issue(paper: Paper, *, by: Viewer) -> IssuedDocument:
    """Ask for a paper and make it now, in the caller's own process."""
    job = ask(paper, by=by)
    with transaction.atomic():
        job = RenderJob.objects.select_for_update().get(pk=job.pk)
        if job.document is None:
            _make(job, clock.now())
    document: IssuedDocument = job.document
    return document


def _make(job: RenderJob, at: datetime) -> None:
    pdf = render_pdf(
        job.template,
        job.context,
        language="es" if job.language == "mul" else job.language,
        title=_file_title(job),
        identifier=job.source_hash,
        created=job.asked_at,
        attachments=[_hashed_text(job), *_structured(job)],
    )
    job.document = _store(job, pdf, at)
    job.state = RenderJob.State.DONE
    job.attempts += 1
    job.error = ""
    job.save(update_fields=["document", "state", "attempts", "error"])
    audit.record(
        job.document,
        "issued",
        by=Viewer(at=at, label=job.asked_by),
        code=job.printed_code,
        pdf=job.document.pdf_id,
        text=job.text_sha256,
    )


def _file_title(job: RenderJob) -> str:
    title = job.title_en if job.language == "en" and job.title_en else job.title_es
    return f"{job.reference}: {title}"


def _hashed_text(job: RenderJob) -> AttachedFile:
    """Attach what the printed SHA-256 is of: anybody can check it without the portal."""
    suffix = "json" if job.canonical.startswith("{") else "txt"
    return AttachedFile(
        name=f"{job.printed_code}.{suffix}",
        content=job.canonical.encode(),
        description=f"SHA-256 {job.text_sha256}",
    )


def _structured(job: RenderJob) -> list[AttachedFile]:
    """Attach the value that the context names as the paper's structured source, as JSON."""
    name = job.context.get("structured")
    if not name:
        return []
    content = rules.canonical_json(job.context[name]).encode()
    return [AttachedFile(name=f"{job.printed_code}.json", content=content)]


def _store(job: RenderJob, pdf: bytes, at: datetime) -> IssuedDocument:
    digest = hashlib.sha256(pdf).hexdigest()
    stored, _made = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={"size": len(pdf), "content_type": "application/pdf", "content": pdf},
    )
    told = {name: getattr(job, name) for name in COPIED if name != "template"}
    return IssuedDocument.objects.create(
        **told,
        code=job.code,
        source_hash=job.source_hash,
        text_sha256=job.text_sha256,
        target_type_id=job.target_type_id,
        target_id=job.target_id,
        pdf=stored,
        rendered_at=at,
        issued_at=job.asked_at,
        published_at=at if job.publish else None,
    )


def _postpone(job: RenderJob, at: datetime, failure: Exception) -> None:
    job.attempts += 1
    final = isinstance(failure, NotPrintable) or job.attempts >= ATTEMPTS
    job.state = RenderJob.State.FAILED if final else RenderJob.State.ASKED
    job.next_try_at = at + min(FIRST_PAUSE * 2 ** (job.attempts - 1), LONGEST_PAUSE)
    job.error = f"{type(failure).__name__}: {failure}"[:500]
    job.document = None
    job.save(update_fields=["attempts", "state", "next_try_at", "error"])


@transaction.atomic
def try_again(pk: int, *, by: Viewer) -> RenderJob:
    """Put a paper that could not be made back in the queue, once its cause is mended."""
    job = RenderJob.objects.select_for_update().get(pk=pk)
    if job.state != RenderJob.State.FAILED:
        raise Conflict(_("This paper is not waiting to be tried again."))
    job.state, job.attempts, job.next_try_at = RenderJob.State.ASKED, 0, by.at
    job.save(update_fields=["state", "attempts", "next_try_at"])
    audit.record(job, "tried_again", by=by)
    wakeup.soon()
    return job


@transaction.atomic
def publish(pk: int, *, is_released: bool = False, by: Viewer) -> IssuedDocument:
    """Make an issued document public. The Presidency does this; closed papers never are.

    ``is_released``: what it prints was published by an act with a rule of its own.
    """
    document = IssuedDocument.objects.select_for_update().get(pk=pk)
    _require_publishable(document, by, is_released=is_released)
    if document.published_at is None:
        document.published_at = by.at
        document.save(update_fields=["published_at"])
        audit.record(document, "published", by=by)
    return document


@transaction.atomic
def publish_when_made(pk: int, *, is_released: bool = False, by: Viewer) -> RenderJob:
    """Publish a paper: at once if it exists, otherwise as soon as the worker has made it.

    Nobody waits for a rendering, and nothing is public before its bytes are fixed.
    """
    job = RenderJob.objects.select_for_update().get(pk=pk)
    if job.document_id is not None:
        publish(job.document_id, is_released=is_released, by=by)
        return job
    _require_publishable(job, by, is_released=is_released)
    if not job.publish:
        job.publish = True
        job.save(update_fields=["publish"])
        audit.record(job, "publication_decided", by=by)
    return job


def _require_publishable(
    paper: IssuedDocument | RenderJob, by: Viewer, *, is_released: bool
) -> None:
    if not is_released and not rules.may_publish(by):
        raise Refused(_("Only the Presidency publishes a document."), rule="procedure 1.9")
    if paper.audience == Audience.CLOSED:
        raise Refused(_("A document of the closed session is never published."))


@transaction.atomic
def supersede(pk: int, *, by: Viewer, successor: IssuedDocument) -> IssuedDocument:
    """Say that ``successor`` takes the place of a document, which stays verifiable."""
    document = IssuedDocument.objects.select_for_update().get(pk=pk)
    if document.superseded_by_id not in {None, successor.pk}:
        raise Conflict(_("Another document has already replaced this one."))
    if document.superseded_by_id is None:
        document.superseded_by = successor
        document.save(update_fields=["superseded_by"])
        audit.record(document, "superseded", by=by, successor=successor.printed_code)
    return document
