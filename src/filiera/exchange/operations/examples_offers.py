"""The demo's offers, made by the same operations as anybody's; what is there already is left alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import yaml

from filiera.exchange.models import Offer
from filiera.exchange.operations.offers import Sheet, publish_offer, write_offer
from filiera.exchange.operations.topics import read_offer_topics
from filiera.registry.models import Organisation


def make_offer_examples(*, path: Path, now: datetime) -> int:
    """Make and publish the offers of `offers.yaml` that are missing, of organisations that are there; give how many."""
    if not path.exists():
        return 0
    told = yaml.safe_load(path.read_text(encoding="utf-8"))["offers"]
    there = set(Offer.objects.filter(is_example=True).values_list("title", flat=True))
    rows = {row.code: row for row in Organisation.objects.filter(is_example=True, merged_into=None)}
    made = 0
    for one in told:
        whose = rows.get(one.pop("organisation"))
        if whose is None or one["title"] in there:
            continue
        row = write_offer(organisation=whose, sheet=Sheet(**one), now=now)
        read_offer_topics(offer=row)
        publish_offer(offer=row, now=now)
        made += 1
    return made
