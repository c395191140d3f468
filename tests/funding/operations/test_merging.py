"""Two organisations joined: what they want of calls, bear in consortia and won moves, or says why it cannot, and comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from factories import calls
from factories.consortium_work import firm, share, team, won
from factories.sheets import register_state
from filiera.competence.operations.map import update_map
from filiera.funding.models import (
    ApplicantProfile,
    ComposingRun,
    DeMinimisAward,
    ExpressionOfInterest,
    PartnerWanted,
    Recognition,
    Shareholding,
    WantedReply,
)
from filiera.funding.operations.projects import keep_project
from filiera.registry.models import Organisation
from filiera.registry.operations.merges import MergeRefused, merge_organisations, undo_merge
from filiera.registry.queries.dependents import organisation_dependents
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
COMPUTED = frozenset({"registry.Merge", "competence.Claim", "competence.ClaimProof", "competence.MapRun",
                      "competence.Summary", "competence.Vector", "competence.Reading"})  # fmt: skip


@pytest.fixture
def pair() -> tuple[Organisation, Organisation]:
    return firm("Alfa"), firm("Alfa Due")


def hang(one: Organisation, number: int) -> None:
    """Hang a row of every table of calls on an organisation, the same where a rule lets only one stand."""
    call, other = calls.call(), firm("Terza")
    calls.profile(one, headcount=12)
    Recognition.objects.create(organisation=one, name="CTL", state="HELD", visibility="BILATERAL")
    DeMinimisAward.objects.create(
        organisation=one, granted_on=date(2025, 5, 1), amount_eur=Decimal(1000), visibility="BILATERAL"
    )
    Shareholding.objects.create(holder=other, held=one, share_pct=30, visibility="BILATERAL")
    Shareholding.objects.create(holder=one, held=other, share_pct=30 + number, visibility="BILATERAL")
    ExpressionOfInterest.objects.create(call=call, organisation=one, said_at=NOW, visibility="BILATERAL")
    said = {"call": call, "title": "Cerchiamo", "text": "x", "opened_at": NOW, "visibility": "MEMBERS"}
    PartnerWanted.objects.create(organisation=one, **said)
    notice = PartnerWanted.objects.filter(organisation=other).first() or PartnerWanted.objects.create(
        organisation=other, **said
    )
    WantedReply.objects.create(notice=notice, organisation=one, note="x", said_at=NOW)
    ComposingRun.objects.create(call=call, lead=one, solver="x", digest="d", status="x", seconds=1, made_at=NOW)
    team(partners={one.name: "LEADS", "Beta": "ACCEPTED"}, of=call)
    keep_project(said=won(f"Progetto {number}", share(one, 100)), now=NOW)


def test_everything_moves_and_comes_back(pair: tuple[Organisation, Organisation]) -> None:
    for number, one in enumerate(pair):
        hang(one, number)
    update_map(today=TODAY)
    before = register_state(without=COMPUTED)
    hung = {one.label for one in organisation_dependents() if one.label.startswith("funding.")}
    assert hung == {
        one.label for one in organisation_dependents() if one.label in hung and one.rows([pair[1].pk]).exists()
    }, "what could stay must hang there first"
    merge = merge_organisations(kept=pair[0], gone=pair[1])
    left = {one.label for one in organisation_dependents() if one.label in hung and one.rows([pair[1].pk]).exists()}
    assert left == set()
    assert ApplicantProfile.objects.filter(organisation=pair[0]).count() == 1
    assert pair[0].funded_places.count() == 2
    assert undo_merge(merge=merge) == []
    assert register_state(without=COMPUTED) == before


def test_one_who_holds_the_other_is_another(pair: tuple[Organisation, Organisation]) -> None:
    Shareholding.objects.create(holder=pair[1], held=pair[0], share_pct=30, visibility="BILATERAL")
    with pytest.raises(MergeRefused, match="quota"):
        merge_organisations(kept=pair[0], gone=pair[1])


@pytest.mark.parametrize(
    ("state", "is_barred"), [("LEADS", True), ("INVITED", True), ("DECLINED", False), ("LEFT", False)]
)
def test_two_partners_of_one_consortium_stay_two(
    pair: tuple[Organisation, Organisation], state: str, is_barred: bool
) -> None:
    made = team(partners={"Alfa": "ACCEPTED", "Alfa Due": state})
    if is_barred:
        with pytest.raises(MergeRefused, match=r"Flaconi leggeri"):
            merge_organisations(kept=pair[0], gone=pair[1])
    else:
        merge_organisations(kept=pair[0], gone=pair[1])
    assert made.row.partners.filter(organisation=pair[0], state="ACCEPTED").exists()


def test_two_partners_of_one_project_stay_two(pair: tuple[Organisation, Organisation]) -> None:
    keep_project(said=won("Insieme", share(pair[0], 100), share(pair[1], 50)), now=NOW)
    with pytest.raises(MergeRefused, match="Insieme"):
        merge_organisations(kept=pair[0], gone=pair[1])
