"""A kept component is what ``include`` would have rendered, for the data that were given."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import override

from crm_portal.core import kept

NOTICE = "components/notice.html"


def notice(**values):
    return kept.rendered(NOTICE, values)


def test_the_same_data_are_rendered_once():
    assert notice(text="Uno") is notice(text="Uno")


def test_other_data_are_other_markup():
    assert "Uno" in notice(text="Uno")
    assert "Dos" in notice(text="Dos")


def test_text_is_escaped_though_the_same_text_was_safe_before():
    assert "<b>x</b>" in notice(text=mark_safe("<b>x</b>"))
    assert "<b>x</b>" not in notice(text="<b>x</b>")


def test_values_that_are_equal_but_not_written_alike_are_kept_apart():
    assert "True" in notice(text=True)
    assert "True" not in notice(text=1)
    assert kept._Data({"a": [1]}) != kept._Data({"a": (1,)})


def test_one_instant_on_two_clocks_is_two_values():
    noon = datetime(2026, 9, 10, 12, tzinfo=UTC)
    in_the_west = noon.astimezone(timezone(timedelta(hours=-6)))

    assert noon == in_the_west
    assert kept._Data({"at": noon}) != kept._Data({"at": in_the_west})
    assert kept._Data({"at": noon}) != kept._Data({"at": date(2026, 9, 10)})


@pytest.mark.parametrize(("language", "word"), [("es", "Plazo"), ("en", "Deadline")])
def test_each_language_is_kept_by_itself(language, word):
    dock = {"tone": "", "heading": "5", "line": "x", "url": ""}
    for _ in range(2):
        with override(language):
            assert word in kept.rendered("components/dock.html", {"dock": dock})


def test_what_is_no_plain_data_is_refused():
    with pytest.raises(TypeError):
        notice(text=object())


def test_a_template_includes_it_with_these_values_and_no_others():
    written = '{% load portal %}{% kept "components/notice.html" text=one %}'
    page = Template(written).render(Context({"one": "Uno", "lead": "unseen"}))

    assert "Uno" in page
    assert "unseen" not in page
