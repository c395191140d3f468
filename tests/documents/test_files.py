"""Files on disk: under their digest, once; nothing half-written stays; orphans go after a day."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from django.test import override_settings

from factories.documents import NOW, make_document, pdf
from filiera.documents.files import TooLarge, path_of, set_aside, sweep, take_in
from filiera.documents.models import Document, DocumentVersion
from filiera.documents.operations.documents import add_version
from filiera.documents.operations.receiving import Sent
from filiera.documents.operations.refusals import DocumentRefused
from filiera.documents.queries.documents import named_digests


@pytest.fixture(autouse=True)
def var(tmp_path: Path) -> object:
    with override_settings(VAR_DIR=tmp_path):
        yield tmp_path


def left_aside(var: Path) -> list[Path]:
    return list((var / "documents" / "aside").glob("*"))


def test_file_lies_under_its_digest_once(var: Path) -> None:
    digest = hashlib.sha256(b"ab").hexdigest()
    for _time in range(2):
        aside, found, size = set_aside([b"a", b"b"], most=2)
        assert (found, size) == (digest, 2)
        assert take_in(aside, found) == var / "documents" / digest[:2] / digest[2:]
    assert path_of(digest).read_bytes() == b"ab"
    assert left_aside(var) == []


def test_too_large_leaves_nothing(var: Path) -> None:
    with pytest.raises(TooLarge):
        set_aside([b"abc"], most=2)
    assert left_aside(var) == []


@pytest.mark.django_db
def test_orphans_go_after_a_day_and_what_is_named_stays(var: Path) -> None:
    document = make_document()
    aside, digest, _size = set_aside([b"orphan"], most=10)
    take_in(aside, digest)
    half, _digest, _size = set_aside([b"half"], most=10)
    assert sweep(named_digests()) == 0
    assert sweep(named_digests(), now=time.time() + 25 * 3600) == 2
    assert not half.exists()
    assert path_of(document.versions.get().digest).exists()


@pytest.mark.django_db
def test_refused_file_leaves_neither_row_nor_file(var: Path) -> None:
    with pytest.raises(DocumentRefused, match="altra|ending|estensione|nome"):
        make_document(name="carta.docx")
    assert Document.objects.count() == 0
    assert left_aside(var) == []
    assert list((var / "documents").glob("??/*")) == []


@pytest.mark.django_db
def test_versions_are_numbered_and_all_stay(var: Path) -> None:
    document = make_document()
    add_version(document=document, file=Sent("C:\\carte\\nuova carta.pdf", [pdf(2)]), note="due pagine", now=NOW)
    rows = DocumentVersion.objects.order_by("number").values_list("number", "file_name", "note")
    assert list(rows) == [(1, "carta.pdf", ""), (2, "nuova carta.pdf", "due pagine")]


@pytest.mark.django_db
@override_settings(UPLOAD_MB=0)
def test_larger_than_the_setting_is_refused() -> None:
    with pytest.raises(DocumentRefused) as caught:
        make_document()
    assert caught.value.code == "too-large"
