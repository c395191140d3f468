"""Shortlists as tests need them, and a person with one in hand."""

from __future__ import annotations

from typing import Any

from django.test import Client

from filiera.competence.models import Shortlist

LEAF = "PK1.CMP.AIR"


def kept(owner: Any, *organisations: Any) -> Shortlist:
    """Make a shortlist of somebody's, each organisation kept for one competence from one question."""
    row = Shortlist.objects.create(owner=owner, question="flaconi airless")
    for organisation in organisations:
        row.items.create(organisation=organisation, question="flaconi airless", competences=[LEAF])
    return row


def signed_in(user: Any, row: Shortlist | None = None) -> Client:
    client = Client()
    client.force_login(user)
    if row is not None:
        assert client.get(f"/it/shortlist/saved/{row.token}/").status_code == 302
    return client
