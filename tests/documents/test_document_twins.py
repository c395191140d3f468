"""The rule of a paper and its queryset twins say the same, on worlds that a machine makes up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import OrganisationFactory
from factories.documents import NOW, make_circle
from filiera.common.visibility import CIRCLE_LEVELS, OWNED_LEVELS, Audience, Role, Visibility
from filiera.documents.models import Document, DocumentVersion
from filiera.documents.queries.documents import documents_found, newest_of

LEVELS = st.sampled_from(Visibility)
PLACES = st.sampled_from([None, 0, 1])
PAPERS = st.lists(st.tuples(LEVELS, LEVELS, PLACES, PLACES), max_size=8)
SETS = st.frozensets(st.integers(0, 1))


@pytest.fixture
def ground(db: None) -> tuple[list[int], list[int]]:
    owners = [OrganisationFactory().pk, OrganisationFactory().pk]
    return owners, [make_circle("TABLE").pk, make_circle("NDA", "Accordo (esempio)").pk]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    papers=PAPERS,
    role=st.sampled_from(Role),
    own=SETS,
    stands=SETS,
    signed=SETS,
    on_board=st.booleans(),
    owned=st.sampled_from([OWNED_LEVELS, OWNED_LEVELS - {Visibility.NDA}]),
)
def test_rule_and_twins_agree(
    ground: tuple[list[int], list[int]], papers: list[Any], role: Role, own: Any, stands: Any, signed: Any, **more: Any
) -> None:
    owners, circles = ground
    Document.objects.all().delete()
    for number, (title, file, owner, circle) in enumerate(papers):
        needs = {title, file} & CIRCLE_LEVELS
        row = Document.objects.create(
            title=f"Carta {number}",
            search_text="carta",
            visibility=title,
            content_visibility=file,
            owner_id=None if owner is None else owners[owner],
            circle_id=circles[circle or 0] if needs or circle is not None else None,
            created_at=NOW,
            changed_at=NOW,
        )
        DocumentVersion.objects.create(
            document=row, number=1, file_name="x", search_name="segreta", size=1, uploaded_at=NOW
        )
    who = Audience(
        role,
        frozenset(owners[one] for one in own),
        circle_ids=frozenset(circles[one] for one in stands),
        signed_ids=frozenset(circles[one] for one in signed),
        on_board=more["on_board"],
        owned_levels=more["owned"],
    )
    rows = list(Document.objects.order_by("pk"))
    seen = [row.pk for row in rows if row.is_visible_to(who)]
    read = [row.pk for row in rows if row.may_read("file", who)]
    keys = {"flat": True}
    assert list(Document.objects.visible_to(who).order_by("pk").values_list("pk", **keys)) == seen
    assert list(Document.objects.readable_in("file", who).order_by("pk").values_list("pk", **keys)) == read
    assert list(Document.objects.readable_in("title", who).order_by("pk").values_list("pk", **keys)) == seen
    found = Document.objects.matching(who, {"title": Q(title="?"), "file": Q(search_text="carta")})
    assert list(found.order_by("pk").values_list("pk", **keys)) == read
    assert sorted(documents_found(audience=who, text="segreta").values_list("pk", **keys)) == read
    assert sorted(newest_of(rows, who)) == read
    for row in rows:
        assert [row.may_read(name, who) for name in ("file", "file_name")] == [row.pk in read] * 2


def test_level_that_names_somebody_needs_a_circle(db: None) -> None:
    from django.db import IntegrityError, transaction

    for levels in (("TABLE", "PUBLIC"), ("PUBLIC", "NDA")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.create(
                title="x", visibility=levels[0], content_visibility=levels[1], created_at=NOW, changed_at=NOW
            )
