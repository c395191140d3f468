"""The audit trail names what the association keeps, with where the office reads it, and organisations by name."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from factories import OrganisationFactory, UserFactory
from factories.association import resolution
from factories.convened import planned
from filiera.common import audit
from filiera.common.in_words import long_date
from filiera.governance.enums import BodyKind
from filiera.governance.models import AgendaItem, Minutes

pytestmark = pytest.mark.django_db


def rows_of(client: Client, lang: str = "it") -> list[str]:
    """Give the lines of the page, without what hides in tags but for addresses."""
    html = client.get(f"/{lang}/office/done/").content.decode()
    return [
        " ".join(re.sub(r"<(?!a\s)[^>]+>", " ", row).split())
        for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL)
    ]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_items_and_minutes_are_named_with_where_they_are_read_and_hands_with_the_seat(
    client: Client, lang: str
) -> None:
    meeting = planned()
    item = AgendaItem.objects.get()
    minutes = Minutes.objects.create(meeting=meeting, content={"title": meeting.title})
    audit.record(actor=None, verb="record-vote", thing=item, values={"seat": 3, "name": "Cascina Ronco"})
    audit.record(actor=None, verb="draft-minutes", thing=minutes)
    client.force_login(UserFactory(role="OFFICE"))
    draft, hand, *_rest = rows_of(client, lang)

    assert f'href="/{lang}/minutes/{minutes.pk}/"' in draft
    assert f'href="/{lang}/meetings/{meeting.pk}/desk/"' in hand
    assert "Assemblea ordinaria" in draft
    assert ("Cascina Ronco" in hand, "Piano di attività" in hand) == (True, True)
    if lang == "it":
        assert long_date(timezone.localdate(meeting.first_at)) in hand


def test_organisations_are_named_and_not_by_code(client: Client) -> None:
    row = OrganisationFactory(name="Prova Cremosa S.r.l.", code="prova-cremosa-s-r-l")
    audit.record(actor=None, verb="merge", thing=row, after={"group": 1}, on_behalf_of=row.code)
    client.force_login(UserFactory(role="OFFICE"))
    (line,) = rows_of(client)[:1]
    assert "per conto di Prova Cremosa S.r.l." in line
    assert f'href="/it/organisations/{row.code}/"' in line
    assert line.count("prova-cremosa-s-r-l") == 1
    for asked, count in (("cremosa S.r", 1), ("prova-cremosa-s-r-l", 1), ("altro", 0)):
        page = client.get("/it/office/done/", {"organisation": asked})
        assert page.context["page"].paginator.count == count


def test_a_resolution_is_named_by_its_number_and_body(client: Client) -> None:
    row = resolution(BodyKind.BOARD)
    audit.record(actor=None, verb="add-follow-up", thing=row)
    client.force_login(UserFactory(role="OFFICE"))
    line = rows_of(client)[0]
    assert f'href="/it/resolutions/{row.pk}/"' in line
    assert f"delibera {row} del Consiglio Direttivo" in line
    assert client.get(f"/it/resolutions/{row.pk}/").status_code == 200
