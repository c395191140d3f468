"""Accounts from the command line, the demo's accounts, and what the removal of examples leaves."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from factories import DelegateFactory, OrganisationFactory, UserFactory
from filiera.accounts.models import User
from filiera.common.models import AuditEvent
from filiera.competence.models import ClaimDecision
from filiera.competence.operations.examples import remove_examples
from filiera.registry.operations.demo_accounts import make_demo_accounts
from tests_clock import TODAY

pytestmark = pytest.mark.django_db

ACCOUNTS = """accounts:
  - {email: capo@example.org, name: Capo (esempio), role: administrator, language: it}
  - {email: alba@example.org, name: Alba (esempio), role: member, language: en,
     acts_for: [{organisation: alba, act: Nomina (esempio)}]}
"""


def run(*words: str) -> Any:
    out = StringIO()
    call_command("account", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def accounts_file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.yaml"
    path.write_text(ACCOUNTS, encoding="utf-8")
    return path


@pytest.mark.parametrize("role", ["ADMINISTRATOR", "OFFICE"])
def test_command_makes_the_first_accounts(client: Any, role: str) -> None:
    made = run("create", "Prima@example.org", "--role", role, "--name", "Prima")
    user = User.objects.get(email="prima@example.org")
    assert (user.role, made["role"], made["email"]) == (role, role, "prima@example.org")
    path = made["link"].removeprefix("http://127.0.0.1:8000")
    assert "token_fail" not in client.get(path, follow=True).context
    assert AuditEvent.objects.get(verb="create-account").actor is None


def test_link_is_at_the_site_of_the_settings_or_the_one_named(settings: Any) -> None:
    settings.SITE_URL = "https://cluster.example.org/"
    assert run("create", "uno@example.org")["link"].startswith("https://cluster.example.org/it/")
    other = run("link", "uno@example.org", "--site", "http://127.0.0.1:8312")["link"]
    assert other.startswith("http://127.0.0.1:8312/it/")
    with pytest.raises(CommandError, match="non è l’indirizzo di un sito"):
        run("create", "due@example.org", "--site", "cluster")
    assert User.objects.filter(email="due@example.org").count() == 0


def test_command_makes_whoever_acts_for_a_member() -> None:
    OrganisationFactory(code="alba")
    act = ("--act", "Nomina n. 4", "--as", "REPRESENTATIVE")
    assert run("create", "alba@example.org", "--organisation", "alba", *act)["organisations"] == "alba"
    held = User.objects.get(email="alba@example.org").delegations.get()
    assert (held.role, held.act, held.until_on is not None) == ("REPRESENTATIVE", "Nomina n. 4", True)
    with pytest.raises(CommandError, match="Scrivi l’atto"):
        run("create", "bis@example.org", "--organisation", "alba")
    assert not User.objects.filter(email="bis@example.org").exists()
    with pytest.raises(CommandError, match="nobody"):
        run("create", "altra@example.org", "--organisation", "nobody")


def test_command_changes_lists_and_closes() -> None:
    UserFactory(email="a@example.org", role="ADMINISTRATOR")
    UserFactory(email="b@example.org")
    assert run("role", "b@example.org", "OFFICE")["role"] == "OFFICE"
    assert run("close", "b@example.org")["active"] is False
    with pytest.raises(CommandError):
        run("link", "b@example.org")
    assert run("reopen", "b@example.org")["active"] is True
    assert run("link", "b@example.org")["link"].startswith("http")
    assert [row["email"] for row in run("list")["accounts"]] == ["a@example.org", "b@example.org"]
    for words in (("close", "a@example.org"), ("close", "nobody@example.org"), ("create", "a@example.org")):
        with pytest.raises(CommandError):
            run(*words)


def test_demo_never_resets_a_password_that_exists(accounts_file: Path, client: Any) -> None:
    OrganisationFactory(code="alba")
    first = make_demo_accounts(path=accounts_file, password="prima-prima-prima", today=TODAY)
    assert [one.password for one in first] == ["prima-prima-prima"] * 2
    user = User.objects.get(email="capo@example.org")
    client.force_login(user)
    again = make_demo_accounts(path=accounts_file, password="seconda-seconda", today=TODAY)
    assert [one.password for one in again] == ["", ""]
    stored = User.objects.get(email="capo@example.org")
    assert stored.password == user.password
    assert stored.check_password("prima-prima-prima")
    assert client.get("/it/office/").status_code == 200, "nobody is signed out by a restart"
    assert User.objects.get(email="alba@example.org").delegations.count() == 1


def test_demo_leaves_a_real_persons_account_alone(accounts_file: Path) -> None:
    OrganisationFactory(code="alba")
    real = UserFactory(email="alba@example.org")
    made = make_demo_accounts(path=accounts_file, password="prima-prima-prima", today=TODAY)
    assert [one.email for one in made] == ["capo@example.org"]
    real.refresh_from_db()
    assert (real.is_example, real.check_password("prova-prova-prova"), real.delegations.count()) == (False, True, 0)


def test_removing_examples_leaves_real_people_and_what_they_did() -> None:
    real, boss = UserFactory(email="vera@example.org"), UserFactory(role="ADMINISTRATOR")
    example = UserFactory(email="finta@example.org", is_example=True)
    kept = OrganisationFactory(name="Vera")
    DelegateFactory(user=real, organisation=OrganisationFactory(name="Finta", is_example=True))
    decision = ClaimDecision.objects.create(
        organisation=kept, competence_id="PK1.CMP.AIR", verdict="CONFIRMED", decided_by=example, decided_as="OFFICE"
    )
    counts = remove_examples(actor=boss)
    assert (counts["accounts"], counts["organisations"]) == (1, 1)
    assert set(User.objects.values_list("email", flat=True)) == {real.email, boss.email}
    decision.refresh_from_db()
    assert (decision.verdict, decision.decided_by) == ("CONFIRMED", None)
    event = AuditEvent.objects.get(verb="remove-examples")
    assert (event.actor, event.detail.values) == (boss, counts)


def test_removing_examples_says_when_no_administrator_is_left() -> None:
    UserFactory(role="ADMINISTRATOR", is_example=True)
    out, err = StringIO(), StringIO()
    call_command("examples", "remove", "--json", stdout=out, stderr=err)
    assert json.loads(out.getvalue())["accounts"] == 1
    assert "filiera account create EMAIL --role ADMINISTRATOR" in err.getvalue()


def test_list_asks_no_more_for_more_accounts(django_assert_num_queries: Any) -> None:
    DelegateFactory(user__name="A", organisation__code="alba", until_on=date(2020, 6, 1))
    for number in range(3):
        DelegateFactory(user__name=f"B {number}", organisation__code=f"beta-{number}")
    with django_assert_num_queries(3):
        found = run("list")["accounts"]
    assert [one["organisations"] for one in found] == ["", "beta-0", "beta-1", "beta-2"]


@pytest.mark.parametrize(("lang", "words"), [("it", "Nessun"), ("en", "No account")])
def test_command_answers_in_the_language_asked(lang: str, words: str) -> None:
    with pytest.raises(CommandError, match=f"^{words}"):
        run("close", "nessuno@example.org", "--lang", lang)


LISTED = {
    "it": """\
