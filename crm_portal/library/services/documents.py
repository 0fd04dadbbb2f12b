"""Register a document, add a file to it, name somebody who may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit, wakeup
from crm_portal.core.access import Viewer
from crm_portal.core.crashpoints import crashpoint
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library import circles, inspection, names, rules
from crm_portal.library.models import (
    Document,
    DocumentReader,
    DocumentRevision,
    Language,
    Level,
    Scan,
    StoredFile,
)
from crm_portal.library.models.documents import Category
from crm_portal.library.rules import sha256_of
from members.access import viewer_for
from members.models import User


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is said of a document when it is registered. ``embargo_until`` is excluded.

    ``number`` is the one that its symbol already has, as in an archive; None: the next.
    """

    series: str
    category: str
    title_es: str
    title_en: str = ""
    level: str
    circle: str = ""
    embargo_until: datetime | None = None
    source: str = ""
    description: str = ""
    dated: date | None = None
    number: int | None = None


@dataclass(frozen=True)
class Sheet:
    """A file that has been looked into: its name, its bytes, what it is, its language."""

    name: str
    content: bytes
    content_type: str
    language: str
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, content: bytes, language: str) -> "Sheet":
        """Look into a file; what cannot be kept is Invalid, with the reason."""
        found = inspection.inspect(name, content)
        return cls(
            names.clean(name), content, found.content_type, language, tuple(found.remarks)
        )


@transaction.atomic
def register_document(
    draft: Draft,
    sheets: Sequence[Sheet],
    *,
    by: Viewer,
    readers: Iterable[int] = (),
    is_demonstration: bool = False,
) -> Document:
    """Give a document its symbol and keep its files; ``readers`` are accounts, by id."""
    _require_registrable(draft, sheets, by)
    document = _created(draft, by, is_demonstration=is_demonstration)
    crashpoint("document_written")
    for sheet in sheets:
        _keep(document, 0, sheet, by)
    if draft.level == Level.NAMED:
        _name(document, {by.signer, *readers}, _("Named when it was registered"), by)
    audit.record(document, "registered", by=by, level=draft.level, files=len(sheets))
    crashpoint("document_before_commit")
    transaction.on_commit(lambda: crashpoint("document_committed"))
    return document


def _created(draft: Draft, by: Viewer, *, is_demonstration: bool) -> Document:
    """Write the row down, under the next symbol of its series."""
    apart = draft.level in rules.NUMBERED_APART
    number = _next_number(draft.series, draft.category, apart=apart)
    if draft.number is not None:
        number = _own_number(draft, apart=apart)
    symbol = rules.symbol_of(draft.series, draft.category, number, apart=apart)
    return Document.objects.create(
        series=draft.series,
        category=draft.category,
        number=number,
        apart=apart,
        symbol=symbol,
        slug=rules.slug_of(symbol),
        title_es=draft.title_es.strip(),
        title_en=draft.title_en.strip(),
        level=draft.level,
        circle=draft.circle,
        embargo_until=draft.embargo_until,
        source=draft.source.strip(),
        description=draft.description.strip(),
        dated=draft.dated or by.on,
        registered_at=by.at,
        registered_by_id=by.signer,
        registered_for_id=by.state,
        is_demonstration=is_demonstration,
    )


@transaction.atomic
def add_revision(
    pk: int, sheets: Sequence[Sheet], *, by: Viewer, is_new: bool = True
) -> list[DocumentRevision]:
    """Add files: a new revision, or another language of the latest. The old ones stay."""
    document = locked(pk, by)
    if not sheets:
        raise Invalid(_("Add at least one file."), code="files")
    last = document.revisions.order_by("-number").values_list("number", flat=True)[0]
    number = last + 1 if is_new else last
    there = document.revisions.filter(number=number).values_list("language", flat=True)
    if {sheet.language for sheet in sheets} & set(there):
        raise Conflict(
            _("That language is there already: a new text is a new revision."),
            code="language",
        )
    made = [_keep(document, number, sheet, by) for sheet in sheets]
    audit.record(document, "revised", by=by, number=number, files=len(made))
    return made


@transaction.atomic
def add_reader(pk: int, user_id: int, *, reason: str, by: Viewer) -> DocumentReader:
    """Let one person read a document; of a closed door, only those who sit there may."""
    document = locked(pk, by)
    if not reason.strip():
        raise Invalid(_("Say why this person reads it."), code="reason")
    reader = User.objects.filter(pk=user_id).first()
    if reader is None or viewer_for(reader, by.at).is_public:
        raise Invalid(_("Choose somebody who holds an office today."), code="reader")
    if document.readers.filter(user=user_id).exists():
        raise Conflict(_("That person reads it already."), code="reader")
    return _name(document, {user_id}, reason.strip(), by)[0]


