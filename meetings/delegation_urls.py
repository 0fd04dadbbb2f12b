"""Addresses of who comes to a meeting, below its own: delegations, presence, drafting."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import delegates, delegations, drafting, presences, statements

urlpatterns = [
    path(_("delegations/"), delegations.delegations, name="delegations"),
    path(_("delegations/participants.csv"), delegations.sheet, name="delegations-csv"),
    path(_("delegations/companions/"), delegates.limit, name="companions-limit"),
    path(
        _("delegations/papers/<slug:paper>.pdf"),
        delegations.paper,
        name="delegations-paper",
    ),
    path(_("accreditation/"), delegations.accreditation, name="accreditation"),
    path(_("accreditation/register/"), delegates.new, name="delegate-new"),
    path(_("delegates/<int:pk>/"), delegates.edit, name="delegate"),
    path(_("delegates/<int:pk>/withdraw/"), delegates.withdraw, name="delegate-withdraw"),
    path(_("delegations/<int:pk>/"), delegations.delegation, name="delegation"),
    path(_("delegations/<int:pk>/submit/"), delegates.submit, name="delegation-submit"),
    path(_("delegations/<int:pk>/approve/"), delegates.approve, name="delegation-approve"),
    path(_("delegations/<int:pk>/return/"), delegates.send_back, name="delegation-return"),
    path(
        _("delegations/<int:pk>/credentials/"),
        delegates.credentials,
        name="delegation-credentials",
    ),
    path(
        _("delegations/credentials/<int:pk>/"),
        delegations.credential,
        name="delegation-document",
    ),
    path(_("presence/<int:pk>/"), presences.presence, name="presence"),
    path(_("statements/"), statements.statements, name="statements"),
    path(_("statements/request/"), statements.new, name="statement-new"),
    path(_("statements/<int:pk>/decide/"), statements.decide, name="statement-decide"),
    path(
        _("statements/<int:pk>/withdraw/"), statements.withdraw, name="statement-withdraw"
    ),
    path(_("statements/<int:pk>/deliver/"), statements.deliver, name="statement-deliver"),
    path(
        _("statements/<int:pk>/document/"), statements.document, name="statement-document"
    ),
    path(_("drafting/"), drafting.groups, name="drafting"),
    path(_("drafting/form/"), drafting.form, name="drafting-form"),
    path(_("drafting/<int:pk>/designate/"), drafting.designate, name="drafting-designate"),
    path(_("drafting/<int:pk>/end/"), drafting.end, name="drafting-end"),
    path(
        _("drafting/representatives/<int:pk>/end/"),
        drafting.end_representation,
        name="drafting-representative-end",
    ),
]