Posta elettronica  Nome  Ruolo                Agisce per  Stato   Ultimo accesso
a@example.org      Ada   ufficio del cluster              aperta  28 novembre 2026, 20:04
b@example.org      Bice  persona              alba        chiusa  mai
""",
    "en": """\
E-mail         Name  Role            Acts for  State   Last sign-in
a@example.org  Ada   cluster office            open    28 November 2026, 20:04
b@example.org  Bice  person          alba      closed  never
""",
}


@pytest.mark.parametrize("lang", ["it", "en"])
def test_list_for_people_has_a_header_and_says_all_in_words(lang: str) -> None:
    at = datetime(2026, 11, 28, 19, 4, 30, 123456, tzinfo=UTC)
    UserFactory(email="a@example.org", name="Ada", role="OFFICE", last_login=at)
    second = DelegateFactory(organisation__code="alba", user__name="Bice", user__email="b@example.org").user
    User.objects.filter(pk=second.pk).update(is_active=False)
    out = StringIO()
    call_command("account", "list", "--lang", lang, stdout=out)
    assert out.getvalue() == LISTED[lang]


def test_one_account_for_people_is_said_line_by_line() -> None:
    out = StringIO()
    call_command("account", "create", "a@example.org", "--name", "Ada", stdout=out)
    *lines, link = out.getvalue().splitlines()
    assert lines == [
        "Posta elettronica: a@example.org",
        "Nome: Ada",
        "Ruolo: persona",
        "Stato: aperta",
        "Ultimo accesso: mai",
    ]
    assert link.startswith("Collegamento: http://127.0.0.1:8000/it/set-password/")
