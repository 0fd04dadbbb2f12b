"""Catalogues are compiled with what pip installs: a fresh machine has no gettext."""

import gettext
import os

from django.core.management import call_command

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "deadline"
msgstr "plazo"

#, fuzzy
msgid "seat"
msgstr "sede"
"""


def written(folder):
    path = folder / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


def test_a_catalogue_is_compiled_and_guesses_are_left_out(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    path = written(tmp_path)

    call_command("compile_catalogue")

    with path.with_suffix(".mo").open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert spanish.gettext("deadline") == "plazo"
    assert spanish.gettext("seat") == "seat"


def test_what_is_newer_than_its_catalogue_is_left_alone(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    compiled = written(tmp_path).with_suffix(".mo")
    compiled.write_bytes(b"kept")
    os.utime(compiled, (2**31, 2**31))

    call_command("compile_catalogue")

    assert compiled.read_bytes() == b"kept"
