"""The demo's papers are made by operations, once, and stand at the levels that they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.documents import NOW
from filiera.common.models import Circle
from filiera.documents.models import Document
from filiera.documents.operations.examples import make_examples

PATH = Path(settings.INSTANCE_DIR) / "examples" / "documents.yaml"


@pytest.mark.django_db
def test_examples_are_made_once_and_say_that_they_are_invented() -> None:
    alba = DelegateFactory(
        organisation=OrganisationFactory(name="Alba Cosmetici", member_since_on="2020-01-01"),
        user=UserFactory(email="alba@example.org"),
    )
    OrganisationFactory(name="Casa Indaco")
    assert (make_examples(path=PATH, now=NOW), make_examples(path=PATH, now=NOW)) == (4, 0)
    titles = [*Document.objects.values_list("title", flat=True), *Circle.objects.values_list("title", flat=True)]
    assert (len(titles), all(title.endswith("(esempio)") for title in titles)) == (6, True)
    audience = alba.user.audience(NOW.date())
    assert sorted(Document.objects.readable_in("file", audience).values_list("content_visibility", flat=True)) == [
        "NDA",
        "PUBLIC",
        "TABLE",
    ]


@pytest.mark.django_db
def test_papers_of_whoever_is_not_there_are_left_out() -> None:
    assert make_examples(path=PATH, now=NOW) == 2
