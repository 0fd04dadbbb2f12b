"""R1 and R2: what is told of a case is nowhere but in its sealed field, and then not there."""

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django.views.debug import ExceptionReporter

from crm_portal.core import sweeping
from crm_portal.core.models import AuditEntry
from crm_portal.devstack import binaries
from crm_portal.library.models import IssuedDocument, StoredFile
from finance import sealed, sweeps
from finance.models import FundCase
from finance.models.fund import pseudonym
from finance.rules.eligibility import Category, Requester
from finance.rules.fund import RETENTION
from finance.services import fund
from finance.states import CaseState
from tests.cast import conference
from tests.finance.books import open_books
from tests.finance.cases import appointed, asked

# Each stands for something that somebody might type of a person.
TOLD, REFUSED, PHONE = "colibrinela", "Xiomarela Quetzalduende", "7712-3409"
BIRTH = "1949-11-17"
CANARIES = (TOLD, "Xiomarela", "Quetzalduende", PHONE, BIRTH, "17/11/1949", "17 nov")


def address(name, *arguments):
    with override("en"):
        return reverse(f"finance:{name}", args=arguments)


def typed(books, **more):
    said = {
        "requester": "organization",
        "country": books.pk("HN"),
        "is_voluntary": "yes",
        "is_covered": "no",
        "born_on": BIRTH,
        "asked_cents": "500",
        "told": f"necesita una {TOLD}",
    }
    return {**said, **more}


def browser(books, who, **more):
    client = Client(**more)
    client.force_login(books.cast.people[who])
    return client


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary.lower() in text.lower()]


