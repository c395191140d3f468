"""Who is told of an act by a letter: those who check draft minutes, who holds a proxy, who may sign for an assembly."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from factories import UserFactory
from factories.assemblies import Assembly
from factories.convened import convened, representative, seat_of
from factories.outbox import posted
from filiera.governance.models import Member, Minutes
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.petitions import open_petition
from filiera.governance.operations.proxies import Written, give_proxy, revoke_proxy
from governance.test_minutes import held_assembly
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def assembly() -> Assembly:
    return held_assembly()


def test_those_who_were_there_are_told_of_the_draft(assembly: Assembly) -> None:
    minutes = acts.draft_minutes(meeting=assembly.meeting)
    acts.send_to_check(minutes=minutes, now=LATER)
    letters = posted()

    assert [letter.to for letter in letters] == [[f"m{number}@example.org"] for number in (1, 2, 3, 4)]
    assert letters[0].subject == "Bozza di verbale da leggere entro il 5 dicembre 2026: Assemblea ordinaria"
    assert "Buongiorno Persona 1," in letters[0].body
    assert "entro il 5 dicembre 2026, 12:30" in letters[0].body
    assert reverse("minutes", args=[minutes.pk]) in letters[0].body


@pytest.mark.parametrize(("lang", "words"), [("it", "Partono 4 lettere."), ("en", "4 letters leave.")])
def test_the_letter_about_a_draft_is_read_before_it_leaves(assembly: Assembly, lang: str, words: str) -> None:
    minutes = acts.draft_minutes(meeting=assembly.meeting)
    office = Client()
    with time_machine.travel(LATER, tick=False):
        office.force_login(UserFactory(role="OFFICE"))
        page = office.get(f"/{lang}/minutes/{minutes.pk}/").content.decode()
        before = posted()
        office.post(f"/{lang}/minutes/{minutes.pk}/act/", {"act": "check"})
    after = posted()

    assert words in page
    assert "Assemblea ordinaria" in page.partition('class="mail__text"')[2].partition("</div>")[0]
    assert (len(before), len(after)) == (0, 4)
    assert Minutes.objects.get().state == "IN_CHECK"


def test_whoever_holds_a_proxy_is_told_when_it_is_given_and_revoked() -> None:
    for name in ("Alba", "Brina"):
        representative(name, email=f"{name.lower()}@example.org")
    meeting = convened()
    posted().clear()
    before = len(posted())
    giver, holder = seat_of(meeting, "Alba"), seat_of(meeting, "Brina")
    proxy = give_proxy(giver=giver, holder=holder, written=Written(TODAY), user=None, now=NOW)
    revoke_proxy(proxy=proxy, now=NOW, user=None)
    revoke_proxy(proxy=proxy, now=NOW, user=None)
    letters = posted()[before:]

    assert [(letter.to, letter.subject) for letter in letters] == [
        (["brina@example.org"], "Delega di Alba: Assemblea ordinaria"),
        (["brina@example.org"], "Delega di Alba revocata: Assemblea ordinaria"),
    ]
    assert reverse("meeting", args=[meeting.pk]) in letters[0].body


@pytest.mark.parametrize(("is_example", "told"), [(False, ["brina@example.org", "cima@example.org"]), (True, [])])
def test_the_other_members_are_told_that_an_assembly_is_asked_for(is_example: bool, told: list[str]) -> None:
    for name in ("Alba", "Brina", "Cima"):
        representative(name, email=f"{name.lower()}@example.org")
    alba = Member.objects.get(organisation__name="Alba")
    petition = open_petition(
        member=alba, title="Quote", reasons="Sono alte.", now=NOW, user=None, is_example=is_example
    )
    letters = posted()

    assert [letter.to for letter in letters] == [[email] for email in told]
    for letter in letters:
        assert letter.subject == "Viene chiesta un'assemblea: Quote"
        assert "Alba chiede un'assemblea su «Quote», per queste ragioni:\n\nSono alte." in letter.body
        assert "Se la chiede almeno 1/10 dei soci, cioè 1 su " in letter.body
        assert "l'assemblea va convocata (art. 20 c. 2 c.c.)." in letter.body
        assert reverse("petition", args=[petition.pk]) in letter.body
