"""Facts are kept however many disagree, and the preferred one feeds the columns."""

from __future__ import annotations

import pytest

from factories import OrganisationFactory
from factories.audit import untied
from filiera.common.audit import broken_link, record
from filiera.common.models import AuditDetail, AuditEvent
from filiera.common.partial_date import PartialDate
from filiera.registry.enums import Certainty, FactField, Scheme
from filiera.registry.models import Source
from filiera.registry.operations.organisations import add_alias, add_identifier, register_organisation
from filiera.registry.operations.sources import FactDraft, record_facts, record_source

pytestmark = pytest.mark.django_db


def test_two_sources_that_disagree_are_both_kept() -> None:
    organisation = OrganisationFactory()
    filed = record_source(name="Bilancio (esempio)", on=PartialDate.parse("2026-05"))
    site = record_source(name="Sito (esempio)", url="https://ditta.example")
    record_facts(organisation=organisation, source=site, drafts=[FactDraft(FactField.EMPLOYEES, "45")])
    drafts = [FactDraft(FactField.EMPLOYEES, "61", certainty=Certainty.FILED)]
    record_facts(organisation=organisation, source=filed, drafts=drafts)
    organisation.refresh_from_db()
    assert organisation.employees == 61
    assert sorted(organisation.facts.values_list("value", flat=True)) == ["45", "61"]


def test_the_same_source_says_the_same_once() -> None:
    organisation = OrganisationFactory()
    for _time in range(2):
        source = record_source(name="Pagina", url="https://pagina.example", on=PartialDate.parse("2024"))
        record_facts(organisation=organisation, source=source, drafts=[FactDraft(FactField.TOWN, "Crema")])
    assert organisation.facts.count() == 1
    assert Source.objects.filter(name="Pagina").count() == 1


def test_town_gives_municipality_province_and_place() -> None:
    organisation = OrganisationFactory()
    drafts = [FactDraft(FactField.TOWN, "Crema"), FactDraft(FactField.COUNTRY, "IT")]
    record_facts(organisation=organisation, source=record_source(name="Pagina"), drafts=drafts)
    organisation.refresh_from_db()
    assert (organisation.municipality_id, organisation.province_id) == ("019035", "CR")
    assert (organisation.lat, organisation.lon) == (45.3628, 9.6858)


def test_town_that_two_municipalities_may_mean_gives_no_place() -> None:
    organisation = OrganisationFactory()
    record_facts(
        organisation=organisation, source=record_source(name="Pagina"), drafts=[FactDraft(FactField.TOWN, "Bagnolo")]
    )
    organisation.refresh_from_db()
    assert (organisation.town, organisation.municipality_id) == ("Bagnolo", None)


def test_private_fact_does_not_feed_public_columns() -> None:
    organisation = OrganisationFactory()
    draft = FactDraft(FactField.EMPLOYEES, "99", visibility="OFFICE")
    record_facts(organisation=organisation, source=record_source(name="Nota"), drafts=[draft])
    organisation.refresh_from_db()
    assert organisation.employees is None


def test_identifier_of_another_is_not_taken() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    assert add_identifier(organisation=first, scheme=Scheme.VAT, value="00743110157") is not None
    assert add_identifier(organisation=second, scheme=Scheme.VAT, value="IT 00743110157") is None
    assert add_identifier(organisation=second, scheme=Scheme.VAT, value="00743110158") is None


def test_register_gives_codes_of_their_own() -> None:
    codes = [register_organisation(name="Ditta Nuova").code for _time in range(3)]
    assert codes == ["ditta-nuova", "ditta-nuova-2", "ditta-nuova-3"]


def test_alias_equal_to_the_name_is_not_added() -> None:
    organisation = OrganisationFactory(name="Uno")
    assert add_alias(organisation=organisation, name="Uno") is None
    assert add_alias(organisation=organisation, name="Uno Spa") is not None


def test_audit_chain_stands_and_shows_what_was_touched() -> None:
    organisation = OrganisationFactory()
    events = [record(actor=None, verb="try", thing=organisation, values={"n": n}) for n in range(4)]
    assert broken_link() is None
    AuditDetail.objects.filter(event=events[1]).delete()
    assert broken_link() is None, "erasing what is personal leaves the chain whole"
    with untied():
        AuditEvent.objects.filter(pk=events[2].pk).update(verb="other")
    assert broken_link() == events[2]
