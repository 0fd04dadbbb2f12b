"""A directory from a spreadsheet: rehearsed line by line, taken whole or not at all."""

import contextlib
import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import audit
from crm_portal.core.access import Role
from crm_portal.core.errors import Conflict, IllegalStep, Invalid, Refused
from crm_portal.core.models import AuditEntry, Notice
from members import services, sheets
from members.models import DirectoryImport, Institution, Mandate, User

pytestmark = pytest.mark.django_db
HEADS = "País,Institución,Nombre,Cargo,Correo,Teléfono,Función,Suplente"
MARTA = "Panamá,Dirección de Migración de Panamá,Marta,Asesora,marta@example.org,,punto focal,sí"


def csv_of(*lines, heads=HEADS, encoding="utf-8"):
    return "\r\n".join((heads, *lines)).encode(encoding)


def upload(cast, *lines, who="elena", **how):
    return services.upload_directory(
        "gente.csv", csv_of(*lines, **how), by=cast.viewer(who)
    )


def report_of(cast, *lines, who="elena", **how):
    kept = upload(cast, *lines, who=who, **how)
    return services.rehearse_import(kept.pk, by=cast.viewer(who))


def counts():
    return tuple(
        model.objects.count() for model in (User, Mandate, Institution, Notice, AuditEntry)
    )


def test_a_rehearsal_says_what_would_happen_and_leaves_all_as_it_was(cast):
    kept = upload(
        cast,
        MARTA,
        "DO,,Carla Ruiz,Directora,carla@example.org,+1 809,punto focal,no",
        "PA,Ministerio de Gobierno,Luis,,luis@example.org,,Vice-Minister,",
    )
    before = counts()
    report = services.rehearse_import(kept.pk, by=cast.viewer("elena"))

    assert counts() == before
    assert [each.row for each in report.outcomes] == [2, 3, 4]
    assert report.outcomes[0].done.what == "opened"
    assert report.outcomes[2].done.institution == "Ministerio de Gobierno"


def test_every_problem_is_said_with_its_line(cast):
    report = report_of(
        cast,
        MARTA,
        ",,,,nada,,rey,quizá",
        "Atlántida,,Ana,,x@example.org,,punto focal,",
        "PA,,Sin oficina,,y@example.org,,punto focal,",
        "AR,,Otra,,z@example.org,,viceministra,",
        "PA,Dirección de Migración de Panamá,Ana,,ana@example.org,,punto focal,",
        MARTA.upper(),
    )
    said = {each.row: len(each.problems) for each in report.problems}

    assert said == {3: 5, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1}


def test_problems_are_said_in_the_readers_language(cast):
    kept = upload(cast, "Atlántida,,Ana,,x@example.org,,punto focal,")
    for language in ("es", "en"):
        with override(language):
            report = services.rehearse_import(kept.pk, by=cast.viewer("elena"))
            assert "Atlántida" in report.problems[0].problems[0]


def test_a_file_with_one_problem_does_nothing_at_all(cast):
    kept = upload(cast, MARTA, "Atlántida,,Ana,,x@example.org,,punto focal,")
    before = counts()

    with pytest.raises(Conflict):
        services.confirm_import(kept.pk, invite=True, by=cast.viewer("elena"))
    assert counts() == before
    kept.refresh_from_db()
    assert kept.is_open


@pytest.mark.parametrize("invite", [True, False])
def test_confirming_does_it_and_invites_only_if_told(cast, invite):
    kept = upload(cast, MARTA)
    services.confirm_import(kept.pk, invite=invite, by=cast.viewer("elena"))
    marta = Mandate.objects.get(user__email="marta@example.org")

    assert (marta.role, marta.is_alternate) == (Role.FOCAL_POINT, True)
    assert marta.institution == cast.voices["PA"]
    assert Notice.objects.filter(event="account.invited").exists() is invite
    assert audit.of(kept).last().verb == "members.directoryimport.confirmed"
    with pytest.raises(IllegalStep):
        services.confirm_import(kept.pk, invite=invite, by=cast.viewer("elena"))


