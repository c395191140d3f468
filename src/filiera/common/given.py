"""Files as they are given out: to be saved, and with nothing in them that a browser could run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

CLOSED = "default-src 'none'; sandbox"
"""What a browser may do with a file of ours that it opens all the same: nothing."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A file as it is given out: the name, the media type, and either where it lies or what it holds."""

    name: str
    media_type: str
    path: Path | None = None
    content: bytes = b""


def sent_out(copy: Copy) -> HttpResponse | FileResponse:
    """Answer with a file: to be saved, of the type that it has, and with nothing that a browser could run."""
    if copy.path is not None:
        response: HttpResponse | FileResponse = FileResponse(
            copy.path.open("rb"), as_attachment=True, filename=copy.name, content_type=copy.media_type
        )
    else:
        response = HttpResponse(copy.content, content_type=copy.media_type)
        response["Content-Disposition"] = content_disposition_header(True, copy.name) or "attachment"
    return closed(response)


def closed(response: HttpResponse | FileResponse) -> HttpResponse | FileResponse:
    """Let a browser do nothing with a file that it opens all the same, and keep it nowhere."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = CLOSED
    response["Cache-Control"] = "private, no-store"
    return response
