"""The pages where anybody checks a document of the Conference."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_http_methods, require_safe

from crm_portal.core.files import PRIVATE, PUBLIC, sealed
from crm_portal.library import rules
from crm_portal.library.forms.checking import CodeForm, FileForm
from crm_portal.library.models import IssuedDocument
from members.http import PortalRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: PortalRequest) -> HttpResponse:
    """Ask for a code, or take a file and say whether it is one that was issued."""
    if request.method == "POST":
        return _compare(request)
    code = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if code.is_bound and code.is_valid():
        return redirect(
            "library:verify-code", code=rules.grouped(code.cleaned_data["code"])
        )
    return _verify_page(request, code=code, file=FileForm())


def _compare(request: PortalRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verify_page(
            request, code=CodeForm(), file=form, status=HTTPStatus.BAD_REQUEST
        )
    digest = _digest(form.cleaned_data["file"])
    document = IssuedDocument.objects.filter(pdf=digest).first()
    found = {"compared": True, "digest": digest, **_what_may_be_said(request, document)}
    return _verify_page(request, code=CodeForm(), file=FileForm(), **found)


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _verify_page(
    request: HttpRequest, *, status: int = HTTPStatus.OK, **context: Any
) -> HttpResponse:
    return render(request, "library/verify.html", context, status=status)


@login_not_required
@require_safe
def verify_code(request: PortalRequest, code: str) -> HttpResponse:
    """Say what the document with this code certifies, as far as the reader may know."""
    plain = rules.read_code(code)
    document = (
        IssuedDocument.objects.filter(code=plain).select_related("superseded_by").first()
    )
    if document is None:
        forms = {"code": CodeForm(initial={"code": code[:60]}), "file": FileForm()}
        status = HTTPStatus.NOT_FOUND
        return _verify_page(request, unknown=code[:60], status=status, **forms)
    context = {**_what_may_be_said(request, document), "file": FileForm()}
    return render(request, "library/document.html", context)


def _what_may_be_said(
    request: PortalRequest, document: IssuedDocument | None
) -> dict[str, Any]:
    """A stranger learns that a document exists, when and with which hash; not what it is."""
    if document is None:
        return {"document": None, "is_visible": False}
    visible = IssuedDocument.objects.visible_to(request.viewer)
    return {"document": document, "is_visible": visible.filter(pk=document.pk).exists()}


@login_not_required
@require_safe
def document_pdf(request: PortalRequest, code: str) -> HttpResponseBase:
    """Hand over the stored bytes: nothing is rendered, and a copy already held is not resent."""
    visible = IssuedDocument.objects.visible_to(request.viewer)
    document = visible.filter(code=rules.read_code(code)).first()
    if document is None:
        raise Http404
    etag = quote_etag(document.pdf_id)
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        bytes(document.pdf.content), content_type="application/pdf"
    )
    response["ETag"] = etag
    return _sealed(response, document, request)


def _sealed(
    response: HttpResponseBase, document: IssuedDocument, request: PortalRequest
) -> HttpResponseBase:
    """Let a browser keep or show the file, never run it as a page of the portal."""
    public = (
        document.published_at is not None and document.published_at <= request.viewer.at
    )
    sealed(response, document.file_name, cache=PUBLIC if public else PRIVATE)
    patch_vary_headers(response, ["Cookie"])
    return response


@login_not_required
@require_safe
def short(request: PortalRequest, code: str = "") -> HttpResponse:
    """Answer the short address on paper, in the reader's language, without a redirection."""
    name, arguments = ("library:verify-code", [code]) if code else ("library:verify", [])
    # The page then offers the same object in the other language at its full address.
    request.path = request.path_info = reverse(name, args=arguments)
    request.resolver_match = resolve(request.path)
    response = verify_code(request, code) if code else verify(request)
    patch_vary_headers(response, ["Accept-Language"])
    return response
