"""What every verb on a text does first: lock it, check the power, find the working version."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid, Refused
from decisions import text_states
from decisions.models import Paragraph, Text, TextVersion
from decisions.rules.texts import notation, powers, words
from decisions.rules.texts import paragraphs as rules
from decisions.text_access import require_group, require_writer
from decisions.text_states import IN_WORK, TextStep
from members.models import Party

MOST_CHARACTERS = 100_000
COPIED = ("key", "position", "style", "part", "parent", "es", "en", "revision")
CARRIED = (*COPIED, "number", "languages", "agreed_at", "changed_at", "changed_by_id")


def locked(pk: int) -> Text:
    """Return the text under a row lock that lasts as long as the transaction."""
    found = Text.objects.select_for_update(of=("self",)).select_related("kind", "meeting")
    return found.get(pk=pk)


def in_work(pk: int) -> Text:
    """Lock a text that is still being written. Conflict: it is adopted or withdrawn."""
    text = locked(pk)
    if text.state not in IN_WORK:
        raise Conflict(
            _("The text is no longer in work: what was adopted never changes."),
            code="text_not_in_work",
            rule="001:382",
        )
    return text


def prepared(pk: int, *, by: Viewer) -> Text:
    """Lock a text in work for the presidency or the Secretariat."""
    text = in_work(pk)
    require_preparing(by)
    return text


def require_preparing(by: Viewer) -> None:
    """Raise Refused unless the viewer prepares texts."""
    if not powers.may_prepare(by):
        raise Refused(
            _("The Presidency and the Secretariat prepare the texts."),
            code="not_preparing",
            rule="001:411",
        )


def written(pk: int, *, by: Viewer) -> Text:
    """Lock a text in work for whoever writes it: the drafting group, or who types for it."""
    text = in_work(pk)
    require_writer(text, by)
    return text


def decided(pk: int, *, by: Viewer) -> Text:
    """Lock a text in work for who decides on proposals: the drafting group."""
    text = in_work(pk)
    require_group(text, by)
    return text


def take(text: Text, step: TextStep, *fields: str) -> None:
    """Move the text by ``step`` and save it. IllegalStep: there is none from here."""
    text.state = text_states.after(text.state, step)
    text.save(update_fields=["state", *fields])


def latest(text: Text) -> TextVersion:
    """Return the version with the highest number."""
    return text.versions.order_by("-number")[0]


def working(text: Text, by: Viewer) -> TextVersion:
    """Return the version that is being written; after a frozen one, the next, a copy of it."""
    last = latest(text)
    if last.frozen_at is None:
        return last
    following = TextVersion.objects.create(
        text=text, number=last.number + 1, created_at=by.at, created_by_id=by.user_id
    )
    Paragraph.objects.bulk_create(
        Paragraph(version=following, **{name: getattr(each, name) for name in CARRIED})
        for each in last.paragraphs.all()
    )
    return following


def ruled(version: TextVersion) -> tuple[rules.Paragraph, ...]:
    """Return the paragraphs of a version as the rules take them."""
    return tuple(each.ruled for each in version.paragraphs.all())


def paragraph_of(version: TextVersion, key: str) -> Paragraph:
    """Return one paragraph under a row lock. Conflict: somebody took it away."""
    found = version.paragraphs.select_for_update().filter(key=key).first()
    if found is None:
        raise Conflict(
            _("The paragraph is no longer in the text. What you wrote is still here."),
            code="paragraph_gone",
        )
    return found


def clean(said: str, delegations: Collection[str] | None = None) -> str:
    """Return words as they are kept. Invalid: brackets that cannot be read, or far too long.

    ``delegations`` are those that a bracket may name, where the caller has read them.
    """
    settled = words.settled(said)
    if len(settled) > MOST_CHARACTERS:
        raise Invalid(
            _("A paragraph has at most %(most)s characters.") % {"most": MOST_CHARACTERS},
            code="too_long",
        )
    try:
        known = delegations if delegations is not None or "[" not in settled else codes()
        return notation.written(notation.parse(settled, delegations=known))
    except notation.Malformed as wrong:
        told = _(wrong.sentence) % {"position": wrong.position}
        raise Invalid(told, code="brackets") from wrong


def codes() -> frozenset[str]:
    """Return the codes by which brackets name delegations, and the presidency's."""
    return frozenset({"PPT", *Party.objects.values_list("code", flat=True)})
