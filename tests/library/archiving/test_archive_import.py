"""An archive comes in whole and once, each line judged, and nothing from outside its folder."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_portal.core.errors import Invalid
from crm_portal.core.models import AuditEntry, Notice
from crm_portal.library.archiving import folders, sheets
from crm_portal.library.models import Document, DocumentRevision, StoredFile
from crm_portal.library.rules.archive import Entry, judged
from crm_portal.library.rules.archive_words import COLUMNS
from members.models.folding import fold
from members.sheets import XLSX_PARTS
from tests.library.documents import pdf, registered, sheet

TODAY = date(2026, 9, 1)
LINE = {
    "file": "1996/acta.pdf",
    "series": "I-CRM",
    "category": "INF",
    "title_es": "Acta",
    "language": "es",
    "date": "1996-03-14",
    "audience": "members",
}


@pytest.fixture
def archive(tmp_path):
    """Three files in a folder; returns what writes a sheet of lines beside it."""
    folder = tmp_path / "files"
    (folder / "1996").mkdir(parents=True)
    for name in ("acta", "minutes", "nota"):
        (folder / "1996" / f"{name}.pdf").write_bytes(pdf(name))

    def write(*lines):
        path = tmp_path / "sheet.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS)
            rows.writeheader()
            rows.writerows({**LINE, **line} for line in lines)
        return folder, path

    return write


def run(cast, folder, path, *more, who="elena"):
    out, err = io.StringIO(), io.StringIO()
    account = cast.people[who].email
    try:
        call_command(
            "import_archive",
            folder,
            path,
            "--as",
            account,
            "--language",
            "en",
            *more,
            stdout=out,
            stderr=err,
        )
    except CommandError as refusal:
        err.write(str(refusal))
    return out.getvalue(), err.getvalue()


def there():
    return sorted(Document.objects.values_list("symbol", "level"))


THREE = (
    {"symbol": "I-CRM/FIN/7", "series": "", "category": "", "audience": "public"},
    {
        "symbol": "I-CRM/FIN/7",
        "file": "1996\\minutes.pdf",
        "language": "en",
        "audience": "public",
        "series": "",
        "category": "",
    },
    {"file": "1996/nota.pdf", "category": "Documento final", "description": "De qué trata"},
)


@pytest.mark.django_db
def test_a_dry_run_says_what_would_happen_and_writes_nothing(cast, archive):
    folder, path = archive(*THREE)
    before = AuditEntry.objects.count()

    said, wrong = run(cast, folder, path, "--dry-run")

    assert wrong == ""
    assert "I-CRM/FIN/7 · Acta (line 2, 3): waits for a second person" in said
    assert "I-CRM/FIN/8 · Acta (line 4)" in said
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()
    assert AuditEntry.objects.count() == before
    done, _wrong = run(cast, folder, path)
    assert done == said.replace("This was a dry run: nothing was written.\n", "")


@pytest.mark.django_db
def test_it_comes_in_once_signed_and_public_only_by_two_persons(cast, archive):
    folder, path = archive(*THREE)
    run(cast, folder, path)

    assert there() == [("I-CRM/FIN/7", "circulation"), ("I-CRM/FIN/8", "members")]
    brought = Document.objects.get(symbol="I-CRM/FIN/7")
    assert brought.dated == date(1996, 3, 14)
    assert brought.revisions.count() == 2
    assert brought.changes.get().state == "proposed"
    assert not Notice.objects.filter(event__startswith="document").exists()
    entry = AuditEntry.objects.get(verb="library.document.registered", target_id=brought.pk)
    assert entry.actor == cast.people["elena"]
    assert "import_archive" in entry.actor_label
    entries = AuditEntry.objects.count()

    said, wrong = run(cast, folder, path)

    assert wrong == ""
    assert said.count("is there already") == 3
    assert DocumentRevision.objects.count() == 3
    assert AuditEntry.objects.count() == entries


@pytest.mark.django_db
def test_one_bad_line_and_nothing_comes_in(cast, archive):
    folder, path = archive(
        LINE,
        {"file": "1996/acta.pdf", "category": "FIN"},
        {"file": "1996/none.pdf", "date": "mayo", "audience": "closed"},
        {"file": "1996/minutes.pdf", "audience": "participants", "meeting": "NO-SUCH"},
    )

    said, wrong = run(cast, folder, path)

    assert said == ""
    assert "Line 3, File: the same file is in line 2." in wrong
    assert "Line 4, Date: that is not understood." in wrong
    assert "Line 4, Audience: that is not understood." in wrong
    assert "Line 5, Meeting: there is no such meeting" in wrong
    assert "Nothing was registered" in wrong
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_a_symbol_that_another_document_has_is_not_given_again(cast, archive):
    kept = registered(cast.viewer("elena"), series="I-CRM")
    folder, path = archive({"symbol": kept.symbol, "series": "", "category": ""})

    _said, wrong = run(cast, folder, path)

    assert "another document has that symbol" in wrong


@pytest.mark.django_db
@pytest.mark.usefixtures("circles")
def test_nothing_is_told_of_what_one_may_not_know(cast, archive):
    """The same bytes behind a closed door are no reason to say that they are there."""
    ana = cast.viewer("ana")
    content = sheet(content=pdf("acta"))
    closed = registered(ana, content, level="closed", circle="meeting:42:closed")
    folder, path = archive(LINE)

    said, wrong = run(cast, folder, path)

    assert closed.symbol not in said + wrong
    assert ("I-CRM/INF/1", "members") in there()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["mateo", "oscar", "admin"])
def test_only_those_who_register_for_others_bring_an_archive_in(cast, archive, who):
    folder, path = archive(LINE)

    assert run(cast, folder, path, who=who)[1]
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name", ["../x", "a/../../x", "/etc/passwd", "C:\\x", "\\x", "", "a\x00b", "..\\x"]
)
def test_a_path_that_leads_outside_is_refused(tmp_path, name):
    (tmp_path / "x").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    with pytest.raises(folders.Unreadable) as refusal:
        folders.read(tmp_path / "in", name)
    assert refusal.value.code == "outside"


def test_no_link_is_followed_and_only_plain_files_are_read(tmp_path, settings):
    (tmp_path / "secret").write_bytes(b"x")
    folder = tmp_path / "in"
    (folder / "dir").mkdir(parents=True)
    (folder / "file").symlink_to(tmp_path / "secret")
    (folder / "up").symlink_to(tmp_path)
    (folder / "large").write_bytes(b"x" * 11)
    settings.LIBRARY_MAX_BYTES = 10
    codes = {}
    for name in ("file", "up/secret", "dir", "none", "large"):
        with pytest.raises(folders.Unreadable) as refusal:
            folders.read(folder, name)
        codes[name] = refusal.value.code

    assert codes == {
        "file": "link",
        "up/secret": "link",
        "dir": "link",
        "none": "absent",
        "large": "too_large",
    }


def workbook(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in (list(COLUMNS), *rows):
        book.active.append(row)
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    return path


def test_a_workbook_says_the_same_as_a_csv_and_a_day_is_a_day(tmp_path):
    values = {**LINE, "date": date(1996, 3, 14)}
    path = workbook(tmp_path, [values.get(name, "") for name in COLUMNS])

    ((row, cells),) = sheets.read(path)

    assert row == 2
    assert {name: cell for name, cell in cells.items() if cell} == LINE


def test_a_formula_is_no_word(tmp_path):
    values = {**LINE, "title_es": '=WEBSERVICE("http://x")'}
    path = workbook(tmp_path, [values.get(name, "") for name in COLUMNS])
    ((_row, cells),) = sheets.read(path)

    folded = {name: fold(cell) for name, cell in cells.items()}
    assert judged(cells, folded, TODAY) == [("title_es", "formula")]


def test_a_sheet_without_end_or_that_grows_or_is_broken_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    long = workbook(tmp_path, *[["a"] * 12] * 5)
    with pytest.raises(Invalid, match="3"):
        sheets.read(long)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in XLSX_PARTS:
            packed.writestr(name, b"0" * (sheets.MAX_UNPACKED // 2 + 1))
    with pytest.raises(Invalid):
        sheets.read(bomb)
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(broken, "w") as packed:
        for name in XLSX_PARTS:
            packed.writestr(name, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    for content in (b"", b"PK", b"\x00", b"file;x\n", b"%PDF-", broken.read_bytes()):
        path = tmp_path / "any"
        path.write_bytes(content)
        with pytest.raises(Invalid):
            sheets.read(path)


def rewritten(path, was, now):
    """The workbook at ``path`` with other words in its first sheet."""
    other = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(other, "w") as made:
        for name in packed.namelist():
            content = packed.read(name)
            if name.endswith("sheet1.xml"):
                assert was in content
                content = content.replace(was, now)
            made.writestr(name, content)
    return other


def test_no_line_is_lost_by_what_a_workbook_says_of_its_size(tmp_path, monkeypatch):
    path = workbook(tmp_path, *[[f"{n}.pdf"] for n in range(3)])

    small = rewritten(path, b'ref="A1:L4"', b'ref="A1"')
    assert [row for row, _cells in sheets.read(small)] == [2, 3, 4]
    monkeypatch.setattr(sheets, "LAST_ROW", 100)
    far = rewritten(path, b'<row r="4"', b'<row r="99999999999"')
    with pytest.raises(Invalid) as refused:
        sheets.read(far)
    assert refused.value.code == "size"


def test_the_template_has_the_columns_that_are_read(tmp_path):
    path = tmp_path / "template.xlsx"
    sheets.template(path)
    assert sheets.read(path) == []
    book = openpyxl.load_workbook(path)
    assert len(book.worksheets) == 2
    assert book.worksheets[1].max_row == len(COLUMNS) + 1


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=12), max_size=4))
def test_a_line_is_a_document_or_says_what_is_wrong_with_which_column(cells):
    found = judged(
        {**LINE, **cells}, {n: fold(c) for n, c in {**LINE, **cells}.items()}, TODAY
    )

    if isinstance(found, Entry):
        assert found.dated <= TODAY
        assert found.title_es
    else:
        assert found
        assert {column for column, _code in found} <= set(COLUMNS)
