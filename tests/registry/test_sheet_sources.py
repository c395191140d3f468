"""What the public reads of a fact from an office's sheet: whose sheet and of which day, never the file's name."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone, translation

from factories.sheets import brought_in, sheet_of
from filiera.common.in_words import long_date
from filiera.registry.models import ImportedValue

pytestmark = pytest.mark.django_db

SHEET = sheet_of("Alba;Crema;12", head="Nome;Comune;Addetti")
NAMES = {"it": "Foglio dell’ufficio del cluster, ", "en": "Sheet of the cluster's office, "}
RECORDED = {"it": "annotato dall’ufficio", "en": "recorded by the office"}


def named(lang: str) -> str:
    with translation.override(lang):
        return NAMES[lang] + long_date(timezone.localdate())


@pytest.mark.parametrize("lang", ["it", "en"])
def test_public_reads_of_a_sheet_neither_its_file_nor_that_somebody_declared_it(lang: str) -> None:
    batch = brought_in(SHEET, "morosi 2026.csv")
    client = Client(headers={"accept-language": lang})
    page = client.get(f"/{lang}/organisations/alba/").content.decode()
    answer = client.get("/api/v1/organisations/alba").json()
    assert ("morosi" in page, "morosi" in str(answer)) == (False, False)
    said = {(one["source"]["name"], one["certainty"], one["certainty_label"]) for one in answer["facts"]}
    assert said == {(named(lang), "DECLARED", RECORDED[lang])}
    assert RECORDED[lang] in page
    kept = ImportedValue.objects.filter(field="EMPLOYEES").values_list("row__batch__file_name", "row__line")
    assert (list(kept), batch.file_name) == ([("morosi 2026.csv", 2)], "morosi 2026.csv")
