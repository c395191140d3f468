"""Shared papers: the list, one paper, its files, new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from filiera.common.given import closed, sent_out
from filiera.common.refusals import refusals_in
from filiera.common.views import Crumb, permitted, public
from filiera.common.visibility import audience_of
from filiera.documents.forms import DocumentForm, VersionForm
from filiera.documents.operations.documents import Paper, add_version, give_out, open_document, store_document
from filiera.documents.operations.receiving import Sent
from filiera.documents.queries.documents import document_of, documents_found, lines_of, owner_counts
from filiera.documents.queries.pages import circles_to_choose, document_page, own_organisation

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpRequest

    from filiera.documents.models import Document

PAGE_SIZE = 20


def load_document(pk: int) -> Document | None:
    """Load a document by its number."""
    return document_of(pk) if pk < 2**63 else None


def crumbs(*last: Crumb | str) -> list[Crumb]:
    """Give the path to a page of documents."""
    first = Crumb(_("Documents"), reverse("documents"))
    return [first, *(one if isinstance(one, Crumb) else Crumb(one) for one in last)]


@public
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """List the documents that the reader may see."""
    audience = audience_of(request.user)
    text, owner = request.GET.get("q", "")[:120].strip(), request.GET.get("owner", "")[:80]
    found = documents_found(audience=audience, text=text)
    page = Paginator(documents_found(audience=audience, text=text, owner=owner), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "lines": lines_of(page, audience),
        "owners": owner_counts(found),
        "text": text,
        "owner": owner,
        "crumbs": [Crumb(_("Documents"))],
        "may_add": request.user.has_perm("documents.add_document"),
    }
    return render(request, "documents/documents_page.html", context)


@permitted("documents.view_document", load=load_document)
@require_safe
def document(request: HttpRequest, found: Document) -> HttpResponse:
    """Show a document; opening what is private to others is written down."""
    audience = audience_of(request.user)
    open_document(document=found, audience=audience, user=request.user, now=timezone.now())
    return _shown(request, found, VersionForm())


def _shown(request: HttpRequest, found: Document, form: Form) -> HttpResponse:
    shown = document_page(found, user=request.user, today=timezone.localdate())
    context = {"document": found, "shown": shown, "version_form": form, "crumbs": crumbs(found.title)}
    return render(request, "documents/document_page.html", context)


@permitted("documents.add_document")
def add(request: HttpRequest) -> HttpResponse:
    """Take a new paper in: of the organisation that the person acts for, else of the cluster."""
    owner, today = own_organisation(request.user), timezone.localdate()
    circles = circles_to_choose(request.user, today=today)
    form = DocumentForm(request.POST or None, request.FILES or None, is_clusters=owner is None, circles=circles)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        sent = values.pop("file")
        with refusals_in(form):
            made = store_document(
                paper=Paper(**values, owner=owner),
                file=Sent(sent.name, sent.chunks()),
                now=timezone.now(),
                actor=request.user,
            )
            return redirect("document", pk=made.pk)
    context = {"form": form, "owner": owner, "crumbs": crumbs(_("Share a paper"))}
    return render(request, "documents/document_form_page.html", context)


@permitted("documents.change_document", load=load_document)
@require_POST
def new_version(request: HttpRequest, found: Document) -> HttpResponse:
    """Add a newer file."""
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        sent, note = form.cleaned_data["file"], form.cleaned_data["note"]
        with refusals_in(form):
            file = Sent(sent.name, sent.chunks())
            add_version(document=found, file=file, note=note, now=timezone.now(), actor=request.user)
            return redirect("document", pk=found.pk)
    return _shown(request, found, form)


@permitted("documents.read_file", load=lambda pk, number: _Wanted.of(pk, number))
@require_safe
def file(request: HttpRequest, wanted: _Wanted) -> HttpResponse | FileResponse:
    """Give a file to take away; HEAD gives nothing out and leaves no line."""
    version = next((one for one in wanted.document.versions.all() if one.number == wanted.number), None)
    if version is None:
        raise Http404
    if request.method == "HEAD":
        return closed(HttpResponse(content_type=version.media_type))
    audience = audience_of(request.user)
    with refusals_in(request):
        copy = give_out(
            document=wanted.document, version=version, audience=audience, user=request.user, now=timezone.now()
        )
        return sent_out(copy)
    return redirect("document", pk=wanted.document.pk)


class _Wanted:
    """A file that somebody asks for: its document, and the number of the version. The rule asks the document."""

    def __init__(self, document: Document, number: int) -> None:
        self.document, self.number = document, number
        self.may_read = document.may_read

    @classmethod
    def of(cls, pk: int, number: int) -> _Wanted | None:
        """Load what is asked for; None where there is no such document."""
        found = load_document(pk)
        return cls(found, number) if found else None
