"""What each act of following up is called in a history."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTS: dict[str, str | Promise] = {
    "commitment.committed": _("wrote down a commitment"),
    "commitment.reported": _("reported on a commitment"),
    "commitment.closed": _("closed a commitment"),
    "commitment.put_on_agenda": _("put a commitment on the agenda of a meeting"),
    "informationrequest.opened": _("opened a request to members"),
    "informationrequest.replied": _("replied to a request"),
    "informationrequest.reminded": _("reminded those who had not replied"),
    "informationrequest.closed": _("closed a request to members"),
    "plan.opened": _("began a plan"),
    "plan.described": _("described a version of a plan"),
    "plan.progress_issued": _("issued the progress report of a plan"),
    "plan.progress_published": _("published the progress report of a plan"),
    "presidency.activities_issued": _("put the report of activities on paper"),
    "plan.drafted": _("drafted a version of a plan"),
    "plan.approved": _("recorded the approval of a plan"),
    "plan.reported": _("reported progress of a plan"),
    "matrix.opened": _("opened a matrix"),
    "matrix.widened": _("added topics to a matrix"),
    "matrix.issued": _("issued a matrix as a PDF"),
    "matrixtopic.proposed": _("proposed what a cell says"),
    "matrixtopic.confirmed": _("confirmed a cell"),
    "matrixtopic.declined": _("declined a cell"),
    "questionnaire.opened": _("opened a questionnaire"),
    "questionnaire.handed_in": _("handed in the answers to a questionnaire"),
    "dutydone.settled": _("recorded that a duty was done"),
}
