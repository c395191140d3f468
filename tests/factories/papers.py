"""Files that say more of their writer than one sees: PDFs with an author and an attachment, pictures with words beside them."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter

PAGE = (595, 842)


def drawn() -> Image.Image:
    """Draw a picture with a red corner."""
    made = Image.new("RGB", (800, 600), "white")
    ImageDraw.Draw(made).rectangle((0, 0, 200, 100), fill="red")
    return made


def jpeg(author: str) -> bytes:
    """Give a photograph, lying on its side, that names its author."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x013B] = author  # Artist
    exif[0x0112] = 6  # turned by a quarter
    drawn().save(out, "JPEG", exif=exif, comment=author.encode())
    return out.getvalue()


def png(author: str) -> bytes:
    """Give a picture that names its author."""
    said, out = PngInfo(), io.BytesIO()
    said.add_text("Author", author)
    drawn().save(out, "PNG", pnginfo=said)
    return out.getvalue()


def letter(author: str, words: str) -> bytes:
    """Give a PDF of one page with words, that names its author in its properties and in a file attached to it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page(words))))
    writer.add_metadata({"/Author": author, "/Title": author})
    writer.add_attachment(f"{author}.txt", author.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page(words: str) -> bytes:
    """Give a PDF of one page that shows words, in letters that programs read."""
    shown = words.encode("cp1252").replace(b"(", b"").replace(b")", b"")
    text = b"BT /F1 18 Tf 60 700 Td (" + shown + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>" % PAGE,
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%b endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(parts) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )
