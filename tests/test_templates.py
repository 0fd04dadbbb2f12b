"""What every template owes the strict policy, the two languages and whoever cannot see."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Engine, TemplateDoesNotExist, engines
from django.template.base import Lexer, NodeList, Template, TokenType
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
# Paper and mail carry their own styles; they never meet a browser's policy.
PAGES = [name for name in TEMPLATES if not name.startswith(("pdf/", "mail/"))]

# Names, codes and labels that are the same in both languages.
SAME = re.compile(
    r"\b(CRM|PPT|USD|Troika|ES|EN|es|en|PDF|Excel|JSON|CSV|Atom|RSS|SHA-256|San José|Costa Rica"
    r"|Message-ID|Idioma / Language)\b"
)
WORD = re.compile(r"[^\W\d_]{2,}")
SPOKEN = {"alt", "aria-label", "placeholder", "title"}
VOID = {"br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect"}
# What Django writes: a space reads as nothing both in a text and inside a tag.
DYNAMIC = " "


def source(name: str) -> str:
    return (ROOT / name).read_text()


def skeleton(text: str) -> str:
    """Return the literal HTML of a template, with what Django writes left blank."""
    out, inside = [], ""
    for token in Lexer(text).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK and word == f"end{inside}":
            inside = ""
        elif token.token_type == TokenType.BLOCK and not inside:
            if word in {"blocktrans", "blocktranslate", "comment"}:
                inside = word
            out.append(DYNAMIC)
        elif token.token_type == TokenType.VAR:
            out.append(DYNAMIC)
        elif token.token_type == TokenType.TEXT and not inside:
            out.append(token.contents)
    return "".join(out)


class Literals(HTMLParser):
    """Collect tags, and the literal words that stand outside an element with its own ``lang``."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    @property
    def has_language(self) -> bool:
        return any(own for _tag, own in self.open)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        for name in SPOKEN & values.keys():
            self._say(values[name] or "")
        if tag not in VOID:
            own = values.get("lang") in {"es", "en", DYNAMIC} and tag != "html"
            self.open.append((tag, own or (tag == "title" and self.is_plain)))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "script":
            return
        self._say(data)

    @property
    def is_plain(self) -> bool:
        """A page that must stand without Django writes both languages itself."""
        return ("html", {"lang": "es"}) in self.tags

    def _say(self, text: str) -> None:
        if not self.has_language:
            self.words += WORD.findall(SAME.sub("", text))


@cache
def read(name: str) -> Literals:
    return parse(source(name))


def parse(text: str) -> Literals:
    literals = Literals()
    literals.feed(skeleton(text))
    literals.close()
    return literals


def test_a_template_compiles_and_what_it_includes_exists() -> None:
    engine: Engine = engines["django"].engine
    wanting = [
        f"{name} wants {wanted}"
        for name in TEMPLATES
        for wanted in includes(get_template(name).template)
        if not exists(engine, wanted)
    ]

    assert wanting == []


def includes(template: Template) -> Iterator[str]:
    for node in nodes(template.nodelist):
        for field in ("template", "parent_name"):
            wanted = getattr(getattr(node, field, None), "var", None)
            if isinstance(wanted, str):
                yield wanted


def nodes(nodelist: NodeList) -> Iterator[object]:
    for node in nodelist:
        yield node
        for attribute in getattr(node, "child_nodelists", ()):
            yield from nodes(getattr(node, attribute, None) or NodeList())
        for _condition, branch in getattr(node, "conditions_nodelists", ()):
            yield from nodes(branch)


def exists(engine: Engine, name: str) -> bool:
    try:
        template: Template = engine.get_template(name)
    except TemplateDoesNotExist:
        return False
    return template is not None


def tags() -> Iterator[tuple[str, str, dict[str, str | None]]]:
    """Every tag of every page: where it stands, its name, its attributes."""
    for name in PAGES:
        for tag, attributes in read(name).tags:
            yield name, tag, attributes


def test_nothing_inline_reaches_the_browser() -> None:
    inline = [
        f"{name}: <{tag} {key}>"
        for name, tag, attributes in tags()
        for key in attributes
        if key == "style" or key.startswith(("on", "hx-on", "hx-vars"))
    ]
    styles = [name for name, tag, _attributes in tags() if tag == "style"]

    assert (inline, styles) == ([], [])


def test_a_script_comes_from_a_file_or_is_data() -> None:
    within = [
        name
        for name, tag, attributes in tags()
        if tag == "script"
        and attributes.get("type") != "application/json"
        and "src" not in attributes
    ]

    assert within == []


def test_htmx_is_asked_for_nothing_that_evaluates() -> None:
    evaluated = [
        f"{name}: <{tag}>"
        for name, tag, attributes in tags()
        if "[" in (attributes.get("hx-trigger") or "")
        or (attributes.get("hx-vals") or "").startswith(("js:", "javascript:"))
    ]

    assert evaluated == []


def test_an_image_says_what_it_shows_and_is_no_data() -> None:
    silent = [
        name
        for name, tag, attributes in tags()
        if tag == "img"
        and ("alt" not in attributes or (attributes.get("src") or "").startswith("data:"))
    ]

    assert silent == []


def test_words_are_translated_or_say_their_language() -> None:
    bare = {name: words for name in PAGES if (words := read(name).words)}

    assert bare == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>Enviar</p>", ["Enviar"]),
        ('<input placeholder="Buscar">', ["Buscar"]),
        ("<p>{% trans 'Send' %} {{ name }}, San José</p>", []),
        ("<p>{% blocktrans %}Send {{ name }}{% endblocktrans %}</p>", []),
        ('<p lang="es">Enviar</p><p>Send</p>', ["Send"]),
        ("<td{% if x %} class='muted'{% endif %}>{# why #}</td>", []),
    ],
)
def test_the_reader_of_templates_finds_bare_words(text: str, words: list[str]) -> None:
    assert parse(text).words == words


def test_a_page_trusts_no_text() -> None:
    trusting = re.compile(r"\|\s*safe\b|autoescape\s+off")

    assert [name for name in PAGES if trusting.search(source(name))] == []


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_the_last_pages_need_nothing(name: str) -> None:
    """No context, no request, no database: only the template engine still stands."""
    alone = Engine(
        dirs=[ROOT],
        libraries={"static": "django.templatetags.static"},
        builtins=["crm_portal.core.templatetags.instance"],
    )

    html = alone.get_template(name).render(Context({}))

    assert 'lang="es"' in html
    assert 'lang="en"' in html
    assert "css/portal.css" in html