def locked(pk: int, by: Viewer) -> Document:
    """Return a document under lock, for somebody who reads it and keeps it."""
    visible = Document.objects.visible_to(by).filter(pk=pk).values("pk")
    document = Document.objects.select_for_update(of=("self",)).get(pk__in=visible)
    if document.level == Level.CLOSED:
        require_inside(document, by)
        return document
    if not rules.may_manage(by, registered_for=document.registered_for_id):
        raise Refused(
            _("The Secretariat, the Presidency and whoever submitted it keep a document."),
            rule="001:455",
        )
    return document


def require_inside(document: Document, by: Viewer) -> None:
    """Refuse whoever reads a closed document without sitting behind that door."""
    if document.circle not in circles.of(by):
        raise Refused(
            _("Only those of the closed session decide on its documents."), rule="001:376"
        )


def require_circle(level: str, circle: str, by: Viewer) -> None:
    """Refuse a level that lacks its circle, or a closed one in which ``by`` does not sit."""
    if not rules.is_circled(level):
        if circle:
            raise Invalid(_("That audience hangs on no meeting."), code="circle")
        return
    if circles.kind(circle) != level:
        raise Invalid(_("Choose the meeting whose circle it is for."), code="circle")
    if level == Level.CLOSED:
        if circle not in circles.of(by):
            raise Refused(
                _("Only those of the closed session register its documents."),
                rule="001:376",
            )
    elif circle not in dict(circles.offered(by)):
        raise Invalid(_("Choose the meeting whose circle it is for."), code="circle")


def _require_registrable(draft: Draft, sheets: Sequence[Sheet], by: Viewer) -> None:
    if draft.level not in Level.values or draft.category not in Category.values:
        raise Invalid(_("Choose the audience and the category."), code="words")
    if not rules.may_register(by, draft.level):
        raise Refused(
            _("You may not register a document for that audience."), rule="001:455"
        )
    require_circle(draft.level, draft.circle, by)
    if not draft.title_es.strip():
        raise Invalid(_("Give the title in Spanish."), code="title")
    if not rules.is_series(draft.series):
        raise Invalid(
            _("A series has capital letters, figures and hyphens, as in XXI-CRM."),
            code="series",
        )
    if draft.embargo_until is not None and draft.embargo_until <= by.at:
        raise Invalid(_("The embargo ends in the future."), code="embargo")
    languages = [sheet.language for sheet in sheets]
    if not sheets or len(set(languages)) != len(languages):
        raise Invalid(_("Add one file for each language, and at least one."), code="files")


def _next_number(series: str, category: str, *, apart: bool) -> int:
    """Return the number after the last; documents are never deleted, so it is a new one."""
    with connection.cursor() as cursor:
        key = f"library.symbol:{series}/{category}/{int(apart)}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    taken = Document.objects.filter(series=series, category=category, apart=apart)
    last = taken.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def _own_number(draft: Draft, *, apart: bool) -> int:
    """Return the number that a document brings, unless another has it; under the same lock."""
    number = draft.number or 0
    own = {"series": draft.series, "category": draft.category, "number": number}
    if not 0 < number < rules.LAST_NUMBER:
        raise Invalid(_("A symbol's number is a positive whole one."), code="number")
    if Document.objects.filter(apart=apart, **own).exists():
        raise Conflict(_("Another document has that symbol."), code="symbol")
    return number


def _keep(document: Document, number: int, sheet: Sheet, by: Viewer) -> DocumentRevision:
    if sheet.language not in Language.values:
        raise Invalid(_("Choose the language of the file."), code="language")
    if len(sheet.content) > settings.LIBRARY_MAX_BYTES:
        raise Invalid(_("The file is too large."), code="too_large")
    stored, _made = StoredFile.objects.get_or_create(
        sha256=sha256_of(sheet.content),
        defaults={
            "size": len(sheet.content),
            "content_type": sheet.content_type,
            "content": sheet.content,
        },
    )
    crashpoint("file_stored")
    scanned = bool(settings.CLAMD_SOCKET)
    revision = DocumentRevision.objects.create(
        document=document,
        number=number,
        language=sheet.language,
        file=stored,
        file_name=sheet.name,
        remarks=list(sheet.remarks),
        added_at=by.at,
        added_by_id=by.signer,
        scan=Scan.PENDING if scanned else Scan.UNSCANNED,
        next_try_at=by.at if scanned else None,
    )
    crashpoint("revision_written")
    if scanned:
        wakeup.soon()
    return revision


def _name(
    document: Document, users: set[int], reason: str, by: Viewer
) -> list[DocumentReader]:
    rows = [
        DocumentReader(
            document=document,
            user_id=user,
            reason=reason[:300],
            added_at=by.at,
            added_by_id=by.signer,
        )
        for user in sorted(users)
    ]
    made = DocumentReader.objects.bulk_create(rows)
    audit.record(document, "readers_named", by=by, accounts=sorted(users))
    return made
