"""The words of a paragraph as markup: redline, brackets, and who stands behind them.

A function of the words alone: the same words are the same markup, whoever may read them.
Most of a page of four hundred proposals does not change from one reading to the next.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from crm_portal.core.markup import redline_words
from decisions.reports.sheets.runs import Run, Sort, runs
from decisions.rules.texts import notation
from decisions.rules.texts.brackets import Bracket, Content, count
from decisions.rules.texts.diff import Mark

# Some hundred bytes each, in every web process.
KEPT = 8192
CONTEXT_WORDS = 6
TAGS = {Mark.DELETED: "del", Mark.INSERTED: "ins"}


@lru_cache(maxsize=KEPT)
def content(text: str) -> Content:
    """Return what a written text says; one whose brackets cannot be read, as it is."""
    if "[" not in text and "]" not in text and "\\" not in text:
        return (text,) if text else ()
    try:
        return notation.parse(text)
    except notation.Malformed:
        return (text,)


def brackets(es: str, en: str) -> int:
    """Return how many brackets a paragraph has: those of the language that has more."""
    return max(_count(es), _count(en))


def _count(text: str) -> int:
    return count(content(text)) if "[" in text else 0


def behind(text: str) -> list[str]:
    """Return the codes of the delegations that stand on the brackets of a text."""
    found = (node for node in content(text) if isinstance(node, Bracket))
    return list(dict.fromkeys(code for each in found for code in each.delegations))


@lru_cache(maxsize=KEPT)
def cell(language: str, text: str, was: str | None) -> str:
    """Return one side of a paragraph; with ``was``, marked with what changed since then."""
    return markup(runs(content(text), None if was is None else content(was)), language)


def plainly(language: str, text: str) -> SafeString:
    """Return one side of a paragraph for a template."""
    return mark_safe(cell(language, text, None))  # noqa: S308 -- escaped there


def marked(language: str, text: str, was: str) -> SafeString:
    """Return one side of a paragraph with what changed from ``was``, for a template."""
    return mark_safe(cell(language, text, was))  # noqa: S308 -- escaped there


@lru_cache(maxsize=KEPT)
def excerpt(language: str, text: str, was: str) -> str:
    """Return what changed from ``was``, with only some words around it."""
    return markup(_shortened(runs(content(text), content(was))), language)


def whole(language: str, text: str, tag: str) -> str:
    """Return words that are proposed, or proposed to go, as a whole (``ins``, ``del``)."""
    mark = Mark.INSERTED if tag == "ins" else Mark.DELETED
    marked = (run._replace(mark=mark) for run in runs(content(text)))
    return markup(marked, language)


def markup(found: Iterable[Run], language: str) -> str:
    """Return runs as HTML, what is hidden from sight in the language of the text."""
    together = groupby(found, key=lambda run: (run.mark, run.depth > 0))
    said = redline_words(language)
    return "".join(
        [_group(said, mark, list(inner), within) for (mark, within), inner in together]
    )


def _group(
    said: Mapping[str, str],
    mark: Mark,
    inner: Sequence[Run],
    within: bool,  # noqa: FBT001 -- a private fact
) -> str:
    words = "".join([_run(said, run) for run in inner])
    tag = TAGS.get(mark)
    if tag:
        words = f'<span class="vh">[{said[tag]}: </span>{words}<span class="vh">] </span>'
    if within:
        return f'<{tag or "span"} class="brk">{words}</{tag or "span"}>'
    return f"<{tag}>{words}</{tag}>" if tag else words


def _run(said: Mapping[str, str], run: Run) -> str:
    words = escape(run.text)
    if run.sort is Sort.SIGN:
        return f"<b>{words}</b>"
    if run.sort is Sort.NAMES:
        return f'<sup><span class="vh"> {said["brk"]} </span>{words}</sup>'
    return words.replace("\n", "<br>") if "\n" in words else words


def _shortened(found: Sequence[Run]) -> list[Run]:
    last = len(found) - 1
    return [
        run._replace(text=_context(run.text, opens=place == 0, closes=place == last))
        if run.mark is Mark.KEPT and not run.depth and last
        else run
        for place, run in enumerate(found)
    ]


def _context(text: str, *, opens: bool, closes: bool) -> str:
    words = text.split(" ")
    if opens and len(words) > CONTEXT_WORDS:
        return "… " + " ".join(words[-CONTEXT_WORDS:])
    if closes and len(words) > CONTEXT_WORDS:
        return " ".join(words[:CONTEXT_WORDS]) + " …"
    if len(words) > 2 * CONTEXT_WORDS:
        return " ".join([*words[:CONTEXT_WORDS], "…", *words[-CONTEXT_WORDS:]])
    return text
