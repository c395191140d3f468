"""What the operations of the need desk do not do, in words."""

from __future__ import annotations

from filiera.common.refusals import Refused


class ExchangeRefused(Refused):
    """Why something about a need, a match or a collaboration is not done."""
