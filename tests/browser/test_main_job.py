"""The main job in a browser, through real processes: from a draft to papers anybody verifies."""

import re
import subprocess
from collections.abc import Callable
from contextlib import closing

import psycopg2
import pytest

from crm_portal.demonstration.scenario import text
from crm_portal.devstack.portal import Portal
from tests.browser.conftest import DEMONSTRATION, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONSULTATIONS = "/en/intranet/consultations"
HERE = f"{CONSULTATIONS}/CRM-CONS-2026-01"
MAILBOX, CLOCK = f"{DEMONSTRATION}/mailbox/", f"{DEMONSTRATION}/clock/"
NAMES = {
    "BZ": "belize",
    "CR": "costarica",
    "SV": "elsalvador",
    "US": "unitedstates",
    "MX": "mexico",
    "PA": "panama",
    "DO": "dominicanrepublic",
    "NI": "nicaragua",
    "HN": "honduras",
    "CA": "canada",
}
TEXT = text("mechanisms")
ACT = "main form .form-end button.btn--go"
# Canada's change to the paragraph of the term.
BEFORE = {"es": "cinco días hábiles para", "en": "five business days shall run for"}
AFTER = {
    "es": "cinco días hábiles, contados según el calendario de cada País Miembro, para",
    "en": "five business days, counted by the calendar of each Member Country, shall run for",
}
RESERVATION = "El párrafo 3 no modifica los términos que fija la legislación nacional."
ANY_TICK = 90.0  # seconds: beat ticks every 10 here, on a machine that may be busy


def changed(language: str) -> str:
    """Return the paragraph of the term as Canada wants it."""
    return TEXT["paragraph"][3][language].replace(BEFORE[language], AFTER[language])


def test_the_main_job_from_the_draft_to_the_verified_papers(
    visitor: Callable[[], Visitor], portal: Portal
) -> None:
    person = visitor()
    the_presidency_writes_and_presents(person)
    belize_reacts(person)
    the_presidency_previews_and_distributes(person)
    members_answer_and_canada_proposes_a_change(person)
    the_worker_ends_the_term(person, portal)
    honduras_is_late(person)
    the_presidency_revises(person)
    all_members_answer_round_2(person)
    the_presidency_records_consensus_and_reports(person)
    papers = the_worker_makes_the_papers(person)
    anybody_verifies_them(visitor(), papers)
    everybody_was_told(person)


def the_presidency_writes_and_presents(person: Visitor) -> None:
    person.be("guatemala")
    person.go(f"{CONSULTATIONS}/new/")
    for name in ("subject_es", "subject_en", "reason_es", "reason_en"):
        person.page.fill(f"[name={name}]", TEXT[name])
    person.press(ACT)
    for place, paragraph in enumerate(TEXT["paragraph"], 1):
        if place > 1:
            person.press(f"button[value='add:{place - 1}']")
        person.page.select_option(
            f"[name=p{place}-style]", paragraph.get("style", "paragraph")
        )
        for name in ("number", "es", "en"):
            person.page.fill(f"[name=p{place}-{name}]", paragraph.get(name, ""))
    person.press("button[value=go]")
    assert person.page.url.endswith(f"{HERE}/present/")
    person.press(ACT)
    person.reads("With the Troika")


def belize_reacts(person: Visitor) -> None:
    person.be("belize")
    person.go(f"{HERE}/react/")
    person.page.check("[name=kind][value=favourable]")
    person.press(ACT)
    person.go(f"{HERE}/")
    person.reads("favourable")


def the_presidency_previews_and_distributes(person: Visitor) -> None:
    person.be("guatemala")
    person.go(CLOCK)
    person.press("button[value=day]")  # Friday 11 September
    person.go(f"{HERE}/distribute/")
    # Nicaragua's San Jacinto and everybody's independence days: Tuesday 22, not Friday 18.
    person.reads("22 September")
    person.reads("Nicaragua")
    person.press(ACT)
    person.reads("In consultation")


def members_answer_and_canada_proposes_a_change(person: Visitor) -> None:
    for code in ("BZ", "CR", "SV", "US", "MX", "PA", "DO", "NI"):
        answer(person, code, "agree")
    person.be("canada")
    person.go(f"{HERE}/reply/")
    person.page.check("[name=position][value=changes]")
    person.page.click("details:has([name=es_p4]) > summary")
    for language in ("es", "en"):
        person.page.fill(f"[name={language}_p4]", changed(language))
    person.page.fill("[name=why_p4]", "Each should have five business days of its own.")
    person.press(ACT)
    person.reads("Proposes changes")


def answer(person: Visitor, code: str, position: str, reservation: str = "") -> None:
    """Send a State's reply from the short form of the consultation's page."""
    person.be(NAMES[code])
    person.go(f"{HERE}/")
    person.page.check(f"#reply [name=position][value={position}]")
    if reservation:
        person.page.click("#reply details:has([name=reservation]) > summary")
        person.page.fill("#reply [name=reservation]", reservation)
    person.press("#reply form button.btn--block")
    assert re.search(r"/replies/\d+/$", person.page.url)


