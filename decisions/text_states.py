"""The states of a text and the steps between them: a table, and nothing else."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_portal.core.errors import IllegalStep


class TextState(models.TextChoices):
    """Where a text stands. What the sources know of as adopted is published from the start."""

    DRAFT = "draft", gettext_lazy("Draft")
    OPEN = "open", gettext_lazy("In negotiation")
    ADOPTED = "adopted", pgettext_lazy("text", "Adopted")
    PUBLISHED = "published", pgettext_lazy("text", "Published")
    WITHDRAWN = "withdrawn", pgettext_lazy("text", "Withdrawn")


class TextStep(models.TextChoices):
    """What may happen to a text."""

    OPEN = "open", gettext_lazy("open to negotiation")
    ADOPT = "adopt", gettext_lazy("record the adoption")
    PUBLISH = "publish", gettext_lazy("publish")
    WITHDRAW = "withdraw", gettext_lazy("withdraw")


STEPS: dict[tuple[str, str], TextState] = {
    (TextState.DRAFT, TextStep.OPEN): TextState.OPEN,
    (TextState.DRAFT, TextStep.WITHDRAW): TextState.WITHDRAWN,
    (TextState.DRAFT, TextStep.ADOPT): TextState.ADOPTED,
    (TextState.OPEN, TextStep.ADOPT): TextState.ADOPTED,
    (TextState.OPEN, TextStep.WITHDRAW): TextState.WITHDRAWN,
    (TextState.ADOPTED, TextStep.PUBLISH): TextState.PUBLISHED,
}
IN_WORK = (TextState.DRAFT, TextState.OPEN)
STANDING = (TextState.ADOPTED, TextState.PUBLISHED)


def after(state: str, step: str) -> TextState:
    """Return the state that ``step`` leads to. IllegalStep: there is no such step from here."""
    reached = STEPS.get((state, step))
    if reached is None:
        raise IllegalStep(
            _("A text that is “%(state)s” cannot %(step)s.")
            % {"state": TextState(state).label, "step": TextStep(step).label}
        )
    return reached
