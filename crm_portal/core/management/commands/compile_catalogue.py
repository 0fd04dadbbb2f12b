"""``manage.py compile_catalogue``: turn the catalogues into what gettext reads, without gettext."""

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
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                self._compile(source, source.with_suffix(".mo"))

    def _compile(self, source: Path, compiled: Path) -> None:
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            return
        with source.open("rb") as file:
            catalogue = read_po(file)
        partial = compiled.with_suffix(".mo.part")  # a reader never sees half a catalogue
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(compiled)
