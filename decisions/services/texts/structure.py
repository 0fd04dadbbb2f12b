"""A whole text as the rules leave it, written back to the rows of the working version."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import Paragraph, Text, TextVersion
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.paragraphs import Fault


def store(version: TextVersion, text: Sequence[rules.Paragraph], by: Viewer) -> None:
    """Write ``text`` as the working version: what is gone goes, the rest keeps its rows."""
    require_sound(text)
    there = {each.key: each for each in version.paragraphs.select_for_update()}
    kept = {each.key for each in text}
    version.paragraphs.exclude(key__in=kept).delete()
    added, changed = [], []
    for position, each in enumerate(text, start=1):
        row = there.get(each.key)
        if row is None:
            added.append(_row(version, each, position, by))
        elif _differs(row, each, position):
            _put(row, each, position, by)
            changed.append(row)
    fields = ["position", "part", "style", "parent", "es", "en", "revision"]
    Paragraph.objects.bulk_update(changed, [*fields, "changed_at", "changed_by"])
    Paragraph.objects.bulk_create(added)


def require_sound(text: Sequence[rules.Paragraph]) -> None:
    """Raise Invalid where the order or the nesting of a text is wrong."""
    for _key, fault in rules.faults(text):
        if fault is Fault.TOO_DEEP:
            message = _("Paragraphs stand within one another too deeply.")
        else:
            message = _("A paragraph cannot stand there.")
        raise Invalid(message, code=f"structure_{fault}")


def _row(
    version: TextVersion, each: rules.Paragraph, position: int, by: Viewer
) -> Paragraph:
    row = Paragraph(version=version, key=each.key)
    _put(row, each, position, by)
    return row


def _differs(row: Paragraph, each: rules.Paragraph, position: int) -> bool:
    return row.position != position or row.ruled != each


def _put(row: Paragraph, each: rules.Paragraph, position: int, by: Viewer) -> None:
    if (row.es, row.en) != (each.es, each.en):
        row.revision += 1
        row.changed_at, row.changed_by_id = by.at, by.user_id
    row.position, row.part, row.style = position, each.part.value, each.form.value
    row.parent, row.es, row.en = each.parent or "", each.es, each.en


def place_of(text: Text, place: rules.Place, there: Sequence[rules.Paragraph]) -> None:
    """Raise Conflict where a place is not in the text any more."""
    found = rules.by_key(there)
    for key in (place.parent, place.after):
        if key is not None and key not in found:
            raise Conflict(
                _("The place that you chose is no longer in the text."), code="place_gone"
            )
    if text.rules.part(place.part) is None:
        raise Invalid(_("This kind of text has no such part."), code="part")
