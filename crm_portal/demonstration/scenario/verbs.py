"""What an act of the story may be: one verb of the procedure each, through its service."""

import hashlib
from collections.abc import Callable
from typing import Any

from crm_portal.core.access import Viewer
from crm_portal.demonstration.scenario import script
from crm_portal.demonstration.scenario.script import Act
from crm_portal.library.models import StoredFile
from decisions.models import Proposal, Reply
from decisions.rules.positions import Position
from decisions.services import (
    closing,
    conducting,
    distribution,
    drafting,
    replying,
    revising,
)
from decisions.services import troika as troika_services
from decisions.services.drafting import Draft
from decisions.services.replying import Answer, Change
from members.models import OfficialVoice

MAIL = "message/rfc822"
Matters = dict[str, int]
Verb = Callable[[Matters, Act, Viewer], object]


def _draft(matters: Matters, act: Act, by: Viewer) -> None:
    written = script.text(act.of)
    paragraphs = [Draft(**row) for row in written.pop("paragraph")]
    consultation = drafting.draft(**written, is_demonstration=True, by=by)
    matters[act.of] = consultation.pk
    drafting.write(consultation.pk, paragraphs, by=by)


def _reply(matters: Matters, act: Act, by: Viewer) -> None:
    replying.reply(matters[act.of], _answer(act), by=by)


def _transcribe(matters: Matters, act: Act, by: Viewer) -> None:
    """The mail of a State, signed by its official voice, recorded by the Secretariat."""
    voice = OfficialVoice.objects.at(by.at).get(party__code=act.said["party"])
    name = act.said["document"]
    replying.transcribe(
        matters[act.of],
        voice.party,
        _answer(act),
        _stored(script.document(name)),
        institution=voice.institution,
        document_name=name,
        by=by,
    )


def _endorse(matters: Matters, act: Act, by: Viewer) -> None:
    """The official voice makes its own what another institution of the State sent last."""
    sent = Reply.objects.filter(
        consulted__round__consultation=matters[act.of],
        party_id=by.party_id or 0,
        is_official=False,
    )
    replying.endorse(sent.latest("pk").pk, by=by)


def _dispose(matters: Matters, act: Act, by: Viewer) -> None:
    for proposal in _proposals(matters, act):
        revising.dispose(proposal.pk, act.said["kind"], reason=act.said["reason"], by=by)


def _take_in(matters: Matters, act: Act, by: Viewer) -> None:
    """Write the next version: the last one with the changes that a State proposed."""
    changed = {each.anchor: (each.es, each.en) for each in _proposals(matters, act)}
    last = Reply.objects.filter(consulted__round__consultation=matters[act.of]).latest("pk")
    paragraphs = [
        Draft(*changed.get(row.key, (row.es, row.en)), row.key, row.number, row.style)
        for row in last.version.paragraphs.all()
    ]
    drafting.write(matters[act.of], paragraphs, by=by)


def _proposals(matters: Matters, act: Act) -> list[Proposal]:
    found = Proposal.objects.filter(
        reply__consulted__round__consultation=matters[act.of],
        reply__party__code=act.said["party"],
    )
    return list(found)


def _answer(act: Act) -> Answer:
    return Answer(
        Position(act.said["position"]),
        comment=act.said.get("comment", ""),
        reservation=act.said.get("reservation", ""),
        changes=[Change(**row) for row in act.said.get("changes", ())],
    )


def _stored(content: bytes) -> StoredFile:
    stored, _made = StoredFile.objects.get_or_create(
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"size": len(content), "content_type": MAIL, "content": content},
    )
    return stored


def _with_what_is_said(service: Callable[..., object]) -> Verb:
    """Return the verb whose service takes what the act says, word for word."""

    def verb(matters: Matters, act: Act, by: Viewer) -> object:
        said: dict[str, Any] = dict(act.said)
        return service(matters[act.of], **said, by=by)

    return verb


VERBS: dict[str, Verb] = {
    "draft": _draft,
    "present": _with_what_is_said(troika_services.present),
    "react": _with_what_is_said(troika_services.react),
    "distribute": _with_what_is_said(distribution.distribute),
    "reply": _reply,
    "transcribe": _transcribe,
    "endorse": _endorse,
    "revise": _with_what_is_said(revising.revise),
    "dispose": _dispose,
    "take_in": _take_in,
    "record_consensus": _with_what_is_said(closing.record_consensus),
    "publish": _with_what_is_said(closing.publish),
    "start_execution": _with_what_is_said(closing.start_execution),
    "report_results": _with_what_is_said(closing.report_results),
    "withdraw": _with_what_is_said(conducting.withdraw),
}
