"""A text, or one paragraph of it, is put to every member in writing (001:386, 001:388)."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict
from decisions.models import Consultation, Text
from decisions.models.kinds import TextKind
from decisions.rules.texts import gate
from decisions.rules.texts import paragraphs as rules
from decisions.rules.texts.kinds import Way
from decisions.rules.texts.numbering import numbered
from decisions.rules.texts.paragraphs import Part
from decisions.services import drafting
from decisions.services.common import require_presidency
from decisions.services.texts import adopting
from decisions.services.texts.adopting import Adopted
from decisions.services.texts.common import in_work, latest, paragraph_of, ruled, working
from decisions.services.texts.structure import store
from decisions.services.texts.working import NewText, open_text

OPEN_ISSUES = frozenset({gate.Code.BRACKETS, gate.Code.COLLISIONS, gate.Code.UNDECIDED})
COURSE_OF_ACTION = "course_of_action"


@transaction.atomic
def consult(
    pk: int,
    key: str = "",
    *,
    subject_es: str,
    subject_en: str = "",
    reason_es: str,
    reason_en: str = "",
    by: Viewer,
) -> Consultation:
    """Open a consultation on a text in work, or on its paragraph ``key``.

    The whole text is consulted as it stands, with nothing open in it. A paragraph is
    consulted as a text of its own, which names the one that it is taken from.
    """
    require_presidency(by)
    text = in_work(pk)
    consulted = _excerpt(text, key, subject_es, subject_en, by) if key else _whole(text, by)
    found = drafting.draft(
        subject_es=subject_es,
        subject_en=subject_en,
        reason_es=reason_es,
        reason_en=reason_en,
        is_demonstration=text.is_demonstration,
        text=consulted,
        by=by,
    )
    audit.record(text, "consulted", by=by, consultation=found.reference, key=key)
    return found


def _whole(text: Text, by: Viewer) -> Text:
    if Way.CONSULTATION not in text.rules.ways:
        raise Conflict(
            _("A text of this kind is adopted in a meeting, not in a consultation."),
            code="wrong_way",
            rule="001:391",
        )
    if Consultation.objects.filter(text=text).exists():
        raise Conflict(_("There is a consultation on this text."), code="consulted")
    open_ones = [
        each for each in adopting.gate(text, Adopted()) if each.code in OPEN_ISSUES
    ]
    if open_ones:
        raise Conflict(
            " ".join(_(each.sentence) % {"count": each.count} for each in open_ones),
            code="still_negotiated",
            rule=open_ones[0].rule,
        )
    version = working(text, by)
    rows = list(version.paragraphs.all())
    numbers = numbered(ruled(version), text.rules.numbering)
    for row in rows:
        row.number = numbers[row.key].cited
    version.paragraphs.bulk_update(rows, ["number"])
    return text


def _excerpt(text: Text, key: str, title_es: str, title_en: str, by: Viewer) -> Text:
    version = latest(text)
    paragraph_of(version, key)
    there = ruled(version)
    block = there[rules.extent(there, key)]
    kind = TextKind.objects.get(code=COURSE_OF_ACTION)
    found = open_text(NewText(kind.code, title_es, title_en), by=by)
    found.forwarded_from = text
    found.save(update_fields=["forwarded_from"])
    head = replace(block[0], parent=None)
    store(
        working(found, by),
        [replace(each, part=Part.OPERATIVE) for each in (head, *block[1:])],
        by,
    )
    return found
