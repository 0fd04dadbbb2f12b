"""Addresses of parties, people, powers and calendars, below the intranet's prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from members.views import (
    access_tokens,
    accounts,
    calendars,
    delegation,
    directory,
    imports,
    institutions,
    parties,
    people,
    presidencies,
    reference,
    security,
)

app_name = "members"
urlpatterns = [
    path(_("my-account/"), accounts.account, name="account"),
    path(_("invitation/<str:token>/"), accounts.invitation, name="invitation"),
    path(_("contact/<str:token>/"), accounts.contact, name="contact"),
    path(_("my-account/notices/"), security.timing, name="timing"),
    path(_("my-account/tokens/"), access_tokens.tokens, name="tokens"),
    path(_("my-account/tokens/new/"), access_tokens.new, name="token-new"),
    path(
        _("my-account/tokens/<int:pk>/revoke/"),
        access_tokens.revoke,
        name="token-revoke",
    ),
    path(_("address/<str:token>/"), accounts.address, name="address"),
    path(_("recovery/<str:token>/"), accounts.recover, name="recover"),
    path(_("reference/"), reference.index, name="reference"),
    path(_("reference/<slug:code>/"), reference.party, name="reference-party"),
    path(_("recoveries/<int:pk>/"), security.recovery, name="recovery"),
    path(_("recoveries/<int:pk>/approve/"), security.approve, name="recovery-approve"),
    path(_("recoveries/<int:pk>/dismiss/"), security.dismiss, name="recovery-dismiss"),
    path(_("directory/people/<int:pk>/acts/"), security.acts, name="person-acts"),
    path(_("directory/people/<int:pk>/account/"), security.keeping, name="person-account"),
    path(
        _("directory/people/<int:pk>/account/address/"),
        security.address,
        name="person-address",
    ),
    path(
        _("directory/people/<int:pk>/account/close/"), security.close, name="person-close"
    ),
    path(
        _("directory/people/<int:pk>/account/recovery/"),
        security.recover,
        name="person-recover",
    ),
    path(_("my-delegation/"), delegation.delegation, name="delegation"),
    path(_("directory/"), people.directory, name="directory"),
    path(_("directory/parties/"), people.parties, name="directory-parties"),
    path(_("directory/print/"), people.printed, name="directory-print"),
    path(_("directory/people.csv"), people.as_csv, name="directory-csv"),
    path(_("directory/people.vcf"), people.as_vcards, name="directory-vcf"),
    path(_("directory/import/"), imports.imports, name="imports"),
    path(_("directory/import/template.xlsx"), imports.template, name="import-template"),
    path(_("directory/import/<int:pk>/"), imports.detail, name="import"),
    path(_("directory/import/<int:pk>/confirm/"), imports.confirm, name="import-confirm"),
    path(_("directory/import/<int:pk>/discard/"), imports.discard, name="import-discard"),
    path(_("directory/institutions/<int:pk>/"), institutions.edit, name="institution-edit"),
    path(
        _("directory/institutions/<int:pk>/close/"),
        institutions.close,
        name="institution-close",
    ),
    path(_("directory/ask/"), directory.ask, name="directory-ask"),
    path(_("directory/people/<int:pk>/"), directory.person, name="person"),
    path(_("directory/people/<int:pk>/edit/"), people.edit, name="person-edit"),
    path(_("directory/people/<int:pk>/card.vcf"), people.card, name="person-card"),
    path(
        _("directory/people/<int:pk>/invite-again/"),
        directory.invite_again,
        name="person-invite-again",
    ),
    path(_("directory/people/<int:pk>/ask/"), directory.ask_person, name="person-ask"),
    path(_("directory/mandates/<int:pk>/end/"), directory.end_mandate, name="mandate-end"),
    path(_("directory/<slug:code>/"), directory.party, name="party"),
    path(_("directory/<slug:code>/invite/"), directory.invite, name="party-invite"),
    path(
        _("directory/<slug:code>/institutions/"), institutions.new, name="institution-new"
    ),
    path(_("directory/<slug:code>/voice/"), directory.voice, name="party-voice"),
    path(_("calendars/"), calendars.calendars, name="calendars"),
    path(_("calendars/<slug:code>/<int:year>/"), calendars.calendar, name="calendar"),
    path(
        _("calendars/<slug:code>/<int:year>/confirm/"),
        calendars.confirm,
        name="calendar-confirm",
    ),
    path(
        _("calendars/<slug:code>/<int:year>/enter/"),
        calendars.enter,
        name="closure-enter",
    ),
    path(
        _("calendars/<slug:code>/<int:year>/correct/<int:pk>/"),
        calendars.correct,
        name="closure-correct",
    ),
    path(_("standing/"), parties.standings, name="standings"),
    path(_("standing/admit/"), parties.admit, name="standing-admit"),
    path(_("standing/parties/<slug:code>/"), parties.record, name="standing-record"),
    path(_("continuity/"), parties.continuity, name="continuity"),
    path(_("continuity/<int:pk>/"), parties.continuity_answer, name="continuity-answer"),
    path(_("presidency/"), presidencies.presidency, name="presidency"),
    path(_("presidency/hand-over/"), presidencies.hand_over, name="presidency-hand-over"),
    path(_("presidency/designate/"), presidencies.designate, name="presidency-designate"),
    path(
        _("presidency/designations/<int:pk>/annul/"),
        presidencies.annul,
        name="designation-annul",
    ),
    path(_("presidency/interest/"), presidencies.announce, name="interest-announce"),
    path(
        _("presidency/interest/<int:pk>/withdraw/"),
        presidencies.withdraw,
        name="interest-withdraw",
    ),
    path(_("presidency/<int:year>/"), presidencies.year, name="presidency-year"),
    path(_("presidency/<int:year>/theme/"), presidencies.theme, name="presidency-theme"),
]
