"""A text that was written elsewhere comes in: all its paragraphs at once."""

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import TextVersion
from decisions.rules.texts import paragraphs as rules
from decisions.services.texts import negotiation
from decisions.services.texts.common import clean, codes, prepared, ruled, working
from decisions.services.texts.numbers import new_keys
from decisions.services.texts.structure import store
from decisions.services.texts.writing import begin_languages

MOST_PARAGRAPHS = 500


@transaction.atomic
def take_in(pk: int, text: Sequence[rules.Paragraph], *, by: Viewer) -> TextVersion:
    """Put the paragraphs into the text, each at the end of its part, under keys of its own.

    Their keys only say which stands within which. Conflict: a negotiation has begun on the
    words that are there, which an import would push aside.
    """
    found = prepared(pk, by=by)
    if not text:
        raise Invalid(_("There is nothing to take in."), code="nothing")
    if len(text) > MOST_PARAGRAPHS:
        raise Invalid(
            _("A text has at most %(most)s paragraphs.") % {"most": MOST_PARAGRAPHS},
            code="too_many",
        )
    if found.proposals.exists():
        raise Conflict(
            _("Delegations have made proposals on the text: paragraphs are added singly."),
            code="negotiated",
        )
    strange = {each.part for each in text if found.rules.part(each.part) is None}
    if strange:
        raise Invalid(_("This kind of text has no such part."), code="part")
    version = working(found, by)
    new = _with_own_keys(pk, text)
    order = list(rules.Part)
    together = sorted([*ruled(version), *new], key=lambda each: order.index(each.part))
    store(version, together, by)
    keys = [each.key for each in new]
    begin_languages(found, list(version.paragraphs.filter(key__in=keys)), by)
    audit.record(found, "taken_in", by=by, paragraphs=len(new))
    negotiation.follow(found, version, by)
    return version


def _with_own_keys(pk: int, text: Sequence[rules.Paragraph]) -> list[rules.Paragraph]:
    following = new_keys(pk)
    own, known = {each.key: next(following) for each in text}, codes()
    return [
        replace(
            each,
            key=own[each.key],
            parent=own[each.parent] if each.parent else None,
            es=clean(each.es, known),
            en=clean(each.en, known),
        )
        for each in text
    ]
