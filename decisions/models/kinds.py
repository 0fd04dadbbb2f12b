"""The kinds of text in force, as the rows that the rules read."""

import json
from dataclasses import replace
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_portal.core.i18n import Bilingual
from crm_portal.library.rules import canonical_json
from decisions.rules.texts.kinds import Kind, read_kinds

# As many shapes of kinds as a process keeps read.
KEPT = 64


class TextKind(models.Model):
    """One kind of text. ``row`` and ``parts`` are what the rules read, as the files have it."""

    code = models.SlugField(_("code"), max_length=30, primary_key=True)
    name_es = models.CharField(_("name (Spanish)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    row = models.JSONField()
    parts = models.JSONField()

    name = Bilingual()

    class Meta:
        ordering = ["position"]
        verbose_name = _("kind of text")
        verbose_name_plural = _("kinds of text")

    def __str__(self) -> str:
        return self.code

    @property
    def rules(self) -> Kind:
        """Return the kind as the rules take it."""
        return _read(canonical_json(self.row), canonical_json(self.parts))


@lru_cache(maxsize=KEPT)
def _read(row: str, parts: str) -> Kind:
    """Read one kind by itself: what it is annexed to was checked when all were loaded."""
    said = json.loads(row)
    kinds = read_kinds([said | {"annexed_to": ""}], json.loads(parts))
    return replace(kinds[said["code"]], annexed_to=said["annexed_to"])
