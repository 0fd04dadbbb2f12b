"""The portal's template vocabulary: dates, icons, tags, redline, fields, error summary.

Each component's shape is described at the head of its partial in ``templates/components``
and in ``docs/design-system.md``.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

import segno
from django import template
from django.core.paginator import Paginator
from django.forms import BaseForm, BoundField, CheckboxInput, FileInput, RadioSelect
from django.utils.functional import Promise
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from crm_portal.core import icons, markup
from crm_portal.core import kept as kept_components
from crm_portal.core.access import ZONE_OF_RECORD
from crm_portal.core.display import format_day, format_instant
from crm_portal.core.i18n import active_language

register = template.Library()

# allauth repeats these fields' labels inside them; a label that stays is enough.
SAID_BY_LABEL = frozenset(
    {"email", "username", "one-time-code", "current-password", "new-password"}
)


@register.filter(name="day")
def day_filter(value: date | None, style: str = "short") -> str:
    """Write a day; an instant is first put on San José's calendar."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZONE_OF_RECORD)
    return format_day(value, style)


@register.filter(name="instant")
def instant_filter(value: datetime | None, style: str = "brief") -> str:
    """Write an instant in San José's time."""
    return format_instant(value, style) if value else ""


@register.filter
def emphasise(text: str, part: str) -> SafeString:
    """Set the first ``part`` of ``text`` in strong, if it is there."""
    if not part:
        return escape(text)
    before, found, after = str(text).partition(str(part))
    if not found:
        return escape(text)
    return format_html("{}<strong>{}</strong>{}", before, found, after)


@register.filter
def page_range(paginator: Paginator, number: int) -> list[int | None]:
    """Return the pages worth a link around ``number``; None stands for a gap."""
    pages = paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]


@register.filter
def section(items: Iterable[Any]) -> str:
    """Return the name of the menu's item to which the page belongs, or nothing."""
    return next((str(item.label) for item in items if item.current), "")


