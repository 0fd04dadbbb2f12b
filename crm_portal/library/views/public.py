"""The public pages: what the Conference is, what it decided, how it is reached; and their map."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from crm_portal.core.i18n import LANGUAGES
from crm_portal.core.instance import THIS
from crm_portal.library import front, pages
from crm_portal.library.models import Collection, GlossaryTerm
from crm_portal.library.strangers import kept_for_strangers
from members.http import PortalRequest

# What a program that follows links has no business with, by the name of its URL.
NOT_FOLLOWED = ("core:today", "account_login", "library:search")


@login_not_required
@require_safe
@kept_for_strangers
def home(request: PortalRequest) -> HttpResponse:
    """Who agrees on what: the next meeting, the last declaration, the members."""
    return render(request, "public/home.html", pages.home(request.viewer))


@login_not_required
@require_safe
@kept_for_strangers
def about(request: PortalRequest) -> HttpResponse:
    """What the Conference is, where it comes from, how it works; with the sources."""
    if THIS.about:
        return render(request, "public/about_told.html", {"passages": pages.about()})
    return render(request, "public/about.html")


@login_not_required
@require_safe
@kept_for_strangers
def contact(request: PortalRequest) -> HttpResponse:
    """How the Secretariat is reached."""
    context = {
        "email": settings.CONTACT_EMAIL,
        "phone": settings.CONTACT_PHONE,
        "address": settings.CONTACT_ADDRESS,
    }
    return render(request, "public/contact.html", context)


@login_not_required
@require_safe
@kept_for_strangers
def accessibility(request: PortalRequest) -> HttpResponse:
    """For whom the portal works, what was tried and what was not."""
    context = {"email": settings.CONTACT_EMAIL}
    return render(request, "public/accessibility.html", context)


@login_not_required
@require_safe
@kept_for_strangers
def privacy(request: PortalRequest) -> HttpResponse:
    """What the portal keeps about whoever reads it and whoever works in it."""
    return render(request, "public/privacy.html", {"email": settings.CONTACT_EMAIL})


@login_not_required
@require_safe
@kept_for_strangers
def glossary(request: PortalRequest) -> HttpResponse:
    """The words of the Conference in both languages."""
    return render(request, "public/glossary.html", {"letters": pages.glossary()})


@login_not_required
@require_safe
def term(request: PortalRequest, term: str) -> HttpResponse:
    """One term, at an address that can be cited."""
    visible = GlossaryTerm.objects.visible_to(request.viewer)
    context = {"term": get_object_or_404(visible, code=term)}
    return render(request, "public/term.html", context)


@login_not_required
@require_safe
@kept_for_strangers
def publications(request: PortalRequest) -> HttpResponse:
    """The publications that the sources list."""
    context = {
        "years": pages.publications(),
        "collections": Collection.objects.visible_to(front.stranger(request.viewer)),
    }
    return render(request, "public/publications.html", context)


@login_not_required
@require_safe
@kept_for_strangers
def statistics(request: PortalRequest) -> HttpResponse:
    """How much is on record, drawn and as tables."""
    context = {"charts": pages.statistics(request.viewer)}
    return render(request, "public/statistics.html", context)


@login_not_required
@require_safe
@kept_for_strangers
def sitemap(request: PortalRequest) -> HttpResponse:
    """Every page that anybody may read, in each language."""
    found = [each.urls() for each in front.addresses(request.viewer)]
    context = {"pages": found, "first": next(iter(LANGUAGES))}
    kind = "application/xml; charset=utf-8"
    return render(request, "public/sitemap.xml", context, content_type=kind)


@login_not_required
@require_safe
def robots(request: PortalRequest) -> HttpResponse:
    """What programs may follow; of a demonstration, whose people are invented, nothing."""
    lines = ["User-agent: *", *_refused()]
    lines += [f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _refused() -> list[str]:
    if settings.DEMONSTRATION:
        return ["Disallow: /"]
    paths = ["/api/"]
    for code in LANGUAGES:
        with override(code):
            paths += [reverse(name) for name in NOT_FOLLOWED]
    return [f"Disallow: {path}" for path in paths]
