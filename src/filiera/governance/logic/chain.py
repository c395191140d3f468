"""The chain of the books: each act has a digest of itself, and a link to the act before, so that a stranger can verify.

An act in canonical form is its JSON with sorted keys, no spaces, in UTF-8. Its digest is SHA-256 of that; its link is
SHA-256 of the link before, a line feed, the number, a line feed, the digest. The first link follows sixty-four zeros.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from filiera.common.digests import GENESIS, sha256_of


def canonical(content: Any) -> str:
    """Write a content in canonical form. Raises TypeError on what JSON does not hold."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(content: Any) -> str:
    """Give the digest of a content: 64 hexadecimal digits."""
    return sha256_of(canonical(content))


def link_of(previous: str, number: int, digest: str) -> str:
    """Give the link of an act to the one before."""
    return sha256_of(f"{previous}\n{number}\n{digest}")


@dataclass(frozen=True, slots=True)
class ChainedAct:
    """One act as a book exports it."""

    number: int
    content: Any
    digest: str
    chain: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and why: `number`, `digest` or `chain`."""

    number: int
    why: str


def broken_at(acts: Iterable[ChainedAct]) -> Break | None:
    """Find the first act whose number, digest or link does not verify; None when the whole book stands."""
    previous = GENESIS
    for expected, act in enumerate(acts, start=1):
        if act.number != expected:
            return Break(expected, "number")
        if act.digest != digest_of(act.content):
            return Break(act.number, "digest")
        if act.chain != link_of(previous, act.number, act.digest):
            return Break(act.number, "chain")
        previous = act.chain
    return None
