"""From when and until when: with its article where the day is known, without it elsewhere."""

from datetime import date

import pytest
from django.utils.translation import override

from crm_portal.core.display import format_since, format_until

DAY = date(2005, 7, 22)


@pytest.mark.parametrize(
    ("precision", "spanish", "english"),
    [
        ("day", "el 22 de julio de 2005", "22 July 2005"),
        ("month", "julio de 2005", "July 2005"),
        ("year", "2005", "2005"),
    ],
)
def test_a_known_day_has_its_article_in_spanish(precision, spanish, english):
    told = {}
    for language in ("es", "en"):
        with override(language):
            told[language] = format_since(DAY, precision), format_until(DAY, precision)

    assert told["es"] == (f"desde {spanish}", f"hasta {spanish}")
    assert told["en"] == (f"since {english}", f"until {english}")
