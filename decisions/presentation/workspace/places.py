"""Where a paragraph may go, as a form offers it: after another, within it, at a beginning."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from crm_portal.core.i18n import active_language
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.outline import label
from decisions.rules.texts.paragraphs import (
    DEEPEST,
    Paragraph,
    Part,
    Place,
    above,
    by_key,
    extent,
)

JOINT = "|"


def choices(workspace: Workspace, moved: str = "") -> list[tuple[str, str]]:
    """Return every place of the text; of a paragraph that is ``moved``, those outside of it."""
    text = workspace.ruled
    gone = {each.key for each in text[extent(text, moved)]} if moved else set()
    left = [each for each in text if each.key not in gone]
    return list(_places(workspace, left))


def _places(workspace: Workspace, text: list[Paragraph]) -> Iterator[tuple[str, str]]:
    tongue, known = active_language(), by_key(text)
    for rule in workspace.kind.parts:
        name = rule.names[tongue]
        said = _("%(part)s: at the beginning") % {"part": name}
        yield written(Place(rule.part)), said
        for each in text:
            if each.part is rule.part:
                yield from _around(workspace, each, len(list(above(known, each.key))))


def _around(workspace: Workspace, each: Paragraph, depth: int) -> Iterator[tuple[str, str]]:
    number = workspace.number(each.key)
    words = label(each.en if active_language() == "en" and each.en else each.es)
    told = {"number": number, "words": words}
    after = Place(each.part, each.parent, each.key)
    yield written(after), _("after %(number)s: %(words)s") % told
    if depth < DEEPEST:
        said = _("within %(number)s, as the first: %(words)s") % told
        yield written(Place(each.part, each.key, None)), said


def named(workspace: Workspace) -> list[tuple[str, str]]:
    """Return every paragraph by its key, with its number and its first words."""
    tongue = active_language()
    return [
        (
            each.key,
            _("Paragraph %(number)s: %(words)s")
            % {
                "number": workspace.number(each.key),
                "words": label(each.en if tongue == "en" and each.en else each.es),
            },
        )
        for each in workspace.ruled
    ]


def written(place: Place) -> str:
    """Return a place as a form sends it."""
    return JOINT.join((place.part.value, place.parent or "", place.after or ""))


def read(value: str) -> Place:
    """Return the place that a form sent."""
    part, parent, after = value.split(JOINT)
    return Place(Part(part), parent or None, after or None)


def after(workspace: Workspace, key: str) -> str:
    """Return the place right after a paragraph; at the end of the text without one."""
    row = workspace.by_key.get(key)
    if row is None and not key:
        row = next((each for each in reversed(workspace.rows) if not each.parent), None)
    if row is None:
        return ""
    found = row.ruled
    return written(Place(found.part, found.parent, found.key))
