"""What a file is, by its bytes: what is taken, what is refused and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories.documents import office_file, pdf, zipped
from filiera.documents.content import MEDIA, NotTaken, kind_of
from filiera.documents.operations.refusals import FIELDS, words_of

ODT = "application/vnd.oasis.opendocument.text"
SIGNED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0" * 40


def found(tmp_path: Path, name: str, content: bytes) -> str:
    path = tmp_path / "sent"
    path.write_bytes(content)
    try:
        kind = kind_of(path, name)
    except NotTaken as error:
        return f"{error.code} {error.found}".strip()
    assert kind.media_type == MEDIA[kind.ending]
    return kind.ending


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", pdf(), "pdf"),
        ("a.PDF", pdf(), "pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "jpg"),
        ("a.docx", office_file("word"), "docx"),
        ("a.xlsx", office_file("xl"), "xlsx"),
        ("a.pptx", office_file("ppt"), "pptx"),
        ("a.odt", zipped(mimetype=ODT, content_DOT_xml="<x/>"), "odt"),
        ("a.csv", "nome;quota\nCittà;1\n".encode(), "csv"),
        ("a.txt", "perché".encode("cp1252"), "txt"),
        ("a.pdf.p7m", SIGNED, "p7m"),
        ("a.docx", pdf(), "other-name pdf"),
        ("a.pdf", b"MZ\x90\0", "other-inside pdf"),
        ("a.docx", zipped(a_DOT_txt="x"), "other-inside docx"),
        ("a.exe", b"MZ\x90\0", "unknown"),
        ("a.html", b"<script>alert(1)</script>", "unknown"),
        ("a.exe", b"text", "unknown"),
        ("a.pdf", b"text", "other-name txt"),
        (
            "a.docm",
            office_file("word", "<x ContentType='application/vnd.ms-word.document.macroEnabled.main'/>"),
            "macros",
        ),
        ("a.docx", office_file("word", word__vbaProject_DOT_bin="x"), "macros"),
        ("a.odt", zipped(mimetype=ODT, Basic__Standard__Module1_DOT_xml="x"), "macros"),
        ("a.zip", zipped(a_DOT_txt="x"), "unknown"),
        ("a.docx", office_file("word")[:60], "broken"),
        ("a.txt", b"", "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "of",  # no id may hold what a zip writes of its moment
)
def test_kind_is_told_by_the_bytes(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    assert found(tmp_path, name, content) == kind


@pytest.mark.parametrize("code", [*FIELDS, "waits", "decided"])
def test_every_refusal_has_words_with_a_remedy(code: str) -> None:
    words = words_of(code, "pdf")
    assert words.endswith(".")
    assert words != code
