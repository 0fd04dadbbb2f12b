"""Papers that the portal issued, and documents that people registered."""

from crm_portal.library.models.documents import (
    Document,
    DocumentQuerySet,
    DocumentReader,
    Level,
)
from crm_portal.library.models.downgrades import AudienceChange
from crm_portal.library.models.issued import (
    HASH,
    Audience,
    IssuedDocument,
    Kind,
    Language,
    Paper,
    RenderJob,
    StoredFile,
)
from crm_portal.library.models.revisions import DocumentRevision, Scan

__all__ = [
    "HASH",
    "Audience",
    "AudienceChange",
    "Document",
    "DocumentQuerySet",
    "DocumentReader",
    "DocumentRevision",
    "IssuedDocument",
    "Kind",
    "Language",
    "Level",
    "Paper",
    "RenderJob",
    "Scan",
    "StoredFile",
]
