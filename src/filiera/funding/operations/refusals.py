"""What the operations of funding do not do, in words."""

from __future__ import annotations

from filiera.common.refusals import Refused


class FundingRefused(Refused):
    """Why something about a call, a consortium or a project is not done."""
