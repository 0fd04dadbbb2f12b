"""How a text in work is read: a number of queries that is fixed, whatever is proposed on it."""

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject

from crm_portal.core.access import Role, Viewer
from crm_portal.core.prepared import Prepared
from decisions.models import (
    Circulation,
    Paragraph,
    Proposal,
    ProposalCollision,
    ProposalComment,
    Text,
    TextVersion,
)
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import (
    FIELDS,
    OF_A_ROW,
    Asked,
    Collided,
    Proposed,
    Row,
    Sent,
    Version,
    proposed,
    standing,
)
from decisions.rules.texts import powers
from decisions.text_access import is_delegate, is_representative
from members.models import Party, Presidency, User

INSIDE = (Role.MEMBER, Role.SECRETARIAT)


def find(viewer: Viewer, reference: str) -> Text | None:
    """Return the text with what stands around its page, if it exists for the viewer.

    The circles that the viewer sits in are asked for only where nothing else lets the
    viewer in.
    """
    found = _TEXT(
        shape=viewer.roles, at=viewer.at, party=viewer.party_id, reference=reference
    )
    if found:
        return found[0]
    circled = Text.objects.visible_to(viewer).filter(reference=reference)
    return _around(circled, viewer.at).first() if viewer.roles else None


def _text(
    shape: frozenset[Role], at: datetime, party: int | None, reference: str
) -> QuerySet[Text]:
    viewer = Viewer(at=at, party_id=party, roles=shape)
    visible = Text.objects.visible_to(viewer).filter(reference=reference)
    return _around(visible, at)


def _around(texts: QuerySet[Text], at: datetime) -> QuerySet[Text]:
    """Add the versions, what was circulated, and who presides: the page's head."""
    versions = TextVersion.objects.filter(text=OuterRef("pk")).order_by("number")
    sent = Circulation.objects.filter(version__text=OuterRef("pk")).order_by("pk")
    presiding = Presidency.objects.filter(term__contains=at)
    version = JSONObject(
        number="number", pk="pk", created_at="created_at", frozen_at="frozen_at"
    )
    circulated = JSONObject(
        number="version__number", level="level", at="circulated_at", until="comments_until"
    )
    return texts.select_related("kind", "meeting__body", "body", "group").annotate(
        version_rows=ArraySubquery(versions.values(row=version)),
        sent_rows=ArraySubquery(sent.values(row=circulated)),
        headed_by=Subquery(presiding.values("party")[:1]),
    )


def _paragraphs(now: int, base: int | None) -> list[tuple[int, Row]]:
    """The paragraphs of one version, and of another to compare it with: one query."""
    versions = [now] if base is None else [now, base]
    found = Paragraph.objects.filter(version__in=versions).order_by("version", "position")
    written = found.annotate(stand=Cast("languages", TextField()))
    return [
        (version, Row._make((*row, standing(stand))))
        for version, *row, stand in written.values_list("version", *OF_A_ROW)
    ]


_TEXT: Prepared[Text] = Prepared(_text)
_MEMBERS: Prepared[Party] = Prepared(Party.objects.member_states)


def load(
    text: Text, viewer: Viewer, asked: Asked | None = None, *, whole: bool = True
) -> Workspace:
    """Read a text from ``find`` with its paragraphs and what is proposed: six queries at most.

    Only the paragraphs, unless it is to be ``whole``.

    Whoever is neither a member nor the Secretariat reads the last version that was
    circulated to them, and nothing of the negotiation.
    """
    inside = viewer.has(*INSIDE)
    by_office = powers.speaks(viewer, is_delegate=False)
    found: Any = text
    versions = [Version(**row) for row in found.version_rows]
    if not inside:
        seen = set(_seen(text, viewer))
        versions = [each for each in versions if each.pk in seen]
    workspace = Workspace(
        text=text,
        viewer=viewer,
        asked=asked or Asked(),
        is_inside=inside,
        versions=versions,
        sent=[Sent(**row) for row in found.sent_rows],
        parties={each.pk: each for each in _MEMBERS()},
        is_representative=inside and is_representative(text, viewer),
        is_delegate=inside and not by_office and is_delegate(text, viewer),
    )
    _read(workspace, whole=whole)
    return workspace


def _seen(text: Text, viewer: Viewer) -> QuerySet[Any]:
    visible = TextVersion.objects.visible_to(viewer).filter(text=text)
    return visible.values_list("pk", flat=True)


def _read(workspace: Workspace, *, whole: bool) -> None:
    """Read the paragraphs, the proposals and their collisions, and the names in the record."""
    if workspace.now is None:
        return
    base = workspace.base.pk if workspace.base else None
    for version, row in _paragraphs(workspace.now.pk, base):
        is_now = version == workspace.now.pk
        (workspace.rows if is_now else workspace.before).append(row)
    if not workspace.is_inside or not whole:
        return
    workspace.proposals = proposals_of(workspace.text.pk)
    if workspace.proposals:
        workspace.collisions = _collisions(workspace.text.pk)
    workspace.names = _names(workspace.rows)


def proposals_of(text_id: int) -> list[Proposed]:
    """Return what is proposed on a text, in the order in which it came: one query."""
    rows = Proposal.objects.filter(text=text_id, reply=None).order_by("number")
    written = rows.annotate(put=Cast("place", TextField()))
    return proposed(written.values_list(*FIELDS))


def comments_on(proposal: Proposed) -> QuerySet[ProposalComment]:
    """Return what was said on a proposal of a text that the reader sees, in order."""
    found = ProposalComment.objects.filter(proposal=proposal.pk)
    return found.select_related("party", "user")


def _collisions(text_id: int) -> list[Collided]:
    rows = ProposalCollision.objects.filter(text=text_id, resolved_at=None)
    fields = ("first__number", "second__number", "clash", "paragraph_key", "language")
    return [Collided(*row) for row in rows.values_list(*fields)]


def _names(rows: list[Row]) -> dict[int, str]:
    """Return who checked a translation, by key."""
    people = {
        said["by"]
        for row in rows
        for said in row.languages.values()
        if said.get("state") == "checked" and said.get("by")
    }
    if not people:
        return {}
    found = User.objects.filter(pk__in=people)
    return dict(found.values_list("pk", "full_name"))
