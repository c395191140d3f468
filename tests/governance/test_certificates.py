"""Certificates of seniority: counted by the statute, checked by anybody, silent about everything else."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils.translation import override
from pypdf import PdfReader

from factories import DelegateFactory, OrganisationFactory, UserFactory
from factories.association import member, resolution, statute
from factories.outbox import posted
from filiera.governance.exports_members import certificate_pdf, receipt_pdf
from filiera.governance.files import shipped_statute
from filiera.governance.logic.certificate_codes import ALPHABET, plain_code
from filiera.governance.models import Fee, SeniorityCertificate
from filiera.governance.operations.certificates import (
    CertificateRefused,
    issue_certificate,
    new_code,
    revoke_certificate,
    tell_seniority,
)
from filiera.governance.operations.fees import Payment, record_payment
from filiera.governance.operations.register import (
    Event,
    admit_member,
    exclude_member,
    reinstate_member,
    suspend_member,
)
from filiera.governance.operations.statutes import put_statute_in_force
from filiera.governance.queries.certificates import check_certificate, length_words
from filiera.governance.queries.seniority import seniority_of
from filiera.governance.wording_members import certificate_sentence
from filiera.registry.enums import Scheme
from filiera.registry.operations.organisations import add_identifier
from tests_clock import NOW, TODAY

pytestmark = pytest.mark.django_db

JOINED = date(2025, 12, 15)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Rome"))


def test_codes_have_no_sign_that_paper_confuses() -> None:
    codes = [new_code() for _n in range(200)]

    assert len(set(codes)) == 200
    assert set("".join(codes)) <= {*ALPHABET, "-"}
    assert not set("OIL01") & set(ALPHABET)


@pytest.mark.parametrize("written", ["7F3K-9A2B-CDEF", "7f3k 9a2b cdef", " 7f3k9a2bcdef "])
def test_code_is_read_however_it_is_written(written: str) -> None:
    assert plain_code(written) == "7F3K-9A2B-CDEF"


@pytest.mark.parametrize(
    ("as_of", "it", "en"),
    [
        (date(2026, 11, 23), "11 mesi e 8 giorni", "11 months and 8 days"),
        (date(2026, 12, 15), "1 anno", "1 year"),
        (date(2028, 1, 16), "2 anni, 1 mese e 1 giorno", "2 years, 1 month and 1 day"),
        (JOINED, "meno di un giorno", "less than a day"),
    ],
)
def test_length_in_words(as_of: date, it: str, en: str) -> None:
    for language, words in (("it", it), ("en", en)):
        with override(language):
            assert length_words(JOINED, as_of, 0) == words


@pytest.mark.parametrize(("day", "reached"), [(date(2026, 12, 14), False), (date(2026, 12, 15), True)])
def test_year_is_reached_on_its_day(day: date, reached: bool) -> None:
    found = seniority_of(member(on=JOINED), day)
    assert (found.has_reached, found.reached_on) == (reached, date(2026, 12, 15))


@pytest.mark.parametrize(("counts", "reached"), [(False, date(2027, 1, 14)), (True, date(2026, 12, 15))])
def test_suspended_days_count_as_the_statute_says(counts: bool, reached: date) -> None:
    charter = shipped_statute("codice-civile")
    own = charter.model_copy(update={"seniority": charter.seniority.model_copy(update={"suspended_counts": counts})})
    put_statute_in_force(charter=own, in_force_from=date(2020, 1, 1))
    row = member(on=JOINED)
    suspend_member(member=row, event=Event("", date(2026, 3, 1), resolution=resolution()), now=NOW)
    reinstate_member(member=row, event=Event("", date(2026, 3, 31)), now=NOW)
    found = seniority_of(row, TODAY)

    assert (found.reached_on, found.suspended_days, found.days) == (reached, 30, 345 if counts else 315)


def test_suspension_without_end_holds_the_year_up() -> None:
    row = member(on=JOINED)
    suspend_member(member=row, event=Event("", date(2026, 3, 1), resolution=resolution()), now=NOW)

    assert seniority_of(row, date(2030, 1, 1)).reached_on is None


def test_only_a_member_has_a_certificate() -> None:
    row = member()
    exclude_member(member=row, event=Event("", TODAY, resolution=resolution("ASSEMBLY"), note="Gravi motivi"), now=NOW)
    with pytest.raises(CertificateRefused):
        issue_certificate(member=row, now=NOW)


def test_certificate_says_what_it_said_whatever_comes_after() -> None:
    row = member(on=JOINED, name="Bilancio Ambiente")
    made = issue_certificate(member=row, now=NOW)
    row.organisation.name = "Altro Nome"
    row.organisation.save()
    found = check_certificate(made.code)

    assert found is not None
    assert (found.name, found.number, found.admitted_on, found.is_valid) == (
        "Bilancio Ambiente",
        row.number,
        JOINED,
        True,
    )


def test_leaving_revokes_the_certificates() -> None:
    row = member()
    made = issue_certificate(member=row, now=NOW)
    exclude_member(member=row, event=Event("", TODAY, resolution=resolution("ASSEMBLY"), note="Gravi motivi"), now=NOW)
    found = check_certificate(made.code)

    assert found is not None
    assert (found.is_valid, found.name, found.number) == (False, "", 0)


def test_revoking_needs_a_reason_that_stays_inside() -> None:
    made = issue_certificate(member=member(), now=NOW)
    with pytest.raises(CertificateRefused):
        revoke_certificate(certificate=made, why=" ", now=NOW)
    assert SeniorityCertificate.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("lang", "words"),
    [("it", "Nessun certificato <em>ha questo codice"), ("en", "No certificate <em>has this code")],
)
def test_unknown_code_is_said_so_and_not_indexed(client: Client, lang: str, words: str) -> None:
    response = client.get(f"/{lang}/verify/2222-2222-2222/")

    assert response.status_code == 404
    assert words in response.content.decode()
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_check_of_a_stranger_tells_nothing_that_the_certificate_does_not_say(client: Client) -> None:
    row = member(on=JOINED, member_class="supporting", name="Bilancio Ambiente")
    delegate = DelegateFactory(organisation=row.organisation, role="REPRESENTATIVE")
    made = issue_certificate(member=row, now=NOW)
    text = client.get(f"/it/verify/{made.code}/").content.decode()
    told = json.dumps(client.get(f"/api/v1/certificates/{made.code}").json())

    for secret in (delegate.user.email, delegate.user.name, "sostenitore", "supporting", row.organisation.code):
        assert secret not in text
        assert secret not in told


def test_form_leads_to_the_page_of_the_code(client: Client) -> None:
    assert client.get("/it/verify/", {"code": "7f3k 9a2b cdef"}).url == "/it/verify/7F3K-9A2B-CDEF/"
    assert client.get("/it/verify/", {"code": ""}).status_code == 422


def test_checks_are_limited(client: Client) -> None:
    for _n in range(60):
        client.get("/it/verify/2222-2222-2222/")
    response = client.get("/it/verify/2222-2222-2222/")

    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert client.get("/api/v1/certificates/2222-2222-2222").status_code == 429


@pytest.mark.parametrize(("lang", "subject"), [("it", "è socio da 12 mesi"), ("en", "has been a member for 12 months")])
def test_member_is_told_once_when_it_reaches_a_year(lang: str, subject: str) -> None:
    row = member(on=JOINED)
    DelegateFactory(organisation=row.organisation, user=UserFactory(language=lang), role="REPRESENTATIVE")
    day = date(2026, 12, 15)

    assert tell_seniority(now=at(day - timedelta(days=1))) == []
    assert tell_seniority(now=at(day)) == [row]
    assert tell_seniority(now=at(day)) == []
    (letter,) = posted()
    assert subject in letter.subject
    assert f"/{lang}/organisations/{row.organisation.code}/membership/" in letter.body


def test_commands_list_verify_and_check(capsys: pytest.CaptureFixture[str]) -> None:
    row = member(on=JOINED)
    made = issue_certificate(member=row, now=NOW)

    def said(*arguments: str) -> dict[str, object]:
        call_command("members", *arguments, "--json")
        found: dict[str, object] = json.loads(capsys.readouterr().out)
        return found

    assert said("list", "--on", "2026-06-30")["total"] == 1
    assert said("list", "--on", "2025-06-30")["total"] == 0
    assert said("verify")["broken_at"] is None
    assert said("certificate", made.code)["state"] == "VALID"
    assert said("update") == {"withdrawn": [], "told": [], "forgotten": 0}
    with pytest.raises(CommandError):
        call_command("members", "certificate", "2222-2222-2222")
    with pytest.raises(CommandError):
        call_command("members", "list", "--on", "ieri")


def test_certificate_names_the_resolution_or_the_founding_act() -> None:
    founder = check_certificate(issue_certificate(member=member(on=JOINED), now=NOW).code)
    act = resolution(on=JOINED)
    admitted = admit_member(organisation=OrganisationFactory(), event=Event("", JOINED, "ordinary", act), now=NOW)
    other = check_certificate(issue_certificate(member=admitted, now=NOW).code)

    assert founder is not None
    assert other is not None
    assert (founder.act, founder.act_on) == ("atto costitutivo", JOINED)
    assert (other.act, other.act_on) == (f"Consiglio Direttivo, {act}", JOINED)


def texts_of(pdf: bytes) -> str:
    """Give the words of a paper."""
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


@pytest.mark.parametrize(
    ("scheme", "value", "told"),
    [
        (Scheme.VAT, "IT00743110157", "Partita IVA IT00743110157"),
        (Scheme.FISCAL, "00743110157", "Codice fiscale 00743110157"),
        (Scheme.FISCAL, "RSSMRA80A01F205X", ""),
        ("", "", ""),
    ],
)
def test_certificate_tells_namesakes_apart_but_no_code_of_a_person(
    client: Client, scheme: str, value: str, told: str
) -> None:
    row = member(on=JOINED)
    if scheme:
        add_identifier(organisation=row.organisation, scheme=Scheme(scheme), value=value)
    made = issue_certificate(member=row, now=NOW)
    page = client.get(f"/it/verify/{made.code}/").content.decode()
    with override("it"):
        paper = texts_of(certificate_pdf(made))

    assert (bool(value) and value in page, told in paper) == (bool(told), True)
    assert "RSSMRA80A01F205X" not in paper + page
    shape = client.get(f"/api/v1/certificates/{made.code}").json()
    assert (shape["tax_scheme"], shape["tax_number"]) == ((str(scheme), value) if told else ("", ""))


@pytest.mark.parametrize(
    ("name", "lang", "words"),
    [
        ("with-classes", "it", "contati come dice l'art. 7 c. 4 dello statuto."),
        ("codice-civile", "it", "contati come dice lo statuto (anzianità)."),
        ("codice-civile", "en", "counted by the statute (seniority)."),
    ],
)
def test_certificate_names_the_article_as_a_sentence_does(name: str, lang: str, words: str) -> None:
    statute(name)
    found = check_certificate(issue_certificate(member=member(on=JOINED, member_class="founder"), now=NOW).code)
    assert found is not None
    with override(lang):
        assert words in certificate_sentence(found)
        assert lang != "it" or certificate_sentence(found).startswith("è socio dell'associazione ")


def test_receipt_says_who_gives_it_and_to_whom(settings: Any, tmp_path: Path) -> None:
    values = yaml.safe_load((Path(settings.INSTANCE_DIR) / "instance.yaml").read_text(encoding="utf-8"))
    values["association"] |= {"tax_code": "97912345678", "seat": "via Esempio 1, Crema"}
    (tmp_path / "instance.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    row = member(on=JOINED, town="Lodi")
    fee = Fee.objects.create(member=row, year=TODAY.year, amount_eur=300, due_on=TODAY)
    payment = record_payment(fee=fee, payment=Payment(TODAY, Decimal(300)), now=NOW)
    bare = texts_of(receipt_pdf(payment))
    settings.INSTANCE_DIR = tmp_path
    add_identifier(organisation=row.organisation, scheme=Scheme.VAT, value="IT00743110157")
    with override("it"):
        paper = texts_of(receipt_pdf(payment))

    words = ("Codice fiscale 97912345678", "via Esempio 1, Crema", "Partita IVA IT00743110157", "Sede Lodi")
    assert [one in paper for one in words] == [True] * 4
    assert "97912345678" not in bare