def test_the_same_file_again_changes_nothing(cast):
    for expected in ("opened", "same"):
        kept = upload(cast, MARTA)
        report = services.confirm_import(kept.pk, invite=False, by=cast.viewer("elena"))
        assert [each.done.what for each in report.outcomes] == [expected]


def test_an_empty_cell_changes_nothing_and_a_full_one_is_written(cast):
    cast.people["carla"].phone = "123"
    cast.people["carla"].save(update_fields=["phone"])
    office = cast.others["DO"].name_es
    kept = upload(cast, f"DO,{office},Carla,Cónsul,CARLA@example.org,,punto focal,")
    (outcome,) = services.confirm_import(
        kept.pk, invite=False, by=cast.viewer("elena")
    ).outcomes
    cast.carla.refresh_from_db()

    assert (outcome.done.what, outcome.done.fields) == ("written", ("title",))
    assert (cast.carla.title, cast.carla.phone) == ("Cónsul", "123")


def test_who_is_in_office_and_not_in_the_file_is_named_and_stays(cast):
    report = report_of(
        cast, f"DO,{cast.voices['DO'].name_es},Bruno,,bruno@example.org,,punto focal,"
    )

    assert [each.user for each in report.absent] == [cast.carla]
    assert not report.problems


def test_a_delegation_imports_its_own_people_alone(cast):
    office = cast.voices["DO"].name_es
    report = report_of(
        cast,
        f",{office},Nuria,,nuria@example.org,,punto focal,",
        MARTA,
        who="bruno",
    )

    assert [each.row for each in report.problems] == [3]
    with pytest.raises(Refused):
        upload(cast, MARTA, who="sara")


def test_a_delegation_that_does_not_speak_opens_no_institution_by_a_file(cast):
    report = report_of(cast, ",Otra,Nuria,,nuria@example.org,,punto focal,", who="carla")

    assert [each.row for each in report.problems] == [2]


def test_an_upload_is_seen_by_whoever_made_it_and_by_whoever_imports_for_all(cast):
    own = upload(cast, MARTA, who="bruno")
    upload(cast, MARTA)
    seen = {
        who: DirectoryImport.objects.visible_to(cast.viewer(who)).count()
        for who in ("bruno", "carla", "ana", "elena", "admin")
    }

    assert seen == {"bruno": 1, "carla": 0, "ana": 0, "elena": 2, "admin": 2}
    with pytest.raises(DirectoryImport.DoesNotExist):
        services.confirm_import(own.pk, invite=False, by=cast.viewer("ana"))


def test_a_discarded_upload_keeps_no_data_of_people(cast):
    kept = services.discard_import(upload(cast, MARTA).pk, by=cast.viewer("elena"))

    assert kept.lines == []
    with pytest.raises(IllegalStep):
        services.confirm_import(kept.pk, invite=False, by=cast.viewer("elena"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("comma", [",", ";"])
def test_csv_is_read_as_offices_write_it(encoding, comma):
    content = csv_of(MARTA).decode().replace(",", comma).encode(encoding)

    (line,) = sheets.read(content).lines
    assert line["row"] == 2
    assert line["cells"]["party"] == "Panamá"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_workbook_is_read_with_the_numbers_of_its_lines():
    content = workbook(
        ["Name", "E-mail", "Role", "Hobby"],
        [],
        ["Ana", "a@example.org", "focal point", "chess"],
    )
    sheet = sheets.read(content)

    assert [(line["row"], line["cells"]["full_name"]) for line in sheet.lines] == [
        (3, "Ana")
    ]
    assert sheet.unknown == ["Hobby"]


def test_the_template_is_read_back_in_both_languages():
    for language in ("es", "en"):
        with override(language):
            content = sheets.template([["Panamá", "", "", "Ana", "", "a@b.org"]], [["x"]])
        assert sheets.read(content).lines[0]["cells"]["full_name"] == "Ana"


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sheets.XLSX_PARTS:
            file.writestr(name, b"")
        file.writestr("xl/worksheets/sheet1.xml", b" " * (sheets.MAX_UNPACKED + 1))
    return packed.getvalue()


def archive(name):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr(name, b"x")
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04 and no more",
        b"\xd0\xcf\x11\xe0" + b"old .xls",
        b"\x00\x01\x02",
        b"Nombre,Correo\nAna,a@example.org",
        b"Nombre,Nombre,Correo,Rol\nA,B,c@example.org,x",
        b"x" * (sheets.MAX_BYTES + 1),
        csv_of(*[MARTA] * (sheets.MAX_ROWS + 1)),
    ],
)
def test_what_is_no_directory_is_refused_with_a_reason(content):
    with pytest.raises(Invalid) as refused:
        sheets.read(content)
    assert refused.value.message


