"""How bodies of requests are read: JSON as RFC 8259 has it, of texts that can be written again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from ninja.parser import Parser

if TYPE_CHECKING:
    from django.http import HttpRequest


class StrictParser(Parser):
    """Ninja's reader, made strict: no NaN, no infinity, and no half of a surrogate pair, which nothing could write again."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body in UTF-8. Raises ValueError."""
        read = json.loads(request.body.decode("utf-8-sig"), parse_constant=_refuse)
        json.dumps(read, ensure_ascii=False).encode()
        return read


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
