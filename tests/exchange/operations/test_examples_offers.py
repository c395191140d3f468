"""The invented offers of the cluster: made once, marked, found, each on one page."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from filiera.common.instance import current_instance
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.exchange.exports_offers import offer_pdf
from filiera.exchange.models import Offer
from filiera.exchange.operations.examples_offers import make_offer_examples
from tests_clock import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_examples_are_made_once_marked_and_on_one_page() -> None:
    path = current_instance().folder / "examples" / "offers.yaml"
    assert [make_offer_examples(path=path, now=NOW) for _twice in range(2)] == [3, 0]
    rows = list(Offer.objects.order_by("pk"))
    assert all(row.is_example and row.title.endswith("(esempio)") and row.topics.exists() for row in rows)
    for row in rows:
        content = offer_pdf(row, audience=PUBLIC_AUDIENCE, today=TODAY)
        assert len(PdfReader(io.BytesIO(content)).pages) == 1
