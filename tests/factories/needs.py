"""Needs at the desk: written, read, asked of solvers; the links that their letters bear; what solvers answer."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils import timezone

from factories import DelegateFactory, UserFactory
from filiera.common.models import OutgoingMail
from filiera.exchange.enums import Secrecy
from filiera.exchange.models import Collaboration, Match, Need
from filiera.exchange.operations.answers import accept_terms, say_yes
from filiera.exchange.operations.asking import Pick, ask_solvers
from filiera.exchange.operations.collaborations import Result, begin_collaboration, move_collaboration
from filiera.exchange.operations.needs import Written, publish_need, read_need, write_need
from filiera.exchange.operations.requesters import introduce, meet_solver
from filiera.exchange.operations.topics import read_topics
from filiera.registry.models import Organisation

TITLE = "Prova di stabilità per un siero senza conservanti"
WORDS = (
    "Riempiamo un siero senza conservanti in flacone airless. Serve chi faccia il challenge test secondo ISO 11930 e le "
    "prove di stabilità accelerata, entro fine gennaio."
)


def organisation(name: str) -> Organisation:
    """Give an organisation of the demo by its name."""
    return Organisation.objects.get(name=name)


def person_of(row: Organisation, email: str) -> Any:
    """Give an account that stands for an organisation."""
    user = UserFactory(email=email, name="Bea Rispondente (esempio)")
    DelegateFactory(user=user, organisation=row)
    return user


def client_of(user: Any) -> Client:
    """Give a browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def need(secrecy: str = Secrecy.RESERVED, *, of: str = "Alba Cosmetici", now: Any = None, **values: Any) -> Need:
    """Give a need that was handed in; the office has not read it."""
    own, now = organisation(of), now or timezone.now()
    said = {"title": TITLE, "words": WORDS, "secrecy": secrecy, **values}
    row = write_need(organisation=own, written=Written(**said), now=now, actor=None)
    row.contact_email = "chiede@example.org"
    row.save()
    read_topics(need=row)
    return publish_need(need=row, now=now)


def read(row: Need, *, brief: str = "", now: Any = None) -> Need:
    """Give a need that the office has read."""
    return read_need(need=row, brief=brief or row.words, now=now or timezone.now())


def asked(row: Need, *names: str, now: Any = None) -> list[Match]:
    """Ask solvers by name, at addresses of their own."""
    picks = [Pick(one, f"{one.code}@example.org", is_looked_at=True) for one in map(organisation, names)]
    return ask_solvers(need=row, picks=picks, now=now or timezone.now())


def introduced(row: Need, name: str = "Prove Martesana", now: Any = None) -> Match:
    """Give the match of a need that is read with a solver that was introduced."""
    now = now or timezone.now()
    (match,) = asked(row, name, now=now)
    if row.secrecy != Secrecy.OPEN:
        accept_terms(match=match, name="Mara Provvisoria", now=now)
    say_yes(match=match, now=now)
    meet_solver(match=match, meets=True, now=now)
    return introduce(match=match, now=now)


def completed(match: Match, title: str = "Stabilità di un siero") -> Collaboration:
    """Give the collaboration of two that were introduced, brought to its end."""
    now = timezone.now()
    row = begin_collaboration(match=match, now=now)
    move_collaboration(collaboration=row, to="RUNNING", now=now)
    return move_collaboration(
        collaboration=row, to="COMPLETED", result=Result("Prova superata", public_title=title), now=now
    )


def letters_to(email: str) -> list[OutgoingMail]:
    """Give the letters to an address, the newest last."""
    return list(OutgoingMail.objects.filter(email=email).order_by("pk"))


def link_to(email: str) -> str:
    """Give the path of the newest link in a letter to an address."""
    bodies = [row.body for row in letters_to(email) if "/answer/" in row.body]
    return re.findall(r"https?://[^/\s]+(/\S+/answer/\S+)", bodies[-1])[0]


def press(path: str, choice: str, note: str = "") -> Any:
    """Answer the question of a link."""
    return Client().post(path, {"choice": choice, "note": note})


def read_on(path: str, name: str = "") -> str:
    """Accept the conditions by a link, and give the path of the page of the problem, which no letter bears."""
    shown = press(path, "READ", name).content.decode()
    return re.findall(r'class="btn" href="(/\S+/answer/[^"]+)"', shown)[0]
