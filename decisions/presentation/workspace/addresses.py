"""The addresses of the acts on one text: asked for once, and filled in four hundred times."""

from functools import lru_cache

from django.urls import reverse

from crm_portal.core.i18n import active_language

KEY, NUMBER = "0key0", 987_654_321
OF_PARAGRAPHS = (
    "edit-paragraph",
    "move-paragraph",
    "remove-paragraph",
    "agree",
    "reopen-paragraph",
    "translated",
    "check-language",
    "propose",
    "add-paragraph",
    "propose-new",
)
OF_PROPOSALS = ("support", "end-support", "comment", "withdraw-proposal", "decide")
# What comes after a paragraph says so in the query of its address.
AFTER = frozenset({"add-paragraph", "propose-new"})


class Addresses:
    """The addresses of what can be done on one text, in one language."""

    def __init__(self, reference: str) -> None:
        self.page = reverse("texts:text", args=[reference])
        self._of_paragraphs = {
            name: _halves(name, reference, None if name in AFTER else KEY)
            for name in OF_PARAGRAPHS
        }
        self._of_proposals = {
            name: _halves(name, reference, NUMBER) for name in OF_PROPOSALS
        }

    def paragraph(self, name: str, key: str) -> str:
        """Return the address of an act on a paragraph, or of a new one after it."""
        before, after = self._of_paragraphs[name]
        return f"{before}{key}{after}"

    def proposal(self, name: str, number: int) -> str:
        """Return the address of an act on a proposal."""
        before, after = self._of_proposals[name]
        return f"{before}{number}{after}"


def _halves(name: str, reference: str, argument: str | int | None) -> tuple[str, str]:
    if argument is None:
        return f"{reverse(f'texts:{name}', args=[reference])}?after=", ""
    before, _found, after = reverse(f"texts:{name}", args=[reference, argument]).partition(
        str(argument)
    )
    return before, after


def addresses(reference: str) -> Addresses:
    """Return the addresses of a text in the active language."""
    return _kept(reference, active_language())


@lru_cache(maxsize=256)
def _kept(reference: str, _language: str) -> Addresses:
    return Addresses(reference)
