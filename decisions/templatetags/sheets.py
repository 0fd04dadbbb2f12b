"""What the papers of a text print: the sheet in their context, ready for templates."""

from datetime import date, datetime

from django import template
from django.template import Context

from decisions.reports.sheets import comparative, paper, wording
from decisions.reports.sheets.sheet import Statement, Two

register = template.Library()

VIEW, TABLE = "sheet_view", "comparative_table"


@register.simple_tag(takes_context=True)
def sheet_view(context: Context) -> paper.View:
    """Return the text in the context as the templates print it, made once for all blocks."""
    kept = context.render_context
    if VIEW not in kept:
        kept[VIEW] = paper.view(context["sheet"], context.get("issued"))
    found: paper.View = kept[VIEW]
    return found


@register.simple_tag(takes_context=True)
def comparative_table(context: Context) -> comparative.Table:
    """Return the text in the context with what is proposed on it, made once for all blocks."""
    kept = context.render_context
    if TABLE not in kept:
        kept[TABLE] = comparative.table(context["sheet"])
    found: comparative.Table = kept[TABLE]
    return found


@register.filter
def said(words: Two, language: str) -> str:
    """Return words in a language, and in the other one where it has none."""
    return words.said(language)


@register.filter
def only(words: Two, language: str) -> str:
    """Return words in a language; nothing where it has none."""
    return words.en if language == "en" else words.es


@register.filter
def stamp(instant: datetime, language: str) -> str:
    """Return an instant on the clock of San José."""
    return wording.at(instant).said(language)


@register.filter
def day_of(day: date, language: str) -> str:
    """Return a day in words."""
    return wording.on(day).said(language)


@register.filter
def statement(kind: Statement, language: str) -> str:
    """Return what an annexed statement is called."""
    return wording.two(wording.STATEMENTS[kind]).said(language)
