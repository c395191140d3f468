"""Whom a call fits: gates before scores, members alone, and no private figure ever turns what others read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from factories import ClaimFactory, DelegateFactory, OrganisationFactory, UserFactory
from factories.calls import call, member, profile, rules
from filiera.common.acting import Acting
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, audience_of
from filiera.competence.models import Competence
from filiera.funding.models import Call, DeMinimisAward, Recognition, Shareholding
from filiera.funding.operations.topics import decide_topic
from filiera.funding.queries.fits import call_fits
from filiera.funding.queries.own_fit import own_fit
from filiera.registry.models import Organisation
from tests_clock import NOW

pytestmark = pytest.mark.django_db
LEAF = "PK1.CMP.AIR"


def asking(**values: Any) -> Call:
    """Give a call that asks for airless packs, and for what is named of each."""
    made = call(rules=rules(**values))
    decide_topic(call=made, competence=Competence.objects.get(code=LEAF), is_asked=True)
    return made


def able(name: str, strength: float = 0.6, **values: Any) -> Organisation:
    """Give a member that has shown to make airless packs, as each level sees it."""
    made = member(name, **values)
    for seen_by in ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE"):
        ClaimFactory(organisation=made, competence_id=LEAF, strength=strength, seen_by=seen_by)
    return made


def verdicts(found: Call, audience: Any = PUBLIC_AUDIENCE) -> dict[str, str]:
    return {one.entry.name: str(one.verdict) for one in call_fits(found, audience=audience, now=NOW).lines}


def test_gates_come_before_scores_and_unknown_in_between() -> None:
    found = asking(size_in=["small"])
    able("Grande forte", 0.95, size="LARGE")
    able("Ignota media", 0.8)
    able("Piccola debole", 0.5, size="SMALL")
    fits = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    assert [(one.entry.name, str(one.verdict)) for one in fits.lines] == [
        ("Piccola debole", "pass"),
        ("Ignota media", "unknown"),
        ("Grande forte", "fail"),
    ]
    assert (fits.members, fits.passing, fits.unknown, fits.failing) == (3, 1, 1, 1)
    assert [gate.rule for gate in fits.lines[2].failed] == ["size_in"]


def test_same_gate_puts_the_stronger_first() -> None:
    found = asking()
    able("Debole", 0.5)
    able("Forte", 0.9)
    assert list(verdicts(found)) == ["Forte", "Debole"]


def test_members_alone_are_ranked_and_outsiders_are_named_where_no_member_is() -> None:
    found = asking()
    outside = OrganisationFactory(name="Di fuori")
    ClaimFactory(organisation=outside, competence_id=LEAF, strength=0.9)
    member("Socio senza prove")
    fits = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    assert (fits.lines, fits.topics[0].is_held, fits.topics[0].outside) == ((), False, "Di fuori")
    able("Socio con prove")
    topic = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW).topics[0]
    assert (topic.best, topic.others, topic.outside) == (("Socio con prove",), 0, "")


def test_who_becomes_a_member_later_is_none_yet() -> None:
    found, late = asking(), able("Entra domani")
    Organisation.objects.filter(pk=late.pk).update(member_since_on=date(2027, 1, 1))
    assert verdicts(found) == {}


def test_hidden_organisation_is_not_counted() -> None:
    found, secret = asking(), able("Segreta")
    Organisation.objects.filter(pk=secret.pk).update(visibility="OFFICE")
    fits = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    assert (fits.lines, fits.members) == ((), 0)


def test_what_is_not_known_of_all_is_said_once() -> None:
    found = asking(size_in=["small"], legal_personality=True)
    able("Uno", size="SMALL")
    able("Due")
    fits = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    assert fits.unknown_of_all == ("Personalità giuridica",)
    assert {one.entry.name: one.waiting for one in fits.lines} == {"Uno": (), "Due": ("Solo per: piccole imprese",)}


def test_of_one_alone_everything_is_said_beside_it() -> None:
    found = asking(legal_personality=True)
    able("Uno")
    fits = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    assert (fits.unknown_of_all, fits.lines[0].waiting) == ((), ("Personalità giuridica",))


MUCH = Decimal(9 * 10**8)
PRIVATE: dict[str, Any] = {
    "legal_personality": (True, {"legal_personality": False}),
    "accounts_filed_min": (2, {"accounts_filed": 0}),
    "exclude": ({"in_difficulty": True}, {"in_difficulty": True}),
    "size_in": (["small"], {"headcount": Decimal(900), "turnover_eur": MUCH, "balance_sheet_eur": MUCH}),
}


@pytest.mark.parametrize("rule", PRIVATE)
def test_private_figure_turns_the_verdict_of_its_own_people_and_of_the_office_alone(rule: str) -> None:
    """To everybody else it is not known, planted or not: the page says the same to the last letter."""
    value, said = PRIVATE[rule]
    found, firm = asking(**{rule: value}), able("Riservata")
    own = audience_of(DelegateFactory(organisation=firm).user)
    rival = audience_of(DelegateFactory(organisation=able("Rivale")).user)
    others = (PUBLIC_AUDIENCE, rival)
    before = [call_fits(found, audience=one, now=NOW) for one in others]
    profile(firm, **said)
    after = [call_fits(found, audience=one, now=NOW) for one in others]
    assert after == before
    assert [verdicts(found, one)["Riservata"] for one in others] == ["unknown", "unknown"]
    assert [verdicts(found, one)["Riservata"] for one in (own, OFFICE_AUDIENCE)] == ["fail", "fail"]


def test_private_shares_awards_and_recognitions_change_nothing_for_others() -> None:
    found, firm = asking(partners={"min": 1, "max": 1}, recognised_as="CTL", deminimis_headroom=True), able("Riservata")
    before = call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW)
    profile(firm, awards_known=True, shares_known=True, recognitions_known=True)
    Recognition.objects.create(organisation=firm, name="CTL", state="HELD", visibility="BILATERAL")
    DeMinimisAward.objects.create(
        organisation=firm, granted_on=date(2026, 1, 1), amount_eur=Decimal(299_999), visibility="BILATERAL"
    )
    Shareholding.objects.create(held=firm, holder_name="Chi possiede", share_pct=90, visibility="BILATERAL")
    assert call_fits(found, audience=PUBLIC_AUDIENCE, now=NOW) == before
    assert call_fits(found, audience=OFFICE_AUDIENCE, now=NOW) != before


def test_private_evidence_gives_no_place() -> None:
    found, firm = asking(), member("Riservata")
    ClaimFactory(organisation=firm, competence_id=LEAF, seen_by="OFFICE")
    assert verdicts(found) == {}
    assert list(verdicts(found, OFFICE_AUDIENCE)) == ["Riservata"]


def test_own_verdict_is_of_the_organisation_that_one_acts_for() -> None:
    found = asking(legal_personality=True, size_in=["small"])
    firm = able("Alba", size="SMALL")
    profile(firm, legal_personality=True)
    user = DelegateFactory(organisation=firm).user
    user.acting = Acting(firm.pk, firm.code, firm.name, "REPRESENTATIVE", is_member=True)
    own = own_fit(found, user=user, now=NOW)
    assert own is not None
    assert (own.organisation, str(own.verdict), set(own.gates)) == (firm, "pass", {"legal_personality", "size_in"})
    assert own_fit(found, user=UserFactory(), now=NOW) is None
