"""What a file really is: hostile ones are refused for the right reason, others pass (U1-U3)."""

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import content_disposition_header

from crm_portal.library import inspection, names
from crm_portal.library.forms.documents import FilesForm
from crm_portal.library.inspection import Hostile
from tests.library import corpus, hostile
from tests.library.documents import pdf

SECONDS = 10


def test_the_corpus_is_large():
    assert len({what for what, *_rest in corpus.cases()}) >= 60


def test_each_hostile_file_is_refused_for_what_it_is():
    wrong = []
    for what, name, content, verdict in corpus.cases():
        began = time.monotonic()
        said = judged(name, content)
        if said != verdict or time.monotonic() - began > SECONDS:
            wrong.append((what, said, verdict))

    assert wrong == []


def test_what_people_send_is_taken():
    wrong = [
        (what, judged(name, content))
        for what, name, content, verdict in corpus.welcome()
        if judged(name, content) != verdict
    ]

    assert wrong == []


def judged(name, content):
    try:
        return inspection.inspect(name, content).suffix
    except Hostile as refusal:
        return refusal.code if refusal.message else "unexplained"


def test_the_form_says_why(settings):
    file = SimpleUploadedFile("a.pdf", pdf() + b"<html>")
    form = FilesForm({}, {"file_es": file})

    assert not form.is_valid()
    assert form.errors.as_data()["file_es"][0].code == "polyglot"


@pytest.mark.parametrize("more", [0, 1])
def test_the_limit_is_a_setting_and_is_exact(settings, more):
    settings.LIBRARY_MAX_BYTES = len(pdf())
    content = pdf() + b"\n" * more

    form = FilesForm({}, {"file_es": SimpleUploadedFile("a.pdf", content)})

    assert form.is_valid() is (more == 0)


def hostile_names():
    stems = [
        "../../etc/passwd",
        "..\\..\\windows\\win.ini",
        "/etc/cron.d/a",
        "C:\\a",
        "a\0b",
        "a\r\nSet-Cookie: x=1",
        "a\nb",
        "a\tb",
        "\u202efdp.exe",
        "a\u200bb",
        "a\ufeffb",
        "a\u2028b",
        "a\u2066b\u2069",
        "x" * 300,
        "ñ" * 300,
        "CON",
        "nul",
        "COM1",
        "lpt9.a",
        "e\u0301",
        "é",
        "a.pdf",
        "a.exe",
        "a.",
        " a ",
        ".htaccess",
        "...",
        "a;b",
        'a"b',
        "a'b",
        "a%00b",
        "a%2fb",
        "a<b>c",
        "a|b",
        "a:b",
        "a?b*c",
        "=cmd()",
        "-rf",
        "~root",
        "$(id)",
        "`id`",
        "日本語",
        "\ue000",
    ]
    return [f"{stem}.pdf" for stem in stems]


@pytest.mark.parametrize("name", hostile_names(), ids=range(len(hostile_names())))
def test_a_hostile_name_becomes_a_plain_one(name):
    clean = names.clean(name)
    header = content_disposition_header(True, clean)

    assert 0 < len(clean) <= names.LONGEST
    assert clean.casefold().endswith(".pdf")
    assert not set(clean) & set('/\\\r\n\0"|*?:')
    assert all(sign.isprintable() for sign in clean)
    assert "\r" not in header
    assert "\n" not in header


def test_names_that_look_alike_are_one_name():
    assert names.clean("e\u0301.pdf") == names.clean("é.pdf")
    assert names.clean("a\u202efdp.exe") == "a<U+202E>fdp.exe"
    assert names.clean("CON.pdf") == "_CON.pdf"
    assert names.suffix_of("a.pdf.exe") == ".exe"


def test_what_may_pass_is_said():
    found = inspection.inspect("a.pdf", hostile.attaching("texto.txt", b"hola"))

    assert found.remarks == ["attachments"]
    assert inspection.inspect("a.pdf", hostile.linking("https://x.org")).remarks == [
        "links"
    ]
