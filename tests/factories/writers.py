"""People of every kind around one call and one consortium, and what each of them might act on through the API."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import time_machine
from django.core.files.base import ContentFile
from django.test import Client

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.association import body
from factories.calls import call, member, rules
from factories.consortium_work import Team, acting_for, firm, share, team, won
from factories.documents import pdf
from factories.wanting import kept
from factories.writers_needs import writers_needs, writers_offers
from filiera.accounts.models import User
from filiera.api.tokens import issue_token
from filiera.common.visibility import Role
from filiera.documents.operations.receiving import Sent
from filiera.funding.models import Call
from filiera.funding.operations.applicants import Share, add_share
from filiera.funding.operations.interest import Notice, reply_to_notice, write_notice
from filiera.funding.operations.projects import ResultSaid, add_result, keep_project
from filiera.funding.operations.workspace import PaperSaid, TaskSaid, add_paper, add_task, sign_paper
from filiera.governance.models import Mandate
from tests_clock import NOW, TODAY

PLACES = {
    "Alfa": "LEADS",
    "Beta": "ACCEPTED",
    "Gamma": "INVITED",
    "Delta": "LEFT",
    "Epsilon": "PROPOSED",
    "Eta": "DECLINED",
}
AROUND = {
    "lead": "Alfa",
    "partner": "Beta",
    "asked": "Gamma",
    "left": "Delta",
    "proposed": "Epsilon",
    "declined": "Eta",
    "member": "Zeta",
}
"""Who acts for which organisation: six with a place in the consortium, a member that has none."""


@dataclass
class Writers:
    """The people by what they are, each with the token that they hold (None for a session or nobody), and what is there."""

    users: dict[str, User]
    tokens: dict[str, str | None]
    team: Team
    call: Call
    values: dict[str, Any] = field(default_factory=dict)


def asked(there: Writers, who: str, path: str, body: Any = None, method: str = "get") -> Any:
    """Ask as somebody, and give status and JSON."""
    client, token = Client(), there.tokens.get(who)
    more = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if token else {}
    said = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    answer = getattr(client, method)(f"/api/v1{path}", **said, **more)
    return answer.status_code, answer.json()


def writers() -> Writers:
    """Make the people and the things."""
    of = call(rules=rules(docs=["application"], duration_max=24))
    for name in (*PLACES, "Zeta"):
        member(name, code=name.lower())
    users = {who: acting_for(firm(name)) for who, name in AROUND.items()}
    users["outsider"] = acting_for(OrganisationFactory(name="Theta", code="theta"))
    users["nobody"] = UserFactory()
    users["auditor"], users["director"] = _seated("AUDITORS", "AUDITOR"), _seated("BOARD", "DIRECTOR")
    users["office"], users["administrator"] = UserFactory(role=Role.OFFICE), UserFactory(role=Role.ADMINISTRATOR)
    made = Writers(users, {who: issue_token(user) for who, user in users.items()}, team(partners=PLACES, of=of), of)
    _two_hats(made)
    with time_machine.travel(NOW - timedelta(days=91), tick=False):
        made.tokens["expired"] = issue_token(users["office"])
    made.tokens["forged"] = issue_token(users["office"])[:-2] + "xx"
    _things(made)
    made.values |= writers_needs(firm("Alfa"), firm("Beta")) | writers_offers(firm("Alfa"), firm("Beta"))
    return made


def _seated(kind: str, role: str) -> User:
    """Give somebody who sits in a body of the association, and acts for no organisation."""
    user = UserFactory()
    Mandate.objects.create(body=body(kind), user=user, role=role, person_name="Rosa Neri", from_on=date(2025, 1, 1))
    return user


def _two_hats(made: Writers) -> None:
    """Add somebody who stands for who leads and for another, with a token for each and one for neither."""
    user = acting_for(firm("Alfa"))
    DelegateFactory(user=user, organisation=firm("Zeta"))
    for who, code in (("hat of the lead", "alfa"), ("hat of another", "zeta"), ("no hat", "")):
        made.users[who], made.tokens[who] = user, issue_token(user, code=code)


def _things(made: Writers) -> None:
    """Make what may be acted on: a task, papers, a notice with an answer, a search, a share, a project with a result."""
    row, values = made.team.row, made.values
    alfa, beta = firm("Alfa"), made.team.partners["Beta"]
    values["task"] = add_task(consortium=row, task=TaskSaid("Prove"), now=NOW).pk
    sent = Sent("accordo.pdf", ContentFile(pdf()).chunks())
    paper = add_paper(consortium=row, paper=PaperSaid("Accordo", alfa), file=sent, now=NOW)
    sign_paper(paper=paper, partner=beta, on=TODAY, now=NOW)
    notice = write_notice(call=made.call, organisation=alfa, said=Notice("Un laboratorio", ""), now=NOW)
    reply = reply_to_notice(notice=notice, organisation=firm("Zeta"), note="Ci siamo.", now=NOW)
    values |= {"paper": paper.pk, "invitation": made.team.partners["Gamma"].pk, "notice": notice.pk, "reply": reply.pk}
    values["search"] = kept(made.users["lead"]).pk
    values["share"] = add_share(held=alfa, share=Share(10, None, "Socia", TODAY), now=NOW).pk
    values["submitted"] = team("SUBMITTED", {"Alfa": "LEADS", "Beta": "ACCEPTED"}, of=made.call).row.code
    values["funded"] = team("FUNDED", {"Alfa": "LEADS", "Beta": "ACCEPTED"}, of=made.call).row.code
    of = team("FUNDED", {"Alfa": "LEADS", "Beta": "ACCEPTED"}, of=made.call).row
    project = keep_project(said=won("Flaconi", share(alfa, 100, leads=True)), consortium=of, now=NOW)
    values["result"] = add_result(project=project, result=ResultSaid("Flacone"), now=NOW).pk
    values |= {"call": made.call.code, "consortium": row.code, "project": project.code}
