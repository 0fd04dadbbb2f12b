"""The words of an instance: a catalogue laid over the portal's own, made from terms.

A name stands in a sentence with its article and its gender (*de la Conferencia*, *del
Foro*), so it cannot be one placeholder in a hundred messages. An instance says which terms
stand for which, article and all, in each language, and may write whole messages anew. From
that a catalogue is made once, and kept under the digest of what it was made from.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from crm_portal.core.instance.model import Instance, InstanceError, Words
from crm_portal.core.instance.terms import LANGUAGES, reworded

# The portal's messages are written in English, and translated in one catalogue.
SOURCE, COMPILED = "es/LC_MESSAGES/django.po", "LC_MESSAGES/django.mo"
Said = str | tuple[str, ...] | list[str]
Told = tuple[Message, Said, Said]


def folder(words: Words, portal: Path, shelf: Path) -> Path:
    """Return a folder of catalogues with the instance's words, made where there is none yet.

    ``portal`` is the folder of the portal's own catalogues, ``shelf`` where to keep them.
    """
    content = (portal / SOURCE).read_bytes()
    digest = hashlib.sha256(repr(words).encode() + content).hexdigest()[:24]
    kept = shelf / digest
    if kept.exists():
        return kept
    messages = _messages(portal)
    shelf.mkdir(parents=True, exist_ok=True)
    # What is cut short leaves nothing that the next start would take or stumble on.
    with tempfile.TemporaryDirectory(dir=shelf) as made:
        partial = Path(made) / digest
        for language in LANGUAGES:
            path = partial / language / COMPILED
            path.parent.mkdir(parents=True)
            with path.open("wb") as file:
                write_mo(file, _catalogue(messages, words, language))
        try:
            partial.rename(kept)
        except OSError:
            if not kept.exists():  # else another process was faster
                raise
    return kept


def left(words: Words, portal: Path, home: Instance) -> list[str]:
    """Return the messages that still name the portal's own process, in either language."""
    names = (home.name.es, home.name.en, home.acronym.es, home.acronym.en)
    said = "|".join(re.escape(each) for each in (*names, *home.also_called))
    own = re.compile(rf"\b(?:{said})\b")
    messages = _messages(portal)
    found = {
        _forms(message.id)[0]
        for language in LANGUAGES
        for message, _portal, here in _told(messages, words, language)
        if any(own.search(form) for form in _forms(here))
    }
    return sorted(found)


def _messages(portal: Path) -> list[Message]:
    """Return the portal's messages, without those that are parts of an address.

    What was compiled is read in a tenth of the time, where it is not older.
    """
    source = portal / SOURCE
    compiled = source.with_suffix(".mo")
    is_newer = compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime
    with (compiled if is_newer else source).open("rb") as file:
        found = read_mo(file) if is_newer else read_po(file)
    return [each for each in found if each.id and not each.fuzzy and not _is_address(each)]


def _is_address(message: Message) -> bool:
    first = _forms(message.id)[0]
    return first.endswith("/") or "/<" in first


def _catalogue(messages: list[Message], words: Words, language: str) -> Catalog:
    found = Catalog(locale=language)
    unknown = set(words.messages)
    for message, said, here in _told(messages, words, language):
        unknown.discard(_forms(message.id)[0])
        if here != said:
            found.add(message.id, here, context=_context(message))
    if unknown:
        raise InstanceError(f"words.toml rewrites what is no message: {min(unknown)!r}.")
    return found


def _context(message: Message) -> str | None:
    """Return the context of a message as text: out of a compiled catalogue it is bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def _told(messages: list[Message], words: Words, language: str) -> Iterator[Told]:
    """Yield each message, what the portal says for it and what is said here."""
    for message in messages:
        said = (message.string if language == "es" else message.id) or ""
        anew = words.messages.get(_forms(message.id)[0])
        forms = [
            anew.said(language) if anew else reworded(form, words, language)
            for form in _forms(said)
        ]
        yield message, said, forms[0] if isinstance(said, str) else tuple(forms)


def _forms(said: Said) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)
