"""Kinds of organisations that come in without a column for it: read from the name, weaker than any that is said."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import OrganisationFactory, UserFactory
from factories.sheets import brought_in, sheet_of, tried
from filiera.registry.enums import Certainty, FactField, Kind
from filiera.registry.models import Fact, Organisation, Source
from filiera.registry.operations.import_undo import undo_batch
from filiera.registry.operations.sources import FactDraft, record_facts, record_source
from filiera.registry.queries.imports import tally

pytestmark = pytest.mark.django_db


def kinds() -> dict[str, str]:
    return dict(Organisation.objects.values_list("name", "kind"))


def test_new_organisation_has_the_kind_of_its_name_with_the_sheet_as_source() -> None:
    batch = brought_in(
        sheet_of(
            "Alba Fredda S.r.l.;;;;;;", "Università di Nessuno;;;;;;", "Comune di Crema;;;;;;", "Schiume Vive;;;;;;"
        )
    )
    assert kinds() == {
        "Alba Fredda S.r.l.": "COMPANY",
        "Università di Nessuno": "UNIVERSITY",
        "Comune di Crema": "PUBLIC_BODY",
        "Schiume Vive": "OTHER",
    }
    fact = Fact.objects.get(field=FactField.KIND, value=Kind.COMPANY)
    told = fact.imported_from.get()  # type: ignore[attr-defined]
    assert (fact.source, fact.certainty, fact.note_it) == (
        Source.objects.get(kind="SHEET"), Certainty.MEMORY, "Alba Fredda S.r.l."
    )  # fmt: skip
    assert (told.row.batch, told.row.line, told.column) == (batch, 2, "Rag. Soc.")


def test_known_kind_is_not_overwritten_by_a_name() -> None:
    research = OrganisationFactory(name="Alba Fredda Srl", kind=Kind.RESEARCH_BODY)
    open_one = OrganisationFactory(name="Lotto Piccolo Srl", kind=Kind.OTHER)
    batch = tried(sheet_of("Alba Fredda Srl;;;;;;", "Lotto Piccolo Srl;;;;;;"))
    assert list(batch.rows.order_by("line").values_list("fate", flat=True)) == ["SAME", "UPDATE"]
    before = kinds()
    batch = brought_in(sheet_of("Alba Fredda Srl;;;9;;;", "Lotto Piccolo Srl;;;9;;;"))
    assert kinds() == {research.name: "RESEARCH_BODY", open_one.name: "COMPANY"}
    assert list(research.facts.filter(field=FactField.KIND)) == []
    undo_batch(batch=batch)
    assert kinds() == before


def test_kind_that_is_said_counts_more_than_the_name_whichever_comes_first() -> None:
    rows = ("Alba Fredda Srl;", "Alba Fredda Srl;ente di ricerca", "Lotto Piccolo Srl;network", "Lotto Piccolo Srl;")
    brought_in(sheet_of(*rows, head="Nome;Tipo"))
    assert kinds() == {"Alba Fredda Srl": "RESEARCH_BODY", "Lotto Piccolo Srl": "NETWORK"}
    other = OrganisationFactory(name="Terza Essenza Srl", kind=Kind.OTHER)
    source = record_source(name="registro")
    record_facts(organisation=other, source=source, drafts=[FactDraft(FactField.KIND, Kind.OTHER)])
    brought_in(sheet_of("Terza Essenza Srl;", head="Nome;Tipo"), name="altro.csv")
    assert kinds()["Terza Essenza Srl"] == "OTHER"


def test_trial_counts_the_new_ones_without_a_kind() -> None:
    OrganisationFactory(name="Ignota Nota", kind=Kind.OTHER)
    batch = tried(sheet_of("Alba Fredda Srl;;;;;;", "Schiume Vive;;;;;;", "Olio Lento;;;;;;", "Ignota Nota;;;;;;"))
    assert (tally(batch).new, tally(batch).kindless) == (3, 2)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "2 soggetti nuovi entrano senza un tipo: staranno sotto «altro»"),
        ("en", "2 new organisations come in without a kind: they will stand under “other”"),
    ],
)
def test_trial_page_says_that_kinds_are_missing(client: Client, lang: str, words: str) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    batch = tried(sheet_of("Alba Fredda Srl;;;;;;", "Schiume Vive;;;;;;", "Olio Lento;;;;;;"))
    assert words in client.get(f"/{lang}/office/imports/{batch.pk}/trial/").content.decode()
    batch = tried(sheet_of("Alba Fredda Srl;;;;;;"), name="altro.csv")
    assert words[2:20] not in client.get(f"/{lang}/office/imports/{batch.pk}/trial/").content.decode()
