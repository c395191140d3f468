"""Evidence that an organisation's people propose: they see that it waits, and the office turns it into evidence once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from factories import DelegateFactory, UserFactory
from filiera.common.models import AuditEvent
from filiera.competence.models import Claim, Evidence, Suggestion
from filiera.competence.operations import proposals
from filiera.competence.queries.proposals import begun_from

pytestmark = pytest.mark.django_db

WORDS = "Brevetto sul dosatore airless a doppia parete. È del 14/3/2025; flaconi e pompe airless per creme."
SENT = {"kind": "OWN", "words": WORDS, "name": "Ambra", "email": "ambra@example.org",
        "proof_url": "https://example.org/brevetto"}  # fmt: skip
FILLED = {"kind": "PATENT", "title": "Dosatore airless a doppia parete", "on": "14/3/2025", "valid_until_on": "",
          "text": "Flaconi e pompe airless per creme.", "url": "https://example.org/brevetto",
          "answer": "Grazie, è nella pagina."}  # fmt: skip
HEADING = {"it": "Prove proposte", "en": "Evidence proposed"}
WAITS = {"it": "in attesa dell’ufficio", "en": "waits for the office"}


@pytest.fixture
def delegate() -> Any:
    return DelegateFactory(organisation__name="Alba", user__name="Ambra")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def office() -> Client:
    return signed_in(UserFactory(role="OFFICE"))


def proposed(delegate: Any, **changed: str) -> Suggestion:
    signed_in(delegate.user).post("/it/suggest/", SENT | {"organisation": delegate.organisation.code} | changed)
    return Suggestion.objects.get()


@pytest.mark.parametrize("lang", ["it", "en"])
def test_proposal_waits_on_the_page_for_who_sent_it_and_the_office_alone(delegate: Any, lang: str) -> None:
    colleague = DelegateFactory(organisation=delegate.organisation)
    proposed(delegate)
    clients = {
        "sender": signed_in(delegate.user),
        "office": office(),
        "colleague": signed_in(colleague.user),
        "visitor": Client(),
    }
    shown = {}
    for who, client in clients.items():
        page = client.get(f"/{lang}/organisations/{delegate.organisation.code}/").content.decode()
        shown[who] = (HEADING[lang] in page, WAITS[lang] in page, WORDS in page, "/evidence/" in page)
    assert shown == {
        "sender": (True, True, True, False),
        "office": (True, True, True, True),
        "colleague": (False, False, False, False),
        "visitor": (False, False, False, False),
    }


def test_office_is_given_a_form_filled_from_the_words(delegate: Any) -> None:
    row = proposed(delegate)
    client = office()
    assert f'href="/it/office/suggestions/{row.pk}/evidence/"' in client.get("/it/office/suggestions/").content.decode()
    form = client.get(f"/it/office/suggestions/{row.pk}/evidence/").context["form"]
    assert {name: form[name].value() for name in ("kind", "title", "on", "text", "url")} == {
        "kind": "PATENT",
        "title": "Brevetto sul dosatore airless a doppia parete",
        "on": "14/3/2025",
        "text": WORDS,
        "url": "https://example.org/brevetto",
    }
    assert form["answer"].value().startswith("Grazie: quello che hai proposto")


def test_words_without_kind_and_day_leave_them_empty() -> None:
    begun = begun_from(Suggestion(words="Facciamo creme", kind="OWN"))
    assert (begun["kind"], begun["title"], begun["on"], begun["url"]) == ("", "Facciamo creme", "", "")


def test_proposal_becomes_evidence_declared_by_the_organisation_and_is_answered(delegate: Any) -> None:
    row = proposed(delegate)
    done = office().post(f"/it/office/suggestions/{row.pk}/evidence/", FILLED)
    evidence = Evidence.objects.get()
    assert done["Location"] == f"/it/organisations/alba/#evidence-{evidence.pk}"
    link = evidence.links.get()
    assert (link.organisation, link.role, link.band, link.independent) == (
        delegate.organisation,
        "HOLDER",
        "IDENTIFIER",
        False,
    )
    assert (evidence.kind, evidence.title_it, str(evidence.on), evidence.certainty, evidence.visibility) == (
        "PATENT",
        FILLED["title"],
        "2025-03-14",
        "DECLARED",
        "PUBLIC",
    )
    assert (evidence.source.name, evidence.source.name_en, evidence.source.kind, evidence.source.on) == (
        "Dichiarato da Alba",
        "Declared by Alba",
        "ORGANISATION",
        timezone.localdate(row.sent_at),
    )
    row.refresh_from_db()
    assert (row.became, row.answer, row.handled_at is not None) == (evidence, FILLED["answer"], True)
    assert [letter.to for letter in mail.outbox] == [["ambra@example.org"]]
    assert AuditEvent.objects.filter(verb="accept-proposal").count() == 1
    assert Claim.objects.filter(organisation=delegate.organisation, seen_by="PUBLIC").exists()
    page = signed_in(delegate.user).get("/it/organisations/alba/").content.decode()
    assert (WAITS["it"] in page, "ora è una prova" in page, f'href="#evidence-{evidence.pk}"' in page) == (
        False,
        True,
        True,
    )
    assert (
        f'href="/it/organisations/alba/#evidence-{evidence.pk}"'
        in office().get("/it/office/suggestions/").content.decode()
    )


def test_proposal_is_taken_once(delegate: Any) -> None:
    row = proposed(delegate)
    client = office()
    for _time in range(2):
        page = client.post(f"/it/office/suggestions/{row.pk}/evidence/", FILLED)
    assert "Qualcuno l’ha già sistemata." in page.content.decode()
    assert (Evidence.objects.count(), len(mail.outbox)) == (1, 1)


def test_of_two_who_answer_at_once_the_second_is_told_and_changes_nothing(
    delegate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, colleague = proposed(delegate), office()
    address = f"/it/office/suggestions/{row.pk}/"
    said: list[str] = []

    def meanwhile(*args: Any) -> None:
        for path, values in (("handled/", {"answer": "Non è una prova."}), ("evidence/", FILLED | {"title": "Altro"})):
            said.append(colleague.post(address + path, values, follow=True).content.decode())

    monkeypatch.setattr(proposals, "refresh_claims", meanwhile)
    office().post(f"{address}evidence/", FILLED)
    assert ["Qualcuno l’ha già sistemata." in page for page in said] == [True, True]
    assert (Evidence.objects.get().title_it, Suggestion.objects.get().answer) == (FILLED["title"], FILLED["answer"])
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("kind", ""), ("title", ""), ("on", "ieri"), ("valid_until_on", "31/2/2026"), ("answer", " ")]
)
def test_what_is_wrong_is_told_and_nothing_is_recorded(delegate: Any, field: str, value: str) -> None:
    row = proposed(delegate)
    page = office().post(f"/it/office/suggestions/{row.pk}/evidence/", FILLED | {field: value})
    assert list(page.context["form"].errors) == [field]
    assert (Evidence.objects.count(), Suggestion.objects.get().handled_at) == (0, None)


def test_answer_that_does_not_go_out_leaves_it_waiting_and_the_next_try_makes_no_second_piece(
    delegate: Any, settings: Any
) -> None:
    row, client = proposed(delegate), office()
    address, backend = f"/it/office/suggestions/{row.pk}/evidence/", settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "non è partito niente" in client.post(address, FILLED).content.decode()
    assert Suggestion.objects.get().handled_at is None
    settings.EMAIL_BACKEND = backend
    client.post(address, FILLED | {"title": "Dosatore airless"})
    assert (Evidence.objects.get().title_it, len(mail.outbox)) == ("Dosatore airless", 1)


def test_what_others_propose_for_an_organisation_is_not_declared_by_it(delegate: Any) -> None:
    stranger = DelegateFactory()
    signed_in(stranger.user).post("/it/suggest/", SENT | {"organisation": delegate.organisation.code})
    row, client = Suggestion.objects.get(), office()
    assert (row.sent_by, row.by_its_people) == (stranger.user, False)
    assert client.get(f"/it/office/suggestions/{row.pk}/evidence/").status_code == 404
    assert "Trasformala in prova" not in client.get("/it/office/suggestions/").content.decode()


def test_only_the_office_turns_it_into_evidence(delegate: Any) -> None:
    row = proposed(delegate)
    client = signed_in(delegate.user)
    assert client.post(f"/it/office/suggestions/{row.pk}/evidence/", FILLED).status_code == 404
    assert Evidence.objects.count() == 0


def test_validity_that_ends_before_it_begins_is_refused_and_nothing_is_kept(delegate: Any) -> None:
    row = proposed(delegate)
    client = office()
    page = client.post(f"/it/office/suggestions/{row.pk}/evidence/", FILLED | {"on": "2025", "valid_until_on": "2020"})
    assert "Finisce prima di cominciare." in page.content.decode()
    assert (Evidence.objects.count(), Suggestion.objects.get().handled_at) == (0, None)
