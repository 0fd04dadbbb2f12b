"""The pages around the chair in Chromium: axe, every width, both languages, the policy."""

import pytest

from tests import matrix
from tests.cast import conference
from tests.decisions.test_pages_browser import axe, browser, fits, page, sign_in
from tests.matrix import READS
from tests.matrix_scenes import set_scene

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCENE = "in consultation"
READER = "Secretariat"
WIDTHS = {"en": (1280, 390), "es": (320,)}
PAGES = (
    "conference:presidencies",
    "members:presidency",
    "members:presidency-year",
    "members:presidency-theme",
    "members:presidency-hand-over",
    "members:presidency-designate",
    "members:designation-annul",
    "members:interest-announce",
    "members:interest-withdraw",
    "core:handover-pack",
    "meetings:representations",
    "meetings:representation",
    "meetings:representation-new",
    "meetings:representation-report",
    "meetings:representation-call-off",
    "meetings:agreement",
    "meetings:agreement-new",
    "meetings:presidency-report",
)
# What is asked of a page, by its name.
ASKED = {
    "conference:presidencies": "?on=2025-07-01",
    "members:presidency": "?on=2024-07-01",
}


def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    stage = set_scene(conference(), SCENE)
    rows = {row.page: row for row in matrix.rows() if row.method == "GET"}
    assert all(rows[name].words[READER] == READS for name in PAGES)
    sign_in(page, live_server.url, stage, READER)
    for name in PAGES:
        for language, widths in WIDTHS.items():
            where = live_server.url + stage.address(name, language) + ASKED.get(name, "")
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, where
            complaints += [
                f"{where}: {each}" for each in [*fits(page, *widths), *axe(page)]
            ]

    assert complaints == []
