"""Which calls fit an organisation: gates, what is asked and held, rarely asked before often, and the words of its evidence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from factories import ClaimFactory, DelegateFactory, LinkFactory
from factories.calls import call, member, rules
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE, audience_of
from filiera.competence.models import Claim, Competence
from filiera.competence.operations.map import update_map
from filiera.funding.models import Call
from filiera.funding.operations.topics import decide_topic, read_topics
from filiera.funding.queries.own_calls import organisation_fits
from filiera.registry.models import Organisation
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
LEAF, OFTEN = "PK1.CMP.AIR", "EDU.RES.COL"
WORDS = {"title_it": "Pompe airless ricaricabili", "text_it": "Progetta e stampa pompe airless ricaricabili per creme."}


def able(name: str, *codes: str, **values: Any) -> Organisation:
    """Give a member that holds some competences as surely, as each level sees it."""
    made = member(name, **values)
    for code in codes or (LEAF,):
        for seen_by in ("PUBLIC", "MEMBERS", "BILATERAL", "OFFICE"):
            ClaimFactory(organisation=made, competence_id=code, strength=0.6, seen_by=seen_by)
    return made


def asking(ref: str, *codes: str, weight: float = 1.0, **values: Any) -> Call:
    """Give a call that asks for some competences."""
    made = call(ref, **values)
    for code in codes:
        decide_topic(call=made, competence=Competence.objects.get(code=code), is_asked=True, weight=weight)
    return made


def shown(firm: Organisation, audience: Any = PUBLIC_AUDIENCE, **values: Any) -> list[str]:
    return [one.line.code for one in organisation_fits(firm, audience=audience, now=NOW, **values)]


def test_calls_for_an_organisation_are_ranked_by_gates_then_by_what_they_ask() -> None:
    firm = able("Alba", size="LARGE")
    leaf = Competence.objects.get(code=LEAF)
    for ref, sizes in (("VIETATO", ["small"]), ("APERTO", ["large"])):
        decide_topic(call=call(ref, rules=rules(size_in=sizes)), competence=leaf, is_asked=True)
    call("ALTRO")
    decide_topic(call=call("NASCOSTO", is_shown=False), competence=leaf, is_asked=True)
    fits = organisation_fits(firm, audience=PUBLIC_AUDIENCE, now=NOW)
    assert [(one.line.code, str(one.verdict)) for one in fits] == [("aperto", "pass"), ("vietato", "fail")]
    assert fits[0].covers[0].code == LEAF
    assert len(organisation_fits(firm, audience=OFFICE_AUDIENCE, now=NOW)) == 3


def test_what_many_calls_ask_for_tells_them_apart_less() -> None:
    firm = able("Alba", LEAF, OFTEN)
    for number in range(6):
        asking(f"SPESSO-{number}", OFTEN)
    asking("RARO", LEAF, weight=0.8)
    found = organisation_fits(firm, audience=PUBLIC_AUDIENCE, now=NOW)
    assert found[0].line.code == "raro"
    assert found[0].score > 2 * found[1].score > 0


def test_what_is_held_faintly_is_no_fit() -> None:
    firm = able("Alba", LEAF)
    asking("APPENA", LEAF, weight=0.2)
    asking("ALTRO", OFTEN)
    assert shown(firm) == []


def test_of_one_call_alone_what_it_asks_for_counts_in_full() -> None:
    firm = able("Alba")
    asking("SOLO", LEAF)
    assert organisation_fits(firm, audience=PUBLIC_AUDIENCE, now=NOW)[0].score == pytest.approx(0.6)


def test_call_that_shuts_it_out_gives_way_to_one_that_does_not() -> None:
    firm = able("Alba", size="LARGE")
    asking("VIETATO", LEAF, rules=rules(size_in=["small"]))
    asking("APERTO", LEAF, weight=0.5)
    assert shown(firm, top=1) == ["aperto"]
    assert shown(firm, top=2) == ["aperto", "vietato"]


@pytest.fixture
def worded() -> tuple[Organisation, Call]:
    """Give an organisation with words of its own, and a call in the same words that asks for no competence."""
    firm = member("Alba")
    LinkFactory(organisation=firm, band="IDENTIFIER", **{f"evidence__{name}": one for name, one in WORDS.items()})
    made = call("PAROLE", title=WORDS["title_it"], summary=WORDS["text_it"], text=WORDS["text_it"])
    call(
        "ALTRO",
        title="Restauro di affreschi medievali",
        summary="Restauro di affreschi.",
        text="Restauro di affreschi.",
    )
    read_topics(calls=list(Call.objects.all()))
    made.topics.all().delete()
    update_map(today=TODAY)
    Claim.objects.all().delete()
    return firm, made


def test_words_of_its_evidence_bring_a_call_in_and_are_the_reason(worded: tuple[Organisation, Call]) -> None:
    firm, made = worded
    found = organisation_fits(firm, audience=PUBLIC_AUDIENCE, now=NOW)
    assert [(one.line.code, one.near, one.covers) for one in found] == [(made.code, WORDS["title_it"], ())]
    page = Client().get(f"/it/organisations/{firm.code}/calls/").content.decode()
    assert f"Più vicina tra le sue prove: «{WORDS['title_it']}»" in page


def test_private_evidence_brings_a_call_in_for_its_own_people_and_the_office_alone(
    worded: tuple[Organisation, Call],
) -> None:
    firm, made = worded
    firm.evidence_links.get().evidence.__class__.objects.update(visibility="BILATERAL")
    own = audience_of(DelegateFactory(organisation=firm).user)
    rival = audience_of(DelegateFactory(organisation=member("Rivale")).user)
    assert [shown(firm, one) for one in (PUBLIC_AUDIENCE, rival)] == [[], []]
    assert [shown(firm, one) for one in (own, OFFICE_AUDIENCE)] == [[made.code], [made.code]]


def test_call_that_was_not_read_yet_is_found_by_what_was_decided_alone(worded: tuple[Organisation, Call]) -> None:
    firm, _made = worded
    call("NUOVO", title=WORDS["title_it"], summary=WORDS["text_it"] + " Nuovo.", text=WORDS["text_it"])
    assert "nuovo" not in shown(firm)
    read_topics(calls=list(Call.objects.filter(code="nuovo")))
    assert "nuovo" in shown(firm)
