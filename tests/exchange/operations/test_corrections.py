"""What refusals propose for a profile, and what a person decides."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, client_of, need, organisation, person_of, read
from filiera.competence.models import ClaimDecision
from filiera.exchange.operations.answers import refuse
from filiera.exchange.queries.refusals import corrections
from filiera.exchange.queries.waiting import waiting_needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def refused(times: int) -> None:
    for number in range(times):
        (match,) = asked(read(need("OPEN", title=f"Prova {number}")), "Prove Martesana")
        refuse(match=match, why="NO_COMPETENCE", now=timezone.now())


def office() -> Client:
    return client_of(UserFactory(role="OFFICE"))


def test_one_refusal_proposes_three_alike_urge_and_a_person_decides() -> None:
    refused(1)
    assert corrections()
    assert not any(one.is_urgent for one in corrections())
    refused(2)
    urgent = [one for one in corrections() if one.is_urgent]
    assert {one.organisation.name for one in urgent} == {"Prove Martesana"}
    assert any("3 rifiuti uguali" in one.title for one in waiting_needs(now=timezone.now()))
    one = urgent[0]
    said = {"organisation": one.organisation.code, "competence": one.competence.code}
    office().post(reverse("need-correction"), {**said, "act": "remove"})
    held = ClaimDecision.objects.get(organisation=one.organisation, competence=one.competence)
    assert held.verdict == "REFUSED"
    assert one.competence.code not in {row.competence.code for row in corrections()}


def test_what_is_kept_is_not_proposed_again() -> None:
    refused(3)
    one = corrections()[0]
    said = {"organisation": one.organisation.code, "competence": one.competence.code}
    office().post(reverse("need-correction"), {**said, "act": "keep"})
    assert one.competence.code not in {row.competence.code for row in corrections()}


def test_own_people_see_and_decide_their_own_alone() -> None:
    refused(1)
    own, other = Client(), Client()
    own.force_login(person_of(organisation("Prove Martesana"), "sua@example.org"))
    other.force_login(person_of(organisation("Casa Indaco"), "altra@example.org"))
    page = reverse("need-corrections")
    assert "Prove Martesana" in own.get(page).content.decode()
    assert "Prove Martesana" not in other.get(page).content.decode()
    one = corrections()[0]
    said = {"organisation": one.organisation.code, "competence": one.competence.code, "act": "remove"}
    assert other.post(reverse("need-correction"), said).status_code == 404
