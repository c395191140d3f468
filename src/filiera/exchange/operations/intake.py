"""Understand what a need says once it is written, and take one in that the office writes down for somebody."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from filiera.exchange.operations.needs import publish_need, write_need
from filiera.exchange.operations.proposals import propose
from filiera.exchange.operations.topics import read_topics

if TYPE_CHECKING:
    from filiera.exchange.models import Need
    from filiera.exchange.operations.needs import Caller, Written
    from filiera.registry.models import Organisation


def understand(*, need: Need, now: datetime) -> Need:
    """Read what a need asks for, and propose what its words say of its fields; each holds the need by itself."""
    read_topics(need=need)
    propose(need=need, now=now)
    return need


def take_in(*, organisation: Organisation, written: Written, caller: Caller, now: datetime, actor: Any = None) -> Need:
    """Write a need down for somebody, understand it and hand it in at once. Raises ExchangeRefused."""
    row = write_need(organisation=organisation, written=written, caller=caller, now=now, actor=actor)
    return publish_need(need=understand(need=row, now=now), now=now, actor=actor)