def the_worker_ends_the_term(person: Visitor, portal: Portal) -> None:
    """A minute before the end the round runs; time passes, and nobody touches a page."""
    person.be("guatemala")
    person.go(CLOCK)
    person.press("button[value=before_deadline]")
    person.go(f"{HERE}/")
    person.reads("In consultation")
    time_passes(portal, seconds=95)
    person.await_page(
        f"{MAILBOX}?to=canada@example.org",
        lambda: mails_of(person, "over"),
        within=ANY_TICK,
    )
    person.go(f"{HERE}/")
    person.reads("Expired")


def time_passes(portal: Portal, *, seconds: int) -> None:
    """Let the clock of record go on, without the page that also sweeps."""
    with closing(psycopg2.connect(portal.env["DATABASE_URL"])) as database, database:
        database.cursor().execute(
            "UPDATE core_clock SET shift = shift + make_interval(secs => %s)", [seconds]
        )


def honduras_is_late(person: Visitor) -> None:
    person.be("honduras")
    person.go(f"{HERE}/reply/")
    person.page.check("[name=position][value=agree]")
    person.press(ACT)
    person.reads("does not count")


def the_presidency_revises(person: Visitor) -> None:
    person.be("guatemala")
    person.go(f"{HERE}/")
    person.reads("Honduras")
    person.go(f"{HERE}/revise/")
    person.press(ACT)
    person.go(f"{HERE}/changes/")
    person.reads("Canada")
    person.page.check("[name$='-kind'][value=accepted]")
    person.press("section.panel form .form-end button")
    person.go(f"{HERE}/edit/")
    for language in ("es", "en"):
        person.page.fill(f"[name=p4-{language}]", changed(language))
    person.press("button[value=go]")
    person.go(f"{HERE}/distribute/")
    person.press(ACT)
    person.reads("counted by the calendar of each Member Country")
    person.go(f"{HERE}/rounds/1/")
    person.reads("Canada")


def all_members_answer_round_2(person: Visitor) -> None:
    for code in NAMES:
        if code == "PA":
            answer(person, code, "reservation", RESERVATION)
        else:
            answer(person, code, "abstain" if code == "NI" else "agree")
    person.go(CLOCK)
    person.press("button[value=deadline]")


def the_presidency_records_consensus_and_reports(person: Visitor) -> None:
    person.be("guatemala")
    for act in ("consensus", "publish", "start"):
        person.go(f"{HERE}/{act}/")
        person.press(ACT)
    person.go(f"{HERE}/results/")
    person.page.fill("[name=es]", "La Secretaría Técnica publicó el texto.")
    person.page.fill("[name=en]", "The Technical Secretariat published the text.")
    person.press(ACT)
    person.reads("Concluded")


def the_worker_makes_the_papers(person: Visitor) -> dict[str, bytes]:
    """Return the PDF of each code, once all five of them can be downloaded."""
    links = "section[aria-labelledby=papers] a[href$='.pdf']"
    person.await_page(
        f"{HERE}/", lambda: person.page.locator(links).count() == 5, within=ANY_TICK
    )
    addresses = [a.get_attribute("href") or "" for a in person.page.locator(links).all()]
    papers = {
        address.rpartition("/")[2].removesuffix(".pdf"): person.fetch(address)
        for address in addresses
    }
    said = [words_of(pdf) for pdf in papers.values()]
    assert all("CRM-CONS-2026-01" in each for each in said)
    assert all(RESERVATION in each for each in said), "it stays with the text for ever"
    return papers


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF as another program reads it."""
    read = subprocess.run(
        ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(read.stdout.decode().replace("\N{SOFT HYPHEN}", "").split())


def anybody_verifies_them(passer_by: Visitor, papers: dict[str, bytes]) -> None:
    """Without an account: the adopted text is there to be read, the records exist."""
    public = []
    for code, pdf in papers.items():
        passer_by.go(f"/v/{code}")
        link = passer_by.page.locator("main a[href$='.pdf']")
        if link.count():
            public.append(code)
            assert passer_by.fetch(link.get_attribute("href") or "") == pdf
    assert len(public) == 1, "the adopted text, and not the records"
    said = words_of(papers[public[0]])
    assert AFTER["es"] in said
    assert AFTER["en"] in said


def everybody_was_told(person: Visitor) -> None:
    person.go(f"{MAILBOX}?to=panama@example.org")
    subjects = person.page.locator("main tbody th a").all_inner_texts()
    assert len(subjects) >= 6, subjects
    person.press("main tbody th a")
    person.go(f"{HERE}/history/")
    person.go(f"{HERE}/deadline/")
    person.go("/en/intranet/")


def mails_of(person: Visitor, words: str) -> bool:
    subjects = person.page.locator("main tbody th a").all_inner_texts()
    return any(words in subject for subject in subjects)
