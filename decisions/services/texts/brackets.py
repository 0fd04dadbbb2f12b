"""Brackets in the words of the working version, when the group or a delegation settles them."""

from collections.abc import Callable

from crm_portal.core.access import Viewer
from decisions.models import Paragraph, Proposal, TextVersion
from decisions.rules.texts import choosing, notation
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.brackets import Content
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.rules.texts.proposals import Operation
from decisions.services.texts.common import paragraph_of, ruled
from decisions.services.texts.structure import store
from decisions.services.texts.writing import put_words


def is_whole(paragraph: Paragraph) -> bool:
    """Say whether a paragraph is nothing but one bracket."""
    return all(
        len(notation.parse(words)) == 1
        for words in (paragraph.es, paragraph.en)
        if words.strip()
    )


def rewrite(
    row: Proposal, paragraph: Paragraph, change: Callable[[Content], Content], by: Viewer
) -> None:
    """Write both languages of a paragraph anew with its brackets changed."""
    now = paragraph.ruled
    for language in LANGUAGES:
        said = notation.written(change(notation.parse(now.text(language))))
        now = now.saying(language, said.strip())
    put_words(row.text, paragraph, now, by, substance=True, alike=True)


def out_of_brackets(row: Proposal, version: TextVersion, by: Viewer) -> None:
    """Take what a delegation has in the brackets of its paragraph out of the text."""
    paragraph = paragraph_of(version, row.paragraph_key)
    code = row.party.code
    if row.operation == Operation.ADD and is_whole(paragraph):
        rest, _gone = rules.taken(ruled(version), paragraph.key)
        store(version, rest, by)
        return
    rewrite(row, paragraph, lambda each: choosing.without(each, code), by)
