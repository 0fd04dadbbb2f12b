"""What every page needs around its content: where one may go, in which language, when.

Everything is computed when a template asks for it: a fragment pays for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import (
    NoReverseMatch,
    get_script_prefix,
    get_urlconf,
    reverse,
    translate_url,
)
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from crm_portal.core.access import Role, Viewer
from crm_portal.core.i18n import LANGUAGES, active_language
from crm_portal.core.instance import THIS

OFFICERS = frozenset({Role.SECRETARIAT, Role.ADMINISTRATOR})
# Those between whom the procedure runs: observers and civil society are not consulted.
CONSULTED = OFFICERS | {Role.MEMBER}
ANYONE = frozenset(Role)
# Those to whom applications are addressed: the members and the Secretariat.
ADDRESSED = frozenset({Role.MEMBER, Role.SECRETARIAT})
# Whoever acts for a party that has a house of its own to keep.
DELEGATES = frozenset({Role.MEMBER, Role.OBSERVER, Role.CIVIL_SOCIETY})

FRONT_PAGES = frozenset({"core:today", "library:home"})
LANGUAGE_NAMES = {code: THIS.languages.names.said(code) for code in LANGUAGES}
# The language that comes first stands first where a reader chooses.
OFFERED = sorted(LANGUAGES, key=lambda code: code != THIS.languages.first)


@dataclass(frozen=True, slots=True)
class Item:
    """One link of a menu. ``current``: empty, ``page``, or ``true`` for a page below it.

    ``is_folded``: on a wide screen it stands under “More”.
    """

    name: str
    label: str | Promise
    url: str = ""
    current: str = ""
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same object in one language."""

    code: str
    name: str
    url: str
    is_current: bool


# (URL name, label, roles): a page not in the URLs, or not for the viewer, is not shown.
INTRANET = (
    ("core:today", _("Today"), ANYONE),
    ("decisions:consultations", _("Consultations"), CONSULTED),
    ("meetings:meetings", _("Meetings"), ANYONE),
    ("texts:texts", _("Drafting"), CONSULTED),
    ("library:documents", _("Documents"), ANYONE),
    ("register:texts", pgettext_lazy("section", "Register"), ANYONE),
    ("following:board", _("Follow-up"), ANYONE),
    ("following:plans", _("Plan of Action"), ANYONE),
    ("finance:overview", _("Finances"), ADDRESSED),
    ("members:directory", _("Directory"), ANYONE),
    ("members:calendars", _("Calendars"), CONSULTED),
    ("meetings:applications", _("Applications"), ADDRESSED),
    ("members:presidency", _("Presidency"), CONSULTED),
    ("meetings:representations", _("Representation"), CONSULTED),
    ("core:notices", _("Notices"), ANYONE),
    ("library:bulletins", pgettext_lazy("section", "Bulletins"), ANYONE),
    ("webhooks:webhooks", _("Webhooks"), frozenset({Role.SECRETARIAT})),
    ("core:status", _("System status"), OFFICERS),
)
# What is looked up now and then.
FOLDED = frozenset(
    {
        "members:calendars",
        "meetings:applications",
        "members:presidency",
        "meetings:representations",
        "core:notices",
        "library:bulletins",
        "webhooks:webhooks",
        "core:status",
    }
)
PUBLIC = (
    ("library:about", _("What the RCM is"), None),
    ("conference:participants", _("Who takes part"), None),
    ("held:meetings", _("Bodies and meetings"), None),
    ("register:texts", _("Declarations and decisions"), None),
    ("plans:plans", _("Plan of Action"), None),
    ("library:documents", _("Documents"), None),
    ("library:glossary", _("Glossary"), None),
)
# The rest of the public pages: at the foot of each.
FOOT = (
    ("library:news", pgettext_lazy("section", "News"), None),
    ("conference:presidencies", _("Presidencies"), None),
    ("library:publications", _("Publications"), None),
    ("library:statistics", _("Statistics"), None),
    ("library:verify", _("Verify a document"), None),
    ("library:contact", _("Contact"), None),
    ("library:accessibility", _("Accessibility"), None),
    ("library:privacy", _("Privacy"), None),
)
ACCOUNT = (
    ("members:delegation", _("My delegation"), DELEGATES),
    ("members:account", _("My account"), ANYONE),
    ("library:saved", _("My searches"), ANYONE),
    ("mfa_index", _("Second factor"), ANYONE),
    ("account_change_password", _("Password"), ANYONE),
    ("usersessions_list", _("Open sessions"), ANYONE),
    ("library:home", _("Public site"), ANYONE),
)


