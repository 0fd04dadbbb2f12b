"""Files that prove what was recorded: kept under their own hash, once."""

from crm_portal.library.models import StoredFile


def keep(*, sha256: str, size: int, content_type: str, content: bytes) -> StoredFile:
    """Return the stored file with this content; the same content is kept once."""
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "content_type": content_type, "content": content},
    )
    return stored
