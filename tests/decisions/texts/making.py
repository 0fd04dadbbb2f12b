"""Texts to try rules on: words of every kind, trees of paragraphs, contents with brackets."""

import csv
from pathlib import Path

from django.conf import settings
from hypothesis import strategies as st

from decisions.rules.texts.brackets import Alternative, Bracket, tidy
from decisions.rules.texts.kinds import read_kinds
from decisions.rules.texts.paragraphs import DEEPEST, Form, Paragraph, Part

FOLDER = Path(settings.BASE_DIR) / "crm_portal" / "reference"


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


KINDS = read_kinds(rows("text_kinds.csv"), rows("text_parts.csv"))
WORDS = [
    "niñez", "y", "de", "la", "migración,", "retorno", "48", "PPT", "(GRCM)", "párr. 12",
    "\n", " ", "  ", "«digno»", "n\u0303in\u0303o", "שלום", "مرحبا", "<b>x</b>", "e\u0301",
    "\u200d", "a|b", "\\", "X: ", "-", "USD 282,724",
]  # fmt: skip
PHRASES = st.lists(st.sampled_from([*WORDS, " ", " "]), max_size=14).map("".join)
ANYTHING = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("[]|\\: \n"), max_size=24
)
TEXTS = PHRASES | ANYTHING
# Settled words of few kinds, so that two of them have something in common.
PLAIN = st.lists(st.sampled_from(["uno", "dos", "tres", "cuatro", "y"]), max_size=10).map(
    " ".join
)
CODES = st.sampled_from(["GT", "MX", "US", "CR", "PPT"])


@st.composite
def trees(draw, *, parts=tuple(Part), most=12, texts=PLAIN):
    """Paragraphs in reading order, nested at random and never wrongly."""
    count = draw(st.integers(0, most))
    chosen = sorted(
        draw(st.lists(st.sampled_from(parts), min_size=count, max_size=count)),
        key=list(Part).index,
    )
    found: list[Paragraph] = []
    open_ones: list[Paragraph] = []
    for number, part in enumerate(chosen):
        open_ones = [each for each in open_ones if each.part is part]
        depth = draw(st.integers(0, min(len(open_ones), DEEPEST - 1)))
        open_ones = open_ones[:depth]
        each = Paragraph(
            key=f"p{number}",
            es=draw(texts),
            en=draw(texts),
            part=part,
            form=draw(st.sampled_from(Form)),
            parent=open_ones[-1].key if open_ones else None,
        )
        found.append(each)
        open_ones.append(each)
    return tuple(found)


def alternatives(contents):
    return st.builds(
        Alternative,
        contents,
        st.lists(CODES, max_size=2, unique=True).map(tuple),
        st.lists(CODES, max_size=2, unique=True).map(tuple),
    )


def brackets(contents):
    return (
        st.lists(alternatives(contents), min_size=1, max_size=3)
        .map(lambda found: Bracket(tuple(found)))
        .filter(lambda found: any(each.content for each in found.alternatives))
    )


def contents(inner):
    return st.lists(TEXTS | brackets(inner), max_size=3).map(tidy)


# Three levels of brackets, one within another.
CONTENTS = contents(contents(contents(TEXTS.map(lambda text: tidy([text])))))
