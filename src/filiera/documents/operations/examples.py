"""The demo's circles and papers, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from filiera.accounts.models import User
from filiera.common.models import Circle
from filiera.common.typeset import typeset
from filiera.documents.models import Document
from filiera.documents.operations.documents import Paper, store_document
from filiera.documents.operations.receiving import Sent
from filiera.registry.models import Organisation
from filiera.registry.operations.circles import enrol, open_circle, sign_terms

PAGE = Path(__file__).parents[1] / "typst" / "example.typ"


def make_examples(*, path: Path, now: datetime) -> int:
    """Make the circles and papers of `documents.yaml` that are missing; give how many papers were made.

    A circle or a paper whose organisation or account is not there is left out.
    """
    if not path.exists():
        return 0
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    circles = {row["id"]: _circle(row, now) for row in told["circles"]}
    return sum(_document(row, circles, now) for row in told["documents"])


def _circle(row: dict[str, Any], now: datetime) -> Circle:
    found = Circle.objects.filter(title=row["title"], is_example=True).first()
    if found is not None:
        return found
    today = now.date()
    terms = row.get("terms", "")
    circle = open_circle(kind=row["kind"], title=row["title"], terms=terms, today=today, is_example=True)
    for organisation in Organisation.objects.filter(code__in=row.get("organisations", [])):
        enrol(circle=circle, organisation=organisation, today=today)
    for user in User.objects.filter(email__in=row.get("people", [])):
        member = enrol(circle=circle, user=user, today=today)
        if user.email in row.get("signed", []):
            sign_terms(member=member, name=user.name, read=circle.terms_digest, now=now, actor=user)
    return circle


def _document(row: dict[str, Any], circles: dict[str, Circle], now: datetime) -> bool:
    owner = Organisation.objects.filter(code=row.get("owner", "")).first()
    is_there = Document.objects.filter(title=row["title"], is_example=True).exists()
    if is_there or (row.get("owner") and owner is None):
        return False
    paper = Paper(
        title=row["title"],
        summary=row["summary"],
        owner=owner,
        visibility=row["visibility"],
        content_visibility=row["content_visibility"],
        circle=circles.get(row.get("circle", "")),
        is_example=True,
    )
    store_document(paper=paper, file=example_file(row["file"], title=row["title"], words=row["words"]), now=now)
    return True


def example_file(name: str, *, title: str, words: Sequence[str]) -> Sent:
    """Give the file of an example, made from its words: set as a page where its name says PDF."""
    lines = [str(line) for line in words]
    if not name.endswith(".pdf"):
        return Sent(name, ["\n".join(lines).encode()])
    return Sent(name, [typeset(PAGE, {"words": lines, "title": title}, tagged=False)])
