"""The page of a competence shows the dated rules that ask for it, which the observatory alone knows."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from factories import RunFactory, SourceFactory
from filiera.competence import hooks
from filiera.competence.models import Competence
from filiera.observatory.models import RegulatoryDeadline
from filiera.observatory.queries import rules_that_ask

pytestmark = pytest.mark.django_db


def test_rule_stands_on_the_page_of_what_it_asks_for(client: Client) -> None:
    RunFactory()
    asked, other = (Competence.objects.get(code=code) for code in ("PK1.CMP.AIR", "PK1.CMP.PMP"))
    for place, (on, precision) in enumerate([(date(2027, 1, 1), "Y"), (date(2026, 8, 12), "D")]):
        rule = RegulatoryDeadline.objects.create(
            code=f"rule-{place}",
            on=on,
            on_precision=precision,
            title_it=f"Regola {place}",
            title_en=f"Rule {place}",
            regulation="UE 2025/40",
            certainty="SEEN",
            source=SourceFactory(),
        )
        rule.competences.add(asked)
    lines = rules_that_ask(asked)
    assert [(line.title, line.precision) for line in lines] == [("Regola 1", "day"), ("Regola 0", "year")]
    assert rules_that_ask(other) == []
    assert len(hooks.rules_that_ask) == 1
    assert "Regola 1" in client.get(f"/it/competences/{asked.code}/").content.decode()
    assert "Rule 0" in client.get(f"/en/competences/{asked.code}/").content.decode()
