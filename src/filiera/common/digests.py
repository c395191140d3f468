"""Digests: by which a text, a file or an act is known again, and what the first link of a chain follows."""

from __future__ import annotations

import hashlib

GENESIS = "0" * 64
"""What the first link of a chain follows: the trail of acts, and each book."""


def sha256_of(content: str | bytes) -> str:
    """Give the SHA-256 of a content, of a text in UTF-8: 64 hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
