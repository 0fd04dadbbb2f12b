"""The portal's icons: one stroke, drawn inline, silent to a screen reader."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SHAPES = {
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron": '<path d="m6 9 6 6 6-6"/>',
    "next": '<path d="m9 6 6 6-6 6"/>',
    "previous": '<path d="m15 6-6 6 6 6"/>',
    "circle": '<circle cx="12" cy="12" r="7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "cross": '<path d="m6 6 12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11m-5-4.5 5 5 5-5M5 20h14"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8m-3 3 3 3m-6 0 2 2"/>',
    "lock": (
        '<rect x="5" y="11" width="14" height="9" rx="1"/>'
        '<path d="M8 11V8a4 4 0 0 1 8 0v3"/>'
    ),
    "loop": (
        '<path d="M4.5 11a8 8 0 0 1 14-4.3M19.5 13a8 8 0 0 1-14 4.3"/>'
        '<path d="M18.5 3v4h-4M5.5 21v-4h4"/>'
    ),
    "mail": '<rect x="3" y="6" width="18" height="13" rx="1"/><path d="m4 7 8 6 8-6"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "person": (
        '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c1-4 4-5.5 7-5.5s6 1.5 7 5.5"/>'
    ),
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "warning": '<path d="M12 4 3 19h18zM12 10v4m0 2.5v.1"/>',
}


@lru_cache(maxsize=64)
def icon(name: str, size: str = "") -> SafeString:
    """Return icon ``name`` as inline SVG; ``size`` is empty or ``lg``."""
    extra = f" icon--{size}" if size else ""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        "{}</svg>",
        extra,
        mark_safe(SHAPES[name]),  # noqa: S308 -- our own drawing, from the table above
    )
