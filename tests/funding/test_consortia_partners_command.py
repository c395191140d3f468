"""The command `consortia` on partners: added, exchanged, taken out, with what they bear; asked, and what they say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import time_machine

from commands import Spoken
from factories import ClaimFactory
from factories.calls import call, member, rules
from factories.consortium_work import firm, team
from filiera.common.terminal import NO_FILE, WRONG_ARGUMENTS
from filiera.funding.models import Consortium, Partner
from filiera.funding.operations.consortia import Place, begin_consortium
from tests_clock import NOW

pytestmark = pytest.mark.django_db
COMMAND = Spoken("consortia")
said, shape, refused = COMMAND.said, COMMAND.shape, COMMAND.refused
AIR, LCA = "PK1.CMP.AIR", "SUS.MES.LCA"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def members(told: Any) -> dict[str, tuple[str, float | None]]:
    return {one["name"]: (one["state"], one["cost_eur"]) for one in told["members"]}


def test_partners_are_added_from_the_register_and_from_outside() -> None:
    made, epsilon = team(), firm("Epsilon")
    told = shape("add", made.row.code, epsilon.code, "--cost", "1.200,50", "--tasks", "Le prove")
    assert members(told)["Epsilon"] == ("PROPOSED", 1200.5)
    assert Partner.objects.get(organisation=epsilon).tasks == "Le prove"
    words = ("add", made.row.code, "Hors Registre", "--outside", "--country", "fr", "--kind", "research")
    assert "- Hors Registre (x" in said(*words)
    outside = Partner.objects.get(organisation=None)
    assert (outside.name, outside.country, outside.kind) == ("Hors Registre", "FR", "research")


def test_partners_that_are_added_wrong_are_refused() -> None:
    made = team()
    assert refused("add", made.row.code, "Beta", "--lang", "en") == (WRONG_ARGUMENTS, "Beta is in it already.")
    assert refused("add", made.row.code, "Nessuno", "--lang", "en")[0] == NO_FILE
    code, why = refused("add", made.row.code, "Beta", "--cost", "tanto")
    assert (code, why) == (WRONG_ARGUMENTS, "--cost: Scrivi un importo, per esempio 1.200,00.")
    code, why = refused("add", made.row.code, "Altri", "--outside", "--kind", "boh")
    assert (code, why.startswith("--kind: ")) == (WRONG_ARGUMENTS, True)
    assert made.row.partners.count() == 4


def test_remove_takes_out_whoever_does_not_lead() -> None:
    made = team()
    assert set(members(shape("remove", made.row.code, "Beta"))) == {"Alfa", "Gamma"}
    assert "Gamma" not in said("remove", made.row.code, made.partners["Gamma"].key)
    code, why = refused("remove", made.row.code, "Alfa", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "Who leads stays: let another lead first.")
    code, why = refused("remove", made.row.code, "Zeta")
    assert (code, why) == (
        NO_FILE,
        "«Zeta» non è nel partenariato; ci sono: Alfa, Beta, Gamma, Delta.".replace(", ", "; "),
    )


def test_partner_bears_what_is_said_and_the_rest_stays() -> None:
    made = team()
    shape("partner", made.row.code, "Beta", "--cost", "100000", "--tasks", "Le prove")
    told = shape("partner", made.row.code, "Beta", "--industrial", "60.000,00", "--lead")
    assert members(told)["Beta"] == ("LEADS", 100_000)
    row = Partner.objects.get(pk=made.partners["Beta"].pk)
    assert (row.tasks, row.industrial_research_eur) == ("Le prove", Decimal(60_000))
    assert "- Beta (" in said("partner", made.row.code, "Beta", "--cost", "")
    assert Partner.objects.get(pk=row.pk).cost_eur is None


def test_partner_that_is_written_wrong_is_refused_as_a_whole() -> None:
    made = team()
    code, why = refused("partner", made.row.code, "Beta", "--lang", "en")
    assert (code, why.startswith("Say what is to be written")) == (WRONG_ARGUMENTS, True)
    code, why = refused("partner", made.row.code, "Beta", "--cost", "molto", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "--cost: Write an amount, for instance 1,200.00.")
    code, why = refused("partner", made.row.code, "Gamma", "--cost", "5", "--lead", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "It has not accepted yet.")
    assert Partner.objects.get(pk=made.partners["Gamma"].pk).cost_eur is None


@pytest.fixture
def pair() -> Consortium:
    """Two who would apply: Alba leads; Beta, large, holds what Gamma could stand in for."""
    firms = {
        name: member(name, size=size) for name, size in (("Alba", "SMALL"), ("Beta", "LARGE"), ("Gamma", "MEDIUM"))
    }
    for name, code, strength in (("Alba", LCA, 0.5), ("Beta", AIR, 0.9), ("Gamma", AIR, 0.2), ("Gamma", LCA, 0.7)):
        ClaimFactory(organisation=firms[name], competence_id=code, strength=strength, seen_by="OFFICE")
    asked = rules(partners={"min": 2, "max": 2}, intensity={"small": 60, "medium": 60, "large": 40})
    places = (Place(firms["Alba"], cost_eur=Decimal(50_000)), Place(firms["Beta"], cost_eur=Decimal(100_000)))
    made = begin_consortium(call=call(rules=asked), name="Prova (esempio)", lead=firms["Alba"], places=places, now=NOW)
    made.needs = {AIR: 1.0, LCA: 0.5}
    made.save(update_fields=["needs"])
    return made


def test_swaps_say_what_an_exchange_brings_and_swap_makes_it(pair: Consortium) -> None:
    (line,) = shape("swaps", pair.code, "beta")
    assert (line["id"], line["grant_eur"], line["points"], line["verdict"]) == ("gamma", 20_000, None, "pass")
    assert [(one["before"], one["after"]) for one in line["lost"]] == [(0.9, 0.2)]
    assert [(one["before"], one["after"]) for one in line["gained"]] == [(0.5, 0.7)]
    told = said("swaps", pair.code, "Beta")
    assert "+20.000,00" in told
    assert "0,90→0,20" in told
    assert members(shape("swap", pair.code, "beta", "gamma")) == {
        "Alba": ("LEADS", 50_000),
        "Gamma": ("PROPOSED", 100_000),
    }
    assert "- Beta (beta)" in said("swap", pair.code, "gamma", "Beta")


def test_nobody_to_swap_is_said_and_a_swap_of_nobody_refused(pair: Consortium) -> None:
    assert shape("swaps", pair.code, "alba") != []
    shape("swap", pair.code, "beta", "gamma")
    code, why = refused("swap", pair.code, "beta", "gamma", "--lang", "en")
    assert (code, why.startswith("“beta” is not in the consortium")) == (NO_FILE, True)
    shape("add", pair.code, "Fuori", "--outside")
    assert shape("swaps", pair.code, "Fuori") == []
    assert "Nobody was found who could stand in for Fuori." in said("swaps", pair.code, "Fuori", "--lang", "en")


def test_invite_and_answer_bring_a_partner_in() -> None:
    made = team(partners={"Alfa": "LEADS", "Beta": "PROPOSED", "Gamma": "PROPOSED"})
    assert members(shape("invite", made.row.code, "Beta", "--email", "beta@example.org"))["Beta"][0] == "INVITED"
    assert Partner.objects.get(pk=made.partners["Beta"].pk).invited_email == "beta@example.org"
    told = shape("answer", made.row.code, "Beta", "yes", "--words", "Volentieri.")
    assert (members(told)["Beta"][0], told["state"]) == ("ACCEPTED", "INVITING")
    assert Partner.objects.get(pk=made.partners["Beta"].pk).answer == "Volentieri."
    assert "Gamma" not in said("answer", made.row.code, "Gamma", "no")


def test_invitations_that_cannot_be_are_refused() -> None:
    made = team()
    code, why = refused("invite", made.row.code, "Gamma", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "No address of Gamma is known: write one.")
    code, why = refused("invite", made.row.code, "Gamma", "--email", "gamma", "--lang", "en")
    assert (code, why) == (WRONG_ARGUMENTS, "--email: Enter a valid email address.")
    assert refused("answer", made.row.code, "Beta", "no", "--lang", "en") == (WRONG_ARGUMENTS, "It is in already.")
