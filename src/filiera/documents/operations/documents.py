"""Take a paper in, add a version to it, and give it out: each opening of what is private leaves a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from filiera.common import audit
from filiera.common.folding import fold
from filiera.common.given import Copy
from filiera.common.in_words import moment
from filiera.common.visibility import Visibility
from filiera.documents.content import MEDIA
from filiera.documents.files import path_of, take_in
from filiera.documents.models import Document, DocumentVersion
from filiera.documents.operations.levels import check_circle
from filiera.documents.operations.receiving import Received, Sent, receive
from filiera.documents.operations.refusals import DocumentRefused
from filiera.documents.stamp import NotStamped, can_be_stamped, stamped
from filiera.registry.models import Opening
from filiera.registry.operations.openings import record_opening

if TYPE_CHECKING:
    from filiera.common.models import Circle
    from filiera.common.visibility import Audience
    from filiera.registry.models import Organisation


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said of a document: title, its language, summary, whose it is, for whom."""

    title: str
    language: str = "it"
    summary: str = ""
    owner: Organisation | None = None
    visibility: str = Visibility.MEMBERS
    content_visibility: str = Visibility.MEMBERS
    circle: Circle | None = None
    is_example: bool = False
    is_draft: bool = False


def store_document(*, paper: Paper, file: Sent, now: datetime, actor: Any = None) -> Document:
    """Take a paper in with its first file. The file is on disk before the row is. Raises DocumentRefused."""
    levels = (paper.visibility, paper.content_visibility)
    circle = check_circle(levels, paper.circle)
    aside, found = _received(file, levels)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                title=paper.title.strip(),
                language=paper.language,
                summary=paper.summary.strip(),
                search_text=fold(f"{paper.title} {paper.summary}"),
                owner=paper.owner,
                visibility=paper.visibility,
                content_visibility=paper.content_visibility,
                circle=circle,
                is_example=paper.is_example,
                is_draft=paper.is_draft,
                created_by=actor,
                created_at=now,
                changed_at=now,
            )
            _add(document, found, aside, "", now, actor)
            values = {"levels": levels, "circle": circle.pk if circle else None, "digest": found.digest}
            audit.record(actor=actor, verb="store-document", thing=document, values=values)
    finally:
        aside.unlink(missing_ok=True)
    return document


def add_version(*, document: Document, file: Sent, now: datetime, note: str = "", actor: Any = None) -> DocumentVersion:
    """Add a file to a document as its newest version; those before stay. Raises DocumentRefused."""
    aside, found = _received(file, (document.visibility, document.content_visibility))
    try:
        with transaction.atomic():
            document = Document.objects.select_for_update().get(pk=document.pk)
            _check_stamp(found.media_type, aside, document.content_visibility)
            version = _add(document, found, aside, note, now, actor)
            Document.objects.filter(pk=document.pk).update(changed_at=now)
            values = {"number": version.number, "digest": found.digest}
            audit.record(actor=actor, verb="add-version", thing=document, values=values)
    finally:
        aside.unlink(missing_ok=True)
    return version


def open_document(*, document: Document, audience: Audience, user: Any, now: datetime) -> Document:
    """Let a person read what a document says of itself, and write the opening down where that is due."""
    if audience.is_logged(document.visibility, document.owner_ids()):
        _log(document, user, document.visibility, Opening.Act.READ, now)
    return document


def give_out(*, document: Document, version: DocumentVersion, audience: Audience, user: Any, now: datetime) -> Copy:
    """Give a file out, written down where that is due; under an agreement each copy bears who took it and when.

    Raises DocumentRefused where it should bear a name and cannot.
    """
    level = document.content_visibility
    path = path_of(version.digest)
    content = b""
    if level == Visibility.NDA:
        words = _("Copy of %(name)s, %(email)s, %(day)s") % {
            "name": str(user),
            "email": user.email,
            "day": moment(now),
        }
        try:
            content = stamped(path, words)
        except NotStamped as error:
            raise DocumentRefused("locked-pdf") from error
    if audience.is_logged(level, document.owner_ids()):
        _log(document, user, level, Opening.Act.DOWNLOADED, now)
    return Copy(version.file_name, version.media_type, None if content else path, content)


def _log(document: Document, user: Any, level: str, act: str, now: datetime) -> None:
    record_opening(
        user=user, thing=document, title=document.title, level=level, act=act, now=now, owner_id=document.owner_id
    )


def _received(file: Sent, levels: tuple[str, ...]) -> tuple[Path, Received]:
    """Write a file aside and look at it, also whether it can bear a name where it must; refused it is gone again."""
    aside, found = receive(file)
    try:
        _check_stamp(found.media_type, aside, levels[-1])
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    return aside, found


def _check_stamp(media_type: str, path: Path, content_level: str) -> None:
    """See to it that a file under an agreement can bear a name."""
    if content_level != Visibility.NDA:
        return
    if media_type != MEDIA["pdf"]:
        raise DocumentRefused("not-pdf")
    if not can_be_stamped(path):
        raise DocumentRefused("locked-pdf")


def _add(document: Document, found: Received, aside: Path, note: str, now: datetime, actor: Any) -> DocumentVersion:
    take_in(aside, found.digest)
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    return DocumentVersion.objects.create(
        document=document,
        number=last + 1,
        file_name=found.name,
        search_name=fold(found.name),
        media_type=found.media_type,
        size=found.size,
        digest=found.digest,
        note=note.strip()[:300],
        uploaded_by=actor,
        uploaded_at=now,
    )
