"""The whole negotiation as its users do it: proposed, decided, translated, adopted, verified."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from crm_portal.core import clock
from crm_portal.demonstration.negotiation import Negotiation
from crm_portal.library.services import papers as library
from decisions.models import Proposal, ProposalCollision, Text, TextAdoption
from decisions.services.texts import working
from decisions.services.texts.working import NewText
from tests.cast import conference
from tests.decisions.negotiating import Table, in_session
from tests.decisions.workspace.at_the_desk import Desk
from tests.decisions.workspace.test_workspace_browser import browser, window
from tests.meetings.delegating import the_rules, vice_ministerial

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = ("BZ", "CA", "CR", "SV", "US", "GT", "HN", "MX", "NI", "PA", "DO")
LABOUR = 10


def begun() -> tuple[Desk, Negotiation]:
    """Fifteen paragraphs, forty proposals of eleven delegations, what the group decided first."""
    cast = conference()
    the_rules()
    meeting, ana = vice_ministerial(cast), cast.viewer("ana")
    new = NewText("declaration", "Declaración", "Declaration", meeting.pk)
    table = Table(cast, working.open_text(new, by=ana))
    voices = {code: table.viewer(code) for code in ALL}
    played = Negotiation(table.text, voices, ana, cast.viewer("elena"))
    played.lay()
    played.propose()
    played.act("decided")
    return Desk(table), played


def send(page: Page, where: str, button: str) -> None:
    """Press the form's button, and see that the page it leads to opens."""
    del where
    with page.expect_navigation():
        page.locator("main form[method=post] button.btn", has_text=button).first.click()


def open_page(page: Page, site: str, path: str) -> None:
    answer = page.goto(site + path)
    assert answer is not None
    assert answer.ok, path


def test_a_declaration_goes_from_brackets_to_the_public_register(browser, live_server):
    """001:382–391, 001:399: two windows at one text, to the end and to its verification."""
    desk, played = begun()
    site, text = live_server.url, desk.table.text
    ana, mateo = (window(browser, site, desk, who) for who in ("ana", "mateo"))
    keys = played.keys

    # A delegation proposes and supports; two proposals that collide are said to do so.
    open_page(mateo, site, desk.address("text"))
    expect(mateo.get_by_text("collide").first).to_be_visible()
    open_page(mateo, site, desk.address("propose", keys[3]))
    mateo.locator("input[name=operation][value=reword]").check()
    words = mateo.locator("#id_es").input_value()
    mateo.locator("#id_es").fill(words.replace("compromiso", "firme compromiso"))
    send(mateo, "propose", "Propose")
    made = Proposal.objects.latest("pk")
    assert (made.number, made.party.code, made.operation) == (41, "MX", "insert")

    # The head of the group accepts one of the two: the collision is over.
    collision = ProposalCollision.objects.filter(text=text, resolved_at=None)
    assert collision.count() == 2
    decided = Proposal.objects.get(text=text, number=12)
    open_page(ana, site, desk.address("decide", decided.number))
    ana.locator("input[name=step][value=accept]").check()
    send(ana, "decide", "Record")
    assert desk.table.state(decided) == "accepted"
    assert collision.count() == 1
    open_page(ana, site, desk.address("decide", made.number))
    ana.locator("input[name=step][value=reject]").check()
    ana.locator("#id_reason").fill("Lenguaje acordado.")
    send(ana, "decide", "Record")

    # The rest ends as the group decided; in December the adoption still waits for the English.
    played.act("ended", without={12})
    sitting = in_session(desk.table, *ALL)
    played.agree()
    ana, elena = (window(browser, site, desk, who) for who in ("ana", "elena"))
    open_page(ana, site, desk.address("adopt"))
    expect(ana.get_by_text("outdated").first).to_be_visible()
    played.secretariat = desk.table.viewer("elena")
    open_page(elena, site, desk.address("edit-paragraph", keys[LABOUR]))
    elena.get_by_label("Only the words").check()
    english = elena.locator("#id_en").input_value()
    elena.locator("#id_en").fill(english.replace("migrant worker", "migrant workers’"))
    send(elena, "edit", "Save")
    played.translate()

    open_page(ana, site, desk.address("adopt"))
    ana.locator(f"input[name=occasion][value='session:{sitting.pk}']").check()
    send(ana, "adopt", "Record the adoption")
    adoption = TextAdoption.objects.get(text=text)
    assert adoption.present == sorted(ALL)
    while library.make_next():
        pass

    # One proposes to publish, another publishes; then anybody reads and verifies it.
    open_page(ana, site, desk.address("propose-publication"))
    send(ana, "propose-publication", "Propose")
    open_page(elena, site, desk.address("publish"))
    send(elena, "publish", "Publish")
    assert Text.objects.get(pk=text.pk).state == "published"
    with override("en"):
        register = reverse("register:text", args=[text.reference])
    stranger = browser.new_context().new_page()
    open_page(stranger, site, register)
    words = stranger.get_by_text("with full respect for human rights")
    expect(words.first).to_be_visible()
    open_page(stranger, site, f"/v/{adoption.code}")
    expect(stranger.get_by_text(adoption.digest[:8]).first).to_be_visible()
    assert clock.now() >= adoption.adopted_at
