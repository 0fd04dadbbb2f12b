"""What anybody reads: in both languages, cheaply, once, and nothing that is not for anybody."""

import re
from xml.etree import ElementTree

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils.translation import override
from PIL import Image

from crm_portal.library import front, mapping, pages
from crm_portal.library.models import GlossaryTerm, Publication
from decisions.models import Text
from decisions.text_states import TextState
from meetings.meeting_states import State
from meetings.models import Body, Meeting
from members.models import Party
from tests.library.documents import registered

pytestmark = pytest.mark.django_db
OURS = [name for name in mapping.STANDING if name.startswith("library:")]
CANARY = "Canario reservado"
HOME_QUERIES, KEPT_QUERIES = 12, 2
HREFLANG = re.compile(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
OPEN_GRAPH = re.compile(r'<meta property="og:([\w:]+)" content="([^"]*)">')
TOLD = ("type", "site_name", "title", "description", "image", "image:alt")
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def path(name, language, *args):
    with override(language):
        return reverse(name, args=args)


@pytest.fixture
def kept(settings):
    """Keep pages as in production."""
    settings.CACHES = {
        **settings.CACHES,
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    }
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def secrets(cast):
    """What only members know: a planned meeting, a text in negotiation, a document."""
    body = Body.objects.create(code="VM", kind="vice_ministerial", order=1)
    on = cast.viewer("ana").on
    days = {"starts_on": on, "ends_on": on}
    Meeting.objects.create(body=body, symbol="P-CRM", title_es=CANARY, **days)
    Text.objects.create(
        reference="T-1",
        kind_id="declaration",
        state=TextState.OPEN,
        title_es=CANARY,
        adopted_on=on,
    )
    registered(cast.viewer("elena"), title_es=CANARY, title_en=CANARY)
    return cast


def test_every_page_answers_in_both_languages_and_names_its_pair(
    client, reference, settings
):
    for name in OURS:
        pair = {code: path(name, code) for code in ("es", "en")}
        for here in pair.values():
            answer = client.get(here)
            page = answer.content.decode()

            assert answer.status_code == 200, here
            assert CANONICAL.findall(page) == [settings.SITE_URL + here]
            alternates = dict(HREFLANG.findall(page))
            assert alternates.keys() == {"es", "en", "x-default"}
            assert all(alternates[code].endswith(pair[code]) for code in pair)
            assert alternates["x-default"] == alternates["es"]
            assert 'property="og:title" content=""' not in page


def test_the_front_page_says_what_is_on_record(client, reference):
    page = client.get(path("library:home", "en")).content.decode()

    assert pages.in_words(len(pages._members(_now(client)))) == "once"
    assert "Vice-Ministerial Declaration of the XXIX RCM" in page
    assert "Belize" in page
    assert "The 2" not in page.split("<h1>")[1].split("</h1>")[0]


def _now(client):
    return client.get(path("library:home", "es")).wsgi_request.viewer


def test_the_front_page_costs_few_queries_and_kept_two(client, reference, kept):
    here = path("library:home", "es")
    client.get(path("library:about", "es"))
    with CaptureQueriesContext(connection) as first:
        made = client.get(here)
    with CaptureQueriesContext(connection) as second:
        again = client.get(here)

    assert len(first) <= HOME_QUERIES + KEPT_QUERIES
    assert len(second) == KEPT_QUERIES
    assert made.content == again.content


def test_a_page_that_one_has_is_not_sent_again_and_an_act_makes_it_anew(client, kept, cast):
    here = path("library:home", "es")
    answer = client.get(here)
    etag = answer["ETag"]

    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer["Vary"]
    assert client.get(here, headers={"if-none-match": etag}).status_code == 304
    Party.objects.filter(code="BZ").update(name_es="Belice, con otro nombre")
    assert client.get(here)["ETag"] == etag
    registered(cast.viewer("elena"))
    assert client.get(here)["ETag"] != etag


def test_who_is_signed_in_gets_no_shared_copy(client, cast):
    client.force_login(cast.people["ana"])

    answer = client.get(path("library:home", "es"))

    assert answer["Cache-Control"] == "private, no-store"
    assert not answer.has_header("ETag")


def test_nothing_that_members_know_is_on_a_public_page_whoever_asks(client, secrets):
    for who in (None, "ana", "elena"):
        if who:
            client.force_login(secrets.people[who])
        for name in OURS:
            if name == "library:documents" and who:
                continue
            assert CANARY not in client.get(path(name, "es")).content.decode(), name
    client.logout()
    map_ = client.get("/sitemap.xml").content.decode()
    assert "P-CRM" not in map_
    assert "T-1" not in map_


def test_a_convened_meeting_is_the_next_one(client, secrets):
    Meeting.objects.update(state=State.CONVENED, title_es="Reunión convocada")

    assert "Reunión convocada" in client.get(path("library:home", "es")).content.decode()


def presents_itself(page, here, site):
    """Check what programs read: one address, its pair, and what a link to it shows."""
    said = dict(OPEN_GRAPH.findall(page))
    assert CANONICAL.findall(page) == [said["url"]] == [site + here], here
    alternates = dict(HREFLANG.findall(page))
    assert alternates.keys() == {"es", "en", "x-default"}, here
    assert alternates[here[1:3]] == site + here
    assert alternates["x-default"] == alternates["es"]
    assert all(said.get(name, "").strip() for name in TOLD), here
    locales = {"es": "es_LA", "en": "en_US"}
    assert said["locale"] == locales[here[1:3]] != said["locale:alternate"]
    file = finders.find(said["image"].removeprefix(f"{site}/static/"))
    with Image.open(file) as picture:
        assert picture.size == (int(said["image:width"]), int(said["image:height"]))


def test_the_map_names_each_page_once_and_each_kind_answers_and_presents_itself(
    client, reference, settings
):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [each.text for each in tree.findall("s:url/s:loc", SPACE)]
    of_view = {}
    for url in found:
        here = "/" + url.split("/", 3)[3]
        of_view.setdefault((_view(here), here[:3]), here)

    assert len(found) == len(set(found))
    assert len(found) == 2 * sum("/es/" in url for url in found)
    assert {"register:provision", "held:body", "plans:plan"} <= {
        name for name, _code in of_view
    }
    for here in of_view.values():
        answer = client.get(here)
        assert answer.status_code == 200, here
        presents_itself(answer.content.decode(), here, settings.SITE_URL)


def _view(here):
    with override(here[1:3]):
        return resolve(here).view_name


def test_programs_are_told_what_to_leave_and_a_demonstration_is_left_whole(
    client, settings
):
    settings.DEMONSTRATION = False
    real = client.get("/robots.txt").content.decode()
    settings.DEMONSTRATION = True

    assert "Disallow: /es/intranet/\n" in real
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in real
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_terms_and_publications_have_both_languages_and_a_source(reference):
    for term in GlossaryTerm.objects.all():
        assert all([term.term_es, term.term_en, term.definition_es, term.definition_en])
        assert term.source, term.code
    listed = Publication.objects.exclude(text="").values_list("text", flat=True)
    assert Text.objects.filter(reference__in=listed).count() == len(listed) > 0
    assert not Publication.objects.filter(source="").exists()


def test_a_figure_adds_up_to_its_rows(client, reference):
    charts = pages.statistics(_now(client))

    by_year, by_kind, _texts = charts
    assert by_year.figure.total == by_kind.figure.total
    assert len(by_year.wide.bars) == len(by_year.figure.rows)
    assert max(bar.height for bar in by_year.wide.bars) == 154
    assert client.get(path("library:statistics", "es")).content.count(b"<tfoot>") == 3


def test_only_what_everybody_may_read_is_read(cast):
    viewer = cast.viewer("elena")

    assert front.stranger(viewer).is_public
    assert front.stranger(viewer).at == viewer.at
