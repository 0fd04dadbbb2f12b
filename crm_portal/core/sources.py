"""Where a fact comes from, as a reader would name it: documents of the Conference, and pages.

In the data a line of a document is ``001:389``; anything else is said as it stands.
"""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

DOCUMENTS: dict[str, str | Promise] = {
    "000": gettext_lazy("The RCM in brief (about 2003)"),
    "001": gettext_lazy("20 years of the RCM (2016)"),
    "002": gettext_lazy("Report of the Presidency, Mexico 2002–2003"),
    "003": gettext_lazy("Evaluation of the future of the RCM (2011)"),
    "004": gettext_lazy("Coordination of meetings within the RCM"),
}
# Papers of the portal itself, cited by section: ``facts 2.5``.
PAPERS: dict[str, str | Promise] = {
    "facts": gettext_lazy("Study of the documents of the RCM"),
    "procedure": gettext_lazy("Rules of procedure of this portal"),
}
SECTION = re.compile(r"(?P<paper>facts|procedure) (?P<section>[\d.]*\d)")
LINE = re.compile(r"(?P<document>\d{3}):(?P<line>\d+)")
WHOLE = re.compile(r"(?P<document>\d{3})_[0-9a-f]+\.txt")


def cite(source: str) -> str:
    """Return ``source`` with documents by their title, lines together, in the active language."""
    lines: dict[str, list[str]] = {}
    others: list[str] = []
    for word in SECTION.sub("", source).split():
        if found := LINE.fullmatch(word.rstrip(";,")):
            lines.setdefault(found["document"], []).append(found["line"])
        elif found := WHOLE.fullmatch(word.rstrip(";,")):
            lines.setdefault(found["document"], [])
        else:
            others.append(word)
    told = [_document(code, where) for code, where in lines.items()]
    told += _papers(source)
    return "; ".join([*told, " ".join(others)] if others else told)


def spelled(text: str) -> str:
    """Return ``text`` with each ``001:389`` in it named as a reader would name it."""
    return LINE.sub(lambda found: _document(found["document"], [found["line"]]), text)


def _papers(source: str) -> list[str]:
    """Name the portal's own papers in ``source``, the sections of each together."""
    sections: dict[str, list[str]] = {}
    for found in SECTION.finditer(source):
        sections.setdefault(found["paper"], []).append(found["section"])
    return [
        ngettext(
            "%(title)s, section %(sections)s", "%(title)s, sections %(sections)s", len(each)
        )
        % {"title": PAPERS[paper], "sections": ", ".join(each)}
        for paper, each in sections.items()
    ]


def _document(code: str, lines: list[str]) -> str:
    title = str(DOCUMENTS.get(code, code))
    if not lines:
        return title
    where = ngettext("line %(lines)s", "lines %(lines)s", len(lines)) % {
        "lines": ", ".join(lines)
    }
    return _("%(title)s, %(where)s") % {"title": title, "where": where}
