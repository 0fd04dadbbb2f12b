"""A correction of what was printed: a new row with both readings; the text never changes."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions.models import Text, TextCorrigendum
from decisions.rules.texts import powers, words
from decisions.rules.texts.paragraphs import LANGUAGES
from decisions.services.common import require_text
from decisions.services.texts import papers
from decisions.services.texts.common import locked
from decisions.text_states import STANDING


@dataclass(frozen=True, slots=True)
class Correction:
    """What is wrong in one language of a paragraph, as printed, and how it is to read."""

    key: str
    language: str
    printed: str
    corrected: str
    reason_es: str
    reason_en: str = ""


@transaction.atomic
def correct(pk: int, found: Correction, *, by: Viewer) -> TextCorrigendum:
    """Issue a corrigendum to an adopted text."""
    text = locked(pk)
    if not powers.may_correct(by):
        raise Refused(
            _("The Presidency and the Secretariat issue corrections."),
            code="not_correcting",
            rule="001:411",
        )
    if text.state not in STANDING:
        raise Conflict(_("Only an adopted text is corrected."), code="not_adopted")
    printed, corrected = words.settled(found.printed), words.settled(found.corrected)
    number = _require_printed(text, found, printed)
    if printed == corrected:
        raise Invalid(_("The correction changes nothing."), code="nothing")
    last = TextCorrigendum.objects.filter(text=text).aggregate(last=Max("number"))["last"]
    made = TextCorrigendum.objects.create(
        text=text,
        number=(last or 0) + 1,
        reference=number,
        paragraph_key=found.key,
        language=found.language,
        printed=printed,
        corrected=require_text(corrected, _("Write how it is to read.")),
        reason_es=require_text(found.reason_es, _("Say why it is corrected.")),
        reason_en=found.reason_en.strip(),
        issued_at=by.at,
        user_id=by.signer,
    )
    papers.renew(text, by=by)
    audit.record(text, "corrected", by=by, number=made.number)
    return made


def _require_printed(text: Text, found: Correction, printed: str) -> str:
    if found.language not in LANGUAGES:
        raise Invalid(_("Choose the language that is corrected."), code="language")
    adoption = getattr(text, "adoption", None)
    row = adoption and adoption.version.paragraphs.filter(key=found.key).first()
    if row is None:
        raise Invalid(_("The text has no such paragraph."), code="paragraph")
    said = row.ruled.text(found.language)
    if not printed or said.count(printed) != 1:
        raise Invalid(
            _("Quote what was printed so that it occurs exactly once in the paragraph."),
            code="printed",
        )
    return row.number
