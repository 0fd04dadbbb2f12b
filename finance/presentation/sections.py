"""The pages of finance, side by side: only those that exist and that the reader may enter."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm_portal.core.access import Viewer
from crm_portal.core.context import Item, link
from finance.rules import powers

SECTIONS: tuple[tuple[str, str | Promise, Callable[[Viewer], bool]], ...] = (
    ("finance:overview", _("Overview"), powers.sees_contributions),
    ("finance:budgets", _("Budgets and scale"), powers.sees_contributions),
    ("finance:receipts", _("Receipts"), powers.sees_contributions),
    ("finance:spending", _("Expenditure"), powers.sees_contributions),
    ("finance:letters", _("Letters"), powers.sees_contributions),
    ("finance:reports", _("Reports"), powers.sees_contributions),
    ("finance:fund", _("Reserve fund"), powers.sees_contributions),
)


def sections_of(viewer: Viewer, here: str) -> list[Item]:
    """Return the links for ``viewer``; the one that ``here`` is, or is nearest below, is marked."""
    shown = [
        (name, label, link(name))
        for name, label, may in SECTIONS
        if link(name) and may(viewer)
    ]
    nearest = max(
        (url for *_rest, url in shown if here.startswith(url)), key=len, default=""
    )
    return [Item(name, label, url, _mark(url, nearest, here)) for name, label, url in shown]


def _mark(url: str, nearest: str, here: str) -> str:
    if url != nearest:
        return ""
    return "page" if url == here else "true"
