"""What every template owes the strict policy, the two languages and whoever cannot see."""

import re
from collections.abc import Iterator
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


def read(name: str) -> Literals:
    return parse(source(name))


def parse(text: str) -> Literals:
    literals = Literals()
    literals.feed(skeleton(text))
    literals.close()
    return literals


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_template_includes_exists(name: str) -> None:
    engine: Engine = engines["django"].engine
    for node in nodes(get_template(name).template.nodelist):
        for field in ("template", "parent_name"):
            wanted = getattr(getattr(node, field, None), "var", None)
            if isinstance(wanted, str):
                assert exists(engine, wanted), f"{name} wants {wanted}"


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


@pytest.mark.parametrize("name", PAGES)
def test_nothing_inline_reaches_the_browser(name: str) -> None:
    for tag, attributes in read(name).tags:
        assert "style" not in attributes, f"<{tag} style>"
        assert tag != "style"
        inline = [key for key in attributes if key.startswith(("on", "hx-on", "hx-vars"))]
        assert not inline, f"<{tag} {inline}>"


@pytest.mark.parametrize("name", PAGES)
def test_a_script_comes_from_a_file_or_is_data(name: str) -> None:
    for tag, attributes in read(name).tags:
        if tag == "script":
            is_data = attributes.get("type") == "application/json"
            assert is_data or "src" in attributes


@pytest.mark.parametrize("name", PAGES)
def test_htmx_is_asked_for_nothing_that_evaluates(name: str) -> None:
    for _tag, attributes in read(name).tags:
        assert "[" not in (attributes.get("hx-trigger") or "")
        assert not (attributes.get("hx-vals") or "").startswith(("js:", "javascript:"))


@pytest.mark.parametrize("name", PAGES)
def test_an_image_says_what_it_shows_and_is_no_data(name: str) -> None:
    for tag, attributes in read(name).tags:
        if tag == "img":
            assert "alt" in attributes
            assert not (attributes.get("src") or "").startswith("data:")


@pytest.mark.parametrize("name", PAGES)
def test_words_are_translated_or_say_their_language(name: str) -> None:
    assert read(name).words == []


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


@pytest.mark.parametrize("name", PAGES)
def test_a_page_trusts_no_text(name: str) -> None:
    assert not re.search(r"\|\s*safe\b|autoescape\s+off", source(name))


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
