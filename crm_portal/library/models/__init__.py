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
from crm_portal.library.models.marking import searched
from crm_portal.library.models.news import NewsItem, NewsState
from crm_portal.library.models.published import (
    GlossaryTerm,
    Publication,
    PublicationKind,
)
from crm_portal.library.models.revisions import DocumentRevision, Scan
from crm_portal.library.models.search import (
    FileState,
    FileText,
    SearchDue,
    SearchEntry,
)

__all__ = [
    "HASH",
    "Audience",
    "AudienceChange",
    "Document",
    "DocumentQuerySet",
    "DocumentReader",
    "DocumentRevision",
    "FileState",
    "FileText",
    "GlossaryTerm",
    "IssuedDocument",
    "Kind",
    "Language",
    "Level",
    "NewsItem",
    "NewsState",
    "Paper",
    "Publication",
    "PublicationKind",
    "RenderJob",
    "Scan",
    "SearchDue",
    "SearchEntry",
    "StoredFile",
    "searched",
]
