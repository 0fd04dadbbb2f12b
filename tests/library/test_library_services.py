"""A paper is owed with the act, made once, found by its code, published by the Presidency."""

import hashlib
import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import transaction

from crm_portal.core import audit, clock
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import rules, services, sweeps
from crm_portal.library.models import IssuedDocument, RenderJob, StoredFile
from tests import pdf_rules
from tests.core import papers
from tests.library import making
from tests.library.making import AT, MEMBER, PRESIDENCY, SECRETARIAT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_the_hour():
    clock.set_to(AT, frozen=True)


@pytest.fixture
def rendered(monkeypatch):
    """Count the papers that are really laid out, and spare the labour."""
    made = []

    def render_pdf(template, context, **options):
        made.append(options["identifier"])
        return b"%PDF-1.7 " + options["identifier"].encode()

    monkeypatch.setattr(services.papers, "render_pdf", render_pdf)
    return made


def test_a_paper_asked_for_is_made_by_the_sweep_as_a_real_pdf():
    job = services.ask(making.paper(), by=PRESIDENCY)

    assert sweeps.render_due() == 1

    document = IssuedDocument.objects.get(code=job.code)
    content = bytes(document.pdf.content)
    assert document.pdf_id == hashlib.sha256(content).hexdigest()
    assert pdf_rules.broken(content) == []
    assert document.printed_code in papers.text(content)


def test_the_text_that_was_hashed_is_inside_the_pdf():
    document = services.issue(making.paper(), by=PRESIDENCY)

    with pikepdf.open(io.BytesIO(bytes(document.pdf.content))) as pdf:
        attached = pdf.attachments[f"{document.printed_code}.txt"].get_file().read_bytes()

    assert hashlib.sha256(attached).hexdigest() == document.text_sha256


def test_the_code_is_known_when_the_paper_is_asked_for(rendered):
    job = services.ask(making.paper(), by=PRESIDENCY)

    sweeps.render_due()

    assert job.code == rules.short_code(job.text_sha256)
    assert IssuedDocument.objects.get().code == job.code
    assert job.context["issued"]["url"].endswith(f"/v/{job.printed_code}")


def test_asking_twice_for_the_same_paper_owes_it_once(rendered):
    target = making.about()

    first = services.ask(making.paper(target), by=PRESIDENCY)
    again = services.ask(making.paper(target), by=PRESIDENCY)
    sweeps.render_due()
    after = services.ask(making.paper(target), by=PRESIDENCY)

    assert first == again == after
    assert len(rendered) == 1


def test_two_papers_with_the_same_text_have_different_codes(rendered):
    first = services.ask(making.paper(), by=PRESIDENCY)
    second = services.ask(making.paper(reference="CRM-CONS-2026-02"), by=PRESIDENCY)

    assert first.text_sha256 == second.text_sha256
    assert first.code != second.code


def test_a_record_in_two_languages_is_two_papers(rendered):
    both = [
        services.ask(making.paper(language=language, canonical=""), by=PRESIDENCY)
        for language in ("es", "en")
    ]

    assert both[0].text_sha256 != both[1].text_sha256


def test_an_act_that_is_undone_owes_no_paper():
    with transaction.atomic():
        services.ask(making.paper(), by=PRESIDENCY)
        transaction.set_rollback(True)

    assert not RenderJob.objects.exists()


def test_a_template_from_elsewhere_is_refused():
    with pytest.raises(Invalid):
        services.ask(making.paper(template="public/home.html"), by=PRESIDENCY)


def test_a_paper_that_fails_is_tried_again_later_and_does_not_hold_up_the_others(
    monkeypatch,
):
    def out_of_order(template, context, **options):
        if context["reference"] == "BAD":
            raise OSError("no room")
        return b"%PDF-1.7 good"

    monkeypatch.setattr(services.papers, "render_pdf", out_of_order)
    context = making.paper().context
    services.ask(making.paper(context={**context, "reference": "BAD"}), by=PRESIDENCY)
    services.ask(making.paper(reference="GOOD"), by=PRESIDENCY)

    assert sweeps.render_due() == 2

    bad, good = RenderJob.objects.order_by("pk")
    assert (bad.state, bad.attempts, bad.error) == ("asked", 1, "OSError: no room")
    assert bad.next_try_at == AT + timedelta(seconds=30)
    assert good.state == "done"
    assert sweeps.render_due() == 0


