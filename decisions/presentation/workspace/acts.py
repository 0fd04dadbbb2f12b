"""What can be done with a whole text: the one table behind the buttons and their pages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from decisions.presentation.workspace.desk import Workspace
from decisions.rules.texts import powers
from decisions.text_states import IN_WORK, STANDING, TextState

Test = Callable[[Workspace], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done: ``name`` is its URL name.

    ``power``: who may at all. ``guard``: what must hold now. ``weight``: ``go`` for what
    moves the text on, ``stop`` for what ends it.
    """

    name: str
    label: str | Promise
    power: Test
    guard: Test
    weight: str = ""

    @property
    def url_name(self) -> str:
        """Return the full name of its address."""
        return f"texts:{self.name}"

    def is_open_to(self, workspace: Workspace) -> bool:
        """Say whether the reader may do it now."""
        return self.power(workspace) and self.guard(workspace)


def _prepares(workspace: Workspace) -> bool:
    return workspace.prepares


def _presides(workspace: Workspace) -> bool:
    return powers.may_record_adoption(workspace.viewer)


def _states(workspace: Workspace) -> bool:
    return powers.may_make_statement(workspace.viewer, TextState.OPEN)


def _publishes(workspace: Workspace) -> bool:
    return powers.may_publish(workspace.viewer)


def _corrects(workspace: Workspace) -> bool:
    return powers.may_correct(workspace.viewer)


def _writes(workspace: Workspace) -> bool:
    return workspace.may_write


def _proposing(workspace: Workspace) -> bool:
    return workspace.may_propose


def _in_work(workspace: Workspace) -> bool:
    return workspace.text.state in IN_WORK


def _is_draft(workspace: Workspace) -> bool:
    return workspace.text.state == TextState.DRAFT and bool(workspace.rows)


def _is_open(workspace: Workspace) -> bool:
    return workspace.text.state == TextState.OPEN


def _has_words(workspace: Workspace) -> bool:
    return _in_work(workspace) and bool(workspace.rows)


def _may_be_joined(workspace: Workspace) -> bool:
    return workspace.text.state in (TextState.OPEN, TextState.ADOPTED)


def _is_adopted(workspace: Workspace) -> bool:
    return workspace.text.state == TextState.ADOPTED


def _is_proposed(workspace: Workspace) -> bool:
    return _is_adopted(workspace) and workspace.text.publication_proposed_by_id is not None


def _not_proposed(workspace: Workspace) -> bool:
    return _is_adopted(workspace) and workspace.text.publication_proposed_by_id is None


def _stands(workspace: Workspace) -> bool:
    return workspace.text.state in STANDING and workspace.now is not None


ACTS = (
    Act("propose-new", _("Propose a paragraph"), _proposing, _is_open),
    Act("add-paragraph", _("Add a paragraph"), _writes, _in_work),
    Act("text-import", _("Bring a text in"), _prepares, _in_work),
    Act("describe", _("Title and dates"), _prepares, _in_work),
    Act("open", _("Open to negotiation"), _prepares, _is_draft, "go"),
    Act("circulate", _("Circulate the draft"), _prepares, _has_words, "go"),
    Act("consult", _("Put to consultation"), _presides, _has_words),
    Act("statement", _("Make a statement"), _states, _may_be_joined),
    Act("adopt", _("Record the adoption"), _presides, _has_words, "go"),
    Act(
        "propose-publication",
        _("Propose its publication"),
        _publishes,
        _not_proposed,
        "go",
    ),
    Act("publish", _("Publish"), _publishes, _is_proposed, "go"),
    Act("forward", _("Forward to another body"), _prepares, _stands),
    Act("correct", _("Issue a correction"), _corrects, _stands),
    Act(
        "withdraw",
        pgettext_lazy("text", "Withdraw the text"),
        _prepares,
        _in_work,
        "stop",
    ),
)
BY_NAME = {each.name: each for each in ACTS}


def desk(workspace: Workspace) -> list[Act]:
    """Return what the reader may do with the text now."""
    return [each for each in ACTS if each.is_open_to(workspace)]
