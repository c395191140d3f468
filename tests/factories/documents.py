"""Papers and circles: files that are what they say, people who stand where the test wants them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

from pypdf import PdfWriter

from factories import UserFactory
from filiera.accounts.models import User
from filiera.common.models import Circle
from filiera.documents.models import Document
from filiera.documents.operations.documents import Paper, store_document
from filiera.documents.operations.receiving import Sent
from filiera.registry.operations.circles import enrol, open_circle, sign_terms

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SINCE = date(2026, 1, 1)
TERMS = "Chi firma non usa la formula e non la mostra (esempio)."


def pdf(pages: int = 1, password: str = "") -> bytes:
    """Make a PDF with empty pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(**entries: str) -> bytes:
    """Make a zip; of the names of its entries `__` stands for a slash, `_DOT_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return out.getvalue()


def office_file(folder: str, types: str = "<Types/>", **more: str) -> bytes:
    """Make an office file of the kind whose folder is `word`, `xl` or `ppt`."""
    out = io.BytesIO(zipped(**{f"{folder}__document_DOT_xml": "<x/>"}, **more))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("[Content_Types].xml", types)
    return out.getvalue()


def make_circle(kind: str = "TABLE", title: str = "Tavolo (esempio)") -> Circle:
    """Open a circle of the beginning of the year."""
    return open_circle(kind=kind, title=title, today=SINCE, terms=TERMS if kind == "NDA" else "")


def make_document(name: str = "carta.pdf", content: bytes | None = None, **paper: Any) -> Document:
    """Store a paper for members, with a PDF in it."""
    paper.setdefault("title", "Carta (esempio)")
    file = Sent(name, [pdf() if content is None else content])
    return store_document(paper=Paper(**paper), file=file, now=NOW)


def make_signer(circle: Circle, user: User | None = None) -> User:
    """Name a person in an agreement and let the person sign."""
    user = user or UserFactory()
    member = enrol(circle=circle, user=user, today=SINCE)
    sign_terms(member=member, name=user.name, read=circle.terms_digest, now=NOW, actor=user)
    return user
