"""Clean copies: what one sees of a file, and nothing of who made it, when and where."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from factories.papers import jpeg, letter, png
from filiera.documents.cleaning import MOST_PAGES, NotCleaned, clean_copy

PDF = "application/pdf"
TELLTALE = "Cosmetici Segreti"


def made(source: Path, media_type: str, tmp_path: Path, name: str = "clean") -> tuple[bytes, Any]:
    target = tmp_path / name
    found = clean_copy(source, media_type, to=target)
    return target.read_bytes(), found


def lying(tmp_path: Path, content: bytes) -> Path:
    source = tmp_path / "source"
    source.write_bytes(content)
    return source


@pytest.mark.parametrize(("make", "media_type"), [(jpeg, "image/jpeg"), (png, "image/png")])
def test_picture_keeps_its_dots_alone(tmp_path: Path, make: Any, media_type: str) -> None:
    source = lying(tmp_path, make(TELLTALE))
    assert TELLTALE.encode() in source.read_bytes()
    copy, found = made(source, media_type, tmp_path)
    assert TELLTALE.encode() not in copy
    assert (found.media_type, found.pages, found.text) == (PDF, 1, "")
    assert PdfReader(io.BytesIO(copy)).metadata is None
    assert b"Exif" not in copy
    assert b"Date" not in copy


def test_picture_is_turned_as_it_is_seen(tmp_path: Path) -> None:
    copy, _found = made(lying(tmp_path, jpeg(TELLTALE)), "image/jpeg", tmp_path)
    box = PdfReader(io.BytesIO(copy)).pages[0].mediabox
    assert box.height > box.width


def test_pdf_becomes_pictures_and_its_text_is_given_to_whoever_checks_it(tmp_path: Path) -> None:
    source = lying(tmp_path, letter(TELLTALE, "Il problema è la separazione"))
    assert TELLTALE in str(PdfReader(source).metadata)
    copy, found = made(source, PDF, tmp_path)
    read = PdfReader(io.BytesIO(copy))
    assert "separazione" in found.text
    assert (read.metadata, read.attachments, read.pages[0].extract_text(), found.pages) == (None, {}, "", 1)
    assert TELLTALE.encode() not in copy


def test_clean_copy_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    source = lying(tmp_path, letter(TELLTALE, "Il problema"))
    assert made(source, PDF, tmp_path, "one")[0] == made(source, PDF, tmp_path, "two")[0]


def test_text_keeps_its_letters_and_loses_its_mark_and_line_ends(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_bytes("\ufeffgrado;città\r\n5;Città\r\n".encode())
    copy, found = made(source, "text/csv", tmp_path)
    assert copy == "grado;città\n5;Città\n".encode()
    assert (found.media_type, found.text) == ("text/csv", copy.decode())


def test_text_of_an_old_program_is_read(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_bytes("viscosità".encode("cp1252"))
    assert made(source, "text/plain", tmp_path)[0] == "viscosità\n".encode()


def locked(path: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("chiusa")
    writer.write(path)
    return path


def long(path: Path) -> Path:
    writer = PdfWriter()
    for _number in range(MOST_PAGES + 1):
        writer.add_blank_page(20, 20)
    writer.write(path)
    return path


def broken(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.4 nothing of the kind")
    return path


@pytest.mark.parametrize(
    ("make", "media_type", "code"),
    [
        (locked, PDF, "locked"),
        (long, PDF, "pages"),
        (broken, PDF, "broken"),
        (broken, "image/png", "broken"),
        (broken, "application/vnd.oasis.opendocument.text", "kind"),
    ],
)
def test_no_copy_is_made_and_why_is_said(tmp_path: Path, make: Any, media_type: str, code: str) -> None:
    with pytest.raises(NotCleaned) as refused:
        made(make(tmp_path / "source"), media_type, tmp_path)
    assert refused.value.code == code


def test_page_that_says_it_is_a_field_wide_becomes_a_sheet(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(1_000_000, 1_000)
    writer.write(tmp_path / "source")
    copy, _found = made(tmp_path / "source", PDF, tmp_path)
    assert len(copy) < 200_000


def test_picture_that_claims_billions_of_dots_is_not_opened(tmp_path: Path) -> None:
    source = lying(tmp_path, png(TELLTALE))
    raw = bytearray(source.read_bytes())
    raw[16:24] = (60_000).to_bytes(4, "big") * 2
    source.write_bytes(raw)
    with pytest.raises(NotCleaned) as refused:
        made(source, "image/png", tmp_path)
    assert refused.value.code == "broken"
