"""A link in a mail answers one question, once; opening it changes nothing, and it opens nothing else."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.audit import told_state
from factories.installation import installation, started, told
from factories.outbox import posted
from filiera.accounts.models import AnswerLink
from filiera.accounts.operations import close_account
from filiera.accounts.operations_links import revoke_links
from filiera.accounts.views import TRIES
from filiera.common import audit
from filiera.common.digests import sha256_of
from filiera.common.logs import MaskSecrets
from filiera.common.models import AuditEvent
from filiera.competence.models import Suggestion
from filiera.registry.operations.confirmations import ask_confirmation, ask_confirmations, confirm_profile
from filiera.registry.operations.delegates import end_delegation

if TYPE_CHECKING:
    from pathlib import Path

    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db


def path_in(mail: Any) -> str:
    """Give the path of the link in a mail."""
    (found,) = re.findall(r"http://127.0.0.1:8000(/\S*/answer/\S+)", str(mail.body))
    return str(found)


@pytest.fixture
def asked(mailoutbox: list[EmailMessage]) -> str:
    """Ask Alba's contact whether its page is right; give the path of the link."""
    delegate = DelegateFactory(organisation__name="Alba", user__email="ambra@example.org")
    ask_confirmation(organisation=delegate.organisation, now=timezone.now())
    posted()
    return path_in(mailoutbox.pop())


def alba() -> Any:
    from filiera.registry.models import Organisation

    return Organisation.objects.get(name="Alba")


def heading(response: Any) -> str:
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.S)
    return found[1] if found else ""


def test_token_is_kept_nowhere(asked: str) -> None:
    token = asked.split("/")[-2]
    link = AnswerLink.objects.get()
    assert (link.digest, len(token)) == (sha256_of(token), 43)
    assert token not in str(list(AuditEvent.objects.values_list("detail__values", "digest"))) + str(link.__dict__)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(asked: str, method: str, mailoutbox: list[EmailMessage]) -> None:
    before = told_state()
    for _time in range(2):
        assert getattr(Client(), method)(asked).status_code == 200
    assert told_state() == before
    assert posted() == []


def test_page_is_kept_out_of_caches_and_opens_no_session(asked: str) -> None:
    client = Client()
    response = client.get(asked)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    answered = client.post(asked, {"choice": "YES"})
    assert answered.status_code == 200
    assert "sessionid" not in client.cookies
    assert client.get("/it/organisations/alba/delegates/").status_code == 404


def test_yes_confirms_the_page_and_a_receipt_takes_it_back(asked: str, mailoutbox: list[EmailMessage]) -> None:
    assert heading(Client().post(asked, {"choice": "YES"})) == "Grazie: la risposta è registrata"
    assert alba().confirmed_on == timezone.localdate()
    (receipt,) = posted()
    assert receipt.to == ["ambra@example.org"]
    undo = path_in(receipt)
    assert Client().get(undo).status_code == 200
    assert alba().confirmed_on == timezone.localdate()
    assert heading(Client().post(undo, {"choice": "UNDO"})) == "È ritirata"
    assert alba().confirmed_on is None
    assert len(posted()) == 1
    assert Client().get(undo).status_code == 410


def test_no_needs_words_and_waits_for_the_office(asked: str, mailoutbox: list[EmailMessage]) -> None:
    bare = Client().post(asked, {"choice": "NO", "note": "  "})
    assert (bare.status_code, AnswerLink.objects.get().answered_at) == (422, None)
    Client().post(asked, {"choice": "NO", "note": "La sede è a Lodi"})
    message = Suggestion.objects.get()
    assert (message.organisation, message.words, message.handled_at) == (alba(), "La sede è a Lodi", None)
    assert alba().confirmed_on is None
    Client().post(path_in(posted()[0]), {"choice": "UNDO"})
    assert not Suggestion.objects.exists()


def test_second_answer_is_told_that_it_was_recorded(asked: str, mailoutbox: list[EmailMessage]) -> None:
    Client().post(asked, {"choice": "YES"})
    again = Client().post(asked, {"choice": "NO", "note": "altro"})
    assert (again.status_code, heading(again)) == (200, "La risposta era già registrata")
    assert not Suggestion.objects.exists()
    assert len(posted()) == 1
    assert Client().get(asked).status_code == 410


def test_over_unknown_and_revoked_look_alike(asked: str) -> None:
    pages = [Client().get("/it/answer/nobody/"), Client().post("/it/answer/nobody/", {"choice": "YES"})]
    revoke_links(kind="profile", arguments={"organisation": alba().pk}, now=timezone.now())
    pages += [Client().get(asked), Client().post(asked, {"choice": "YES"})]
    AnswerLink.objects.update(revoked_at=None, expires_at=timezone.now())
    pages += [Client().get(asked), Client().post(asked, {"choice": "YES"})]
    assert [page.status_code for page in pages] == [404, 404, 410, 410, 410, 410]
    assert {heading(page) for page in pages} == {"Questo link non risponde più a nulla"}
    assert alba().confirmed_on is None


