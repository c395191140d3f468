"""Text out of PDFs and pages of the web, and what is said of those that have none."""

from __future__ import annotations

import io
from contextlib import suppress
from time import perf_counter

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from filiera.common.reading import pdf
from filiera.common.reading.html_text import read_html


def made(*pages: list[str], password: str = "") -> bytes:
    """Make a PDF with the lines of each page."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        shown = "".join(f"({line}) Tj 0 -20 Td " for line in lines)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 50 800 Td {shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BODY = [
    "Il contributo massimo per ogni pro-",
    "getto vale 80.000 euro.",
    "Le domande si presentano entro il 3 maggio 2027.",
]


def test_pages_lose_what_all_repeat_and_keep_their_places() -> None:
    words = {1: "uno", 2: "due", 3: "tre"}
    pages = [
        ["Bando di esempio", f"Capo {word}", *BODY, f"Fine {word}", f"Coda numero {number}", str(number)]
        for number, word in words.items()
    ]
    read = pdf.read_pdf(made(*pages))
    said = "Il contributo massimo per ogni progetto vale 80.000 euro.\nLe domande si presentano entro il 3 maggio 2027."
    assert read.text == "\n\n".join(f"Capo {word}\n{said}\nFine {word}" for word in words.values())
    assert len(read.starts) == 3
    assert read.starts == tuple(sorted(read.starts))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no-pdf"),
        (b"just text", "no-pdf"),
        (b"%PDF-1.7\nnothing more", "broken"),
        (made([]), "no-text"),
        (made(BODY, password="segreto"), "encrypted"),
        (made(BODY)[:300], "broken"),
        (b"%PDF-" + b"0" * pdf.MOST_BYTES, "too-large"),
    ],
    ids=["empty", "text", "a head alone", "pictures", "password", "cut", "large"],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(pdf.PdfUnread) as caught:
        pdf.read_pdf(data)
    assert caught.value.code == code


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    with pytest.raises(pdf.PdfTooManyPages):
        pdf.read_pdf(made(BODY, BODY, BODY))


@given(st.integers(0, 900), st.binary(min_size=1, max_size=4))
def test_a_damaged_pdf_is_refused_or_read(place: int, noise: bytes) -> None:
    whole = made(BODY)
    with suppress(pdf.PdfUnread):
        pdf.read_pdf(whole[:place] + noise + whole[place + len(noise) :])


def test_a_page_of_the_web_becomes_lines() -> None:
    page = (
        "<html><head><title>T &amp; x</title><script>if (a<b) {}</script><style>p{}</style></head><body><p>Uno<br>due <b>tre"
        "</b></p><ul><li>a</li><li><p>b</p></li></ul>5 < 6<!-- no --> fine<script>never closed"
    )
    assert read_html(page) == "T & x\nUno\ndue tre\n- a\n- b\n5 < 6 fine"


@pytest.mark.parametrize("piece", ["<", "<p>a", "<div>", "&amp;", "<!--", "<a href='", "</", "<?", "a"])
def test_any_page_takes_time_by_its_length(piece: str) -> None:
    begun = perf_counter()
    read_html(piece * (1_000_000 // len(piece)))
    assert perf_counter() - begun < 20


@given(st.text(alphabet=st.sampled_from("<>/!-a\"'=&; \x00pscript")))
def test_no_page_makes_it_fail(text: str) -> None:
    assert "\x00" not in read_html(text)
