"""Another process runs on the same code: its names, its chair, its tiers, its colours are data."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core.instance import HOME, InstanceError, Told, Words, read, words
from crm_portal.core.instance.colours import PROPERTIES, check
from crm_portal.core.instance.terms import OF_KIND, laid, reworded
from meetings.models import BodyKind
from members.models import Presidency

pytestmark = pytest.mark.django_db
STARTED = (
    "import django; django.setup(); "
    "from tests.processes import other_process; other_process.main()"
)
ASTER = Path(__file__).with_name("aster")
FOREIGN = re.compile(
    r"\b(CRM|RCM|Puebla|Tuxtla|Conferencia|Regional Conference|San José|Troika|PPT|GRCM)\b"
)


@pytest.fixture(scope="module")
def other(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Any:
    """What is seen of the invented process, in a portal that was started for it."""
    folder = tmp_path_factory.mktemp("aster")
    env = {**os.environ, "CRM_INSTANCE": str(ASTER), "CRM_DATA_DIR": str(folder)}
    env["DJANGO_SETTINGS_MODULE"] = "crm_portal.test_settings"
    with django_db_blocker.unblock():
        env["DATABASE_URL"] = _address(connection.settings_dict)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", STARTED],
            cwd=settings.BASE_DIR,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def _address(told: dict[str, Any]) -> str:
    """Return the tests' own database as an address."""
    login = quote(told["USER"]) + (
        f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    )
    host = quote(str(told["HOST"]), safe="")
    where = f"?host={host}" if str(told["HOST"]).startswith("/") else ""
    at = "" if where else f"{told['HOST']}:{told['PORT']}"
    port = f"&port={told['PORT']}" if where and told["PORT"] else ""
    return f"postgresql://{login}@{at}/{quote(told['NAME'])}{where}{port}"


def test_nothing_that_it_shows_names_the_conference(other):
    found = {name: set(FOREIGN.findall(text)) for name, text in other["seen"].items()}

    assert len(found) > 20
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("home es", "El Foro del Archipiélago de Aster reúne desde 2010 a cinco islas."),
        ("home en", "Five islands agree, by consensus, how one travels between them"),
        ("home en", "Alba Island, Brisa Island"),
        ("about en", "Five invented islands"),
        ("meeting es", "VII-FAA"),
        ("meeting es", "Asamblea del Archipiélago"),
        ("consultation en", "FAA-CONS-2026-01"),
        ("today en", "Co-chairs"),
        ("pdf", "FAA Foro del Archipiélago de Aster Forum of the Aster Archipelago"),
        ("pdf", "23:59:59 Puerto Áster"),
        ("mail", "FAA · Consulta 2026-01: presentada a la Copresidencia"),
        ("mail", "FAA · Consultation 2026-01: presented to the co-chairs"),
        ("mail", "Portal FAA <portal@example.org>"),
        ("api", '"FAA portal API"'),
        ("feed", "Declarations and decisions of the Forum of the Aster Archipelago"),
        ("calendar", "X-WR-CALNAME:Forum of the Aster Archipelago"),
        ("letter", "del Foro del Archipiélago de Aster saluda atentamente"),
        ("failed", "Foro del Archipiélago de Aster"),
    ],
)
def test_it_speaks_by_its_own_names(other, where, said):
    assert said in other["seen"][where]


def test_two_islands_preside_and_either_conducts(other):
    """XA wrote and presented; XB alone was asked to react, then distributed and concluded."""
    told = other["told"]

    assert told["asked"] == ["XB"]
    assert told["complete"] is True
    assert told["recorded"] == "consensus"
    assert told["stranger"] == "not_presidency"


def test_its_days_end_by_its_own_clock_and_policy(other):
    """Five business days from the 10th end at midnight in Port Aster, four hours before UTC."""
    assert other["told"]["closes_at"] == "2026-09-17T20:00:00+00:00"
    assert other["told"]["policy"] == "R1-NARROW"


def test_its_face_is_its_own_and_kept_for_a_year(other):
    page = other["seen"]["home es"]

    assert "--brand:#5b2a86" in other["seen"]["colours"]
    assert re.search(r'<link rel="stylesheet" href="/face/[0-9a-f]{20}\.css">', page)
    assert re.search(r'<link rel="icon" href="/face/[0-9a-f]{20}\.svg"', page)
    assert '<circle cx="34" cy="14" r="9"/>' in page
    assert other["told"]["kept"] == ["public, max-age=31536000, immutable", 304]


def test_the_conference_keeps_its_own(client, reference):
    page = client.get("/es/").content.decode()

    assert "<b>CRM</b>" in page
    assert "Proceso Puebla, desde 1996" in page
    assert "/face/" not in page
    assert client.get("/face/0.css").status_code == 404
    assert not Presidency.objects.exclude(seat=1).exists()


