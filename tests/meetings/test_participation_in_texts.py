"""Every cell of the rights to debate, to decide and to draft, through each service that obeys it.

To draft: the designation of who represents a country in a drafting group; the papers of
that group; writing the text of a consultation. To decide: the reactions of the Troika and
the replies of the countries. In a room, debating and deciding are done aloud, and no
service records either: there the cells are told by the page, in the script of whoever
presides, and by refusals alone: nobody is given the floor for them, and the presidency
opens them to nobody to whom the sources close them. The written debate of a consultation
is its replies.
"""

import uuid
from datetime import timedelta

import pytest

from crm_portal.core.errors import Invalid
from crm_portal.core.sections import both
from crm_portal.library.models import Document
from crm_portal.library.services import Draft, Sheet, register_document
from decisions.rules.positions import Position
from decisions.services import drafting as drafts
from decisions.services import replying, troika
from meetings import rights, script
from meetings.circles import key
from meetings.models import (
    BodyKind,
    Delegate,
    Delegation,
    DraftingGroup,
    DraftingRepresentative,
    Forum,
    GroupOf,
    PartyClass,
    Right,
)
from meetings.services import decided, drafting, statements
from meetings.services.decided import Decision
from meetings.services.statements import Asking
from tests.decisions.scene import TEXT, Scene
from tests.factories import BodyFactory, MeetingFactory, since
from tests.library.documents import pdf
from tests.meetings.participating import (
    OF_CLASS,
    Cells,
    given,
    in_office,
    matrix,
    sitting_everywhere,
    succeeds,
)

IN_TEXTS = (Right.DEBATE, Right.DECIDE, Right.DRAFT)
COUNTRIES = ("MIEMBRO", "PPT", "TROIKA_OTRO")
# Where each kind of group sits: its own network, or beside the plenary or the GRCM.
GROUPS = {
    Forum.VM_PLENARY: GroupOf.COMMON,
    Forum.GRCM: GroupOf.COMMON,
    Forum.TRAFFICKING_NETWORK: GroupOf.TRAFFICKING_NETWORK,
    Forum.CONSULAR_NETWORK: GroupOf.CONSULAR_NETWORK,
    Forum.CHILDREN_NETWORK: GroupOf.CHILDREN_NETWORK,
}


@pytest.fixture(scope="module")
def cells() -> Cells:
    return matrix()


def group_of(cast, forum: str) -> DraftingGroup:
    kind = BodyKind.VICE_MINISTERIAL if forum == Forum.VM_PLENARY else BodyKind.GRCM
    held = MeetingFactory(body=BodyFactory(code=f"OF_{forum}", kind=kind, forum=forum))
    told = {"formed_at": cast.at, "formed_by": "Ana"}
    return DraftingGroup.objects.create(meeting=held, of=GROUPS[forum], **told)


def delegate_of(cast, group: DraftingGroup, code: str, **more) -> Delegate:
    """Somebody approved, whatever the composition says of the party."""
    party = cast.parties[code]
    own = Delegation.objects.create(meeting=group.meeting, party=party, state="approved")
    told = {"registered_at": cast.at, "registered_by": "Ana", "approved_at": cast.at}
    return Delegate.objects.create(delegation=own, full_name=f"De {code}", **told, **more)


@pytest.mark.parametrize("forum", GROUPS)
def test_whoever_the_sources_let_draft_is_designated(cast, reference, cells, forum):
    group, elena = group_of(cast, forum), cast.viewer("elena")
    for party_class, code in OF_CLASS.items():
        party = cast.parties[code]
        if party_class in {"PUBLICO", "INVITADO"}:  # neither is a party here, nor invited
            party.standings.update(status="departed")
        somebody = delegate_of(cast, group, code)
        # A country designates its own: support of the Secretariat's is no representation.
        expected = party_class in COUNTRIES and all(
            given(cells[place, party_class, Right.DRAFT])
            for place in (forum, Forum.DRAFTING_GROUP)
        )

        done = succeeds(
            lambda party=party.pk, who=somebody.pk: drafting.designate(
                group.pk, party, who, by=elena
            )
        )

        assert done is expected, party_class


def test_only_whoever_the_sources_let_draft_reads_the_papers_of_the_group(
    cast, reference, cells
):
    group = group_of(cast, Forum.VM_PLENARY)
    told = {"series": "XXI-CRM", "category": "DOC", "title_es": "Borrador"}
    draft = Draft(level="drafting", circle=key(group.meeting.pk, "drafting"), **told)
    sheets = [Sheet.of("borrador.pdf", pdf(), "es")]
    paper = register_document(draft, sheets, by=cast.viewer("elena"))

    for party_class in OF_CLASS:
        if party_class in {"PUBLICO", "INVITADO"}:  # an account without a standing has none
            continue
        viewer = in_office(cast, party_class)
        somebody = delegate_of(cast, group, OF_CLASS[party_class], user_id=viewer.user_id)
        DraftingRepresentative.objects.create(
            group=group,
            party=somebody.delegation.party,
            delegate=somebody,
            during=since(cast.at),
        )
        reads = Document.objects.visible_to(viewer).filter(pk=paper.pk).exists()

        expected = given(cells[Forum.DRAFTING_GROUP, party_class, Right.DRAFT])
        assert reads is expected, party_class


