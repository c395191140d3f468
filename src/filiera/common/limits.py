"""How often one person, or one address, may do something: fixed windows, counted where all processes see them."""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import BaseCache, caches

if TYPE_CHECKING:
    from django.http import HttpRequest

CACHE = "limits"
HOME_BITS = 64
"""Bits of an IPv6 address that one customer holds: whoever has one address of a network has them all."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the account, or the network address."""

    key: str
    is_person: bool = False


def address_of(request: HttpRequest) -> str:
    """Give the network address of whoever asks; an IPv6 address counts as its network of 64 bits.

    Each trusted proxy appends the address that it saw to `X-Forwarded-For`, so the entry that the outermost of ours wrote
    stands as many places from the end as there are proxies; what stands before it anybody can invent.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES > 0:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(forwarded) >= settings.TRUSTED_PROXIES:
            seen = forwarded[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return str(request.META.get("REMOTE_ADDR", ""))
    # A socket of both kinds shows an IPv4 address inside an IPv6 one.
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network((address, HOME_BITS), strict=False)) if address.version == 6 else str(address)


def asker_of(request: HttpRequest) -> Asker:
    """Name who asks, for counting."""
    if request.user.is_authenticated:
        return Asker(f"person:{request.user.pk}", True)
    return Asker(f"address:{address_of(request)}")


@dataclass(frozen=True)
class Window:
    """At most `times` acts called `name` in each window of `seconds`.

    Two processes that count at the same instant may count one: a limit is no ledger.
    """

    name: str
    times: int
    seconds: int

    def key(self, who: str, now: float) -> str:
        """Give the cache key of one asker in the window of a moment; the asker's address is not kept in clear."""
        digest = hashlib.sha256(who.encode()).hexdigest()[:32]
        return f"limit:{self.name}:{digest}:{int(now // self.seconds)}"

    def taken(self, who: str, now: float) -> int:
        """Give how many acts the window has counted already."""
        return int(_cache().get(self.key(who, now), 0))

    def count(self, who: str, now: float) -> int:
        """Count one act; give how many there are now."""
        found = self.taken(who, now) + 1
        _cache().set(self.key(who, now), found, self.seconds * 2)
        return found

    def allows(self, who: str, now: float) -> bool:
        """Count one act and tell whether it is within the limit; what is refused is not counted on."""
        return self.taken(who, now) < self.times and self.count(who, now) <= self.times

    def forget(self, who: str, now: float) -> None:
        """Begin the window of one asker afresh."""
        _cache().delete(self.key(who, now))

    def wait(self, now: float) -> int:
        """Give the whole seconds until the next window, at least 1."""
        return max(1, int(self.seconds - now % self.seconds) + 1)


def _cache() -> BaseCache:
    return caches[CACHE]
