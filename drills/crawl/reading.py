"""What a page says of itself: where it leads, which ids it has, what its form lacks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from drills.crawl.client import Answer
from drills.crawl.findings import HEADING, LANGUAGE, NAMED, SILENT, TITLE, TWICE

HTML, TOP = "text/html", "top"
LINKS = (("a", "href"), ("area", "href"), ("link", "href"), ("iframe", "src"))
ASSETS = (("img", "src"), ("script", "src"), ("source", "src"), ("use", "href"))
POINTING = ("for", "headers", "list", "form", "aria-labelledby", "aria-describedby")
CONTROLLING = ("aria-controls", "aria-owns", "aria-details", "aria-errormessage")
IN_CSS = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
IN_XML = re.compile(r"<(?:loc|link)>\s*([^<]+?)\s*</|(?:href|url)=\"([^\"]+)\"")
# In a calendar or a card an address may also be a name that leads nowhere.
OF_A_KIND = frozenset({"text/calendar", "text/vcard"})
IN_LINES = re.compile(r"^URL(?:;[^:\r\n]*)?:(\S+)", re.MULTILINE)
BLANK_INPUTS = ".//input[not(@value)][not(@type='checkbox' or @type='radio')]/@name"
WHERE_A_PAGE_BEGINS = 200  # bytes
ANY_BLANK = re.compile(r"\s+")


@dataclass
class Reading:
    """What was read of an answer; ``is_whole``: a page, and not a part of one."""

    links: list[str] = field(default_factory=list)
    ids: set[str] | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = False


def read(answer: Answer, url: str) -> Reading:
    """Read an answer that came from ``url``: its links, absolute, and what is wrong with it."""
    if answer.kind == HTML and answer.body:
        return _page(answer.body, url)
    if answer.kind == "text/css":
        found = IN_CSS.findall(answer.body.decode())
        return Reading([urljoin(url, each) for each in found])
    if answer.kind.endswith("xml"):
        text = answer.body.decode()
        found = [one or other for one, other in IN_XML.findall(text)]
        return Reading([urljoin(url, each.replace("&amp;", "&")) for each in found])
    if answer.kind in OF_A_KIND:
        return Reading(IN_LINES.findall(answer.body.decode()))
    if answer.kind.endswith("json") or answer.kind.startswith("text/"):
        site = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        here = re.compile(re.escape(site) + r"[^\s\"'<>\\{},]*")
        return Reading(here.findall(answer.body.decode(errors="replace")))
    return Reading()


def _page(body: bytes, url: str) -> Reading:
    tree = html.document_fromstring(body, parser=html.HTMLParser(encoding="utf-8"))
    ids = Counter(tree.xpath("//@id"))
    links = [urljoin(url, each.strip()) for each in _links(tree)]
    links += [urljoin(url, each) for each in _forms(tree)]
    faults = [*_unnamed(tree, ids)]
    is_whole = b"<html" in body[:WHERE_A_PAGE_BEGINS]
    if is_whole:
        faults += _faults(tree, url)
    return Reading(links, set(ids) | {TOP, ""}, faults, is_whole)


def _links(tree: html.HtmlElement) -> Iterator[str]:
    for tag, attribute in (*LINKS, *ASSETS):
        for each in tree.iter(tag):
            if each.get("rel") != "preconnect" and (where := each.get(attribute)):
                yield where
    yield from tree.xpath("//@hx-get")
    for several in tree.xpath("//@srcset"):
        yield from (each.split()[0] for each in several.split(",") if each.strip())


def _forms(tree: html.HtmlElement) -> Iterator[str]:
    """Return where each form that only asks leads to, sent as it stands.

    One that still lacks what it must have would be answered with what is missing.
    """
    for form in tree.forms:
        if form.method.upper() == "GET" and not _lacks(form):
            blank = [(name, "") for name in form.xpath(BLANK_INPUTS)]
            said = urlencode([*form.form_values(), *blank])
            to = (form.action or "").partition("#")[0].partition("?")[0]
            yield f"{to}?{said}"


def _lacks(form: html.FormElement) -> bool:
    said = dict(form.form_values())
    return any(not said.get(each) for each in form.xpath(".//*[@required]/@name"))


def _faults(tree: html.HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    """Say what a whole page lacks; a part that refreshes itself has no head of its own."""
    said, path = tree.get("lang"), urlsplit(url).path
    if path[:4] in {"/es/", "/en/"} and said != path[1:3]:
        yield LANGUAGE, f"lang={said}"
    if not (tree.findtext(".//title") or "").strip(" ·\n"):
        yield TITLE, "there is none"
    heads = [ANY_BLANK.sub(" ", each.text_content()).strip() for each in tree.iter("h1")]
    if len(heads) != 1 or not heads[0]:
        yield HEADING, f"there are {len([each for each in heads if each])}"


def _unnamed(tree: html.HtmlElement, ids: Counter[str]) -> Iterator[tuple[str, str]]:
    for each in tree.iter("a", "button"):
        if not (
            each.text_content().strip() or each.get("aria-label") or each.xpath(".//img")
        ):
            yield SILENT, each.get("href", "a button").partition("?")[0]
    for name in (name for name, times in ids.items() if times > 1):
        yield TWICE, name
    for attribute in (*POINTING, *CONTROLLING):
        for several in tree.xpath(f"//@{attribute}"):
            missing = [name for name in several.split() if name not in ids]
            yield from ((NAMED, f"{attribute}={name}") for name in missing)
