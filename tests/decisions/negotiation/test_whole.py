"""A whole negotiation: fifteen paragraphs, eleven delegations, forty proposals, to the end."""

import pytest

from crm_portal.demonstration.negotiation import DECLARATION, Negotiation
from decisions.models import Proposal, ProposalCollision, Provision
from decisions.rules.texts.gate import Code, open_brackets
from decisions.services.texts import adopting, publishing, working
from decisions.services.texts.adopting import Adopted
from decisions.services.texts.working import NewText
from tests.decisions.negotiating import Table, in_session
from tests.meetings.delegating import the_rules, vice_ministerial

pytestmark = pytest.mark.django_db
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")


def test_a_declaration_is_negotiated_adopted_and_published(cast):
    """001:382–391, 001:399: nothing is adopted while anything is open."""
    the_rules()
    meeting = vice_ministerial(cast)
    ana = cast.viewer("ana")
    new = NewText("declaration", "Declaración", "Declaration", meeting.pk)
    table = Table(cast, working.open_text(new, by=ana))
    voices = {code: table.viewer(code) for code in ALL}
    played = Negotiation(table.text, voices, ana, cast.viewer("elena"))

    played.lay()
    played.propose()
    played.act("decided")
    played.agree()

    proposals = Proposal.objects.filter(text=table.text)
    assert len(DECLARATION["paragraph"]) == 15
    assert proposals.count() == 40
    assert len(set(proposals.values_list("party", flat=True))) == 11
    open_ones = ProposalCollision.objects.filter(text=table.text, resolved_at=None)
    assert open_ones.count() == 2
    rows = list(table.text.versions.order_by("-number")[0].paragraphs.all())
    assert sum(open_brackets(row.ruled) for row in rows) == 6
    outdated = [row.key for row in rows if row.languages["en"]["state"] == "outdated"]
    assert outdated == [played.keys[10]]
    found = {each.code for each in adopting.gate(table.again(), Adopted())}
    assert {
        Code.BRACKETS,
        Code.COLLISIONS,
        Code.UNDECIDED,
        Code.OUTDATED,
        Code.UNCHECKED,
    } <= found

    played.act("ended")
    played.translate()
    played.agree()
    sitting = in_session(table, *ALL)
    adoption = adopting.adopt(table.text.pk, session_id=sitting.pk, by=table.ana)
    publishing.propose_publication(table.text.pk, by=table.ana)
    publishing.publish(table.text.pk, by=table.viewer("elena"))

    text = " ".join(adoption.version.paragraphs.values_list("es", flat=True))
    assert "[" not in text
    assert "de inmediato y con la mayor celeridad posible" in text
    assert "Se comprometen a asegurar que" in text
    assert "registro regional" not in text
    assert not proposals.filter(state__in=["open", "bracketed"]).exists()
    operative = Provision.objects.filter(text=table.text, part="operative")
    assert [each.number for each in operative] == [str(n) for n in range(1, 14)]