@register.simple_tag(name="time")
def time_tag(
    value: date | datetime | None, style: str = "", tz: tzinfo | None = None
) -> SafeString:
    """Write a day or an instant as ``<time>``; ``tz`` is San José's unless told."""
    if not value:
        return SafeString()
    if isinstance(value, datetime):
        text = format_instant(value, style or "brief", tz=tz)
    else:
        text = format_day(value, style or "short")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon; the words beside it say what it means."""
    return icons.icon(name, size)


@register.simple_tag
def tag(tone: str, label: str | Promise, icon_name: str = "") -> SafeString:
    """Write a state as a word in a tint: ok, due, late, brand, line, off or none."""
    return mark_safe(markup.tag(tone, str(label), icon_name))  # noqa: S308 -- escaped there


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """Draw ``text`` as a QR code, inline; ``label`` says what it holds."""
    drawing = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, border=0, dark="#17212b", svgclass=None, lineclass=None
    )
    return format_html(
        '<span class="qr" role="img" aria-label="{}">{}</span>',
        label,
        mark_safe(drawing),  # noqa: S308 -- segno draws; the text is only its modules
    )


@register.simple_tag
def redline(segments: Iterable[markup.Segment], language: str = "") -> SafeString:
    """Mark what was added, deleted or put in brackets, by sight and by ear."""
    marked = markup.redline(segments, language or active_language())
    return mark_safe(marked)  # noqa: S308 -- escaped there


@register.simple_tag
def paragraphs(rows: Iterable[markup.Data], view: str = "both") -> SafeString:
    """Write the rows of the text in two languages; see ``components/bitext.html``."""
    ui, view = active_language(), view or "both"
    text = "".join([markup.paragraph(row, view, ui) for row in rows or ()])
    return mark_safe(text)  # noqa: S308 -- escaped there


@register.simple_tag
def proposal(data: markup.Data) -> SafeString:
    """Write one proposed change; see ``components/proposal.html``."""
    return mark_safe(markup.proposal(data, active_language()))  # noqa: S308 -- escaped there


@register.simple_tag
def kept(template: str, **values: Any) -> SafeString:
    """Include a component that sees only these values; see ``core/kept.py``."""
    return kept_components.rendered(template, values)


@register.simple_tag
def nav_links(items: Iterable[Any], waiting: int | None = None) -> SafeString:
    """Write the links of a menu; ``waiting`` stands beside “Today”."""
    return mark_safe(markup.links(items, waiting or 0))  # noqa: S308 -- escaped there


@register.simple_tag
def nav_row(items: Iterable[Any], waiting: int | None = None) -> SafeString:
    """Write the menu of a wide screen: a row of links, and the rest of them under “More”."""
    rows = list(items)
    first = [item for item in rows if not item.is_folded]
    rest = [item for item in rows if item.is_folded]
    return mark_safe(markup.menu_row(first, rest, waiting or 0))  # noqa: S308 -- escaped there


@register.simple_tag
def crumbs(*parts: str) -> SafeString:
    """Show the way here: label, address, label, address … and the label of this page."""
    links = zip(parts[:-1:2], parts[1::2], strict=True)
    steps = format_html_join("", '<li><a href="{1}">{0}</a></li>', links)
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol class="list">{}'
        '<li aria-current="page">{}</li></ol></nav>',
        _("Breadcrumb"),
        steps,
        parts[-1],
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm, title: str = "") -> dict[str, Any]:
    """Say on top of the form what did not happen and why, with a link to each field."""
    problems = [problem for form in forms if form for problem in _problems(form)]
    return {"problems": problems, "title": title}


def _problems(form: BaseForm) -> list[tuple[str, str, str]]:
    if not form.is_bound or not form.errors:
        return []
    general = [("", "", str(message)) for message in form.non_field_errors()]
    of_fields = [
        (anchor(bound), "" if bound.is_hidden else str(bound.label), str(error))
        for bound in form
        for error in bound.errors
    ]
    return general + of_fields


def anchor(bound: BoundField) -> str:
    """Return the id of the control that takes the focus: of choices, the first."""
    if _kind(bound) == "choices" and bound.subwidgets:
        return str(bound.subwidgets[0].id_for_label)
    return str(bound.id_for_label)


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Render every field of ``form``, hidden ones first."""
    return {"form": form}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, **options: Any) -> dict[str, Any]:
    """Render one field with its label, hint and error.

    Options: ``label``, ``hint``, ``hints`` (choice value to effect), ``css``, ``lang``,
    ``rows``, ``optional`` (say so), ``bare`` (hide the label from sight).
    """
    kind = _kind(bound)
    required = bound.field.required
    return {
        "bound": bound,
        "kind": kind,
        "id": bound.auto_id,
        "label": options.get("label") or bound.label,
        "hint": options.get("hint", bound.help_text),
        "optional": options.get("optional", not required and kind != "checkbox"),
        "bare": options.get("bare", False),
        "control": "" if kind == "choices" else _control(bound, kind, options),
        "choices": _choices(bound, options) if kind == "choices" else (),
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, RadioSelect):
        return "choices"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    return "file" if isinstance(widget, FileInput) else "control"


def _control(bound: BoundField, kind: str, options: Mapping[str, Any]) -> SafeString:
    own = bound.field.widget.attrs
    attrs = {name: options[name] for name in ("lang", "rows") if name in options}
    if kind == "control":
        code = "input--code" if own.get("autocomplete") == "one-time-code" else ""
        classes = ("input", own.get("class", ""), options.get("css", ""), code)
        attrs["class"] = " ".join(filter(None, classes))
    if own.get("autocomplete") in SAID_BY_LABEL:
        attrs["placeholder"] = False
    return bound.as_widget(attrs=attrs)


def _choices(bound: BoundField, options: Mapping[str, Any]) -> list[tuple[str, Any, str]]:
    hints = options.get("hints") or getattr(bound.field, "hints", {})
    return [
        (option.tag(), option.choice_label, hints.get(str(option.data["value"]), ""))
        for option in bound.subwidgets
    ]
