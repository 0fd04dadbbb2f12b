"""What the two papers of a consultation say, as a reader gets it out of the PDF."""

import pytest

from crm_portal.core.pdf import render_pdf
from tests import pdf_rules
from tests.core import papers
from tests.core.test_pdf import CREATED


def said(template, context, language):
    return papers.flowing(
        render_pdf(
            template,
            context,
            language=language,
            title="T",
            identifier="i",
            created=CREATED,
        )
    )


@pytest.fixture(scope="module")
def record_text():
    return {
        language: said("pdf/outcome_record.html", papers.record(), language)
        for language in ("es", "en")
    }


@pytest.mark.parametrize(
    "words",
    [
        "CRM-CONS-2026-01",
        "Mecanismos para la toma de decisiones: plazo de consulta",
        "Consenso constatado",
        "No vinculante (001:382)",
        "Belice, Canadá, Costa Rica, El Salvador, Estados Unidos, Guatemala, Honduras, México,"
        " Nicaragua, Panamá y República Dominicana (11)",
        "jue 10 sep 2026, 09:00 San José · 2026-09-10 15:00:00 UTC",
        "lun 21 sep 2026, 23:59:59",
        "2026-09-22 06:00:00 UTC",
        "mar 22 sep 2026, 01:59:59",
        "lun 14 sep, Batalla de San Jacinto",
        "tzdata 2026f",
        "Conforme con observaciones",
        "Suspensión",
        "El silencio es «sin respuesta»",
        "001:391",
        "Los numerales 3.2, 3.3 y 5.8 se leerán con el plazo único",
        "The United States joins consensus on the understanding",
        "a period of 5 business days",
        "Aceptada en parte",
        "3bfc2695 94ef6492",
    ],
)
def test_the_spanish_record_says(words, record_text):
    assert words in record_text["es"]


@pytest.mark.parametrize(
    "words",
    [
        "Consensus recorded",
        "Non-binding (001:382)",
        "Belize, Canada, Costa Rica, Dominican Republic, El Salvador, Guatemala, Honduras,"
        " Mexico, Nicaragua, Panama and United States (11)",
        "Thu 10 Sep 2026, 09:00 San José · 2026-09-10 15:00:00 UTC",
        "Mon 14 Sep, Battle of San Jacinto",
        "Round 2, on version 3",
        "sets the deadline",
        "The term ended (local time)",
        "Late communication: Agrees",
        "Communication after the record",
        "Honduras",
        "Favourable, with suggestions",
        "no third party has certified it",
        "Demonstration: positions and people are fictitious.",
        "True copy if the code matches at portal.example.org/v/XXXX-XXXX-XXXX",
    ],
)
def test_the_english_record_says(words, record_text):
    assert words in record_text["en"]


def test_the_local_end_of_the_term_is_that_of_each_capital(record_text):
    text = record_text["en"]

    assert "Tue 22 Sep 2026, 01:59:59 Ottawa EDT" in text
    assert "Mon 21 Sep 2026, 23:59:59 Mexico City CST" in text
    assert "Tue 22 Sep 2026, 00:59:59 Panama City EST" in text


def test_a_record_with_nothing_to_tell_says_so_section_by_section():
    empty = dict.fromkeys(
        ("troika", "rounds", "reservations", "late", "admissions", "lifted", "later"), ()
    )
    bare = {"revisions": (), "corrigenda": (), "execution": None}

    text = said("pdf/outcome_record.html", papers.record() | empty | bare, "en")

    assert "The text was not presented to the Troika." in text
    assert "No round was opened." in text
    assert "No member entered a reservation." in text
    assert "None: no late communication" in text
    assert "The text was not revised" in text
    assert "No results had been reported" in text


def test_a_consultation_without_a_recorded_outcome_can_be_printed():
    context = papers.record()
    context["outcome"] |= {"kind": "withdrawn", "recorded_at": None, "recorded_by": None}

    assert "Outcome record" in said("pdf/outcome_record.html", context, "en")


def test_the_adopted_text_has_both_languages_side_by_side_each_spoken_as_itself():
    pdf = render_pdf(
        "pdf/adopted.html",
        papers.adopted(),
        language="es",
        title="T",
        identifier="i",
        created=CREATED,
    )
    spoken = {
        tongue: " ".join(pdf_rules.text_in(pdf, tongue).split()) for tongue in ("es", "en")
    }

    assert "Una vez obtenido el consenso de la Troika" in spoken["es"]
    assert "Panamá y República Dominicana" in spoken["es"]
    assert "Once the consensus of the Troika is" in spoken["en"]
    assert "Panama and United States" in spoken["en"]
    assert "Troika is obtained" not in spoken["es"]


def test_the_adopted_text_carries_its_code_and_its_hash():
    text = said("pdf/adopted.html", papers.adopted(reservations=True), "es")

    assert "XXXX-XXXX-XXXX" in text
    assert "00000000 00000000" in text
    assert "The United States joins consensus" in text


def test_an_adopted_text_without_reservations_has_no_annex():
    with_annex = said("pdf/adopted.html", papers.adopted(reservations=True), "en")
    without = said("pdf/adopted.html", papers.adopted(), "en")

    assert "Annex. Reservations" in with_annex
    assert "Annex. Reservations" not in without


@pytest.mark.parametrize("template", ["pdf/outcome_record.html", "pdf/adopted.html"])
def test_a_word_longer_than_its_column_is_broken_and_never_cut(template):
    word = "w" * 400
    context = papers.record() if "record" in template else papers.adopted(reservations=True)
    for reservation in context["reservations"]:
        reservation["text"] = {"es": word, "en": word}

    text = papers.text(
        render_pdf(
            template, context, language="es", title="T", identifier="i", created=CREATED
        )
    )

    assert text.count("w") >= 800
