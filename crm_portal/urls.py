"""Every address of the portal. Pages exist in both languages under ``/es/`` and ``/en/``."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_portal import api, handover, notice_centre, today, why
from crm_portal.core import faces, stylebook, views
from crm_portal.core import urls as core

healthz = (
    [
        path("live", views.live, name="live"),
        path("ready", views.ready, name="ready"),
        path("deep", views.deep, name="deep"),
    ],
    "healthz",
)
# The kernel's own pages, and the front page of the intranet, which knows every app.
kernel = (
    [
        path("", today.today, name="today"),
        path(_("what-may/"), why.why, name="why"),
        path(_("notices/"), notice_centre.notices, name="notices"),
        path(_("notices/read/"), notice_centre.read_all, name="notices-read"),
        path(_("notices/<int:notice>/"), notice_centre.follow, name="notice"),
        path(_("notices/<int:notice>/read/"), notice_centre.read, name="notice-read"),
        path(_("presidency/<int:year>/pack/"), handover.pack, name="handover-pack"),
        path(
            _("presidency/<int:year>/pack/issue/"),
            handover.issue,
            name="handover-pack-issue",
        ),
        path(
            _("presidency/<int:year>/pack/<str:code>.pdf"),
            handover.pdf,
            name="handover-pack-pdf",
        ),
        *core.urlpatterns,
    ],
    core.app_name,
)
intranet = [
    path("", include(kernel)),
    path("", include("decisions.urls")),
    path(pgettext_lazy("texts in work", "drafting/"), include("decisions.text_urls")),
    path(_("follow-up/"), include("decisions.following_urls")),
    path(_("finances/"), include("finance.urls")),
    path(_("webhooks/"), include("crm_portal.library.webhook_urls")),
    path("", include("meetings.urls")),
    path("", include("members.urls")),
]
if settings.DEMONSTRATION:
    kernel[0].append(path(_("stylebook/"), stylebook.stylebook, name="stylebook"))
    intranet.append(path(_("demonstration/"), include("crm_portal.demonstration.urls")))

urlpatterns = [
    path("healthz/", include(healthz)),
    path("api/v1/", include("crm_portal.api")),
    path("", include("crm_portal.library.root_urls")),
    # Printed on paper: the same in every language.
    path("v/", include("crm_portal.library.short_urls")),
    *i18n_patterns(
        path("", include("crm_portal.library.urls")),
        path("", include("members.public_urls")),
        path("", include("meetings.public_urls")),
        path("", include("decisions.register_urls")),
        path("", include("decisions.plan_urls")),
        path(_("account/"), include("members.account_urls")),
        path("intranet/", include(intranet)),
        path("api/", api.reference, name="api-reference"),
    ),
]
if faces.ASSETS:
    urlpatterns.append(path(f"{faces.PREFIX}<str:name>", faces.asset, name="face"))
handler500 = "crm_portal.core.views.server_error"
