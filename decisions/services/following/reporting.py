"""The reports of the follow-up on paper: owed with the act, made once by the worker, stored."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Refused
from crm_portal.core.sections import both
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, Language, RenderJob
from crm_portal.library.services import Paper
from decisions.models.following_plans import PlanVersion
from decisions.reports.following import activities, progress
from decisions.reports.following.activities import Asked
from decisions.reports.following.blocks import Told
from decisions.reports.following.progress import Period
from decisions.services.following.common import require_following

TEMPLATE = "pdf/following/report.html"
PROGRESS = gettext_lazy("Progress of a plan of the Conference, as it was reported")
ACTIVITIES = gettext_lazy("Report of activities of a Pro-Tempore Presidency")
REFERENCE = 60


@transaction.atomic
def issue_progress(version: PlanVersion, period: Period, *, by: Viewer) -> RenderJob:
    """Owe the progress report of a plan on paper: the Secretariat's duty (004:73).

    Asked again with nothing new in it, it is the same paper.
    """
    if not by.has(Role.SECRETARIAT):
        raise Refused(
            _("The Secretariat issues the progress report."),
            code="not_secretariat",
            rule="004:73",
        )
    told = progress.of_version(version, by, period)
    attests = both(PROGRESS)
    job = _owe(told, version, attests["es"], attests["en"], by=by)
    audit.record(version.plan, "progress_issued", by=by, code=job.printed_code)
    return job


@transaction.atomic
def issue_activities(wanted: Asked, *, by: Viewer) -> RenderJob:
    """Owe the presidency's report of activities on paper, as the records have it now."""
    require_following(by)
    told = activities.draft(wanted, by)
    attests = both(ACTIVITIES)
    job = _owe(told, wanted.presidency, attests["es"], attests["en"], by=by)
    audit.record(wanted.presidency, "activities_issued", by=by, code=job.printed_code)
    return job


def _owe(
    told: Told, target: models.Model, attests_es: str, attests_en: str, *, by: Viewer
) -> RenderJob:
    said = told.on_paper()
    said["demonstration"] = told.is_demonstration or settings.DEMONSTRATION
    return library.ask(
        Paper(
            kind=Kind.REPORT,
            reference=told.reference[:REFERENCE],
            title_es=told.title["es"][:300],
            title_en=told.title["en"][:300],
            language=Language.BOTH,
            audience=Audience.MEMBERS,
            template=TEMPLATE,
            context=said,
            target=target,
            attestation_es=attests_es,
            attestation_en=attests_en,
        ),
        by=by,
    )
