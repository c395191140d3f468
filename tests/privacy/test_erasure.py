"""Erasure: a name and an address planted everywhere stand after it only in what the law has us keep, and the trail stands."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from factories import OrganisationFactory, UserFactory
from factories.traces import NOTHING_OF_PEOPLE, leave_traces, plant
from filiera.accounts.models import User
from filiera.common.audit import broken_link
from filiera.common.models import AuditDetail, AuditEvent
from filiera.governance.models import Mandate, MembershipApplication
from filiera.privacy import hooks
from filiera.privacy.logic import speaks_of, without
from filiera.privacy.models import Consent, RightsRequest
from filiera.privacy.operations.erasure import erase_person
from filiera.privacy.operations.requests import RequestRefused, receive_request
from filiera.privacy.queries.consents import consenting
from filiera.privacy.queries.traces import text_fields, traces_of
from filiera.registry.models import Delegate, Fact, Person
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db


def ask(person: Any) -> RightsRequest:
    return receive_request(right="ERASURE", user=person, now=NOW, actor=person)


def test_planted_person_stands_only_where_the_law_keeps(
    person: Any, office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    leave_traces(person)
    planted = plant(person)
    before = {trace.table for trace in traces_of(names=[person.name], emails=[person.email])}
    assert planted <= before, "what could stay must stand there first"
    name, email, number = person.name, person.email, AuditEvent.objects.count()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(request=ask(person), now=NOW, actor=office)
    left = traces_of(names=[name], emails=[email, "seconda@example.org"])
    assert [(trace.table, trace.rows) for trace in left if not trace.reason] == []
    assert {trace.table for trace in left} <= set(hooks.kept_traces)
    assert "governance.Mandate" in {trace.table for trace in left}
    assert broken_link() is None
    assert AuditEvent.objects.count() > number


def test_every_table_with_free_text_is_planted_or_said_to_hold_none(person: Any) -> None:
    leave_traces(person)
    planted = plant(person)
    with_text = {model._meta.label for model in apps.get_models() if any(text_fields(model))}
    assert sorted(with_text - planted - set(NOTHING_OF_PEOPLE)) == []


def test_account_loses_name_address_and_every_way_in(person: Any, office: Any) -> None:
    leave_traces(person)
    erase_person(request=ask(person), now=NOW, actor=office)
    row = User.objects.get(pk=person.pk)
    assert (row.name, row.email) == (f"(#{row.pk})", f"erased-{row.pk}@erased.invalid")
    assert (row.is_active, row.has_usable_password(), row.last_login) == (False, False, None)
    assert [
        list(rows)
        for rows in (
            row.usersession_set.all(),
            row.authenticator_set.all(),
            row.emailaddress_set.all(),
            row.shortlists.all(),
            Delegate.objects.in_force(TODAY).filter(user=row),
        )
    ] == [[], [], [], [], []]


def test_consents_are_withdrawn_and_their_proof_stays(person: Any, office: Any) -> None:
    leave_traces(person)
    erase_person(request=ask(person), now=NOW, actor=office)
    assert list(consenting("NEWSLETTER")) == []
    rows = Consent.objects.filter(user=person).order_by("purpose")
    assert [(row.withdrawn_how, row.note, bool(row.digest)) for row in rows] == [("ERASURE", "", True)] * 2


def test_person_is_told_what_is_kept_and_why(person: Any, office: Any, django_capture_on_commit_callbacks: Any) -> None:
    leave_traces(person)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        row = erase_person(request=ask(person), now=NOW, actor=office)
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["erica.rossi@example.org"], "I tuoi dati sono cancellati")
    assert "I libri dell’associazione" in letter.body or "i libri dell’associazione" in letter.body
    assert row.done_at == NOW
    assert row.outcome["account"] == 1


def test_erasing_twice_is_refused(person: Any, office: Any) -> None:
    row = ask(person)
    erase_person(request=row, now=NOW, actor=office)
    with pytest.raises(RequestRefused):
        erase_person(request=row, now=NOW, actor=office)


def test_last_administrator_is_not_erased(administrator: Any) -> None:
    with pytest.raises(RequestRefused):
        erase_person(request=ask(administrator), now=NOW, actor=administrator)
    assert User.objects.get(pk=administrator.pk).is_active


def test_office_does_not_erase_its_own_people(office: Any, administrator: Any) -> None:
    colleague = UserFactory(name="Carla Collega", role="OFFICE")
    with pytest.raises(RequestRefused, match="Solo un amministratore"):
        erase_person(request=ask(colleague), now=NOW, actor=office)
    erase_person(request=ask(colleague), now=NOW, actor=administrator)
    assert not User.objects.get(pk=colleague.pk).is_active


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["Ada Neri", "ADA NERI", "ada.neri@x.it"]))
def test_nothing_speaks_of_a_person_that_was_taken_out(before: str, after: str, said: str) -> None:
    of_person = {"names": ["Ada Neri"], "emails": ["ada.neri@x.it"]}
    left = without(f"{before} {said} {after}", **of_person, mark="(#1)")
    assert not speaks_of(left, **of_person)
    assert "(#1)" in left


def test_office_held_has_to_end_first(person: Any, office: Any) -> None:
    leave_traces(person)
    Mandate.objects.filter(user=person).update(ended_on=None, ended_how="")
    with pytest.raises(RequestRefused, match="prima deve cessare"):
        erase_person(request=ask(person), now=NOW, actor=office)


def test_public_roles_go_only_where_asked(person: Any, office: Any) -> None:
    leave_traces(person)
    Person.objects.create(name="Altra Persona")
    erase_person(request=ask(person), now=NOW, actor=office, with_public_roles=True)
    assert [row.name for row in Person.objects.all()] == ["Altra Persona"]


def test_firm_that_bears_the_name_keeps_it(person: Any, office: Any) -> None:
    firm = OrganisationFactory(name=f"{person.name} srl", summary_it=f"{person.name} srl fa vasetti. {person.email}")
    erase_person(request=ask(person), now=NOW, actor=office)
    firm.refresh_from_db()
    assert firm.name == "Èrica Ròssi-Bianchi srl"
    assert firm.summary_it == f"Èrica Ròssi-Bianchi srl fa vasetti. (#{person.pk})"


def test_name_of_one_word_is_looked_for_in_no_text(office: Any) -> None:
    alba = UserFactory(name="Alba", email="alba.persona@example.org")
    firm = OrganisationFactory(name="Crema", summary_it="Vasetti all’alba, Alba per sempre.")
    erase_person(request=ask(alba), now=NOW, actor=office)
    firm.refresh_from_db()
    assert firm.summary_it == "Vasetti all’alba, Alba per sempre."


def test_application_stays_without_the_name(person: Any, office: Any) -> None:
    leave_traces(person)
    MembershipApplication.objects.update(answers={"representative": {"name": person.name, "email": person.email}})
    erase_person(request=ask(person), now=NOW, actor=office)
    mark = f"(#{person.pk})"
    assert MembershipApplication.objects.get().answers == {"representative": {"name": mark, "email": mark}}


def test_details_of_others_stay(person: Any, office: Any) -> None:
    from filiera.common import audit

    audit.record(actor=office, verb="merge", thing=office, values={"name": "Altra Persona"})
    erase_person(request=ask(person), now=NOW, actor=office)
    assert AuditDetail.objects.filter(event__verb="merge").get().values == {"name": "Altra Persona"}


def test_trail_is_read_before_anything_is_held(person: Any, office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from filiera.common import audit

    leave_traces(person)
    said = {"name": person.name}
    audit.record(actor=office, verb="said-before", thing=office, values=said)

    def meanwhile(gone: Any) -> dict[str, int]:
        audit.record(actor=office, verb="said-meanwhile", thing=office, values=said)
        return {}

    monkeypatch.setattr(hooks, "erasers", [*hooks.erasers, meanwhile])
    request, last = ask(person), AuditEvent.objects.latest("pk").pk
    with CaptureQueriesContext(connection) as captured:
        erase_person(request=request, now=NOW, actor=office)
    asked = [one["sql"] for one in captured.captured_queries]
    begun = next(place for place, sql in enumerate(asked) if sql.startswith(("SAVEPOINT", "BEGIN")))
    reads = [place for place, sql in enumerate(asked) if "ORDER BY" in sql and 'FROM "common_auditdetail"' in sql]
    assert [place < begun for place in reads] == [True, False]
    assert f"> {last}" in asked[reads[1]]
    assert not AuditDetail.objects.filter(event__verb__startswith="said-").exists()


def test_address_of_the_person_is_no_fact_any_more(person: Any, office: Any) -> None:
    leave_traces(person)
    erase_person(request=ask(person), now=NOW, actor=office)
    assert list(Fact.objects.filter(field="EMAIL")) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Anna Neri", "#"),
        ("ANNA NERI ha detto", "# ha detto"),
        ("Anna Nerini", "Anna Nerini"),
        ("joanna neri", "joanna neri"),
        ("scrivi ad a.neri@x.it.", "scrivi ad #."),
        ("", ""),
    ],
)
def test_names_are_taken_out_as_whole_words(text: str, left: str) -> None:
    assert without(text, names=["Anna Neri"], emails=["a.neri@x.it"], mark="#") == left
