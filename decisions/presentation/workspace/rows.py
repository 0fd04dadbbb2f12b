"""The rows of the text: both languages, what stands under each paragraph, what to do there."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.deadline_text import listed
from crm_portal.core.display import format_day
from crm_portal.core.markup import tag
from decisions.presentation.workspace import cells, languages, proposals
from decisions.presentation.workspace.addresses import Addresses, addresses
from decisions.presentation.workspace.desk import Workspace
from decisions.presentation.workspace.facts import Collided, Proposed, Row
from decisions.reports.sheets import wording
from decisions.rules.texts.collisions import SENTENCES, Clash
from decisions.rules.texts.diff import Compared, Fate
from decisions.rules.texts.paragraphs import Form, Part

# More decided proposals than this under one paragraph are folded into a count.
SHOWN_DECIDED = 2


def body(workspace: Workspace) -> SafeString:
    """Return the whole text as rows of ``components/bitext.html``."""
    links = addresses(workspace.text.reference)
    parts = [_additions(workspace, "", links)]
    last: Part | None = None
    several = len({each.part for each in workspace.ruled}) > 1
    for each in workspace.compared:
        if not _is_shown(workspace, each):
            continue
        now = each.new or each.old
        if now is None:
            continue
        if several and now.part is not last:
            parts.append(_part(workspace, now.part, workspace.tongue))
        last = now.part
        parts.append(_row(workspace, each, links))
    parts.append(_orphans(workspace, links))
    return mark_safe("".join(parts))  # noqa: S308 -- escaped where it is written


def _is_shown(workspace: Workspace, each: Compared) -> bool:
    """In the view of brackets only, what is not agreed is shown."""
    if workspace.view != "brackets":
        return each.new is not None or workspace.base is not None
    if each.key in workspace.brackets or each.key in workspace.collided:
        return True
    waiting = workspace.shown_proposals.get(each.key, ())
    return any(one.is_undecided for one in waiting)


def _part(workspace: Workspace, part: Part, tongue: str) -> str:
    rule = workspace.kind.part(part)
    name = rule.names[tongue] if rule else str(wording.PARTS[part])
    return f'<h2 class="bi-part">{escape(name)}</h2>'


def _row(workspace: Workspace, each: Compared, links: Addresses) -> str:
    row = workspace.by_key.get(each.key)
    number = escape(workspace.number(each.key))
    name = f"{_('Paragraph')} {number}"
    classes = _classes(workspace, each, row)
    es = "" if workspace.language == "en" else _side(workspace, each, "es")
    en = "" if workspace.language == "es" else _side(workspace, each, "en")
    under = _under(workspace, each, row, links, number)
    return (
        f'<article class="para{classes}" id="{each.key}" aria-label="{name}">'
        f'<a class="no" href="#{each.key}" aria-label="{name}">{number}</a>{es}{en}'
        f"{under}</article>"
    )


def _classes(workspace: Workspace, each: Compared, row: Row | None) -> str:
    found = ""
    if each.key in workspace.awaiting and workspace.view != "clean":
        found += " para--sel"
    now = each.new or each.old
    if now is not None and now.form is Form.HEADING:
        found += " para--heading"
    elif now is not None and now.parent and _is_within_item(workspace, now.parent):
        found += " para--within"
    return found if row is not None else f"{found} para--gone"


def _is_within_item(workspace: Workspace, parent: str) -> bool:
    found = workspace.by_key.get(parent)
    return found is not None and found.style != Form.HEADING


def _side(workspace: Workspace, each: Compared, language: str) -> str:
    """Return one language of a paragraph; where it has no words, who owes them."""
    now = each.new.text(language) if each.new else ""
    was = each.old.text(language) if each.old else ""
    if not now and not was:
        words = languages.owed(language, workspace.tongue)
    elif workspace.base is None or (each.fate is Fate.KEPT and each.new):
        words = cells.cell(language, now, None)
    else:
        words = cells.cell(language, now, was)
    return f'<p lang="{language}" data-l="{language.upper()}">{words}</p>'


def _under(
    workspace: Workspace, each: Compared, row: Row | None, links: Addresses, no: str
) -> str:
    """Return what stands under a paragraph: its state, what is proposed, what to do."""
    if workspace.view == "clean":
        return ""
    found = [_fate(each)]
    if row is not None and workspace.is_inside:
        found += [_state(workspace, row), languages.notes(workspace, row, links)]
    found.append(_collisions(workspace, each.key))
    found.append(_proposals(workspace, workspace.shown_proposals.get(each.key, ()), links))
    if row is not None:
        found.append(_actions(workspace, row, links, no))
    told = "".join(found)
    return f'<div class="under">{told}</div>' if told else ""


def _fate(each: Compared) -> str:
    if each.fate is Fate.DELETED:
        return _note(tag("off", _("No longer in the text")))
    if each.is_moved:
        return _note(tag("line", _("Moved since then")))
    return ""


def _state(workspace: Workspace, row: Row) -> str:
    """Say that the paragraph is agreed, or whose brackets are open on it."""
    if row.agreed_at:
        day = format_day(row.agreed_at.astimezone(ZONE_OF_RECORD).date(), "brief")
        return _note(_agreed(workspace.tongue), day)
    count = workspace.brackets.get(row.key)
    if not count:
        return ""
    behind = [workspace.name(code) for code in cells.behind(row.es or row.en)]
    names = listed(behind, workspace.tongue) if behind else ""
    return _note(tag("due", f"[{count}]"), names)


@lru_cache(maxsize=4)
def _agreed(_tongue: str) -> str:
    return tag("ok", str(wording.AGREED), "check")


def _note(mark: str, words: str = "") -> str:
    return f'<p class="note">{mark}{f" {escape(words)}" if words else ""}</p>'


def _collisions(workspace: Workspace, key: str) -> str:
    found = workspace.collided.get(key, ())
    return "".join([_collision(each, workspace.tongue) for each in found])


@lru_cache(maxsize=512)
def _collision(each: Collided, _tongue: str) -> str:
    """Return the notice of a collision, with a link to either proposal."""
    pair = [
        f'<a href="#c{number}">{_("proposal %(number)s") % {"number": number}}</a>'
        for number in (each.first, each.second)
    ]
    both = _("%(first)s and %(second)s collide") % {"first": pair[0], "second": pair[1]}
    said = escape(_(SENTENCES[Clash(each.clash)]))
    return (
        f'<p class="clash" role="note">{tag("late", _("Collision"))} {both}. {said} '
        f"{escape(_('It has to be resolved before adoption.'))}</p>"
    )


def _proposals(workspace: Workspace, found: Iterable[Proposed], links: Addresses) -> str:
    """Return the proposals on one paragraph, those decided long ago in a fold."""
    found = list(found)
    if workspace.view == "brackets":
        found = [each for each in found if each.is_undecided]
    open_ones = [proposals.block(workspace, e, links) for e in found if e.is_undecided]
    done = [proposals.block(workspace, e, links) for e in found if not e.is_undecided]
    if len(done) <= SHOWN_DECIDED:
        return "".join([*open_ones, *done])
    label = ngettext("%(count)s decided", "%(count)s decided", len(done))
    fold = escape(label % {"count": len(done)})
    return (
        f'{"".join(open_ones)}<details class="more decided"><summary>{fold}</summary>'
        f"{''.join(done)}</details>"
    )


def _additions(workspace: Workspace, key: str, links: Addresses) -> str:
    """Return the paragraphs proposed for the very beginning."""
    found = workspace.shown_proposals.get(key, ())
    if not found or workspace.view == "clean":
        return ""
    inner = _proposals(workspace, found, links)
    return f'<div class="para para--free"><div class="under">{inner}</div></div>' * bool(
        inner
    )


def _orphans(workspace: Workspace, links: Addresses) -> str:
    """Return the proposals on paragraphs that no row shows any more."""
    if workspace.view == "clean":
        return ""
    shown = {each.key for each in workspace.compared} | {""}
    left = [
        each
        for key, found in workspace.shown_proposals.items()
        if key not in shown
        for each in found
    ]
    inner = _proposals(workspace, left, links)
    if not inner:
        return ""
    title = escape(_("On paragraphs that are no longer in the text"))
    return (
        f'<h2 class="bi-part">{title}</h2>'
        f'<div class="para para--free"><div class="under">{inner}</div></div>'
    )


def _actions(workspace: Workspace, row: Row, links: Addresses, no: str) -> str:
    """Return what the reader may do with the paragraph: two links, and the rest in a fold."""
    if not workspace.proposes and not workspace.writes:
        return ""
    return _acts(
        workspace.tongue,
        no,
        row.key,
        links,
        workspace.proposes,
        workspace.writes,
        bool(row.agreed_at),
        row.key in workspace.brackets or _waits(workspace, row.key),
    )


def _waits(workspace: Workspace, key: str) -> bool:
    return any(each.is_undecided for each in workspace.shown_proposals.get(key, ()))


@lru_cache(maxsize=4096)
def _acts(
    _tongue: str,
    no: str,
    key: str,
    links: Addresses,
    proposes: bool,  # noqa: FBT001 -- facts that make the key of what is kept
    writes: bool,  # noqa: FBT001
    is_agreed: bool,  # noqa: FBT001
    is_contested: bool,  # noqa: FBT001
) -> str:
    def link(name: str, label: str) -> str:
        url = links.paragraph(name, key)
        return f'<a href="{url}">{escape(label)}<span class="vh"> ({no})</span></a>'

    def press(name: str, label: str) -> str:
        url = links.paragraph(name, key)
        return (
            f'<button class="linklike" form="act" formaction="{url}">{escape(label)}'
            f'<span class="vh"> ({no})</span></button>'
        )

    found: list[str] = []
    if proposes:
        found.append(link("propose", _("Propose a change")))
        found.append(link("propose-new", _("Propose a paragraph after it")))
    if writes:
        found.append(link("edit-paragraph", _("Edit")))
        if is_agreed:
            found.append(press("reopen-paragraph", _("Reopen")))
        elif not is_contested:
            found.append(press("agree", _("Mark as agreed")))
        found.append(link("add-paragraph", _("Add after it")))
        found.append(link("move-paragraph", _("Move")))
        found.append(link("remove-paragraph", _("Remove")))
    return f'<p class="acts">{"".join(found)}</p>'