@pytest.mark.parametrize("right", IN_TEXTS)
def test_the_presidency_opens_what_the_sources_leave_to_it_and_no_more(
    cast, reference, cells, right
):
    ana = cast.viewer("ana")
    told = {"scope_es": "Un caso", "source": "Nota", "right": right}
    told["decided_by"] = "Viceministras y Viceministros"
    until = cast.at + timedelta(days=1)
    for forum in Forum:
        for party_class, code in OF_CLASS.items():
            cell = cells[forum, party_class, right]
            expected = (
                cell["value"] == "UNREG"
                and right != Right.DECIDE
                and party_class not in {"PAIS_OBS", "ORG_OBS", "PUBLICO"}
            ) or (cell["ground"] == "authorization" and right != Right.DECIDE)
            wanted = Decision(forum, party_class, valid_until=until, **told)
            party = cast.parties[code].pk

            def decides(wanted=wanted, party=party, cell=cell):
                before = given(cell)
                decided.record_decision(wanted, by=ana)
                if wanted.party_class not in {"INVITADO", "PUBLICO"}:
                    assert not before
                    assert rights.may(right, wanted.forum, party, at=cast.at)

            assert succeeds(decides) is expected, (forum, party_class)


def test_nobody_is_given_the_floor_to_debate_to_decide_or_to_draft(cast, reference):
    meeting, elena = sitting_everywhere(cast), cast.viewer("elena")
    for session in meeting.sessions.all():
        for right in IN_TEXTS:
            for code in OF_CLASS.values():
                asking = Asking(session.pk, subject_es="Asunto", right=right)
                party = cast.parties[code].pk
                with pytest.raises(Invalid):
                    statements.request_statement(
                        meeting.pk, asking, party_id=party, by=elena
                    )


def test_the_script_names_for_each_right_whom_the_sources_let(cast, reference, cells):
    guide = script.Guide.of(sitting_everywhere(cast), cast.at)
    labels = {each: both(PartyClass(each).label)["en"] for each in OF_CLASS}
    for forum in Forum:
        lines = dict(zip(script.ASKED, guide.of_forum(forum), strict=True))
        for right in (Right.DEBATE, Right.DECIDE):
            outright = [each["en"] for each in lines[right]["outright"]]
            for party_class, label in labels.items():
                cell = cells[forum, party_class, right]
                named = label in outright
                assert named is (cell["value"] == "YES"), (forum, right, party_class)


def test_a_consultation_is_written_by_whom_the_sources_let_write_it(cast, reference, cells):
    asked = Scene(cast).drafted()
    for party_class in OF_CLASS:
        cell = cells[Forum.TROIKA_CONSULTATION, party_class, Right.DRAFT]
        by = in_office(cast, party_class)
        # What is conditional there is a suggestion or support: the presidency writes.
        expected = cell["value"] == "YES"
        assert succeeds(lambda by=by: drafts.write(asked.pk, TEXT, by=by)) is expected, (
            party_class
        )


def test_the_troika_decides_by_whom_the_sources_let_decide(cast, reference, cells):
    asked = Scene(cast).presented()
    for party_class in OF_CLASS:
        cell = cells[Forum.TROIKA_CONSULTATION, party_class, Right.DECIDE]
        by = in_office(cast, party_class)
        reacts = succeeds(lambda by=by: troika.react(asked.pk, "favourable", by=by))
        # The presidency, which is one of the three voices, speaks by presenting.
        presents = succeeds(lambda by=by: troika.present(asked.pk, by=by))
        assert reacts is (cell["value"] == "YES"), party_class
        assert presents is (cell["value"] == "COND" and given(cell)), party_class


def test_the_countries_decide_by_whom_the_sources_let_decide(cast, reference, cells):
    asked = Scene(cast).open()
    for party_class in OF_CLASS:
        cell = cells[Forum.MEMBERS_CONSULTATION, party_class, Right.DECIDE]
        by = in_office(cast, party_class)
        answer = replying.Answer(Position.AGREE, submission_key=uuid.uuid4())
        done = succeeds(
            lambda by=by, answer=answer: replying.reply(asked.pk, answer, by=by)
        )
        assert done is given(cell), party_class
