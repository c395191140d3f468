"""Contacts: whoever holds a role on the day is named, by the first and the last day of what the source says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from factories import OrganisationFactory, SourceFactory
from filiera.common.partial_date import PartialDate
from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.queries.contacts import contacts_of
from filiera.registry.models import Person

if TYPE_CHECKING:
    from django.test import Client

    from filiera.registry.models import Organisation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 28)


def led(begins: str, ends: str) -> Organisation:
    """Make an organisation with one person in a role, from and to what a source says."""
    first, last = PartialDate.parse(begins), PartialDate.parse(ends)
    organisation: Organisation = OrganisationFactory(name="Alba")
    organisation.people.create(
        person=Person.objects.create(name="Ada Finta"),
        role_it="direttrice",
        role_en="director",
        from_on=first.day if first else None,
        from_precision=first.precision if first else "",
        until_on=last.day if last else None,
        until_precision=last.precision if last else "",
        certainty="SEEN",
        source=SourceFactory(name="Registro finto"),
    )
    return organisation


@pytest.mark.parametrize(
    ("begins", "ends", "named"),
    [
        ("", "", True),
        ("2027-01-07", "", False),
        ("2026-11-28", "", True),
        ("2026-11-29", "", False),
        ("2026-12", "", False),
        ("2026-11", "", True),
        ("2026", "", True),
        ("2027", "", False),
        ("", "2026", True),
        ("2026", "2026", True),
        ("", "2025", False),
        ("", "2026-11", True),
        ("", "2026-10", False),
        ("", "2026-11-28", True),
        ("", "2026-11-27", False),
        ("2027", "2027", False),
    ],
)
def test_person_is_named_from_the_first_to_the_last_day_said(begins: str, ends: str, named: bool) -> None:
    organisation = led(begins, ends)
    found = contacts_of([organisation.pk], audience=PUBLIC_AUDIENCE, today=TODAY)[organisation.pk]
    assert [str(one) for one in found.people] == (["Ada Finta, direttrice"] if named else [])


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2019", "2020-03", "director, from 2019 to March 2020 · Registro finto"),
        ("", "2020", "director, until 2020 · Registro finto"),
        ("", "", "director · Registro finto"),
    ],
)
def test_page_says_from_when_to_when_as_precisely_as_the_source(
    client: Client, begins: str, ends: str, said: str
) -> None:
    page = client.get(f"/en/organisations/{led(begins, ends).code}/").content.decode()
    assert page.count(f'<br><span class="meta">{said}</span>') == 1


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        ("2026-05", "2027", ("2026-05-01", "month", "2027-01-01", "year")),
        ("2026-05-03", "", ("2026-05-03", "day", None, "")),
    ],
)
def test_api_says_how_precisely_the_days_of_a_role_are_known(
    client: Client, begins: str, ends: str, told: tuple[str | None, ...]
) -> None:
    (role,) = client.get(f"/api/v1/organisations/{led(begins, ends).code}").json()["people"]
    assert (role["since"], role["since_precision"], role["until"], role["until_precision"]) == told
