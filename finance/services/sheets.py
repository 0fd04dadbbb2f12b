"""Papers of the accounts that a reader asks for: made once by the worker, stored."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Refused
from crm_portal.core.i18n import active_language
from crm_portal.library import services as library
from crm_portal.library.models import Audience, Kind, RenderJob
from crm_portal.library.services import Paper
from finance.rules import powers


def ask_sheet(
    target: models.Model,
    *,
    reference: str,
    title: Mapping[str, str],
    template: str,
    context: Mapping[str, Any],
    by: Viewer,
) -> RenderJob:
    """Owe a paper of the accounts in the reader's language; the same figures owe it once."""
    if not powers.sees_contributions(by):
        raise Refused(_("Members and the Secretariat see the contributions."))
    return library.ask(
        Paper(
            kind=Kind.REPORT,
            reference=reference,
            title_es=title["es"],
            title_en=title["en"],
            language=active_language(),
            audience=Audience.MEMBERS,
            template=template,
            context=context,
            target=target,
        ),
        by=by,
    )
