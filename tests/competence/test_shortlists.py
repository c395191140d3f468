"""Shortlists: what leaves by mail is open to whom it is for, what did not leave is not said to have left."""

from __future__ import annotations

import io
import socket
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from factories import (
    ClaimFactory,
    DelegateFactory,
    EvidenceFactory,
    LinkFactory,
    OrganisationFactory,
    SourceFactory,
    UserFactory,
)
from factories.shortlists import LEAF, kept, signed_in
from filiera.common.models import AuditEvent
from filiera.common.visibility import PUBLIC_AUDIENCE, Audience, Role
from filiera.competence.models import ShortlistItem, Summary
from filiera.competence.operations.shortlists import SENDINGS
from filiera.competence.queries.shortlists import rows_for_both, shortlist_rows
from filiera.registry.models import Person, Stage

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

pytestmark = pytest.mark.django_db

REASON = {
    "it": "Ha prove su sistemi airless: un brevetto, per ora solo parola sua.",
    "en": "Has proof of airless systems: a patent, by its own word.",
}


def proved(organisation: Any, kind: str, level: str) -> None:
    """Give an organisation a claim at a level, with one piece of evidence of a kind as its proof."""
    claim = ClaimFactory(organisation=organisation, seen_by=level)
    evidence = EvidenceFactory(kind=kind, visibility=level)
    LinkFactory(evidence=evidence, organisation=organisation)
    claim.claim_proofs.create(evidence=evidence, weight=1.0, relevance=1.0)
    point = [evidence.pk, kind, "2024-05-01", None, None, False, "Prova", "Proof"]
    Summary.objects.create(
        organisation=organisation, seen_by=level, held=1, points=[point], reason_it="Sa fare.", reason_en="Can do."
    )


def office() -> Any:
    return UserFactory(role="OFFICE")


