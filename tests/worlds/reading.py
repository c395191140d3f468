"""What comes back, as text: pages, files and headers, unpacked so that a word cannot hide in a compressed part."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from pypdf import PdfReader

MASKS = (
    (re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"'), "csrf"),
    (re.compile(r'"X-CSRFToken": ?"[^"]*"|&quot;X-CSRFToken&quot;: ?&quot;[^&]*&quot;'), "csrf"),
    (re.compile(r'nonce="[^"]*"'), "nonce"),
    (re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?"), "time"),
)


def pdf_saying(word: str) -> bytes:
    """Write a PDF of one page that says a word."""
    stream = f"BT /F1 12 Tf 72 720 Td ({word}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, part in enumerate(parts, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()


def said(response: Any) -> str:
    """Give everything that a response says, in small letters: its body as text, and its headers but for cookies."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{unpacked(content)}\n{headers}".casefold()


def unpacked(content: bytes) -> str:
    """Give the text of a body: of a PDF its pages and what it says of itself, of a zipped file every part."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        return "\n".join([page.extract_text() for page in reader.pages] + [str(reader.metadata)])
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [unpacked(archive.read(name)) for name in archive.namelist()]
            return "\n".join([*archive.namelist(), *parts])
    return content.decode("utf-8", errors="replace")


def masked(text: str, *words: str) -> str:
    """Take out what differs from one answer to the next, and the words that were asked for."""
    for word in words:
        text = text.replace(word, "asked")
    for pattern, mask in MASKS:
        text = pattern.sub(mask, text)
    return text