def test_a_paper_fails_for_good_after_eight_attempts_until_somebody_asks_again(monkeypatch):
    def broken(*_args, **_options):
        raise OSError("no room")

    monkeypatch.setattr(services.papers, "render_pdf", broken)
    job = services.ask(making.paper(), by=PRESIDENCY)
    for _ in range(services.ATTEMPTS):
        clock.advance(timedelta(hours=1))
        sweeps.render_due()

    job.refresh_from_db()
    assert job.state == "failed"
    clock.advance(timedelta(days=1))
    assert sweeps.render_due() == 0

    services.try_again(job.pk, by=SECRETARIAT)
    with pytest.raises(Conflict):
        services.try_again(job.pk, by=SECRETARIAT)


def test_a_paper_that_asks_for_something_outside_fails_at_once():
    hostile = making.paper(template="pdf/adopted.html")
    context = {**hostile.context, "issued": {}}
    context["subtitle"] = [{"es": "x", "en": "x"}]
    job = services.ask(making.paper(context=context), by=PRESIDENCY)
    RenderJob.objects.filter(pk=job.pk).update(template="pdf/nowhere.html")

    sweeps.render_due()

    job.refresh_from_db()
    assert job.state == "asked"
    assert job.error.startswith("TemplateDoesNotExist")


def test_what_was_issued_is_on_the_trail_with_its_hashes(rendered):
    document = services.issue(making.paper(), by=PRESIDENCY)

    entry = audit.of(document).get()
    assert entry.verb == "library.issueddocument.issued"
    assert entry.data["pdf"] == document.pdf_id
    assert entry.data["text"] == document.text_sha256


def test_the_same_bytes_are_stored_once(monkeypatch):
    monkeypatch.setattr(
        services.papers, "render_pdf", lambda *_args, **_options: b"%PDF-1.7 same"
    )

    services.issue(making.paper(), by=PRESIDENCY)
    services.issue(making.paper(reference="CRM-CONS-2026-02"), by=PRESIDENCY)

    assert StoredFile.objects.count() == 1
    assert IssuedDocument.objects.count() == 2


def test_a_public_paper_is_published_when_it_is_issued(rendered):
    document = services.issue(making.paper(audience="public"), by=PRESIDENCY)

    assert document.published_at == document.issued_at == AT


def test_the_presidency_publishes_and_nobody_else():
    document = making.document()

    for viewer in (MEMBER, SECRETARIAT):
        with pytest.raises(Refused):
            services.publish(document.pk, by=viewer)
    services.publish(document.pk, by=PRESIDENCY)
    services.publish(document.pk, by=PRESIDENCY)

    document.refresh_from_db()
    assert document.published_at == AT
    assert audit.of(document).filter(verb__endswith="published").count() == 1


def test_a_paper_published_before_it_is_made_is_public_once_it_is(rendered):
    job = services.ask(making.paper(), by=PRESIDENCY)

    services.publish_when_made(job.pk, by=PRESIDENCY)
    clock.advance(timedelta(minutes=1))
    sweeps.render_due()

    document = IssuedDocument.objects.get()
    assert document.published_at == AT + timedelta(minutes=1)
    assert audit.of(job).get().verb == "library.renderjob.publication_decided"


def test_a_paper_already_made_is_published_at_once(rendered):
    services.issue(making.paper(), by=PRESIDENCY)

    services.publish_when_made(RenderJob.objects.get().pk, by=PRESIDENCY)

    assert IssuedDocument.objects.get().published_at == AT


def test_only_the_presidency_decides_a_publication():
    job = services.ask(making.paper(), by=PRESIDENCY)

    with pytest.raises(Refused):
        services.publish_when_made(job.pk, by=SECRETARIAT)


def test_a_document_of_the_closed_session_is_never_published():
    document = making.document(audience="closed")

    with pytest.raises(Refused):
        services.publish(document.pk, by=PRESIDENCY)


def test_a_document_is_replaced_once():
    first, second, third = (making.document() for _ in range(3))

    services.supersede(first.pk, by=PRESIDENCY, successor=second)
    services.supersede(first.pk, by=PRESIDENCY, successor=second)
    with pytest.raises(Conflict):
        services.supersede(first.pk, by=PRESIDENCY, successor=third)

    assert list(IssuedDocument.objects.current().order_by("pk")) == [second, third]
