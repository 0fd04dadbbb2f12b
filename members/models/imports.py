"""Directories read from a spreadsheet: every line as it was, until it is confirmed."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from members import rules
from members.models.parties import Party


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    def visible_to(self, viewer: Viewer) -> "DirectoryImportQuerySet":
        """Whoever imports for everybody sees all; a delegation, what it uploaded itself."""
        if rules.may_import_for_all(viewer):
            return self
        if viewer.user_id is None or viewer.party_id is None:
            return self.none()
        return self.filter(uploaded_by=viewer.user_id, party=viewer.party_id)


class DirectoryImport(models.Model):
    """An uploaded directory: its lines, what may be done with them, and what was done.

    ``party`` set: only that party's lines are taken. ``lines`` hold ``{"row", "cells"}`` as
    they were read; confirming applies all of them or none.
    """

    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filename = models.CharField(_("file"), max_length=160)
    lines = models.JSONField(_("lines"))
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    objects = DirectoryImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        verbose_name = _("imported directory")
        verbose_name_plural = _("imported directories")
        constraints = [
            models.CheckConstraint(
                name="members_directoryimport_ends_once",
                condition=Q(confirmed_at=None) | Q(discarded_at=None),
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        return reverse("members:import", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits to be confirmed or discarded."""
        return self.confirmed_at is None and self.discarded_at is None
