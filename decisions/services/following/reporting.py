"""The reports of the follow-up on paper: owed with the act, made once by the worker, stored."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Invalid, Refused
from crm_portal.core.sections import both
from crm_portal.library import rules as library_rules
from crm_portal.library import services as library
from crm_portal.library.models import (
    Audience,
    IssuedDocument,
    Kind,
    Language,
    RenderJob,
)
from crm_portal.library.services import Paper
from decisions.models.following_plans import PlanKindChoice, PlanVersion
from decisions.reports.following import activities, progress
from decisions.reports.following.activities import Asked
from decisions.reports.following.blocks import Told
from decisions.reports.following.progress import Period
from decisions.services.following.common import require_following
from decisions.services.following.duties import settle_reported

TEMPLATE = "pdf/following/report.html"
PROGRESS = gettext_lazy("Progress of a plan of the Conference, as it was reported")
ACTIVITIES = gettext_lazy("Report of activities of a Pro-Tempore Presidency")
REFERENCE = 60
# The plans of the whole Conference, whose progress is owed every half-year.
OF_THE_CONFERENCE = (PlanKindChoice.ACTION, PlanKindChoice.STRATEGIC)


@transaction.atomic
def issue_progress(version: PlanVersion, period: Period, *, by: Viewer) -> RenderJob:
    """Owe the progress report of a plan on paper: the Secretariat's duty (004:73).

    Asked again with nothing new in it, it is the same paper. That of the Plan of Action
    does the duty of its half-year.
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
    if version.plan.kind in OF_THE_CONFERENCE:
        settle_reported(period.since, period.until, note=job.printed_code, by=by)
    return job


@transaction.atomic
def publish_progress(version: PlanVersion, code: str, *, by: Viewer) -> IssuedDocument:
    """Publish a progress report of the plan of ``version``, by the code printed on it.

    The Secretariat issued it and the Presidency publishes it: two persons (procedure 1.9).
    From then on anybody reads the paper and, on the page of the plan, its words.
    """
    if not library_rules.may_publish(by):
        raise Refused(
            _("The Presidency publishes the progress report."),
            code="not_presidency",
            rule="procedure 1.9",
        )
    papers = IssuedDocument.objects.visible_to(by).filter(kind=Kind.REPORT)
    kind = ContentType.objects.get_for_model(PlanVersion)
    versions = PlanVersion.objects.filter(plan=version.plan_id)
    of_plan = papers.filter(target_type=kind, target_id__in=versions.values("pk"))
    document = of_plan.filter(code=library_rules.read_code(code)).first()
    if document is None:
        raise Invalid(_("There is no such progress report of this plan."), code="no_report")
    was = document.published_at
    document = library.publish(document.pk, by=by)
    if was is None:
        audit.record(version.plan, "progress_published", by=by, code=document.printed_code)
    return document


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
