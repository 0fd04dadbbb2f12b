"""The report of May 2003 (002), rebuilt from records: section by section, word for word."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from crm_portal.library.models import RenderJob
from tests.decisions.following.pages import records_2003

TAGS = re.compile(r"<[^>]+>")
BREAKS = re.compile(r"</(?:p|h[1-6]|blockquote|figcaption|div|tr)>")
HOOK = ["tests.decisions.following.pages.records_2003.contributions"]
WANTED = {"year": 2003, "until": records_2003.PRESENTED.isoformat()}


@pytest.fixture
def records(cast, reference, settings):
    records_2003.lay(cast.elena)
    settings.ACTIVITY_REPORT_SECTIONS = HOOK
    return cast


def shown(cast, language, **more):
    client = Client()
    client.force_login(cast.elena)
    with override(language):
        answer = client.get(reverse("following:activities"), {**WANTED, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def told(page):
    """Return the body of the report, a line for each of its blocks."""
    body = page.split('id="report">')[1].split('<section class="section"')[0]
    lines = (" ".join(unescape(TAGS.sub(" ", each)).split()) for each in BREAKS.split(body))
    return "\n".join(line for line in lines if line) + "\n"


def golden(language):
    return Path(__file__).with_name(f"activity_report_2003_{language}.txt")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_report_of_2003_comes_back_from_its_records(records, language):
    assert told(shown(records, language)) == golden(language).read_text(encoding="utf-8")


def test_who_did_not_reply_is_counted_and_named_only_if_asked(records):
    plain, named = (told(shown(records, "en", **more)) for more in ({}, {"names": "on"}))

    assert plain.count("With one exception") == 3
    assert "Pending: " not in plain
    assert "Pending: " in named


def test_the_report_takes_as_many_queries_whatever_is_in_it(
    records, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45):
        shown(records, "en")


def test_the_presidency_puts_it_on_paper_once_and_members_read_the_draft(records):
    with override("en"):
        issue, page = reverse("following:activities-issue"), reverse("following:activities")
    seen = {}
    for name in ("ana", "elena", "mateo", "oscar"):
        client = Client()
        client.force_login({**records.people, **records.focal_points}[name])
        read = client.get(page, WANTED).status_code
        seen[name] = (read, client.post(issue, WANTED).status_code)

    assert seen == {
        "ana": (200, 302),
        "elena": (200, 302),
        "mateo": (200, 403),
        "oscar": (403, 403),
    }
    assert RenderJob.objects.count() == 1
