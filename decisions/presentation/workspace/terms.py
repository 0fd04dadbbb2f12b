"""What the check of terms shows: paragraph by paragraph, what each language lacks; it is advice."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from crm_portal.library.glossing import Glossary, Term, glossary
from crm_portal.library.rules.glossing import Lacking, lacking
from decisions.presentation.workspace.cells import content
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Row
from decisions.reports.sheets.runs import Sort, runs

LANGUAGES = ("es", "en")


def page(workspace: Workspace) -> dict[str, Any]:
    """Return the paragraphs that have something to look at, and the terms in question."""
    known = glossary()
    rows = [_paragraph(workspace, each, known) for each in workspace.rows]
    found = [each for each in rows if each["lacks"]]
    terms = Counter(each["term"].code for row in found for each in row["lacks"])
    return {
        "rows": found,
        "count": sum(terms.values()),
        "terms": len(terms),
        "checked": sum(row["is_checked"] for row in rows),
        "waiting": sum(not row["is_checked"] for row in rows),
        "known": len(known.terms),
    }


def _paragraph(workspace: Workspace, row: Row, known: Glossary) -> dict[str, Any]:
    texts = {each: plainly(getattr(row, each)) for each in LANGUAGES}
    page_of_text = reverse("texts:text", args=[workspace.text.reference])
    return {
        "number": workspace.number(row.key),
        "url": f"{page_of_text}#{row.key}",
        "is_checked": all(texts[each].strip() for each in LANGUAGES),
        "lacks": _told(lacking(texts, known.finders), known),
    }


def _told(found: Iterable[Lacking], known: Glossary) -> list[dict[str, Any]]:
    return [_lack(known.terms[each.code], each) for each in found]


def _lack(term: Term, each: Lacking) -> dict[str, Any]:
    other = next(language for language in LANGUAGES if language != each.language)
    initials = term.said("acronym", other)
    wanted = term.said("term", other)
    return {
        "term": term,
        "said": term.said("term", each.language),
        "language": each.language,
        "times": each.times,
        "other": other,
        "wanted": f"{wanted} ({initials})" if initials else wanted,
    }


def plainly(text: str) -> str:
    """Return the words of a paragraph, those of every alternative, without who stands behind."""
    said = (run.text for run in runs(content(text)) if run.sort is Sort.WORDS)
    return " ".join(" ".join(said).split())
