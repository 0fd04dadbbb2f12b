"""One person's walk: from the front pages along every link, some pages of each kind."""

from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import override

from drills.crawl.canaries import Canaries
from drills.crawl.client import Answer, Client
from drills.crawl.findings import (
    BROKEN,
    FAILED,
    FRAGMENT,
    LEAK,
    POLICY,
    Finding,
    Findings,
    Seen,
)
from drills.crawl.reading import HTML, Reading, read
from drills.crawl.resources import DESCRIPTION, Resources
from drills.crawl.saying import words

# Where everybody begins; whatever else there is must be led to from here.
BEGINNINGS = (
    "/es/",
    "/en/",
    "/es/intranet/",
    "/en/intranet/",
    "/robots.txt",
    "/sitemap.xml",
    DESCRIPTION,
)
# A demonstration shows everybody every letter: what is in them is not for everybody.
LETTERS = frozenset({"demonstration:mailbox", "demonstration:mail"})
# These show what the demonstration invents to whoever comes, its accounts and its samples; and
# anybody may count a term, whose answer names the days that do not count.
SHOWN = frozenset({"demonstration:accounts", "core:stylebook", "api:deadline-preview"})
MOVED = frozenset({301, 302, 303, 307, 308})
UNCHANGED = HTTPStatus.NOT_MODIFIED
FURTHEST = 5  # redirections


@dataclass(frozen=True)
class Kind:
    """The pages that are one template: a view, in a language, asked with the same names."""

    view: str
    language: str
    asked: tuple[str, ...]

    def __str__(self) -> str:
        asked = f"?{'&'.join(self.asked)}" if self.asked else ""
        return f"{self.view}{asked}"


def kind_of(path: str) -> Kind:
    """Return which kind of page an address is; of a file, its folder and ending."""
    at, _, query = path.partition("?")
    language = at[1:3] if at[:4] in {"/es/", "/en/"} else ""
    names = tuple(sorted({name for name, _value in parse_qsl(query)}))
    with override(language or "es"):
        try:
            view = resolve(unquote(at)).view_name or at
        except Resolver404:
            folder, _, name = at.rpartition("/")
            view = f"{folder}/*.{name.rpartition('.')[2]}" if "." in name else at
    return Kind(view, language, names)


@dataclass
class Walk:
    """What one person saw: how many pages of each kind, and which pages exist for them."""

    client: Client
    who: str
    canaries: Canaries
    findings: Findings
    each: int = 2
    asked: int = 0
    counts: Counter[Kind] = field(default_factory=Counter)
    opened: dict[str, int] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    pages: dict[Kind, str] = field(default_factory=dict)
    _waiting: deque[tuple[str, str]] = field(default_factory=deque)
    _wanted: dict[tuple[str, str], str] = field(default_factory=dict)

    def go(self, beginnings: Iterable[str] = BEGINNINGS) -> None:
        """Follow everything from ``beginnings`` until nothing new is led to."""
        for path in beginnings:
            self._meet(self.client.site + path, "")
        while self._waiting:
            self._visit(*self._waiting.popleft())
        self._look_for_fragments()

    def ask(self, path: str) -> Answer:
        """Ask for a page that nobody showed this person, and judge what comes."""
        answer = self._get(path)
        self._judge(path, answer, kind_of(path), "nowhere", is_shown=False)
        return answer

    def ask_resources(self) -> None:
        """Ask for what the API describes: its lists, and some of what they list."""
        described = Resources.described(self._get(DESCRIPTION).body)
        for path in described.ask(lambda path: self.ask(path).body, self.each):
            self.opened.setdefault(path, 0)

    def _meet(self, url: str, led_from: str) -> None:
        place = urlsplit(url)
        if f"{place.scheme}://{place.netloc}" != self.client.site:
            return
        path = place.path + (f"?{place.query}" if place.query else "")
        if place.fragment:
            self._wanted.setdefault((path, unquote(place.fragment)), led_from)
        if path in self.opened:
            return
        kind = kind_of(path)
        if self.counts[kind] < self.each:
            self.counts[kind] += 1
            self.opened[path] = 0
            self._waiting.append((path, led_from))

    def _visit(self, path: str, led_from: str) -> None:
        answer, kind = self._get(path), kind_of(path)
        self.opened[path] = answer.status
        reading = self._judge(path, answer, kind, led_from, is_shown=True)
        if reading.ids is not None:
            self.ids[path] = reading.ids
        if answer.status == HTTPStatus.OK and reading.is_whole:
            self.pages.setdefault(kind, path)
        if kind.view in LETTERS:
            return
        if answer.status in MOVED:
            self._meet(self._led(answer, path), path)
        for url in dict.fromkeys(reading.links):
            self._meet(url, path)

    def _led(self, answer: Answer, path: str) -> str:
        where = answer.headers.get("location", "")
        return self.client.site + where if where.startswith("/") else where

    def _get(self, path: str) -> Answer:
        self.asked += 1
        return self.client.get(path)

    def _judge(
        self, path: str, answer: Answer, kind: Kind, led_from: str, *, is_shown: bool
    ) -> Reading:
        def say(what: str, exactly: str) -> None:
            seen = Seen(self.who, path, led_from)
            self.findings.add(Finding(what, str(kind), exactly), seen)

        self._judge_status(answer, kind, say, led_from, is_shown=is_shown)
        self._judge_words(path, answer, kind, say)
        reading = read(answer, self.client.site + path)
        if answer.kind == HTML and answer.body:
            for what, exactly in reading.faults:
                say(what, exactly)
            if "default-src 'none'" not in answer.headers.get(
                "content-security-policy", ""
            ):
                say(POLICY, "no policy with the page")
        return reading

    def _judge_words(
        self, path: str, answer: Answer, kind: Kind, say: Callable[[str, str], None]
    ) -> None:
        if kind.view in LETTERS | SHOWN:
            return
        asked = unquote(path)
        for word, where in self.canaries.found(self.who, words(answer)):
            if word not in asked:  # whoever asks has said it
                say(LEAK, f"{where}: {word}")

    def _judge_status(
        self,
        answer: Answer,
        kind: Kind,
        say: Callable[[str, str], None],
        led_from: str,
        *,
        is_shown: bool,
    ) -> None:
        status = answer.status
        is_health = kind.view.startswith("healthz:")
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR and not is_health:
            say(FAILED, str(status))
        elif is_shown and status >= HTTPStatus.BAD_REQUEST:
            led = kind_of(led_from) if led_from else "the beginning"
            say(BROKEN, f"{status}, led to from {led}")

    def _look_for_fragments(self) -> None:
        for (path, fragment), led_from in self._wanted.items():
            ids = self.ids.get(path)
            if ids is not None and fragment not in ids:
                seen = Seen(self.who, path, led_from)
                what = f"#{fragment}"
                self.findings.add(Finding(FRAGMENT, str(kind_of(path)), what), seen)
