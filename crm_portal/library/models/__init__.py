"""Papers that the portal issued, and documents that people registered."""

from crm_portal.library.models.bulletins import (
    Bulletin,
    BulletinAddressee,
    BulletinState,
)
from crm_portal.library.models.collections import Collection, CollectionItem, Shelf
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
from crm_portal.library.models.saved import SavedSearch
from crm_portal.library.models.search import (
    FileState,
    FileText,
    SearchDue,
    SearchEntry,
)
from crm_portal.library.models.webhooks import (
    Announcement,
    Webhook,
    WebhookDelivery,
    WebhookState,
)

__all__ = [
    "HASH",
    "Announcement",
    "Audience",
    "AudienceChange",
    "Bulletin",
    "BulletinAddressee",
    "BulletinState",
    "Collection",
    "CollectionItem",
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
    "SavedSearch",
    "Scan",
    "SearchDue",
    "SearchEntry",
    "Shelf",
    "StoredFile",
    "Webhook",
    "WebhookDelivery",
    "WebhookState",
    "searched",
]
