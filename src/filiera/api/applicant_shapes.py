"""Shapes of what an organisation says of itself for calls, as the API declares them; null where nobody has said."""

from __future__ import annotations

from typing import Literal

from ninja import Schema


class ShareholdingShape(Schema):
    """Who holds a share, in percent; `holder` is its public id where it is in the register."""

    id: int
    holder: str | None
    name: str
    share_pct: float


class AwardShape(Schema):
    """De minimis aid that was granted, in euro."""

    id: int
    granted_on: str
    amount_eur: float
    measure: str


class RecognitionShape(Schema):
    """A recognition, and where it stands."""

    id: int
    name: str
    state: Literal["HELD", "PENDING", "ENDED"]
    since_on: str | None


class ApplicantShape(Schema):
    """What an organisation says of itself for calls: figures of `figures_year` in euro, headcount in annual work units.

    `shares_known` and the like: the list is whole. `de_minimis_left_eur` is the room by its own awards of three years,
    not known while that list may lack some.
    """

    organisation: str
    headcount: float | None
    turnover_eur: float | None
    balance_sheet_eur: float | None
    figures_year: int | None
    accounts_filed: int | None
    women_or_youth: bool | None
    legal_personality: bool | None
    is_nonprofit: bool | None
    is_innovative: bool | None
    in_difficulty: bool | None
    operating_seats: list[str] | None
    other_applications: list[str] | None
    shares_known: bool
    awards_known: bool
    recognitions_known: bool
    shares: list[ShareholdingShape]
    awards: list[AwardShape]
    recognitions: list[RecognitionShape]
    de_minimis_counted_eur: float
    de_minimis_left_eur: float | None
