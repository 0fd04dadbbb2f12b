"""What becomes of the brackets of a paragraph when the group decides on one delegation's words."""

from decisions.rules.texts.brackets import Alternative, Bracket, Content, Path, chosen, tidy


def wanted_by(content: Content, code: str) -> dict[Path, int | None]:
    """Return the choices that give a delegation its words, on the outermost level.

    Its own alternative where it has one; nothing, where it only reserved on the words.
    Brackets that are not its own stay open.
    """
    found: dict[Path, int | None] = {}
    brackets = (node for node in content if isinstance(node, Bracket))
    for place, bracket in enumerate(brackets):
        own = [n for n, each in enumerate(bracket.alternatives) if code in each.by]
        reserves = any(code in each.reserves for each in bracket.alternatives)
        if own:
            found[place,] = own[0]
        elif reserves:
            found[place,] = None
    return found


def as_wanted(content: Content, code: str) -> Content:
    """Return the content with a delegation's brackets resolved its way."""
    return chosen(content, wanted_by(content, code))


def without(content: Content, code: str) -> Content:
    """Return the content without what a delegation proposed in brackets.

    Its alternative goes, with those who only supported it; its reservation is lifted. What
    is then contested by nobody is text again.
    """
    nodes: list[str | Bracket] = []
    choices: dict[Path, int | None] = {}
    place = 0
    for node in content:
        if isinstance(node, str):
            nodes.append(node)
            continue
        left = tuple(
            _lifted(each, code) for each in node.alternatives if code not in each.by
        )
        if left == node.alternatives:
            nodes.append(node)
        elif left:
            nodes.append(Bracket(left))
            if is_settled(left):
                choices[place,] = 0
        else:
            nodes.append(Bracket(node.alternatives))
            choices[place,] = None
        place += 1
    return chosen(tidy(nodes), choices)


def _lifted(each: Alternative, code: str) -> Alternative:
    reserves = tuple(other for other in each.reserves if other != code)
    return Alternative(each.content, each.by, reserves)


def is_settled(alternatives: tuple[Alternative, ...]) -> bool:
    """Say whether nobody contests what is left: one wording, no reservation, nobody's own."""
    only = alternatives[0]
    return len(alternatives) == 1 and not only.reserves and not only.by


def named_in(content: Content) -> frozenset[str]:
    """Return the delegations that some bracket of the content still names."""
    found: set[str] = set()
    for node in content:
        if isinstance(node, Bracket):
            found |= set(node.delegations)
            for each in node.alternatives:
                found |= named_in(each.content)
    return frozenset(found)