@pytest.mark.parametrize(
    ("changed", "to", "said"),
    [
        ("#5b2a86", "#c9b3e0", "it needs 4.5 at least"),
        ("#5b2a86", "violet", "is not like #1a2b3c"),
        ('rule = "co-chairs"', 'rule = "lottery"', "[chair] rule is one of"),
        ("seats = 2", "seats = 1", "[chair] seats is from 2 to 9"),
        ("Indian/Mauritius", "Indian/Atlantis", "is not a time zone"),
        ("R1-NARROW", "ONE:XA", "[terms] policy is one of R1, R1-NARROW"),
        ('first = "en"', 'first = "fr"', "[languages] first is one of es, en"),
        ('adoption = ["es"]', "adoption = []", "every text has its Spanish"),
        ('code = "ASAMBLEA"', 'code = ""', "the first one decides"),
        ('prefix = "FAA"', 'prefix = "f a"', "prefix = 'f a'"),
        ("[seat]", "[seat", "instance.toml"),
        ("Indian/Mauritius", "Indian", "is not a time zone"),
        ('kind = "grcm"', 'kind = "table"', "kind = 'table' is none of"),
        ('adoption = ["es"]', "adoption = 1", "adoption is a list of texts"),
        ('"#5b2a86"', "5", "brand is lacking, or is not a text"),
        ("[[about]]", "[about]", "[[about]] are tables"),
    ],
)
def test_a_folder_that_cannot_serve_says_why(tmp_path, changed, to, said):
    _copied(tmp_path)
    text = (tmp_path / "instance.toml").read_text(encoding="utf-8")
    assert changed in text
    (tmp_path / "instance.toml").write_text(text.replace(changed, to), encoding="utf-8")

    with pytest.raises(InstanceError) as refused:
        read(tmp_path)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("es = [1]", "words.toml es holds pairs"),
        ('es = ["ab"]', "words.toml es holds pairs"),
        ('message = "ab"', "[[message]] are tables"),
    ],
)
def test_words_that_cannot_be_read_say_why(tmp_path, written, said):
    _copied(tmp_path)
    (tmp_path / "words.toml").write_text(written, encoding="utf-8")

    with pytest.raises(InstanceError) as refused:
        read(tmp_path)
    assert said in str(refused.value)


def test_catalogues_cut_short_leave_nothing_behind(tmp_path):
    wrong = Words(messages={"No such message of the portal": Told("a", "b")})

    with pytest.raises(InstanceError):
        words.folder(wrong, settings.BASE_DIR / "locale", tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "drawn",
    [
        "<script>1</script>",
        '<path onload="1"/>',
        '<path style="fill:red"/>',
        '<image href="x.png"/>',
        '<path fill="url(http://elsewhere)"/>',
        "<!-- words -->",
    ],
)
def test_a_wordmark_is_shapes_and_nothing_that_runs(tmp_path, drawn):
    _copied(tmp_path)
    whole = f'<svg xmlns="http://www.w3.org/2000/svg">{drawn}</svg>'
    (tmp_path / "wordmark.svg").write_text(whole, encoding="utf-8")

    with pytest.raises(InstanceError):
        read(tmp_path)


def test_no_message_is_left_that_names_the_conference():
    catalogues = settings.BASE_DIR / "locale"
    aster = laid(read(ASTER), HOME)

    assert words.left(aster, catalogues, HOME) == []
    assert words.left(Words(), catalogues, HOME) != []


def test_what_a_tier_is_called_stands_where_the_portal_says_its_kind():
    with override(None):
        assert {kind: str(BodyKind(kind).label) for kind in OF_KIND} == OF_KIND


@given(
    term=st.text("abcd ", min_size=1, max_size=8).filter(str.strip),
    text=st.text("abcd %(){}<>", max_size=40),
)
def test_terms_change_words_and_never_a_placeholder(term, text):
    kept = "%(abcd)s {abcd} <abcd>"
    changed = reworded(f"{text} {kept}", Words({"es": ((term.strip(), "X"),)}), "es")

    assert changed.endswith(kept)


def test_the_stylesheets_own_colours_can_be_read():
    sheet = (settings.BASE_DIR / "static/css/portal.css").read_text(encoding="utf-8")
    own = {name: re.search(rf"--{name}:(#[0-9a-f]{{6}})", sheet)[1] for name in PROPERTIES}

    check(own)


def _copied(folder: Path) -> None:
    shutil.copytree(ASTER, folder, dirs_exist_ok=True)