def test_question_that_fell_away_is_asked_no_more(asked: str) -> None:
    delegate, office = alba().delegates.get(), UserFactory(role="OFFICE")
    ends = [
        lambda: end_delegation(delegate=delegate, why="Ha cambiato lavoro", today=timezone.localdate(), actor=office),
        lambda: close_account(user=delegate.user, actor=office),
        lambda: confirm_profile(organisation=alba(), today=timezone.localdate(), actor=office),
    ]
    pages = []
    for end in ends:
        AnswerLink.objects.update(revoked_at=None)
        pages.append(Client().get(asked).status_code)
        end()
        pages.append(Client().get(asked).status_code)
    assert pages == [200, 410] * 3


def test_links_are_revoked_by_what_they_ask_or_whom() -> None:
    with pytest.raises(ValueError, match="name what"):
        revoke_links()


@pytest.mark.parametrize("choice", ["", "MAYBE", "UNDO"])
def test_answer_that_is_none_changes_nothing(asked: str, choice: str) -> None:
    assert Client().post(asked, {"choice": choice}).status_code == 422
    assert AnswerLink.objects.get().answered_at is None


def test_forwarded_link_is_answered_as_a_link_whoever_is_signed_in(asked: str, mailoutbox: list[EmailMessage]) -> None:
    client, other = Client(), UserFactory()
    client.force_login(other)
    client.post(asked, {"choice": "YES"})
    events = AuditEvent.objects.filter(verb__in=["confirm-profile", "answer-by-link"])
    assert set(events.values_list("actor", "as_whom", "about")) == {(None, "", "alba")}
    assert client.get("/it/organisations/alba/delegates/").status_code == 404
    assert [mail.to for mail in posted()] == [["ambra@example.org"]]
    assert audit.broken_link() is None


def test_guessing_is_slowed_down(asked: str) -> None:
    client = Client(REMOTE_ADDR="203.0.113.7")
    for number in range(TRIES.times):
        assert client.get(f"/it/answer/x{number}/").status_code == 404
    assert client.get(asked).status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.8").get(asked).status_code == 200


def test_logs_do_not_keep_the_token(asked: str, caplog: pytest.LogCaptureFixture) -> None:
    AnswerLink.objects.update(expires_at=timezone.now())
    caplog.handler.addFilter(MaskSecrets())
    with caplog.at_level(logging.WARNING):
        assert Client().get(asked).status_code == 410
    assert caplog.messages == ["Gone: /it/answer/…/"]


def test_question_goes_to_whoever_keeps_the_profile_else_to_the_address_of_the_register(
    mailoutbox: list[EmailMessage],
) -> None:
    first = DelegateFactory(organisation__name="Alba", role="REPRESENTATIVE")
    keeper = DelegateFactory(organisation=first.organisation, role="CONTACT")
    second, _without = OrganisationFactory(name="Beta"), OrganisationFactory(name="Gamma")
    from factories import SourceFactory

    second.facts.create(field="EMAIL", value="info@beta.example", certainty="DECLARED", source=SourceFactory())
    now = timezone.now()
    sent, failed = ask_confirmations(now=now, most=10)
    assert ([link.email for link in sent], failed) == ([keeper.user.email, "info@beta.example"], 0)
    assert ask_confirmations(now=now + timedelta(days=80), most=10) == ([], 0)
    assert len(ask_confirmations(now=now + timedelta(days=100), most=1)[0]) == 1


ANSWER = """
from django.utils import timezone
from filiera.accounts.operations_links import answer_link
print(answer_link(token="{token}", choice="YES", note="", now=timezone.now()).is_new)
"""
MAKE = """
from datetime import timedelta
from django.utils import timezone
from filiera.accounts.operations_links import make_link
from filiera.registry.operations.organisations import register_organisation
row, now = register_organisation(name="Alba"), timezone.now()
link, token = make_link(kind="profile", arguments={"organisation": row.pk}, email="a@example.org", language="it",
                        expires_at=now + timedelta(days=1), now=now)
print(token)
"""
LOOK = """
from filiera.common import audit
from filiera.common.models import AuditEvent
print(AuditEvent.objects.filter(verb="confirm-profile").count(), audit.broken_link())
"""


def test_processes_that_answer_at_once_answer_once(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        token = told(MAKE, place)
        answers = [started(ANSWER.format(token=token), place) for _number in range(3)]
        said = sorted(process.communicate(timeout=120)[0].strip() for process in answers)
        assert said == ["False", "False", "True"]
        assert told(LOOK, place) == "1 None"
