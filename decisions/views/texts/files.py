"""A text as files: the paper that was made once, Word clean or with changes, structured."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_portal.core.access import Role, Viewer
from crm_portal.core.display import format_instant
from crm_portal.core.errors import Conflict
from crm_portal.core.files import PRIVATE, PUBLIC, sealed
from crm_portal.library.marking import Mark, Unmarkable, marked
from crm_portal.library.models import IssuedDocument, Kind, Language, RenderJob
from decisions.models import TextVersion
from decisions.reports.sheets import akn, data, word
from decisions.reports.sheets.of_version import of_version
from decisions.reports.sheets.sheet import Sheet
from decisions.text_states import TextState
from decisions.views.common import say_no
from members.http import PortalRequest

PDF = "application/pdf"
TABLE = "table"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Shape(NamedTuple):
    """A file that is written when it is asked for: its type, its ending, who writes it."""

    content_type: str
    ending: str
    write: Callable[[Sheet], bytes]
    with_changes: bool = False


SHAPES = {
    "word": Shape(WORD, "docx", word.to_docx),
    "changes": Shape(WORD, "docx", word.to_tracked_docx, with_changes=True),
    "akn": Shape("application/xml", "xml", akn.to_xml),
    "json": Shape("application/json", "json", data.to_json),
}
PAPERS = {
    "pdf": Language.BOTH,
    "pdf-es": Language.SPANISH,
    "pdf-en": Language.ENGLISH,
    TABLE: Language.BOTH,
}


@require_safe
def text_file(
    request: PortalRequest, reference: str, number: int, shape: str
) -> HttpResponse:
    """One version as a file, for whoever may see that version."""
    return _file(request, _version(request.viewer, reference, number=number), shape)


@login_not_required
@require_safe
def adopted_file(request: PortalRequest, reference: str, shape: str) -> HttpResponse:
    """The adopted version as a file: once it is published, for everybody."""
    version = _version(request.viewer, reference, adoption__isnull=False)
    return _file(request, version, shape)


def _file(request: PortalRequest, version: TextVersion, shape: str) -> HttpResponse:
    if shape in PAPERS:
        return _paper(request, version, shape)
    if shape not in SHAPES:
        raise Http404
    found = SHAPES[shape]
    sheet = _sheet(version, request.viewer, found)
    name = f"{version.text.reference}-v{version.number}-{shape}.{found.ending}"
    answer = HttpResponse(found.write(sheet), content_type=found.content_type)
    return sealed(answer, name, cache=_cache(version))


def _version(viewer: Viewer, reference: str, **which: object) -> TextVersion:
    seen = TextVersion.objects.visible_to(viewer).filter(text__reference=reference, **which)
    found = seen.select_related("text__kind", "text__meeting__body").first()
    if found is None:
        raise Http404
    return found


def _sheet(version: TextVersion, viewer: Viewer, shape: Shape) -> Sheet:
    """Proposals for those who negotiate; otherwise what changed since the version before."""
    if not shape.with_changes:
        return of_version(version)
    is_latest = not version.text.versions.filter(number__gt=version.number).exists()
    if viewer.has(Role.MEMBER, Role.SECRETARIAT) and is_latest:
        return of_version(version, with_proposals=True)
    seen = TextVersion.objects.visible_to(viewer).filter(text=version.text_id)
    earlier = seen.filter(number__lt=version.number).order_by("-number").first()
    return of_version(version, against=earlier)


def _is_public(version: TextVersion) -> bool:
    """Say whether everybody may read it: adopted, and published; never a draft."""
    return version.text.state == TextState.PUBLISHED and hasattr(version, "adoption")


def _cache(version: TextVersion) -> str:
    return PUBLIC if _is_public(version) else PRIVATE


def _paper(request: PortalRequest, version: TextVersion, shape: str) -> HttpResponse:
    """The stored paper: nothing is rendered here."""
    found, waits = _papers(request.viewer, version, shape)
    paper = found.order_by("-pk").select_related("pdf").first()
    if paper is None:
        if not waits.exists():
            raise Http404
        return say_no(request, Conflict(_("The paper is being made: try again shortly.")))
    content = bytes(paper.pdf.content)
    if not _is_public(version):
        try:
            content = marked(content, _mark(version, request.viewer))
        except Unmarkable:
            return say_no(request, Conflict(_("This file cannot be marked.")))
    name = f"{version.text.reference}-v{version.number}-{shape}.pdf"
    answer = HttpResponse(content, content_type=PDF)
    return sealed(answer, name, cache=_cache(version))


def _papers(
    viewer: Viewer, version: TextVersion, shape: str
) -> tuple[QuerySet[IssuedDocument], QuerySet[RenderJob]]:
    """The papers of a shape, and the orders to make them; the table is for who negotiates."""
    if shape == TABLE:
        if not viewer.has(Role.MEMBER, Role.SECRETARIAT):
            raise Http404
        told: dict[str, str] = {"kind": Kind.PROPOSALS}
        target: Model = version
    elif hasattr(version, "adoption"):
        told, target = {"language": PAPERS[shape]}, version.text
    else:
        told, target = {"language": PAPERS[shape], "kind": Kind.DRAFT}, version
    issued = IssuedDocument.objects.of(target).filter(**told)
    return issued, RenderJob.objects.of(target).filter(**told)


def _mark(version: TextVersion, viewer: Viewer) -> Mark:
    """Who may read it, and whose copy it is, on every page of what is not published."""
    level = version.circulations.order_by("-pk").first()
    audience = level.get_level_display() if level else _("Member countries only")
    head = _("RESTRICTED: %(level)s · %(symbol)s") % {
        "level": audience,
        "symbol": version.text.reference,
    }
    at = format_instant(viewer.at, "dated")
    foot = _("Copy of %(reader)s, %(at)s (San José)") % {"reader": viewer.label, "at": at}
    return Mark(head, foot)