def say(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_mail_lists_what_its_reader_may_see(mailoutbox: list[EmailMessage]) -> None:
    shown, hidden = OrganisationFactory(name="Alba"), OrganisationFactory(name="Segreta", visibility="OFFICE")
    proved(shown, "PATENT", "OFFICE")
    proved(hidden, "PATENT", "OFFICE")
    Summary.objects.create(
        organisation=shown, seen_by="PUBLIC", held=1, reason_it="Un progetto.", reason_en="A project."
    )
    client = signed_in(user := office(), kept(user, shown, hidden))
    assert "un brevetto" in client.get("/it/shortlist/").content.decode()
    page = client.post("/it/shortlist/", {"to": "chi@example.org", "words": "Ecco."}, follow=True)
    assert say(page) == [
        "Mandata a chi@example.org.",
        "1 soggetto è rimasto fuori: non è aperto a chi hai scritto.",
    ]
    message = mailoutbox[0]
    assert "- Alba: Un progetto." in str(message.body)
    assert "Segreta" not in str(message.body)
    assert "brevetto" not in str(message.body)
    assert (message.subject, message.to) == ("Una rosa di 1 soggetto", ["chi@example.org"])


@pytest.mark.parametrize(
    ("sender", "reader", "names"),
    [
        (Audience(Role.OFFICE), "", ["Aperta"]),
        (Audience(Role.OFFICE), "MEMBER", ["Aperta", "Per socie"]),
        (Audience(Role.OFFICE), "OFFICE", ["Aperta", "Per socie", "Segreta"]),
        (Audience(Role.MEMBER), "OFFICE", ["Aperta", "Per socie"]),
        (Audience(Role.MEMBER), "MEMBER", ["Aperta", "Per socie"]),
        (Audience(Role.VISITOR), "OFFICE", ["Aperta"]),
        (Audience(Role.VISITOR), "MEMBER", ["Aperta"]),
    ],
)
def test_letter_holds_what_its_sender_and_its_reader_may_both_see(
    sender: Audience, reader: str, names: list[str]
) -> None:
    levels = {"Aperta": "PUBLIC", "Per socie": "MEMBERS", "Segreta": "OFFICE"}
    row = kept(None, *(OrganisationFactory(name=name, visibility=level) for name, level in levels.items()))
    to = {
        "": "chi@example.org",
        "MEMBER": DelegateFactory(organisation__member_since_on=date(2020, 1, 1)).user.email,
        "OFFICE": office().email,
    }[reader]
    rows = rows_for_both(row, sender=sender, to=to.upper(), today=timezone.localdate(), root="http://testserver/")
    assert [one.entry.name for one in rows] == names


def test_mail_to_the_office_from_the_office_keeps_everything(mailoutbox: list[EmailMessage]) -> None:
    proved(hidden := OrganisationFactory(name="Segreta", visibility="OFFICE"), "PATENT", "OFFICE")
    client = signed_in(user := office(), kept(user, hidden))
    client.post("/it/shortlist/", {"to": office().email})
    assert f"- Segreta: {REASON['it']}" in str(mailoutbox[0].body)


@pytest.mark.parametrize(("kept_in", "read_in"), [("it", "en"), ("en", "it")])
def test_reason_is_said_in_the_readers_language(
    client: Client, mailoutbox: list[EmailMessage], kept_in: str, read_in: str
) -> None:
    proved(organisation := OrganisationFactory(name="Alba"), "PATENT", "PUBLIC")
    client.force_login(UserFactory())
    client.post(f"/{kept_in}/shortlist/keep/alba/", {"question": "airless", "competence": LEAF})
    assert REASON[kept_in] in client.get(f"/{kept_in}/shortlist/").content.decode()
    page = client.get(f"/{read_in}/shortlist/").content.decode()
    assert (REASON[read_in] in page, REASON[kept_in] in page) == (True, False)
    book = load_workbook(io.BytesIO(client.get(f"/{read_in}/shortlist/export.xlsx").content))
    assert REASON[read_in] in [cell.value for cell in book.worksheets[0][2]]
    assert client.get(f"/{read_in}/shortlist/export.pdf").content[:5] == b"%PDF-"
    client.post(f"/{kept_in}/shortlist/", {"to": "chi@example.org", "lang": read_in})
    body = str(mailoutbox[0].body)
    assert f"- Alba: {REASON[read_in]}" in body
    assert f"http://testserver/{read_in}/ask/?q=airless" in body
    assert f"http://testserver/{read_in}/organisations/{organisation.code}/" in body


def test_reason_of_what_only_the_words_found_counts_what_the_reader_sees(client: Client) -> None:
    organisation = OrganisationFactory(name="Alba")
    seen = [[pk, "PRODUCT", "2024-05-01", None, None, False, "P", "P"] for pk in (7, 8)]
    Summary.objects.create(organisation=organisation, seen_by="PUBLIC", points=seen)
    client.post(
        "/it/shortlist/keep/alba/", {"question": "airless", "competence": "NO", "evidence": ["7", "8", "9", "x"]}
    )
    assert "Si avvicina con 2 prodotti, per ora solo parola sua." in client.get("/it/shortlist/").content.decode()


def test_each_organisation_says_from_which_question_it_was_kept(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = UserFactory()
    client.force_login(user)
    for name, question in (("Alba", "airless"), ("Beta", "rossetti"), ("Ceta", "airless"), ("Deta", "")):
        client.post(f"/it/shortlist/keep/{OrganisationFactory(name=name).code}/", {"question": question})
    page = client.get("/it/shortlist/")
    assert page.context["questions"] == ["airless", "rossetti"]
    assert page.content.decode().count("Per «airless»") == 2
    assert page.content.decode().count("Dalla sua pagina") == 1
    book = load_workbook(io.BytesIO(client.get("/it/shortlist/export.xlsx").content))
    asked = [row[5] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert asked == ["Domanda", "airless", "rossetti", "airless", "dalla sua pagina"]
    assert [row[1] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)] == ["airless", "rossetti"]
    client.post("/it/shortlist/", {"to": "chi@example.org"})
    body = str(mailoutbox[0].body)
    said = ("La domanda: airless", "- Ceta", "La domanda: rossetti", "- Beta", "Scelti dalle loro pagine:", "- Deta")
    places = [body.index(words) for words in said]
    assert places == sorted(places)
    assert [line for line in body.splitlines() if line.endswith("/it/ask/")] == []


@pytest.mark.parametrize(
    ("again", "ground"),
    [
        ({}, ("airless", [LEAF], [7])),
        ({"competence": "PK1.CMP.PMP"}, ("airless", [LEAF], [7])),
        ({"question": "pompe", "competence": "PK1.CMP.PMP"}, ("pompe", ["PK1.CMP.PMP"], [])),
    ],
)
def test_keeping_again_without_a_question_leaves_the_ground(
    client: Client, again: dict[str, str], ground: tuple[str, list[str], list[int]]
) -> None:
    address = f"/it/shortlist/keep/{OrganisationFactory().code}/"
    client.post(address, {"question": "airless", "competence": LEAF, "evidence": "7"})
    client.post(address, again)
    item = ShortlistItem.objects.get()
    assert (item.question, item.competences, item.evidence) == ground


def test_one_question_is_said_once_above(client: Client) -> None:
    for name in ("Alba", "Beta"):
        client.post(f"/it/shortlist/keep/{OrganisationFactory(name=name).code}/", {"question": "airless"})
    page = client.get("/it/shortlist/").content.decode()
    assert (page.count("Per la domanda «airless»"), page.count("Per «airless»")) == (1, 0)


def test_evidence_is_told_with_source_and_date_to_whoever_may_see_it(mailoutbox: list[EmailMessage]) -> None:
    organisation = OrganisationFactory(name="Alba", is_example=True)
    pieces = [
        EvidenceFactory(title_it=title, source=SourceFactory(name=source), on=date(2024, 5, 1), on_precision=precision)
        for title, source, precision in (("Brevetto uno", "EPO", "M"), ("Progetto due", "CORDIS", "Y"))
    ]
    secret = EvidenceFactory(title_it="Riservata tre", visibility="OFFICE", source=SourceFactory(name="Registro"))
    for one in (*pieces, secret):
        LinkFactory(evidence=one, organisation=organisation)
    points = {one.pk: [one.pk, one.kind, "2024-05-01", None, None, True, one.title_it, ""] for one in (*pieces, secret)}
    for level, shown in (("PUBLIC", pieces), ("OFFICE", [*pieces, secret])):
        claim = ClaimFactory(organisation=organisation, seen_by=level)
        for weight, one in enumerate(reversed(shown), start=1):
            claim.claim_proofs.create(evidence=one, weight=weight, relevance=1.0)
        Summary.objects.create(
            organisation=organisation, seen_by=level, held=1, points=[points[one.pk] for one in shown]
        )
    row = kept(None, organisation)
    said = ["Brevetto uno (EPO, maggio 2024)", "Progetto due (CORDIS, 2024)"]
    rows = shortlist_rows(row, audience=PUBLIC_AUDIENCE, today=timezone.localdate(), root="http://testserver/")
    assert [proof.words for proof in rows[0].proofs] == said
    row.owner = user = office()
    row.save()
    client = signed_in(user, row)
    book = load_workbook(io.BytesIO(client.get("/it/shortlist/export.xlsx").content))
    cells = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    reserved = "Riservata tre (Registro, 1º maggio 2024) [riservata all’ufficio]"
    assert dict(zip(*cells, strict=True))["Prove"] == "; ".join([*said, reserved])
    client.post("/it/shortlist/", {"to": "chi@example.org"})
    body = str(mailoutbox[0].body)
    assert "- Alba (esempio): " in body
    assert [line for line in body.splitlines() if line.startswith("  * ")] == [f"  * {words}" for words in said]


def reachable(name: str = "Alba", **values: Any) -> Any:
    """Make an organisation with a public number, a number and an address for the office, and two people, one gone."""
    organisation = OrganisationFactory(name=name, website="https://alba.example/", **values)
    source = SourceFactory()
    for field, value, level in (
        ("PHONE", "0373 111111", "PUBLIC"),
        ("PHONE", "333 2222222", "OFFICE"),
        ("EMAIL", "riservata@alba.example", "OFFICE"),
    ):
        organisation.facts.create(field=field, value=value, visibility=level, certainty="DECLARED", source=source)
    for name, until, level in (
        ("Ada Finta", None, "PUBLIC"),
        ("Ugo Finto", date(2020, 1, 1), "PUBLIC"),
        ("Eva Finta", None, "OFFICE"),
    ):
        person = Person.objects.create(name=name, visibility=level)
        organisation.people.create(
            person=person, role_it="direttrice", role_en="director", until_on=until, certainty="SEEN", source=source
        )
    return organisation


def test_shortlist_says_how_each_is_reached(client: Client) -> None:
    client.post(f"/it/shortlist/keep/{reachable().code}/")
    client.post(f"/it/shortlist/keep/{OrganisationFactory(name='Muta').code}/")
    rows = list(client.get("/it/shortlist/").context["rows"])
    said = [(row.contact.words, row.website) for row in rows]
    assert said == [
        ("0373 111111 · Ada Finta, direttrice", "https://alba.example/"),
        ("Nessun contatto nel registro", ""),
    ]
    page = client.get("/it/shortlist/").content.decode()
    assert 'href="tel:0373111111"' in page
    assert "Nessun contatto nel registro" in page
    assert "riservata@" not in page


def test_office_sees_its_own_contacts_marked_and_does_not_mail_them(mailoutbox: list[EmailMessage]) -> None:
    client = signed_in(user := office(), kept(user, reachable()))
    page = client.get("/en/shortlist/").content.decode()
    for words in ("333 2222222", "riservata@alba.example", "the office only", "Eva Finta, director"):
        assert words in page
    client.post("/it/shortlist/", {"to": "chi@example.org"})
    body = str(mailoutbox[0].body)
    assert "0373 111111 · Ada Finta, direttrice" in body
    assert [words for words in ("333 2222222", "riservata", "Eva Finta", "Ugo") if words in body] == []


def full(name: str) -> Any:
    """Make an organisation of which a shortlist shows everything: stage, place, claim with its proof, contacts, people."""
    organisation = reachable(name, stage=Stage.objects.order_by("ordinal").first(), municipality_id="019035")
    proved(organisation, "PATENT", "PUBLIC")
    return organisation


@pytest.mark.parametrize("number", [1, 3])
def test_rows_cost_a_constant_number_of_queries(django_assert_num_queries: Any, number: int) -> None:
    row = kept(None, *(full(f"Ditta {place}") for place in range(number)))
    with django_assert_num_queries(8):
        rows = shortlist_rows(row, audience=PUBLIC_AUDIENCE, today=timezone.localdate(), root="http://testserver/")
        said = [(one.entry.town, one.reason, one.contact.words) for one in rows]
    assert said == [("Crema", REASON["it"], "0373 111111 · Ada Finta, direttrice")] * number


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_a_constant_number_of_queries(client: Client, number: int) -> None:
    for place in range(number):
        ground = {"question": f"airless {place}", "competence": LEAF}
        client.post(f"/it/shortlist/keep/{full(f'Ditta {place}').code}/", ground)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/it/shortlist/").content.decode()
    assert (page.count(REASON["it"]), page.count("Ada Finta, direttrice")) == (number, number)
    assert len(queries) == 13


def test_member_does_not_lend_what_is_their_organisations_own(mailoutbox: list[EmailMessage]) -> None:
    own = OrganisationFactory(name="Nostra", visibility="BILATERAL")
    delegate = DelegateFactory(organisation=own)
    client = signed_in(delegate.user, kept(delegate.user, own))
    page = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert say(page) == ["Non può uscire niente: la rosa è vuota, o quello che contiene non è aperto a chi scrivi."]
    assert mailoutbox == []
    colleague = DelegateFactory(organisation=own)
    client.post("/it/shortlist/", {"to": colleague.user.email})
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("lang", ["it", "en"])
def test_mail_that_the_server_refuses_is_not_sent(settings: Any, lang: str) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = probe.getsockname()[1]
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    row = kept(user := office(), OrganisationFactory())
    page = signed_in(user, row).post(f"/{lang}/shortlist/", {"to": "chi@example.org", "words": "Ecco."})
    (said,) = say(page)
    assert said.startswith({"it": "Il server di posta non ha preso", "en": "The mail server did not take"}[lang])
    assert page.context["form"]["words"].value() == "Ecco."
    row.refresh_from_db()
    assert (row.sent_at, row.sent_to) == (None, "")
    assert not AuditEvent.objects.filter(verb="send-shortlist").exists()


def test_mail_that_left_is_written_down(mailoutbox: list[EmailMessage]) -> None:
    row = kept(user := office(), OrganisationFactory())
    signed_in(user, row).post("/it/shortlist/", {"to": "chi@example.org"})
    row.refresh_from_db()
    assert (row.sent_to, row.sent_at is not None) == ("chi@example.org", True)
    event = AuditEvent.objects.get(verb="send-shortlist")
    assert (event.actor, event.object_id) == (user, str(row.pk))


def test_account_sends_so_many_a_day(mailoutbox: list[EmailMessage]) -> None:
    client = signed_in(user := office(), kept(user, OrganisationFactory()))
    for _time in range(SENDINGS.times):
        client.post("/it/shortlist/", {"to": "chi@example.org"})
    page = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert (len(mailoutbox), say(page)[-1][:21]) == (SENDINGS.times, "Oggi hai mandato 20 r")
