"""The receipt of a refusal proposes a correction of the page: what is asked, what it becomes, and what it never tells."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factories import UserFactory
from factories.needs import asked, letters_to, link_to, need, organisation, person_of, press, read
from filiera.common.models import AuditEvent
from filiera.competence.models import Claim, ClaimDecision, Competence
from filiera.competence.models.claims import HELD_AT
from filiera.exchange.models import Match, ProfileDoubt
from filiera.exchange.operations.answers import refuse
from filiera.exchange.operations.doubts import withdraw_doubt
from filiera.exchange.queries.refusals import corrections, may_be_doubted
from filiera.exchange.queries.sector import codes_told, sector_of
from filiera.exchange.queries.waiting import waiting_needs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]

SOLVER, MAIL = "Prove Martesana", "prove-martesana@example.org"


def refused_by_link(secrecy: str = "OPEN") -> tuple[Match, str]:
    """Refuse a need by the link of its letter; give the match and the way that the page shows next."""
    (match,) = asked(read(need(secrecy)), SOLVER)
    page = press(link_to(MAIL), "NO_COMPETENCE").content.decode()
    found = re.findall(r'href="(/it/answer/[\w-]+/)"', page)
    return Match.objects.get(pk=match.pk), found[0] if found else ""


def codes_on(page: str) -> list[str]:
    return re.findall(r'name="choice"\s+value="([A-Z]{3}\.[.A-Z0-9]+)"', Client().get(page).content.decode())


def way_back() -> str:
    """Give the link of the newest receipt by which its answer is taken back."""
    return re.findall(r"https?://[^/\s]+(/\S+/answer/\S+)", letters_to(MAIL)[-1].body)[-1]


def test_the_receipt_leads_to_the_page_and_what_is_named_waits_for_a_person() -> None:
    match, way = refused_by_link()
    assert way in letters_to(MAIL)[-1].body
    code = codes_on(way)[0]
    assert press(way, code).status_code == 200
    doubt = ProfileDoubt.objects.get()
    assert (doubt.match_id, doubt.competence_id) == (match.pk, code)
    assert not ClaimDecision.objects.filter(organisation=match.solver, competence=code).exists()
    one = next(one for one in corrections() if one.said)
    assert (one.organisation.name, one.competence.code) == (SOLVER, code)
    assert any("ha risposto: non facciamo" in thing.title for thing in waiting_needs(now=timezone.now()))


def test_the_organisations_own_people_find_it_and_decide() -> None:
    match, way = refused_by_link("SECRET")
    code = codes_on(way)[0]
    press(way, code)
    own = Client()
    own.force_login(person_of(organisation(SOLVER), "sua@example.org"))
    label = Competence.objects.get(pk=code).label_it
    assert f"ha risposto: non facciamo {label}" in own.get("/it/association/").content.decode()
    said = {"organisation": match.solver.code, "competence": code, "act": "remove"}
    own.post(reverse("need-correction"), said)
    assert ClaimDecision.objects.get(organisation=match.solver, competence=code).verdict == "REFUSED"
    assert code not in {one.competence.code for one in corrections()}


def test_of_a_confidential_need_no_more_is_told_than_its_sector() -> None:
    match, way = refused_by_link("SECRET")
    sought = set(match.need.topics.values_list("competence_id", flat=True))
    told = codes_told((match.need,))[match.need_id]
    assert not sought & set(told)
    labels = {one.label_it for one in Competence.objects.filter(pk__in=told)}
    assert labels <= set(sector_of(match.need).groups)
    public = Claim.objects.filter(organisation=match.solver, seen_by="PUBLIC", strength__gte=HELD_AT)
    below = public.filter(competence__parent__in=told).values_list("competence_id", flat=True)
    assert set(codes_on(way)) == set(below)
    assert corrections(organisation_ids=[match.solver_id]) == ()
    assert corrections() != ()


def test_taking_the_refusal_back_takes_what_was_said_along() -> None:
    _match, way = refused_by_link()
    undo = way_back()
    press(way, codes_on(way)[0])
    press(undo, "UNDO")
    assert not ProfileDoubt.objects.exists()


def test_taking_back_what_was_said_of_the_page_is_written_down_once() -> None:
    match, way = refused_by_link()
    code = codes_on(way)[0]
    press(way, code)
    assert withdraw_doubt(match=match, code=code)
    assert not withdraw_doubt(match=match, code=code)
    assert AuditEvent.objects.filter(verb="withdraw-doubt").count() == 1


def test_what_was_said_of_one_competence_is_taken_back_alone() -> None:
    match, way = refused_by_link()
    press(way, codes_on(way)[0])
    press(way_back(), "UNDO")
    assert not ProfileDoubt.objects.exists()
    assert Match.objects.get(pk=match.pk).state == "REFUSED"


def test_old_evidence_goes_to_the_office_in_words_and_a_right_page_stays() -> None:
    _match, way = refused_by_link()
    press(way, "WORDS", "Dal 2022 non abbiamo più la camera climatica.")
    office = Client()
    office.force_login(UserFactory(role="OFFICE"))
    assert "camera climatica" in office.get(reverse("suggestions")).content.decode()
    assert not ProfileDoubt.objects.exists()


def test_a_competence_that_the_page_does_not_list_cannot_be_named() -> None:
    _match, way = refused_by_link()
    assert press(way, "DIG.AIX.FRM").status_code == 422
    assert not ProfileDoubt.objects.exists()


def test_other_refusals_ask_nothing_about_the_page() -> None:
    (match,) = asked(read(need("OPEN")), SOLVER)
    refuse(match=match, why="NO_CAPACITY", now=timezone.now())
    assert may_be_doubted(Match.objects.get(pk=match.pk)) == ()


def test_who_refuses_on_the_page_is_asked_there() -> None:
    (match,) = asked(read(need()), SOLVER)
    client = Client()
    client.force_login(person_of(organisation(SOLVER), "risponde@example.org"))
    page = reverse("need-request", args=[match.code])
    assert "Non è nostr" not in client.get(page).content.decode()
    refuse(match=match, why="NO_COMPETENCE", now=timezone.now())
    codes = re.findall(r'name="competence"\s+value="([.A-Z0-9]+)"', client.get(page).content.decode())
    assert codes == [one.code for one in may_be_doubted(Match.objects.get(pk=match.pk))]
    client.post(reverse("need-doubt", args=[match.code]), {"competence": codes[0]})
    client.post(reverse("need-doubt", args=[match.code]), {"competence": "NO.SUCH"})
    assert [row.competence_id for row in ProfileDoubt.objects.all()] == [codes[0]]
    assert f'value="{codes[0]}"' not in client.get(page).content.decode()
    other = Client()
    other.force_login(person_of(organisation("Casa Indaco"), "altra@example.org"))
    assert other.post(reverse("need-doubt", args=[match.code]), {"competence": codes[0]}).status_code == 404
