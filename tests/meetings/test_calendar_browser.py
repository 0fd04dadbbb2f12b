"""What is public of bodies and meetings, with all that is on record, in Chromium."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from crm_portal.reference import loading
from tests.decisions.test_pages_browser import axe, browser, fits, page

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = {"en": 1280, "es": 320}
PAGES = (
    ("held:register", (), "?size=100"),
    ("held:meetings", (), ""),
    ("held:body", ("VICE_MINISTERIAL",), ""),
    ("held:body", ("GT_LABORAL",), "?on=2020-01-01"),
    ("held:meeting", ("XXI-CRM",), ""),
    ("held:meeting", ("XIX-CRM",), ""),
)


def test_the_record_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    loading.load()
    for name, args, asked in PAGES:
        for language, width in LOOKS.items():
            with override(language):
                where = live_server.url + reverse(name, args=args) + asked
            answer = page.goto(where)
            assert answer is not None
            assert answer.ok, where
            # What the checker asks of is the same in both languages.
            judged = axe(page) if language == "es" else []
            complaints += [f"{where}: {each}" for each in [*fits(page, width), *judged]]

    assert complaints == []
