"""``manage.py messages``: bring the catalogues up to the sources, or only say what is missing."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands import makemessages

# English is what the sources are written in.
LANGUAGES = ["es"]
NOT_OURS = [
    ".venv*",
    "var",
    "tests",
    "drills",
    "benchmarks",
    "scripts",
    "deploy",
    "docs",
    "locale",
]


class Command(BaseCommand):
    help = "Update the catalogues from the sources; with --check, only say what is missing."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues = Path(settings.LOCALE_PATHS[0])
        if not options["check"]:
            _extract(catalogues)
            call_command("compile_catalogue")
            self._report(_problems(catalogues, catalogues))
            return
        with TemporaryDirectory() as folder:
            fresh = Path(folder)
            shutil.copytree(catalogues, fresh, dirs_exist_ok=True)
            _extract(fresh)
            problems = self._report(_problems(catalogues, fresh))
        if problems:
            raise CommandError(
                "The catalogues are not complete: make messages, and translate."
            )

    def _report(self, problems: Iterator[str]) -> int:
        found = list(problems)
        for problem in found:
            self.stdout.write(problem)
        return len(found)


class _Into(makemessages.Command):
    """Django's own, which writes to any folder called ``locale``, held to the one given."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = str(folder)

    def find_files(self, root: str) -> list[Any]:
        self.locale_paths = [self.folder]
        self.default_locale_path = self.folder
        return super().find_files(root)


def _extract(folder: Path) -> None:
    call_command(
        _Into(folder),
        locale=LANGUAGES,
        ignore_patterns=[*NOT_OURS],
        no_location=True,
        no_obsolete=True,
        verbosity=0,
    )


def _problems(written: Path, fresh: Path) -> Iterator[str]:
    for language in LANGUAGES:
        known, now = _catalogue(written, language), _catalogue(fresh, language)
        for key, message in now.items():
            if not _is_translated(message):
                yield f"{language}: not translated: {key[0]!r}"
        for text, _context in sorted(known.keys() - now.keys(), key=str):
            yield f"{language}: no longer used: {text!r}"


def _catalogue(folder: Path, language: str) -> dict[tuple[str, str | None], Message]:
    """Return the messages by English text and context."""
    path = folder / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return {(_singular(message), message.context): message for message in messages}


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(texts) and not message.fuzzy
