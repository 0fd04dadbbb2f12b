"""An adopted text is published: one person proposes it, another one does it."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Refused
from decisions import text_notices
from decisions.models import Text
from decisions.rules.texts import powers
from decisions.services.texts import papers
from decisions.services.texts.common import locked, take
from decisions.text_states import TextState, TextStep


@transaction.atomic
def propose_publication(pk: int, *, by: Viewer) -> Text:
    """Say that an adopted text is ready to be published."""
    text = _adopted(pk, by)
    text.publication_proposed_at, text.publication_proposed_by_id = by.at, by.signer
    text.save(update_fields=["publication_proposed_at", "publication_proposed_by"])
    text_notices.tell_to_publish(text, by=by)
    audit.record(text, "publication_proposed", by=by)
    return text


@transaction.atomic
def publish(pk: int, *, by: Viewer) -> Text:
    """Publish what another person proposed to publish."""
    text = _adopted(pk, by)
    if text.publication_proposed_by_id is None:
        raise Conflict(
            _("Nobody has proposed yet to publish the text."), code="not_proposed"
        )
    if not powers.is_second_person(by.user_id, text.publication_proposed_by_id):
        raise Refused(
            _("Another person publishes than the one who proposed it."),
            code="second_person",
            rule="procedure 1.9",
        )
    text.published_at, text.published_by_id = by.at, by.signer
    take(text, TextStep.PUBLISH, "published_at", "published_by")
    papers.publish(text, by=by)
    audit.record(text, "published", by=by)
    return text


def _adopted(pk: int, by: Viewer) -> Text:
    text = locked(pk)
    if not powers.may_publish(by):
        raise Refused(
            _("The Presidency and the Secretariat publish."),
            code="not_publishing",
            rule="procedure 1.9",
        )
    if text.state != TextState.ADOPTED:
        raise Conflict(_("Only an adopted text is published."), code="not_adopted")
    return text
