"""Every page of follow-up and finance in Chromium, wide and narrow."""

import pytest

from tests.decisions.test_pages_browser import browser, page
from tests.members.test_pages_browser import found_wrong

__all__ = ["browser", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OURS = ("finance:", "following:")


def test_every_page_passes_axe_fits_every_width_and_breaks_no_policy(page, live_server):
    assert "\n".join(found_wrong(page, live_server.url, OURS)) == ""