def dumped() -> str:
    """Return the whole database as ``pg_dump`` writes it, or table by table without it."""
    told = connection.settings_dict
    place = _pg_dump()
    if place is None or connection.in_atomic_block:
        return "\n".join(_tables())
    done = subprocess.run(
        [place, "--data-only", "--inserts", "--no-sync", told["NAME"]],
        env={
            **os.environ,
            "PGHOST": told["HOST"] or told["OPTIONS"].get("host", ""),
            "PGPORT": str(told["PORT"] or 5432),
            "PGUSER": told["USER"],
            "PGPASSWORD": told["PASSWORD"],
        },
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout if done.returncode == 0 else "\n".join(_tables())


def _pg_dump() -> str | None:
    beside = binaries.postgres_bin() / "pg_dump"
    return str(beside) if beside.exists() else shutil.which("pg_dump")


def _tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            out = io.StringIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', out)
            yield out.getvalue()


def in_redis() -> str:
    client = redis.Redis.from_url(settings.REDIS_URL)
    return " ".join(f"{key!r} {client.dump(key)!r}" for key in client.scan_iter())


def in_files(folder: Path) -> str:
    found = (each for each in folder.rglob("*") if each.is_file())
    return " ".join(each.name + each.read_bytes().decode("latin-1") for each in found)


@pytest.mark.django_db(transaction=True)
def test_what_is_typed_of_a_case_is_in_no_copy_log_mail_file_or_report(
    caplog, capfd, monkeypatch, settings, tmp_path
):
    """R1: zero canaries, through every page that takes text, with refusals and a failure."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    settings.ADMINS = [("Andrés", "andres@example.org")]
    caplog.set_level("DEBUG")
    books = open_books(conference())
    appointed(books)
    elena, oscar = browser(books, "elena"), browser(books, "oscar")

    elena.post(address("fund-request"), typed(books))
    case = FundCase.objects.get()
    assert case.categories == [Category.OVER_SEVENTY]
    refused = [
        elena.post(address("fund-request"), typed(books, told=f"es {REFUSED}, {PHONE}")),
        elena.post(address("fund-read", case.number), {"purpose": f"ver a {REFUSED}"}),
        elena.post(
            address("fund-decide", case.number),
            {"side": "secretariat", "is_yes": "yes", "act": f"Nota sobre {REFUSED}"},
        ),
    ]
    assert {answer.status_code for answer in refused} == {400}
    shown = oscar.post(address("fund-read", case.number), {"purpose": "decisión"})
    assert TOLD in shown.content.decode()
    broken = failed(books, monkeypatch)
    sweeping.sweep("test")

    where = {
        "database": dumped(),
        "redis": in_redis(),
        "log": caplog.text + "".join(capfd.readouterr()),
        "files": in_files(tmp_path) + in_files(settings.DATA_DIR),
        "mail": " ".join(str(each.message()) for each in mail.outbox),
        "report": broken,
        "members": browser(books, "bruno").get(address("fund")).content.decode(),
    }
    assert case.number in where["database"]
    assert "RuntimeError" in where["report"]
    assert {place: leaks(text) for place, text in where.items() if leaks(text)} == {}
    assert not StoredFile.objects.exists()
    assert not IssuedDocument.objects.exists()
    for answer in (*refused, shown):
        assert answer["Cache-Control"] == "private, no-store"


def failed(books, monkeypatch) -> str:
    """Let the server fail with the text in its hands; return what an error report would say."""

    def away(*_given, **_named):
        raise RuntimeError("The key is away.")

    with monkeypatch.context() as patch:
        patch.setattr(sealed, "seal", away)
        client = browser(books, "elena", raise_request_exception=False)
        answer = client.post(address("fund-request"), typed(books))
    assert answer.status_code == 500
    reporter = ExceptionReporter(answer.wsgi_request, *answer.exc_info)
    said = reporter.get_traceback_html() + reporter.get_traceback_text()
    with monkeypatch.context() as patch:
        # The control: where nothing is hidden, the same report says it.
        patch.setattr(settings, "DEBUG", True)
        open_ = ExceptionReporter(answer.wsgi_request, *answer.exc_info)
        assert leaks(open_.get_traceback_html())
    return said


def test_the_canaries_are_seen_where_they_are_not_hidden(books):
    """The control: told in the clear, each of them would be found in the dump."""
    appointed(books)
    case = asked(books)
    FundCase.objects.filter(pk=case.pk).update(told=" ".join(CANARIES))

    assert leaks(dumped()) == list(CANARIES)


def closed(books) -> FundCase:
    number = pseudonym()
    return FundCase(
        number=number,
        state=CaseState.CLOSED,
        requester=Requester.AUTHORITY,
        country=books.cast.parties["HN"],
        categories=[Category.TRAFFICKING],
        needs_joint=True,
        cents=500_00,
        told=sealed.seal(TOLD, of=number),
        requested_on=books.st.on,
        ended_on=books.st.on,
    )


def test_a_hundred_cases_whose_time_is_over_are_gone_and_leave_their_number(books):
    """R2: gone from the database, the pages and the search; the tombstone says nothing."""
    appointed(books)
    ended = FundCase.objects.bulk_create(closed(books) for _each in range(98))
    asked(books, told=TOLD, is_covered=None)
    asked(books, told=TOLD)
    tokens = list(FundCase.objects.values_list("told", flat=True))
    assert len(set(tokens)) == 100
    books.later(RETENTION.days - 1)
    assert sweeps.erase_due() == 0
    kept = asked(books, told=TOLD)

    books.later(1)
    assert sweeps.erase_due() == 100
    assert sweeps.erase_due() == 0
    copy = dumped()
    assert not [token for token in tokens if token in copy]
    left = FundCase.objects.exclude(pk=kept.pk).values()
    nothing = {
        "told": "",
        "requester": "",
        "country_id": None,
        "categories": [],
        "reasons": [],
    }
    for row in left:
        assert {name: row[name] for name in nothing} == nothing
        assert (row["state"], row["erased_on"]) == (CaseState.ERASED, books.st.on)
        assert not row["needs_joint"]
    elena = browser(books, "elena")
    listed = elena.get(address("fund-cases")).content.decode()
    assert listed.count(str(CaseState.ERASED.label)) > 49
    assert str(Category.TRAFFICKING.label) not in listed
    with override("en"):
        found = elena.get(reverse("library:documents"), {"q": TOLD}).content.decode()
    assert ended[0].number not in found
    told = str(list(AuditEntry.objects.values_list("data", flat=True)))
    assert "trafficking" not in told
    assert fund.erase_due(by=books.st) == 0


def test_a_case_that_cannot_be_erased_holds_up_no_other_and_is_not_in_the_log(
    books, monkeypatch, caplog
):
    appointed(books)
    first, _second = (asked(books, told=TOLD, is_voluntary=False) for _each in range(2))
    books.later(RETENTION.days)
    erase = fund._erase

    def fails(case, why, by):
        if case.pk == first.pk:
            raise ValueError(f"Failing row contains {TOLD}")
        return erase(case, why, by)

    monkeypatch.setattr(fund, "_erase", fails)
    assert sweeps.erase_due() == 1
    assert "ValueError" in caplog.text
    assert TOLD not in caplog.text


def test_nothing_is_due_at_the_price_of_one_query(books, django_assert_num_queries):
    books.later(timedelta(days=1).days)
    by = books.st
    with django_assert_num_queries(1):
        assert fund.erase_due(by=by) == 0
