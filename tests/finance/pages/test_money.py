"""How amounts are written and read: what is shown can be typed, what is unclear is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from finance.forms.money import MOST, Cents
from finance.presentation.money import amount, percent


@pytest.mark.parametrize(
    ("cents", "written"),
    [
        (0, "0"),
        (500_000, "5,000"),
        (500_050, "5,000.50"),
        (7, "0.07"),
        (28_272_400, "282,724"),
        (-1_511_705, "−15,117.05"),
    ],
)
def test_whole_dollars_are_written_without_decimals(cents, written):
    assert amount(cents) == written


@pytest.mark.parametrize(
    ("part", "decimals", "written"),
    [
        (2405, 2, "24.05"),
        (7770, 1, "77.7"),
        (8349, 0, "83"),
        (8350, 0, "84"),
        (5, 2, "0.05"),
    ],
)
def test_parts_are_written_with_the_decimals_asked_for(part, decimals, written):
    assert percent(part, decimals) == f"{written}\N{NO-BREAK SPACE}%"


@given(st.integers(1, MOST))
def test_what_is_shown_can_be_typed(cents):
    assert Cents().clean(amount(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("5000", 500_000),
        ("5,000.50", 500_050),
        ("5000,50", 500_050),
        ("5.000,50", 500_050),
        (" USD 5 000 ", 500_000),
        ("US$ 1.000.000", 100_000_000),
        ("$12.5", 1250),
        ("1,234,567", 123_456_700),
    ],
)
def test_amounts_are_taken_as_both_languages_write_them(typed, cents):
    assert Cents().clean(typed) == cents


@pytest.mark.parametrize(
    "typed",
    [
        "5.000",
        "5,00,0",
        "1,2345",
        "5.000.50",
        "-5",
        "five",
        "5000.",
        "1e3",
        "٥",
        "9" * 5000,
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(typed):
    with pytest.raises(ValidationError):
        Cents().clean(typed)


def test_nothing_is_refused_as_an_amount_unless_it_may_be_left_out():
    with pytest.raises(ValidationError):
        Cents().clean("")
    assert Cents(required=False).clean("") is None
    with pytest.raises(ValidationError):
        Cents().clean("0")
    assert Cents(least=0).clean("0") == 0
    with pytest.raises(ValidationError):
        Cents(most=100_000).clean("1,000.01")


def test_a_form_shows_kept_cents_as_they_are_read():
    assert Cents().prepare_value(500_050) == "5,000.50"
    assert not Cents().has_changed(500_050, "5000,50")


def test_what_nobody_knows_is_a_dash_and_not_zero():
    template = Template("{% load finance %}{{ a|usd }} {{ b|usd }} {{ b|per_cent }}")
    assert template.render(Context({"a": 0, "b": None})) == "0 — —"
