"""Comments on a circulated agenda: made until its cut-off, and treated, each with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from meetings.models import AgendaComment, AgendaVersion, Door, Meeting, Treatment
from meetings.services.agenda import lock, may_prepare, speaks


@transaction.atomic
def comment(pk: int, *, text: str, by: Viewer, item_number: str = "") -> AgendaComment:
    """Comment on a circulated version, on one item or on the whole, until its cut-off."""
    version = AgendaVersion.objects.visible_to(by).select_related("meeting").get(pk=pk)
    lock(version.meeting_id)
    if not may_comment(version, by):
        raise Refused(
            _("Comments come from those that the version was circulated to."),
            rule="001:378",
        )
    if not version.takes_comments_at(by.at):
        raise Conflict(_("The term for comments has passed."), code="too_late")
    if item_number and item_number not in {row["number"] for row in version.items}:
        raise Invalid(_("There is no such item."), code="item")
    if not text.strip():
        raise Invalid(_("Write the comment."), code="required")
    made = AgendaComment.objects.create(
        version=version,
        item_number=item_number,
        party_id=by.state,
        text=text.strip(),
        language=by.language,
        made_at=by.at,
        made_by=by.label,
    )
    audit.record(version, "commented", by=by, comment=made.pk)
    return made


def may_comment(version: AgendaVersion, by: Viewer) -> bool:
    """Say whether ``by`` speaks for a party to which this preliminary version went."""
    if version.is_final or version.door != Door.OPEN or not speaks(by):
        return False
    return by.party_id is not None and version.circulated_to.filter(pk=by.party_id).exists()


@transaction.atomic
def treat(pk: int, *, treatment: str, because: str, by: Viewer) -> AgendaComment:
    """Say what became of a comment, and why."""
    found = AgendaComment.objects.visible_to(by).select_related("version")
    each = found.select_for_update(of=("self",)).get(pk=pk)
    meeting = lock(each.version.meeting_id)
    if not may_prepare(meeting, by):
        raise Refused(
            _("The presidency and the Secretariat prepare the agenda."), rule="001:378"
        )
    if treatment not in Treatment.values or not because.strip():
        raise Invalid(_("Say what became of it, and why."), code="required")
    each.treatment, each.because = treatment, because.strip()
    each.treated_at, each.treated_by = by.at, by.label
    each.save(update_fields=["treatment", "because", "treated_at", "treated_by"])
    audit.record(each.version, "comment_treated", by=by, comment=each.pk, as_=treatment)
    return each


def untreated(meeting: Meeting) -> int:
    """Return how many comments on versions of this agenda wait to be treated."""
    waiting = AgendaComment.objects.filter(version__meeting=meeting, treatment="")
    return waiting.count()
