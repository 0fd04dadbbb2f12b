"""Addresses of the agenda of one meeting, below its own."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from meetings.views import (
    agenda,
    agenda_comments,
    agenda_items,
    agenda_spaces,
    agenda_versions,
)

urlpatterns = [
    path("", agenda.page, name="agenda"),
    path(_("edit/"), agenda.edit, name="agenda-edit"),
    path(_("propose/"), agenda_items.propose, name="agenda-propose"),
    path(_("items/new/"), agenda_items.new, name="agenda-item-new"),
    path(_("items/<int:pk>/"), agenda_items.item, name="agenda-item"),
    path(_("items/<int:pk>/move/"), agenda_items.move, name="agenda-item-move"),
    path(_("items/<int:pk>/take/"), agenda_items.take, name="agenda-item-take"),
    path(
        _("items/<int:pk>/set-aside/"), agenda_items.set_aside, name="agenda-item-set-aside"
    ),
    path(_("items/<int:pk>/result/"), agenda_items.result, name="agenda-item-result"),
    path(_("items/<int:pk>/spaces/"), agenda_spaces.spaces, name="agenda-spaces"),
    path(
        _("spaces/<int:pk>/confirm/"),
        agenda_spaces.confirm_space,
        name="agenda-space-confirm",
    ),
    path(
        _("spaces/<int:pk>/withdraw/"),
        agenda_spaces.withdraw_space,
        name="agenda-space-withdraw",
    ),
    path(_("carry/"), agenda_items.carry, name="agenda-carry"),
    path(_("circulate/"), agenda_versions.circulate, name="agenda-circulate"),
    path(_("final/"), agenda_versions.finalise, name="agenda-final"),
    path(_("fix-closed/"), agenda_versions.fix_closed, name="agenda-fix-closed"),
    path(_("script/"), agenda.script, name="agenda-script"),
    path(_("papers/<str:code>/"), agenda.paper, name="agenda-paper"),
    path(_("comments/<int:pk>/"), agenda_comments.treat, name="agenda-comment-treat"),
    path(
        _("versions/<int:number>/publish/"), agenda_versions.publish, name="agenda-publish"
    ),
    path(
        _("versions/<int:number>/comment/"), agenda_comments.comment, name="agenda-comment"
    ),
    path(
        _("versions/<slug:door>/<int:number>/"),
        agenda_versions.version,
        name="agenda-version",
    ),
]