@lru_cache(maxsize=512)
def _reversed(name: str, language: str, urlconf: str, prefix: str) -> str:
    del language, urlconf, prefix  # they are what the answer depends on
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def link(name: str) -> str:
    """Return the address of URL ``name`` in the active language, or nothing."""
    urlconf = str(get_urlconf() or settings.ROOT_URLCONF)
    return _reversed(name, active_language(), urlconf, get_script_prefix())


class Portal:
    """The frame around a page, for the person who made ``request``."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def viewer(self) -> Viewer | None:
        """Who is looking; nobody when the request failed before that was known."""
        return getattr(self.request, "viewer", None)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return self.viewer.roles if self.viewer else frozenset()

    @cached_property
    def is_signed_in(self) -> bool:
        user = getattr(self.request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def layout(self) -> str:
        """The template a page for both sides extends."""
        return "intranet.html" if self.is_signed_in else "public.html"

    @cached_property
    def nav(self) -> list[Item]:
        """The sections of the intranet that this viewer may enter and that exist."""
        return self._items(INTRANET)

    @cached_property
    def public_nav(self) -> list[Item]:
        return self._items(PUBLIC)

    @cached_property
    def foot(self) -> list[Item]:
        """The public pages that stand at the foot of every page."""
        return self._items(FOOT)

    @cached_property
    def account(self) -> list[Item]:
        return self._items(ACCOUNT)

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """The same page in each language."""
        active = active_language()
        return [
            LanguageLink(code, LANGUAGE_NAMES[code], self._in(code, active), code == active)
            for code in OFFERED
        ]

    @property
    def now(self) -> datetime | None:
        """The instant of record at which the page was asked for."""
        return self.viewer.at if self.viewer else None

    @property
    def is_demonstration(self) -> bool:
        return bool(settings.DEMONSTRATION)

    @property
    def home_url(self) -> str:
        return link("library:home") or "/"

    @property
    def today_url(self) -> str:
        return link("core:today") or self.home_url

    @property
    def search_url(self) -> str:
        return link("library:search")

    @property
    def mailbox_url(self) -> str:
        return link("demonstration:mailbox") if self.is_demonstration else ""

    @property
    def clock_url(self) -> str:
        return link("demonstration:clock") if self.is_demonstration else ""

    @property
    def accounts_url(self) -> str:
        return link("demonstration:accounts") if self.is_demonstration else ""

    @property
    def stylebook_url(self) -> str:
        return link("core:stylebook") if self.is_demonstration else ""

    @property
    def login_url(self) -> str:
        return link("account_login")

    @property
    def logout_url(self) -> str:
        return link("account_logout")

    def _items(self, rows: Iterable[tuple[str, Any, frozenset[Role] | None]]) -> list[Item]:
        shown = [
            (name, label, link(name))
            for name, label, roles in rows
            if roles is None or not self.roles.isdisjoint(roles)
        ]
        here = self.request.path
        above = [url for name, _label, url in shown if _stands_in(here, name, url)]
        nearest = max(above, key=len, default="")
        return [
            Item(
                name,
                label,
                url,
                current=_current(here, url) if url == nearest else "",
                is_folded=name in FOLDED,
            )
            for name, label, url in shown
            if url
        ]

    def _in(self, code: str, active: str) -> str:
        path = self.request.get_full_path()
        if code == active:
            return path
        with override(code):
            here = self._reversed_here() or translate_url(path, code)
            if here != path:
                return here
            if path.startswith(f"/{active}/"):
                return f"/{code}/{path[len(active) + 2 :]}"
            return link("library:home") or path

    def _reversed_here(self) -> str:
        """Return this page's address in the active language, from what resolved it."""
        match = self.request.resolver_match
        if match is None:
            return ""
        try:
            path = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
        except NoReverseMatch:
            return ""
        query = self.request.META.get("QUERY_STRING", "")
        return f"{path}?{query}" if query else path


def portal(request: HttpRequest) -> dict[str, Portal]:
    """Context processor: ``portal`` is the frame around every page."""
    return {"portal": Portal(request)}


def _stands_in(here: str, name: str, url: str) -> bool:
    """Say whether ``here`` is ``url`` or below it; a front page holds only itself."""
    if name in FRONT_PAGES or not url:
        return here == url
    return here.startswith(url)


def _current(here: str, url: str) -> str:
    return "page" if here == url else "true"
