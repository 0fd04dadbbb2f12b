"""What one body concluded goes to another as a recommendation, with where it came from."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from decisions.models import ProvisionLink, Text
from decisions.models.register import Relation
from decisions.rules.texts.paragraphs import Part
from decisions.services.texts.common import locked, require_preparing, ruled, working
from decisions.services.texts.structure import store
from decisions.services.texts.working import NewText, open_text
from decisions.services.texts.writing import begin_languages
from decisions.text_states import STANDING


@transaction.atomic
def forward(pk: int, new: NewText, *, by: Viewer) -> Text:
    """Begin a text of another body from an adopted one; it names its origin for ever."""
    origin = locked(pk)
    require_preparing(by)
    if origin.state not in STANDING:
        raise Conflict(_("Only an adopted text is forwarded."), code="not_adopted")
    adoption = getattr(origin, "adoption", None)
    if adoption is None:
        raise Conflict(_("The words of this text are not in the portal."), code="no_words")
    text = open_text(new, by=by)
    text.forwarded_from = origin
    text.save(update_fields=["forwarded_from"])
    if text.rules.part(Part.OPERATIVE) is None:
        raise Invalid(_("This kind of text has no such part."), code="part")
    taken = [each for each in ruled(adoption.version) if each.part is Part.OPERATIVE]
    version = working(text, by)
    store(version, taken, by)
    begin_languages(text, list(version.paragraphs.all()), by)
    ProvisionLink.objects.create(
        earlier_text=origin, later_text=text, relation=Relation.RECOMMENDS
    )
    audit.record(origin, "forwarded", by=by, to=text.reference)
    return text
