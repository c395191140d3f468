"""Shapes of offers, as the API declares them; moments in ISO 8601."""

from __future__ import annotations

from ninja import Schema

from filiera.api.need_shapes import NeedTopicShape


class OfferLineShape(Schema):
    """An offer in a list; `waiting` counts the answers that wait for you, of your own offers."""

    id: str
    title: str
    language: str
    organisation: str
    organisation_name: str
    kind: str
    trl: int | None
    state: str
    for_members: bool
    topics: list[str]
    on: str
    expires_on: str | None
    waiting: int
    example: bool
    url: str


class OfferPageShape(Schema):
    """A page of offers, the newest first."""

    items: list[OfferLineShape]
    next: str | None


class OfferReplyShape(Schema):
    """An answer to an offer: OPEN while it waits, then TAKEN or DECLINED."""

    id: int
    organisation: str
    organisation_name: str
    note: str
    state: str
    said_at: str
    decided_at: str | None


class OfferNeedShape(Schema):
    """A need that an offer may answer: how much of what is sought it brings, in [0, 1], and the reason."""

    id: str
    title: str
    score: float
    reason: str
    url: str


class NeedOfferShape(OfferNeedShape):
    """An offer that may answer a need, and whose it is."""

    organisation: str
    organisation_name: str


class NeedOffersShape(Schema):
    """The offers that may answer a need, the likeliest first."""

    items: list[NeedOfferShape]


class OwnOfferShape(Schema):
    """What of an offer its own people and the office alone read."""

    created_at: str
    changed_at: str
    ended_at: str | None
    needs: list[OfferNeedShape]


class OfferShape(Schema):
    """An offer as its sheet says it; `replies` are all to its own people and the office, to others their own.

    `evidence` is the id of the piece that proves it, where you may see it.
    """

    id: str
    title: str
    language: str
    organisation: str
    organisation_name: str
    kind: str
    trl: int | None
    state: str
    for_members: bool
    problem: str
    solution: str
    proof: str
    rights: str
    rights_note: str
    sought: list[str]
    sought_note: str
    contact_name: str
    contact_email: str
    evidence: int | None
    topics: list[NeedTopicShape]
    published_at: str | None
    expires_on: str | None
    replies: list[OfferReplyShape]
    example: bool
    own: OwnOfferShape | None
