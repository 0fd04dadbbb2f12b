"""The lines that budgets are written in: opened, worded and ended from a day on."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from crm_portal.core import audit
from crm_portal.core.access import Viewer
from crm_portal.core.errors import Conflict, Invalid
from finance.models import Budget, LineKind
from finance.services.common import one_at_a_time, require_accounts, require_text


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it begins: its code for good, its names, and where it was decided."""

    code: str
    name_es: str
    name_en: str
    valid_from: date
    source: str
    order: int = 0


@transaction.atomic
def open_line(line: NewLine, *, by: Viewer) -> LineKind:
    """Begin a line that budgets from a day on may be written in (001:476).

    Conflict: another line has that code; a line that ended is not begun again under it.
    """
    require_accounts(by)
    one_at_a_time("finance:lines")
    if LineKind.objects.filter(code=line.code).exists():
        raise Conflict(_("Another line has that code."), code="code")
    made: LineKind = LineKind.objects.create(
        code=line.code,
        name_es=require_text(line.name_es, _("Give the line a name.")),
        name_en=require_text(line.name_en, _("Give the line a name.")),
        order=line.order,
        valid_from=line.valid_from,
        source=require_text(line.source, _("Say where it was decided.")),
    )
    audit.record(made, "opened", by=by, valid_from=made.valid_from, source=made.source)
    return made


@transaction.atomic
def change_line(
    pk: int,
    *,
    name_es: str,
    name_en: str,
    order: int,
    valid_until: date | None,
    by: Viewer,
) -> LineKind:
    """Correct a line's names and place, and say from which day no budget is written in it.

    What was drafted in it stays: Conflict when a budget of a later day already uses it.
    """
    require_accounts(by)
    one_at_a_time("finance:lines")
    kind: LineKind = LineKind.objects.select_for_update().get(pk=pk)
    _require_end(kind, valid_until)
    kind.name_es = require_text(name_es, _("Give the line a name."))
    kind.name_en = require_text(name_en, _("Give the line a name."))
    kind.order, kind.valid_until = order, valid_until
    kind.save(update_fields=["name_es", "name_en", "order", "valid_until"])
    audit.record(
        kind, "changed", by=by, name_es=kind.name_es, order=order, valid_until=valid_until
    )
    return kind


def _require_end(kind: LineKind, valid_until: date | None) -> None:
    if valid_until is None:
        return
    if valid_until <= kind.valid_from:
        raise Invalid(_("A line ends after it begins."), code="period")
    later = Budget.objects.filter(
        versions__lines__kind=kind, starts_on__gte=valid_until
    ).order_by("starts_on")
    if used := later.first():
        raise Conflict(
            _("The budget %(budget)s begins after that day and is written in this line.")
            % {"budget": used.reference},
            code="line_used",
        )
