"""Since when somebody is a member, as sheets say it: beside what the register says, and only where it can be."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from factories import OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.enums import FactField
from filiera.registry.models import Organisation
from filiera.registry.operations.sources import FactDraft, record_facts, record_source
from filiera.registry.queries.imports import lines_of, values_left_out

pytestmark = pytest.mark.django_db

HEAD = "Ragione sociale;Comune;Fondata;Socio dal"


def alba(field: FactField, value: str) -> Organisation:
    """Register Alba in Crema, of which a source says one thing."""
    row = OrganisationFactory(name="Alba", town="Crema")
    source = record_source(name="Il Registro", kind="PAGE")
    record_facts(organisation=row, source=source, drafts=[FactDraft(field, value)])
    return Organisation.objects.get(pk=row.pk)


@pytest.fixture
def office() -> Client:
    """Sign an office worker in."""
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.mark.parametrize(
    ("lang", "days"),
    [("it", ("15 giugno 2018", "15 dicembre 2025")), ("en", ("15 June 2018", "15 December 2025"))],
)
def test_another_date_stands_beside_the_one_of_the_register(office: Client, lang: str, days: tuple[str, str]) -> None:
    row = alba(FactField.MEMBER_SINCE, "2025-12-15")
    brought_in(sheet_of("Alba;Crema;;15/06/2018", head=HEAD))
    page = " ".join(office.get(f"/{lang}/organisations/{row.code}/").content.decode().split())
    gap = page[page.index('<h2 id="sources-disagree"') :].split("</section>")[0]
    assert [day in gap for day in days] == [True, True]
    assert page.count('href="#sources-disagree"') == 1


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("it", "Socio dal: 15 giugno 2018, dove il registro dice 15 dicembre 2025"),
        ("en", "Member since: 15 June 2018, where the register says 15 December 2025"),
    ],
)
def test_trial_writes_dates_as_people_read_them(lang: str, said: str) -> None:
    alba(FactField.MEMBER_SINCE, "2025-12-15")
    batch = tried(sheet_of("Alba;Crema;;2018-06-15", head=HEAD))
    with translation.override(lang):
        assert lines_of(batch, batch.rows.all())[0].news == (said,)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Beta;Lodi;;01/01/1900", "Nessuno è socio da prima del 1945."),
        ("Beta;Lodi;1975;01/02/1970", "La data sarebbe più vecchia del soggetto, nato nel 1975."),
        ("Alba;Crema;;31/12/1989", "La data sarebbe più vecchia del soggetto, nato nel 1990."),
    ],
)
def test_date_that_cannot_be_stays_out_and_its_row_comes_in(row: str, message: str) -> None:
    alba(FactField.FOUNDED, "1990")
    batch = brought_in(sheet_of(row, head=HEAD))
    told = values_left_out(batch, batch.rows.all())
    assert [(one.name, one.line, one.header, one.message) for one in told] == [
        (row.split(";")[0], 2, "Socio dal", message)
    ]
    assert told[0].remedy
    assert batch.rows.get().applied is True
    assert list(Organisation.objects.exclude(member_since_on=None)) == []


@pytest.mark.parametrize("day", ["01/01/1990", "15/06/2018"])
def test_date_in_the_year_of_foundation_or_after_comes_in(day: str) -> None:
    alba(FactField.FOUNDED, "1990")
    batch = brought_in(sheet_of(f"Alba;Crema;;{day}", head=HEAD))
    assert values_left_out(batch, batch.rows.all()) == []
    assert Organisation.objects.get().member_since_on is not None


def test_table_of_values_left_out_names_the_organisation(office: Client) -> None:
    batch = tried(sheet_of("Beta Aromi;Lodi;1975;01/02/1970", ";Lodi;;", head=HEAD))
    page = office.get(f"/it/office/imports/{batch.pk}/trial/").content.decode()
    assert "<td>Beta Aromi</td>" in page
