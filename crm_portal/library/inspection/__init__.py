"""What a file really is: known by its bytes, refused when it could harm whoever opens it.

Pure functions over a name and bytes. Nothing is converted, nothing is opened outside the
process, and nothing is expanded before its size has been reckoned.
"""

from crm_portal.library import names
from crm_portal.library.inspection import images, mails, packages, pdfs
from crm_portal.library.inspection.verdicts import TYPES, Found, Hostile, refuse

__all__ = ["TYPES", "Found", "Hostile", "inspect"]

ALIASES = {".jpeg": ".jpg", ".jpe": ".jpg"}
DEEPEST = 2


def inspect(name: str, content: bytes, *, depth: int = 0) -> Found:
    """Return what ``content`` is; raise ``Hostile`` when it is nothing that may be kept."""
    if not content:
        raise refuse("empty")
    if depth > DEEPEST:
        raise refuse("nested")
    suffix = names.suffix_of(name)
    suffix = ALIASES.get(suffix, suffix)
    if suffix not in TYPES:
        raise refuse("unknown")
    found = _looked_into(content, depth)
    if found.suffix != suffix:
        raise refuse("suffix", is_really=found.suffix)
    return found


def _looked_into(content: bytes, depth: int) -> Found:
    if content.startswith(pdfs.MAGIC):
        return pdfs.inspect(content)
    if content.startswith((images.PNG, images.JPEG)):
        return images.inspect(content)
    if content.startswith(packages.MAGIC):
        return packages.inspect(content, lambda n, c: inspect(n, c, depth=depth + 1))
    if content.startswith(packages.OLD_OFFICE):
        raise refuse("old_office")
    if mails.is_mail(content):
        return mails.inspect(content, lambda n, c: inspect(n, c, depth=depth + 1))
    raise refuse("unknown")