@pytest.mark.parametrize("make", [bomb, lambda: archive("word/document.xml")])
def test_an_archive_that_is_no_workbook_or_a_bomb_is_refused(make):
    with pytest.raises(Invalid):
        sheets.read(make())


def test_a_workbook_with_entities_that_grow_is_refused():
    good = workbook(["Name", "E-mail", "Role"], ["Ana", "a@example.org", "focal point"])
    laugh = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
        b'<!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(packed, "w") as new:
        for part in old.namelist():
            is_sheet = part == "xl/worksheets/sheet1.xml"
            new.writestr(part, laugh if is_sheet else old.read(part))
    with pytest.raises(Invalid):
        sheets.read(packed.getvalue())


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content):
    for each in (content, b"Name,E-mail,Role\n" + content, b"PK\x03\x04" + content):
        with contextlib.suppress(Invalid):
            sheets.read(each)


def test_what_was_exported_comes_back_as_it_was(client, cast):
    client.force_login(cast.elena)
    content = client.get(reverse("members:directory-csv")).content
    kept = services.upload_directory("todo.csv", content, by=cast.viewer("elena"))
    report = services.rehearse_import(kept.pk, by=cast.viewer("elena"))

    assert report.problems == []
    assert {each.done.what for each in report.outcomes} == {"same"}


def test_the_secretariat_makes_no_administrator_by_a_file_either(cast):
    report = report_of(cast, "ST,,Ivo,,ivo@example.org,,administrator,")

    assert len(report.problems) == 1


def test_the_pages_from_the_file_to_its_confirmation(client, cast):
    client.force_login(cast.bruno)
    where = reverse("members:imports")
    wrong = SimpleUploadedFile("x.csv", b"%PDF-", content_type="text/csv")
    assert client.post(where, {"file": wrong}).status_code == 200
    office = cast.voices["DO"].name_es
    good = SimpleUploadedFile(
        "x.csv", csv_of(f"DO,{office},Nuria,,nuria@example.org,,punto focal,")
    )
    shown = client.post(where, {"file": good}, follow=True)
    page = shown.content.decode()
    assert "Nuria" in page
    assert "Carla" in page
    kept = DirectoryImport.objects.get()
    done = client.post(
        reverse("members:import-confirm", args=[kept.pk]), {"invite": "on"}, follow=True
    )

    assert done.status_code == 200
    assert Mandate.objects.get(user__email="nuria@example.org").party == cast.parties["DO"]
    assert Notice.objects.filter(event="account.invited").count() == 1


def test_nobody_else_finds_the_pages(client, cast):
    kept = upload(cast, MARTA, who="bruno")
    for who in ("ana", "oscar"):
        client.force_login(cast.people[who])
        detail = client.get(reverse("members:import", args=[kept.pk]))
        assert detail.status_code == 404


def test_the_template_opens_and_lists_the_words(client, cast):
    client.force_login(cast.elena)
    answer = client.get(reverse("members:import-template"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))

    assert len(book.worksheets) == 2
    assert "Panamá" in {cell.value for cell in book.worksheets[1]["A"]}
