"""The words and marks every page shares: dates, redline, fields, menus, the stylebook."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import resolve
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from crm_portal.core import markup
from crm_portal.core.access import Role, Viewer
from crm_portal.core.context import Portal
from crm_portal.core.display import DAY_STYLES, format_day, format_instant
from crm_portal.core.stylebook import stylebook

THURSDAY = date(2026, 12, 3)
LAST_MINUTE = datetime(2026, 12, 4, 5, 59, tzinfo=UTC)


def show(text: str, **context: object) -> str:
    return Template("{% load portal %}" + text).render(Context(context))


@pytest.mark.parametrize(
    ("style", "es", "en"),
    [
        ("short", "jue 3 dic", "Thu 3 Dec"),
        ("weekday", "jueves 3", "Thursday 3"),
        ("spoken", "jueves 3 de diciembre", "Thursday 3 December"),
        ("long", "jueves 3 de diciembre de 2026", "Thursday 3 December 2026"),
        ("dated", "3 dic 2026", "3 Dec 2026"),
    ],
)
def test_a_day_is_written_the_same_way_everywhere(style: str, es: str, en: str) -> None:
    assert format_day(THURSDAY, style, "es") == es
    assert format_day(THURSDAY, style, "en") == en


def test_both_languages_have_the_same_styles() -> None:
    assert DAY_STYLES["es"].keys() == DAY_STYLES["en"].keys()


def test_an_instant_is_san_joses_unless_another_clock_is_named() -> None:
    santo_domingo = ZoneInfo("America/Santo_Domingo")

    assert format_instant(LAST_MINUTE, "clock", "es") == "jue 3, 23:59"
    assert format_instant(LAST_MINUTE, "clock", "es", santo_domingo) == "vie 4, 01:59"
    assert format_instant(LAST_MINUTE, "time", "en") == "23:59"


def test_a_time_element_carries_the_exact_instant() -> None:
    with override("es"):
        shown = show("{% time at 'dated' %}", at=LAST_MINUTE)

    assert shown == '<time datetime="2026-12-04T05:59:00+00:00">3 dic 2026, 23:59</time>'


def test_a_change_is_heard_in_the_language_of_the_text() -> None:
    with override("es"):
        english = show("{% redline parts 'en' %}", parts=[("ins", "seventy-two")])

    assert "[added: " in english


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _value in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = st.one_of(
    st.text(min_size=1),
    st.sampled_from(
        ["<script>x</script>", '"><img src=x onerror=x>', "&lt;b&gt;", "' x='"]
    ),
)


@given(HOSTILE)
def test_what_a_delegation_writes_stays_text(words: str) -> None:
    row = dict.fromkeys(("anchor", "number", "missing", "stale", "note", "action"), words)
    proposal = dict.fromkeys(
        ("author", "meta", "label", "reason", "support", "shape"), words
    )
    sides = {"es": [("eq", words), ("ins", words), ("brk", words, words)], "en": []}

    seen = Seen()
    seen.feed(
        markup.paragraph({**row, **sides, "proposals": [proposal | sides]}, "both", "es")
    )
    seen.close()

    assert seen.tags <= {
        *(
            "article",
            "a",
            "p",
            "span",
            "ins",
            "b",
            "sup",
            "div",
            "header",
            "small",
            "footer",
        ),
    }
    assert words.replace("\r", "\n").replace("\x00", "") in seen.text.replace(
        "\r", "\n"
    ).replace("\x00", "")


class Sample(forms.Form):
    title = forms.CharField(label="Subject", help_text="A hint")
    position = forms.ChoiceField(
        label="Position",
        choices=[("a", "Agrees"), ("o", "Objects")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label="Comment", required=False)


def test_nothing_is_preselected() -> None:
    assert "checked" not in show("{% field form.position %}", form=Sample())


def test_a_field_names_its_hint_and_its_error() -> None:
    shown = show("{% field form.title %}", form=Sample({}))

    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_helptext"' in shown
    assert 'id="id_title_error"' in shown
    assert 'aria-invalid="true"' in shown


def test_the_summary_leads_to_each_field_and_takes_the_focus() -> None:
    shown = show("{% error_summary form %}", form=Sample({}))

    assert 'href="#id_title"' in shown
    assert 'href="#id_position_0"' in shown
    assert 'role="alert"' in shown
    assert "autofocus" in shown


def test_a_form_without_errors_has_no_summary() -> None:
    assert show("{% error_summary form %}", form=Sample()).strip() == ""


def test_what_may_be_left_out_says_so() -> None:
    with override("en"):
        assert "(optional)" in show("{% field form.comment %}", form=Sample())
        assert "(optional)" not in show("{% field form.title %}", form=Sample())


def asked_by(path: str, *roles: Role) -> SimpleNamespace:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=True) if roles else AnonymousUser()
    request.viewer = Viewer(at=LAST_MINUTE, roles=frozenset(roles))
    request.resolver_match = resolve(request.path)
    return request


def names(items: list) -> set[str]:
    return {item.name for item in items}


def test_observers_are_not_shown_what_they_are_not_consulted_on() -> None:
    observer = Portal(asked_by("/es/", Role.OBSERVER, Role.FOCAL_POINT))
    member = Portal(asked_by("/es/", Role.MEMBER, Role.FOCAL_POINT))

    assert "members:calendars" not in names(observer.nav)
    assert "members:calendars" in names(member.nav)
    assert "members:directory" in names(observer.nav)


def test_a_page_that_does_not_exist_is_not_in_the_menu(settings: SimpleNamespace) -> None:
    settings.ROOT_URLCONF = "django.conf.urls.i18n"
    request = RequestFactory().get("/es/")
    request.viewer = Viewer(at=LAST_MINUTE, roles=frozenset(Role))

    assert Portal(request).nav == []


def test_the_other_language_is_the_same_object_with_the_same_question() -> None:
    with override("es"):
        spanish, english = Portal(asked_by("/es/v/?code=X")).languages

    assert spanish.is_current
    assert english.url == "/en/v/?code=X"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_stylebook_shows_every_component(
    language: str, settings: SimpleNamespace
) -> None:
    settings.DEMONSTRATION = True
    request = asked_by("/es/", Role.SECRETARIAT)
    request.user.full_name, request.party, request.session = "Elena", None, {}
    request._messages = FallbackStorage(request)

    with override(language):
        page = stylebook(request).content.decode()

    assert page.count("<h1>") == 1
    for name in ("stages", "bitext", "days", "timeline", "pager", "error-summary", "dock"):
        assert f'class="{name}' in page


def test_the_stylebook_exists_in_a_demonstration_only(settings: SimpleNamespace) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(Http404):
        stylebook(asked_by("/es/", Role.SECRETARIAT))
