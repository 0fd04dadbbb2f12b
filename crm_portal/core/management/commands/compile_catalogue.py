"""``manage.py compile_catalogue``: what gettext reads, made from the catalogues without gettext."""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile every catalogue that is newer than what was compiled from it."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(Path(folder))


def compile_catalogues(folder: Path) -> None:
    """Compile what has changed below ``folder``; guesses (fuzzy) are left out."""
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _compile(source, compiled)


def _compile(source: Path, compiled: Path) -> None:
    # Moved into place whole: a process that starts now must not read half of it.
    partial = compiled.with_suffix(f".{os.getpid()}")
    with source.open("rb") as catalogue, partial.open("wb") as file:
        write_mo(file, read_po(catalogue))
    partial.replace(compiled)
