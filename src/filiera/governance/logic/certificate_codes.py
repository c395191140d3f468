"""Codes of certificates: what they are made of, and how they are read, however somebody has written them."""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""What codes are made of: no O, I, L, zero and one, which paper confuses."""

CODE_GROUPS, GROUP = 3, 4


def plain_code(written: str) -> str:
    """Give a code as it is kept, however it was written: any case, spaces or none."""
    letters_only = "".join(sign for sign in written.upper() if sign.isalnum())[: CODE_GROUPS * GROUP + 1]
    return "-".join(letters_only[n : n + GROUP] for n in range(0, len(letters_only), GROUP))
