"""What logs must not keep: the secrets that stand in the addresses of links sent by mail."""

from __future__ import annotations

import logging
import re
from typing import Any

SECRETS = re.compile(r"(/(?:answer|letters|set-password|reset/key|confirm-email)/)[^/\s\"'?]+(?:/[^/\s\"'?]+)?")
MASKED = r"\1…"


def masked(text: str) -> str:
    """Take the secrets out of the addresses of a text."""
    return SECRETS.sub(MASKED, text)


class MaskSecrets(logging.Filter):
    """Takes the secrets of links out of a line before a handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message and its arguments; every line is kept."""
        record.msg = masked(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_masked_value(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _masked_value(value) for name, value in record.args.items()}
        return True


def _masked_value(value: Any) -> Any:
    """Mask what would be written as text; numbers stay as they are, for their formats."""
    if isinstance(value, int | float):
        return value
    text = str(value)
    found = masked(text)
    return value if found == text else found
