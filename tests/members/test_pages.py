"""Pages of the members app: who sees what, in how many queries, and forms that forgive."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGES = [
    ("members:account", []),
    ("members:directory", []),
    ("members:party", ["DO"]),
    ("members:calendars", []),
    ("members:calendar", ["DO", 2026]),
    ("members:presidency", []),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_focal_point_reads_every_page(client, cast, name, args, language):
    client.force_login(cast.bruno)

    response = client.get(reverse(name, args=args).replace("/es/", f"/{language}/", 1))

    assert response.status_code == 200
