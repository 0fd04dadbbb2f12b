"""Paper: accessible, archival, the same bytes from anywhere, every letter in our typefaces."""

import hashlib
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from crm_portal.core.pdf import AttachedFile, NotPrintable, html_to_pdf, render_pdf
from crm_portal.core.pdf_fonts import typefaces
from tests import pdf_rules
from tests.core import papers

CREATED = datetime(2026, 10, 2, 15, 4, 31, tzinfo=UTC)
CANONICAL = AttachedFile(name="text.txt", content=b"1.\tuno\tone", description="the text")

ELSEWHERE = """
import hashlib, json, sys
from datetime import datetime, UTC
import django
django.setup()
from crm_portal.core.pdf import AttachedFile, render_pdf
from tests.core import papers
pdf = render_pdf("pdf/outcome_record.html", papers.record(), language="en", title="T",
    identifier="i", created=datetime(2026, 10, 2, 15, 4, 31, tzinfo=UTC),
    attachments=[AttachedFile(name="text.txt", content=b"1.\\tuno\\tone", description="the text")])
print(hashlib.sha256(pdf).hexdigest())
"""


def printed(template="pdf/outcome_record.html", context=None, language="en", **options):
    return render_pdf(
        template,
        papers.record() if context is None else context,
        language=language,
        title="T",
        identifier="i",
        created=CREATED,
        **options,
    )


def elsewhere(**environment):
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "crm_portal.test_settings"}
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env={**variables, **environment},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_outcome_record_keeps_every_rule_of_accessible_and_archival_documents(language):
    pdf = printed(language=language, attachments=[CANONICAL])

    assert pdf_rules.broken(pdf) == []


@pytest.mark.parametrize("reservations", [True, False])
def test_the_adopted_text_keeps_every_rule_of_accessible_and_archival_documents(
    reservations,
):
    pdf = printed("pdf/adopted.html", papers.adopted(reservations=reservations), "es")

    assert pdf_rules.broken(pdf) == []


def test_the_rules_find_what_a_plain_rendering_lacks():
    from weasyprint import HTML

    plain = HTML(string=papers.PLAIN).write_pdf()

    found = pdf_rules.broken(plain)

    assert {"not Marked", "no ParentTree", "no OutputIntent"} <= set(found)


def test_the_same_paper_is_the_same_bytes_twice_and_in_two_other_processes():
    here = hashlib.sha256(printed(attachments=[CANONICAL])).hexdigest()
    again = hashlib.sha256(printed(attachments=[CANONICAL])).hexdigest()

    there = elsewhere(TZ="Asia/Tokyo", PYTHONHASHSEED="1", LANG="C")
    beyond = elsewhere(TZ="America/Toronto", PYTHONHASHSEED="2", SOURCE_DATE_EPOCH="1")

    assert {again, there, beyond} == {here}


def test_another_context_is_other_bytes():
    other = papers.record() | {"reference": "CRM-CONS-2026-99"}

    assert printed() != printed(context=other)


def test_the_english_column_is_spoken_in_english_and_the_spanish_in_spanish():
    pdf = printed("pdf/adopted.html", papers.adopted(), "es")

    cells = [spoken for name, spoken in pdf_rules.tags(pdf) if name in {"TD", "TH"}]
    text = pdf_rules.text_in(pdf, "en")

    assert {"es", "en"} == set(cells)
    assert "Decision-making mechanisms" in text
    assert "Mecanismos" not in text


def test_every_typeface_is_ours_and_embedded():
    with pikepdf.open(io.BytesIO(printed())) as document:
        fonts = {
            str(font.BaseFont).split("+")[1].rstrip(",")
            for page in document.pages
            for font in page.Resources.Font.values()
        }

    assert fonts <= {
        "Source-Sans-3",
        "Source-Sans-3-Semi-Bold",
        "Source-Serif-4",
        "Source-Serif-4-Semi-Bold",
    }
    assert len(fonts) == 4


def test_a_letter_beyond_the_basic_subset_is_drawn_with_the_extended_one():
    pdf = html_to_pdf(papers.page("Škoda ő ₡500"), identifier="i", created=CREATED)

    assert "Škoda ő ₡500" in papers.text(pdf)


def test_a_character_no_typeface_has_is_shown_by_number_and_never_as_an_empty_box():
    shown = typefaces().legible("a → b ✓ 5 ≤ 6 № 7 co\u2010op\u202f%")

    assert shown == "a [U+2192] b [U+2713] 5 [U+2264] 6 [U+2116] 7 co-op\u00a0%"


def test_a_mark_that_turns_the_direction_of_a_line_is_not_printed():
    assert typefaces().legible("de\u202eacuerdo\u2066\ufe0f") == "deacuerdo"


def test_our_own_templates_use_no_character_that_our_typefaces_lack():
    for path in (Path(settings.BASE_DIR) / "templates" / "pdf").rglob("*.[hc]*"):
        content = path.read_text(encoding="utf-8")

        assert typefaces().legible(content) == content, path.name


def test_no_stylesheet_of_paper_hyphenates():
    for path in (Path(settings.BASE_DIR) / "templates" / "pdf").rglob("*.css"):
        assert "hyphens: auto" not in path.read_text(encoding="utf-8")


def test_an_attached_file_is_inside_unchanged_and_listed_once():
    with pikepdf.open(io.BytesIO(printed(attachments=[CANONICAL]))) as document:
        attached = document.attachments["text.txt"]

        assert attached.get_file().read_bytes() == CANONICAL.content
        assert len(document.Root.AF) == 1
        assert str(attached.obj.AFRelationship) == "/Source"


def test_the_dates_of_the_file_are_those_of_the_record_not_of_the_machine():
    with pikepdf.open(io.BytesIO(printed())) as document:
        assert str(document.docinfo["/CreationDate"]) == "D:20261002150431Z"
        assert str(document.docinfo["/ModDate"]) == "D:20261002150431Z"


def test_a_paper_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr("crm_portal.core.pdf.MAX_PAGES", 2)

    with pytest.raises(NotPrintable):
        printed()


def test_a_paper_that_is_too_long_is_refused_before_it_is_laid_out(monkeypatch):
    monkeypatch.setattr("crm_portal.core.pdf.MAX_HTML_CHARACTERS", 1000)

    with pytest.raises(NotPrintable):
        printed()


def test_importing_the_door_does_not_import_weasyprint():
    script = "import django; django.setup(); import sys, crm_portal.core.pdf;"
    script += "import crm_portal.library.services; print('weasyprint' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "crm_portal.test_settings"},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert run.stdout.strip() == "False"


def test_weasyprint_has_nothing_to_complain_about_in_our_templates(caplog):
    with caplog.at_level("WARNING", logger="weasyprint"):
        printed()
        printed("pdf/adopted.html", papers.adopted(), "es")

    assert caplog.messages == []


def test_the_example_in_the_documentation_is_json_all_the_way():
    record = papers.record()

    assert json.loads(json.dumps(record)) == record
