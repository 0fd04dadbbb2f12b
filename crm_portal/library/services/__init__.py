"""What can be done with papers and documents: one function a verb."""

from crm_portal.library.services.audiences import (
    approve_downgrade,
    decline_downgrade,
    narrow,
    propose_downgrade,
)
from crm_portal.library.services.documents import (
    Draft,
    Sheet,
    add_reader,
    add_revision,
    register_document,
)
from crm_portal.library.services.news import (
    Words,
    approve_news,
    rewrite_news,
    withdraw_news,
    write_news,
)
from crm_portal.library.services.papers import (
    ATTEMPTS,
    COPIED,
    ContentType,
    Paper,
    ask,
    issue,
    make_next,
    publish,
    publish_when_made,
    supersede,
    try_again,
)

__all__ = [
    "ATTEMPTS",
    "COPIED",
    "ContentType",
    "Draft",
    "Paper",
    "Sheet",
    "Words",
    "add_reader",
    "add_revision",
    "approve_downgrade",
    "approve_news",
    "ask",
    "decline_downgrade",
    "issue",
    "make_next",
    "narrow",
    "propose_downgrade",
    "publish",
    "publish_when_made",
    "register_document",
    "rewrite_news",
    "supersede",
    "try_again",
    "withdraw_news",
    "write_news",
]
