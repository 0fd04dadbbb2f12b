"""How a public page presents itself to programs: its one address, and its title said again."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.safestring import SafeString, mark_safe

from crm_portal.core.i18n import active_language
from crm_portal.library.models import GlossaryTerm

register = template.Library()


@register.filter
def absolute(path: str) -> str:
    """Return ``path`` with the site before it."""
    return f"{settings.SITE_URL}{path}"


@register.filter
def canonical(request: HttpRequest) -> str:
    """Return the one address of a page: of what it filters, only which page of the list."""
    page = request.GET.get("page", "")
    turned = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return f"{settings.SITE_URL}{request.path}{turned}"


@register.simple_tag(takes_context=True)
def again(context: RequestContext, name: str) -> SafeString:
    """Write the block ``name`` of the page once more, as in a heading for programs."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    said = " ".join(block.render(context).split()) if block else ""
    # The words of templates may have quotation marks, which end an attribute.
    said = said.replace('"', "&quot;")
    return mark_safe(said)  # noqa: S308 -- the block has escaped the rest


@register.filter
def other_term(term: GlossaryTerm) -> dict[str, str]:
    """Return the term in the language that the page is not in, with its initials."""
    other = "es" if active_language() == "en" else "en"
    said = getattr(term, f"term_{other}")
    initials = getattr(term, f"acronym_{other}")
    return {"text": f"{said} ({initials})" if initials else said, "lang": other}
