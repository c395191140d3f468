"""The page of an organisation: what it says of it, as exactly as it is known."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from factories import ClaimFactory, EvidenceFactory, LinkFactory, OrganisationFactory
from filiera.common.partial_date import PartialDate
from filiera.competence.models import Competence
from filiera.competence.wording_profile import held_words
from filiera.registry.enums import FactField
from filiera.registry.models import PersonRole
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2023", ("dal", "2023")),
        ("2023-01", ("da", "gennaio 2023")),
        ("2023-01-01", ("dal", "1º gennaio 2023")),
    ],
)
def test_membership_begins_as_exactly_as_its_source_says(client: Client, on: str, words: tuple[str, str]) -> None:
    alba = OrganisationFactory(name="Alba")
    said = FactDraft(FactField.MEMBER, "YES", on=PartialDate.parse(on))
    record_facts(organisation=alba, source=record_source(name="Elenco"), drafts=[said])
    page = client.get("/it/organisations/alba/").content.decode()
    assert re.findall(r"<dt>Socio almeno (da|dal)</dt><dd>([^<]*)</dd>", page) == [words]


@pytest.mark.parametrize(("kind", "applies"), [("OTHER", True), ("COMPANY", True), ("UNIVERSITY", False)])
def test_size_applies_where_the_kind_is_not_known(client: Client, kind: str, applies: bool) -> None:
    OrganisationFactory(name="Alba", kind=kind, size="")
    page = client.get("/it/organisations/alba/").content.decode()
    [said] = re.findall(r"<dt>Dimensione</dt><dd>(.*?)</dd>", page, re.S)
    assert ("non si applica" in said) is not applies


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2024-04", "", "da aprile 2024"),
        ("2024-04-03", "", "dal 3 aprile 2024"),
        ("2024", "2025-08", "dal 2024 a tutto agosto 2025"),
        ("2024-04", "2025", "da aprile 2024 al 2025"),
        ("", "2025-08", "fino a tutto agosto 2025"),
        ("", "2025-08-31", "fino al 31 agosto 2025"),
        ("", "", ""),
    ],
)
def test_role_is_dated_as_italian_writes_it(begins: str, ends: str, said: str) -> None:
    since, until = PartialDate.parse(begins), PartialDate.parse(ends)
    role = PersonRole(
        from_on=since.day if since else None,
        from_precision=since.precision if since else "",
        until_on=until.day if until else None,
        until_precision=until.precision if until else "",
    )
    assert held_words(role) == said


@pytest.mark.parametrize(
    ("lang", "shared", "words"), [("it", 1, "1 prova"), ("it", 2, "2 prove"), ("en", 1, "1 piece of evidence")]
)
def test_partner_shares_one_piece_or_more(client: Client, lang: str, shared: int, words: str) -> None:
    alba, other = OrganisationFactory(name="Alba"), OrganisationFactory(name="Altra")
    for _number in range(shared):
        evidence = EvidenceFactory()
        LinkFactory(evidence=evidence, organisation=alba)
        LinkFactory(evidence=evidence, organisation=other)
    page = client.get(f"/{lang}/organisations/alba/").content.decode()
    (told,) = re.findall(r'Altra</a></span><span class="num">(.*?)</span></span>', page)
    assert told.replace('<span class="sr">', "") == words


@pytest.mark.parametrize(
    ("kind", "on", "precision", "until", "expires", "said"),
    [
        ("PATENT", date(2015, 1, 1), "Y", None, date(2035, 1, 1), "lo fa nel 2035."),
        ("PATENT", date(2015, 4, 1), "M", None, date(2035, 4, 1), "lo fa in aprile 2035."),
        ("PATENT", date(2015, 4, 1), "D", None, date(2035, 4, 1), "lo fa il 1º aprile 2035."),
        ("CERTIFICATE", date(2024, 1, 1), "Y", date(2027, 1, 1), date(2027, 1, 1), "lo fa il 1º gennaio 2027."),
    ],
)
def test_expiry_is_said_as_exactly_as_its_proof_is_known(
    client: Client, kind: str, on: date, precision: str, until: date | None, expires: date, said: str
) -> None:
    claim = ClaimFactory(organisation=OrganisationFactory(name="Alba"), expires_on=expires)
    evidence = EvidenceFactory(kind=kind, on=on, on_precision=precision, valid_until_on=until)
    LinkFactory(evidence=evidence, organisation=claim.organisation)
    claim.claim_proofs.create(evidence=evidence, weight=0.5, relevance=1)
    page = client.get("/it/organisations/alba/").content.decode()
    assert re.findall(r"La prima prova che scade ([^<]*?)</p>", page) == [said]


def test_strong_point_is_the_best_proved_whatever_its_stage(client: Client) -> None:
    stage = Competence.objects.get(code="RAW.ACT.UVF").stage_id
    alba = OrganisationFactory(name="Alba", stage_id=stage)
    ClaimFactory(organisation=alba, competence_id="RAW.ACT.UVF", strength=0.5)
    ClaimFactory(organisation=alba, competence_id="PK1.CMP.AIR", strength=0.9)
    page = client.get("/it/organisations/alba/").content.decode()
    assert re.findall(r"per le prove: <strong>([^<]*)</strong>", page) == ["sistemi airless"]
    assert re.findall(r'name="competence" value="([^"]*)"', page) == ["PK1.CMP.AIR"]


@pytest.mark.parametrize(
    ("field", "values", "gaps"),
    [
        ("FOUNDED", [("2021", ""), ("2021-10-14", "avviata il 14 ottobre 2021")], []),
        ("GROUP", [("Regi + Omnicos", ""), ("Regi + Omnicos", "nominata dentro il gruppo")], []),
        ("GROUP", [("Valle Chiara", ""), ("Regi + Omnicos", "")], ["Gruppo"]),
    ],
)
def test_sources_that_say_the_same_in_other_words_agree(
    client: Client, field: FactField, values: list[tuple[str, str]], gaps: list[str]
) -> None:
    alba = OrganisationFactory(name="Alba")
    for value, words in values:
        said = FactDraft(FactField(field), value, value_it=words)
        record_facts(organisation=alba, source=record_source(name=f"Fonte {value} {words}"), drafts=[said])
    page = client.get("/it/organisations/alba/").content.decode()
    assert re.findall(r'<h3 class="mb-4">([^<]*)</h3>', page) == gaps


@pytest.mark.parametrize(
    ("lang", "words", "note"),
    [
        ("it", ["ancora da venire", "dato per emesso"], "Nei calcoli usiamo «ancora da venire»"),
        ("en", ["still to come", "said to be issued"], "In calculations we use “still to come”"),
    ],
)
def test_codes_of_a_disagreement_are_said_in_words(client: Client, lang: str, words: list[str], note: str) -> None:
    alba = OrganisationFactory(name="Alba")
    for value, on in (("pending", "2026-02"), ("issued", "2026-01")):
        said = FactDraft(FactField.CTL_RECOGNITION, value, on=PartialDate.parse(on))
        record_facts(organisation=alba, source=record_source(name=f"Fonte {value}"), drafts=[said])
    page = client.get(f"/{lang}/organisations/alba/").content.decode()
    assert re.findall(r'<p class="versus__v">([^<]*)</p>', page) == words
    assert note in page
