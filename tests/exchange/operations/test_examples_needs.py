"""The demo's needs, with their papers: made once, by the same operations as anybody's."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone

from filiera.exchange.models import Need, NeedPaper
from filiera.exchange.operations.examples import make_need_examples
from filiera.exchange.queries.papers import own_papers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_example_needs_are_made_once_and_their_papers_show_each_case() -> None:
    path = settings.INSTANCE_DIR / "examples" / "needs.yaml"
    Need.objects.filter(is_example=True).delete()
    made = make_need_examples(path=path, now=timezone.now())
    assert (made, make_need_examples(path=path, now=timezone.now())) == (4, 0)
    out, waiting = NeedPaper.objects.order_by("need__state", "pk")
    assert (out.need.state, waiting.need.state) == ("MATCHING", "PUBLISHED")
    assert (out.released_at is None, waiting.released_at is None) == (False, True)
    (line,) = own_papers(waiting.need, is_office=True)
    assert {one.code for one in line.doubtful} >= {"OWN_NAME", "PRICE"}
