"""Shapes of what people want of calls, as the API declares them: interest, notices and answers, searches, letters."""

from __future__ import annotations

from typing import Literal

from ninja import Schema

from filiera.api.call_shapes import CallLineShape


class InterestShape(Schema):
    """An organisation's interest in a call, as it stands; `interested` is false once it was taken back."""

    call: str
    organisation: str
    interested: bool
    note: str
    offers: str
    for_members: bool


class InterestedShape(Schema):
    """An organisation that is interested in a call, and what it says."""

    id: str
    name: str
    note: str
    offers: str
    on: str
    for_members: bool
    example: bool


class CallInterestShape(Schema):
    """Who is interested in a call, as far as you may know it; `total` counts all, for the office alone; `own` is yours."""

    call: str
    total: int | None
    own: InterestShape | None
    organisations: list[InterestedShape]


class FollowedShape(Schema):
    """Whether you follow a call."""

    call: str
    followed: bool


class WantedShape(Schema):
    """A notice of partners wanted for a call; `competences` are codes of the taxonomy."""

    id: int
    title: str
    text: str
    call: str
    call_title: str
    organisation: str
    organisation_name: str
    competences: list[str]
    opened_on: str
    example: bool
    url: str


class WantedPageShape(Schema):
    """A page of notices, the newest first."""

    items: list[WantedShape]
    next: str | None


class ReplyShape(Schema):
    """An answer to a notice, as it stands; said once, it stays as it was."""

    id: int
    notice: int
    organisation: str
    organisation_name: str
    note: str
    on: str
    state: Literal["OPEN", "TAKEN", "DECLINED"]


class NoticeShape(WantedShape):
    """A notice whole. Its answers: all for who wrote it and the office, for others their own.

    `consortium` is the draft that it is for, for who wrote it and the office alone.
    """

    for_everybody: bool
    closed_on: str | None
    consortium: str | None
    replies: list[ReplyShape]


class SearchShape(Schema):
    """A search of calls that you keep: what it asks for in words, how many calls it finds now, whether you are told."""

    id: int
    name: str
    asks: list[str]
    told: bool
    found: int
    url: str


class DigestShape(Schema):
    """Whether letters tell you of calls, and how many days before one closes; 0 for not at all."""

    told: bool
    closing_days: int


class OwnCallsShape(Schema):
    """What you are told of calls: searches, calls that you follow, whether letters tell; null where you chose nothing yet."""

    searches: list[SearchShape]
    followed: list[CallLineShape]
    digest: DigestShape | None
