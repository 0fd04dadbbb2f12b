"""A text comes in through a preview; nothing is written before it is confirmed."""

import re
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Paragraph
from decisions.rules.texts.paragraphs import Paragraph as Ruled
from decisions.rules.texts.paragraphs import Part
from decisions.services.texts import proposing, renewing, working, writing
from decisions.services.texts.common import latest
from decisions.services.texts.renewing import Brought, Use
from decisions.services.texts.working import NewText
from tests.decisions.negotiating import PARAGRAPHS, Table, laid
from tests.decisions.reading.writing import docx, p
from tests.decisions.reading.writing import table as columns
from tests.decisions.text_pages.reading import TextPages
from tests.library.hostile import office

pytestmark = pytest.mark.django_db
SEALED = re.compile(r'name="understood" value="([^"]+)"')
TEXT = (
    "Los Viceministros de la Conferencia, reunidos en Guatemala:\n\n"
    "Reconociendo el aporte de las personas migrantes,\n\n"
    "1. Reafirman su compromiso [MX: firme].\n2. Instan a:\na) proteger;\nb) informar.\n"
)


@pytest.fixture
def table(cast):
    return laid(cast, opened=False)


@pytest.fixture
def empty(table):
    text = working.open_text(
        NewText(kind="declaration", title_es="Otra declaración"), by=table.ana
    )
    return Table(table.cast, text)


def upload(content, name="texto.docx"):
    return SimpleUploadedFile(name, content, "application/octet-stream")


def brought(table, *said, use=Use.WHOLE):
    rows = tuple(Ruled(f"q{at}", es, en) for at, (es, en) in enumerate(said))
    return Brought(rows, use, "paste", seen=renewing.fingerprint(latest(table.text)))


def test_the_preview_says_what_was_understood_and_writes_nothing(empty):
    pages = TextPages(empty)

    answer = pages.post("ana", "import", pasted=TEXT)

    text = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    for said in (
        "Preambular 1", "Operative 2", "and 2 sub-items", "6 paragraphs have no English.",
        "4 typed numbers were left out", "Chapeau", "Nothing is written yet.",
    ):  # fmt: skip
        assert said in text
    assert not Paragraph.objects.filter(version__text=empty.text).exists()


def test_confirmed_it_becomes_the_text(empty):
    pages = TextPages(empty)
    content = docx(
        columns(
            ["Español", "English"],
            ["Los Viceministros de la Conferencia:", "The Vice-Ministers of it:"],
            ["1. Toman nota del informe.", "1. Take note of the report."],
        )
    )
    preview = pages.post("ana", "import", file=upload(content)).content.decode()

    answer = pages.post("ana", "import", understood=SEALED.search(preview)[1])

    assert answer.status_code == 302
    assert [
        (each.part, each.es, each.en) for each in latest(empty.text).paragraphs.all()
    ] == [
        ("chapeau", "Los Viceministros de la Conferencia:", "The Vice-Ministers of it:"),
        ("operative", "Toman nota del informe.", "Take note of the report."),
    ]


def test_a_preview_is_good_for_one_person_one_text_and_the_text_it_was_made_on(
    table, empty
):
    sealed = SEALED.search(
        TextPages(empty).post("ana", "import", pasted=TEXT).content.decode()
    )[1]
    posted = {"understood": sealed}

    assert TextPages(table).post("ana", "import", **posted).status_code == 400
    assert TextPages(empty).post("elena", "import", **posted).status_code == 400
    assert TextPages(empty).post("ana", "import", understood="x:y:z").status_code == 400
    assert TextPages(empty).post("ana", "import", **posted).status_code == 302
    assert TextPages(empty).post("ana", "import", **posted).status_code == 409


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "one of the two"),
        ({"pasted": TEXT, "file": upload(docx(p("a")))}, "one of the two"),
        ({"file": upload(office(parts={"word/vbaProject.bin": b"x"}))}, "macros"),
        ({"file": upload(b"%PDF-1.7")}, "not a Word document"),
        ({"pasted": "--"}, "no text in it"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_form(empty, typed, said):
    answer = TextPages(empty).post("ana", "import", **typed)

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_only_who_prepares_brings_a_text_in(cast, table):
    pages = TextPages(table)
    working.open_negotiation(table.text.pk, by=table.ana)

    assert pages.get("elena", "import").status_code == 200
    assert pages.get("MX", "import").status_code == 403
    assert pages.post("MX", "import", pasted=TEXT).status_code == 403
    assert pages.get("oscar", "import").status_code == 404
    with pytest.raises(Refused):
        renewing.bring_in(
            table.text.pk, brought(table, ("Uno.", "")), by=table.viewer("MX")
        )


def test_the_whole_text_comes_back_and_what_goes_on_keeps_its_key(table):
    rows = [(es, "") for _part, es, _en in PARAGRAPHS]
    rows[5] = ("Acuerdan garantizar la protección integral de la niñez.", "")
    writing.agree(table.text.pk, table.keys[4], by=table.ana)

    said = brought(table, *rows)
    parts = (Part(part) for part, _es, _en in PARAGRAPHS)
    whole = [
        replace(each, part=part) for each, part in zip(said.paragraphs, parts, strict=True)
    ]
    renewing.bring_in(table.text.pk, replace(said, paragraphs=tuple(whole)), by=table.ana)

    now = list(latest(table.text).paragraphs.all())
    assert [each.key for each in now] == table.keys
    assert now[5].es.startswith("Acuerdan garantizar la protección integral")
    assert now[5].en == PARAGRAPHS[5][2]
    assert (now[5].languages["es"]["state"], now[5].languages["en"]["state"]) == (
        "original", "outdated",
    )  # fmt: skip
    assert now[4].agreed_at is not None


def test_a_translation_goes_beside_and_waits_to_be_checked(table):
    english = [("", f"English {at}.") for at in range(8)]

    renewing.bring_in(table.text.pk, brought(table, *english, use=Use.BESIDE), by=table.ana)

    now = list(latest(table.text).paragraphs.all())
    assert [each.en for each in now] == [en for _es, en in english]
    assert {each.languages["en"]["state"] for each in now} == {"translated"}
    with pytest.raises(Invalid) as uneven:
        renewing.bring_in(
            table.text.pk, brought(table, *english[:3], use=Use.BESIDE), by=table.ana
        )
    assert uneven.value.code == "uneven"


def test_open_proposals_are_not_pushed_aside(table):
    working.open_negotiation(table.text.pk, by=table.ana)
    proposing.propose_wording(
        table.text.pk, table.keys[3], es="Otra cosa.", by=table.viewer("MX")
    )

    with pytest.raises(Conflict):
        renewing.bring_in(table.text.pk, brought(table, ("Uno.", "")), by=table.ana)


def test_what_somebody_saved_meanwhile_is_not_overwritten(table):
    before = brought(table, ("Uno.", ""))
    key = table.keys[3]
    writing.save(table.text.pk, key, table.typed(key, es="Otra cosa."), by=table.ana)

    with pytest.raises(Conflict) as changed:
        renewing.bring_in(table.text.pk, before, by=table.ana)

    assert changed.value.code == "text_changed"
