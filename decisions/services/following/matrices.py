"""A country proposes what its cell says; the Secretariat confirms it (002:26)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Role, Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from crm_portal.library.services import Sheet
from decisions import ask_notices
from decisions.models.following_matrices import (
    Matrix,
    MatrixCell,
    MatrixTopic,
    MatrixVerdict,
)
from decisions.rules.following import matrices as rules
from decisions.rules.following import powers
from decisions.services.common import one_at_a_time, require_text
from decisions.services.following.common import day_of, document_of, require_other
from decisions.services.following.filing import filed
from members.models import Party


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says, with its source; ``as_of``: the day as of which it is known."""

    source: str
    as_of: date | None = None
    said_es: str = ""
    said_en: str = ""
    signed_on: date | None = None
    bound_on: date | None = None
    means: str = ""
    document_id: int | None = None
    sheet: Sheet | None = None


SAID = (
    "said_es",
    "said_en",
    "signed_on",
    "bound_on",
    "means",
    "as_of",
    "source",
    "document_id",
)


@transaction.atomic
def propose_cell(topic_id: int, party_id: int, said: Said, *, by: Viewer) -> MatrixCell:
    """Propose what a country's cell says: the country itself, or the Secretariat for it."""
    if not (powers.may_speak_for(by, party_id) or by.has(Role.SECRETARIAT)):
        raise Refused(
            _("A country proposes its own cell, or the Secretariat does."),
            code="not_its_own",
            rule="002:26",
        )
    seen = MatrixTopic.objects.filter(matrix__in=Matrix.objects.visible_to(by))
    topic = seen.select_related("matrix").get(pk=topic_id)
    if not Party.objects.members_on(by.on).filter(pk=party_id).exists():
        raise Invalid(_("A matrix has cells for member countries."), code="party")
    as_of = day_of(said.as_of, by)
    cell = MatrixCell(
        topic=topic,
        party_id=party_id,
        said_es=said.said_es.strip(),
        said_en=said.said_en.strip(),
        signed_on=said.signed_on,
        bound_on=said.bound_on,
        means=said.means,
        as_of=as_of,
        source=require_text(said.source, _("Say what the source is.")),
        proposed_at=by.at,
        proposed_by_id=by.signer,
    )
    _require_sense(cell)
    one_at_a_time(f"matrix-cell:{topic_id}:{party_id}")
    cell.document_id = document_of(said.document_id, by) or _filed(topic, said.sheet, by)
    waiting = topic.cells.filter(party=party_id, verdict=None).order_by("-pk").first()
    require_other(cell, waiting, *SAID)
    cell.save()
    audit.record(topic, "proposed", by=by, party=party_id, cell=cell.pk, as_of=as_of)
    ask_notices.tell_proposed(cell, by=by)
    return cell


def _filed(topic: MatrixTopic, sheet: Sheet | None, by: Viewer) -> int | None:
    series = f"MATRIZ-{topic.matrix_id}"
    return filed(
        sheet, series=series, title_es=topic.name_es, title_en=topic.name_en, by=by
    )


def _require_sense(cell: MatrixCell) -> None:
    if cell.topic.matrix.kind == rules.MatrixKind.WORDS:
        is_treaty = cell.signed_on or cell.bound_on or cell.means
        if is_treaty or not (cell.said_es or cell.said_en):
            raise Invalid(_("Say in words what is so."), code="words")
        return
    if cell.means and cell.means not in set(rules.Means):
        raise Invalid(_("A State is not bound in this way."), code="means")
    found = rules.faults(cell.treaty, cell.as_of)
    if found:
        told = " ".join(_(rules.SENTENCES[fault]) for fault in found)
        raise Invalid(told, code=found[0])


@transaction.atomic
def confirm_cell(pk: int, *, by: Viewer) -> MatrixVerdict:
    """Confirm what was proposed: from now on the cell says it."""
    return _decide(pk, by, declined="")


@transaction.atomic
def decline_cell(pk: int, *, reason: str, by: Viewer) -> MatrixVerdict:
    """Decline what was proposed, saying why; the cell says what it said before."""
    return _decide(pk, by, declined=require_text(reason, _("Say why.")))


def _decide(pk: int, by: Viewer, *, declined: str) -> MatrixVerdict:
    if not powers.may_confirm(by):
        raise Refused(
            _("The Secretariat confirms the cells of a matrix."),
            code="not_secretariat",
            rule="002:26",
        )
    seen = MatrixCell.objects.visible_to(by).select_for_update(of=("self",))
    cell = seen.select_related("topic").get(pk=pk)
    if MatrixVerdict.objects.filter(cell=cell).exists():
        raise Conflict(_("This was decided already."), code="decided")
    verdict = MatrixVerdict.objects.create(
        cell=cell,
        is_confirmed=not declined,
        reason=declined,
        decided_at=by.at,
        user_id=by.signer,
    )
    verb = "declined" if declined else "confirmed"
    audit.record(cell.topic, verb, by=by, party=cell.party_id, cell=cell.pk)
    ask_notices.tell_decided(cell, by=by)
    return verdict


def entries(matrix: Matrix, by: Viewer) -> dict[tuple[int, int], list[rules.Entry]]:
    """Return what the viewer may see of each cell, by topic and party: one query."""
    seen = MatrixCell.objects.visible_to(by).filter(topic__matrix=matrix)
    told = seen.values_list("topic_id", "party_id", "pk", "as_of", "verdict__is_confirmed")
    found: dict[tuple[int, int], list[rules.Entry]] = {}
    for topic, party, pk, as_of, is_confirmed in told.order_by("pk"):
        entry = rules.Entry(pk, as_of, VERDICTS[is_confirmed])
        found.setdefault((topic, party), []).append(entry)
    return found


VERDICTS = {
    None: rules.Verdict.WAITING,
    True: rules.Verdict.CONFIRMED,
    False: rules.Verdict.DECLINED,
}
