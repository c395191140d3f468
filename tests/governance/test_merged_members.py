"""Organisations that are or were members are joined: lines of the register stay, and what it says of them stays true."""

from __future__ import annotations

from datetime import date

import pytest

from factories import OrganisationFactory
from factories.association import member, resolution
from filiera.governance.enums import BodyKind
from filiera.governance.models import Member
from filiera.governance.operations.register import Event, exclude_member
from filiera.governance.queries.register import register_broken_at
from filiera.registry.models import Organisation
from filiera.registry.operations.merges import MergeRefused, merge_organisations, merge_refusal, undo_merge
from tests_clock import NOW

pytestmark = pytest.mark.django_db

LEFT, JOINED = date(2026, 2, 1), date(2025, 1, 15)


def former() -> Member:
    """Give a member that was excluded."""
    row = member(on=date(2024, 3, 1), name="Ditta Uscita")
    act = Event("", LEFT, resolution=resolution(BodyKind.ASSEMBLY), note="Non paga da anni.")
    exclude_member(member=row, event=act, now=NOW)
    row.refresh_from_db()
    return row


def since(*organisations: Organisation) -> list[date | None]:
    return [Organisation.objects.get(pk=one.pk).member_since_on for one in organisations]


def test_two_members_are_joined_only_once_one_has_left_the_register() -> None:
    first, second = member(name="Prima"), member(name="Seconda")
    words = merge_refusal(first.organisation, second.organisation)
    with pytest.raises(MergeRefused) as refused:
        merge_organisations(kept=first.organisation, gone=second.organisation)

    assert str(refused.value) == words
    assert words == (
        "Prima è il socio n. 1 e Seconda il socio n. 2: il libro soci li tiene entrambi. Prima annota nel libro"
        " l’uscita di uno dei due, poi uniscili."
    )
    act = Event("", LEFT, resolution=resolution(BodyKind.ASSEMBLY), note="Fusione per incorporazione in Prima.")
    exclude_member(member=second, event=act, now=NOW)
    merge_organisations(kept=first.organisation, gone=second.organisation)

    assert sorted(first.organisation.memberships.values_list("number", "left_on")) == [(1, None), (2, LEFT)]
    assert since(first.organisation) == [JOINED]
    assert register_broken_at() is None


@pytest.mark.parametrize("is_kept", [True, False])
def test_member_stays_one_when_joined_with_a_former_one(is_kept: bool) -> None:
    now, was = member(on=JOINED), former()
    pair = [now.organisation, was.organisation]
    kept, gone = pair if is_kept else reversed(pair)
    merge = merge_organisations(kept=kept, gone=gone)

    assert since(kept) == [JOINED]
    undo_merge(merge=merge)
    assert since(now.organisation, was.organisation) == [JOINED, None]


@pytest.mark.parametrize("is_kept", [True, False])
def test_member_is_joined_with_one_that_never_was(is_kept: bool) -> None:
    row, other = member(on=JOINED), OrganisationFactory()
    kept, gone = (row.organisation, other) if is_kept else (other, row.organisation)
    merge = merge_organisations(kept=kept, gone=gone)
    row.refresh_from_db()

    assert (row.organisation_id, since(kept)) == (kept.pk, [JOINED])
    undo_merge(merge=merge)
    row.refresh_from_db()
    assert since(row.organisation, other) == [JOINED, None]


def test_former_member_joined_to_another_makes_none_of_it() -> None:
    was, other = former(), OrganisationFactory()
    merge_organisations(kept=other, gone=was.organisation)

    assert since(other) == [None]
