"""Evidence is taken back, and of whom it was is left nothing: that is said, and they can go; who is held stays."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from factories import DelegateFactory, UserFactory
from factories.importer_world import NOW, bring, table
from factories.sheets import brought_in, sheet_of
from filiera.common.models import AuditEvent
from filiera.competence.models import EvidenceLink
from filiera.competence.operations.import_undo import undo_batch
from filiera.competence.operations.links import register_mention
from filiera.registry.models import ImportBatch, Organisation
from filiera.registry.operations.import_undo import undo_batch as undo_sheet

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def evidence(tmp_path: Path) -> ImportBatch:
    row = {
        "id": "U-1",
        "organisation_name": "Alfa Profumi",
        "kind": "product",
        "title_it": "Essenze",
        "source_name": "Registro",
    }
    path = tmp_path / "prove.csv"
    path.write_bytes(table([row]))
    return bring("EVIDENCE", path)


@pytest.fixture
def undone(tmp_path: Path) -> ImportBatch:
    batch = evidence(tmp_path)
    register_mention(key=EvidenceLink.objects.get().mention_key, today=TODAY)
    undo_batch(batch=batch, now=NOW)
    return batch


def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


def named(client: Client, batch: ImportBatch) -> list[str]:
    page = client.get(f"/it/office/evidence/{batch.pk}/").content.decode()
    return re.findall(r'<li><a href="/it/organisations/([^/"]+)/">', page)


def test_page_names_who_is_left_with_nothing_and_takes_it_out(undone: ImportBatch) -> None:
    client = office()
    assert named(client, undone) == ["alfa-profumi"]
    page = f"/it/office/evidence/{undone.pk}/"
    answer = client.post("/it/office/organisations/alfa-profumi/remove/", {"next": page}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "Alfa Profumi è fuori dal registro." in answer.content.decode()
    assert (named(client, undone), Organisation.objects.count()) == ([], 0)
    assert AuditEvent.objects.filter(verb="remove-organisation").count() == 1


def test_organisation_that_somebody_acts_for_is_neither_named_nor_removed(undone: ImportBatch) -> None:
    client = office()
    DelegateFactory(organisation=Organisation.objects.get())
    assert named(client, undone) == []
    answer = client.post("/it/office/organisations/alfa-profumi/remove/", follow=True)
    assert "Alfa Profumi resta: altro ne dipende." in answer.content.decode()
    with pytest.raises(CommandError, match="^Alfa Profumi resta: altro ne dipende.$"):
        call_command("remove-empty", "alfa-profumi")
    assert Organisation.objects.count() == 1


def test_nobody_but_the_office_removes_an_organisation(undone: ImportBatch) -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.post("/it/office/organisations/alfa-profumi/remove/").status_code == 404
    assert [one.pk for one in Organisation.objects.all()] == undone.report["emptied"]


def test_commands_name_it_and_take_it_out(tmp_path: Path) -> None:
    batch = evidence(tmp_path)
    register_mention(key=EvidenceLink.objects.get().mention_key, today=TODAY)
    out = io.StringIO()
    call_command("evidence", "undo", str(batch.pk), "--no-map", "--lang", "it", stdout=out)
    assert out.getvalue().splitlines()[-1] == (
        "Di Alfa Profumi non resta niente: `filiera remove-empty alfa-profumi` lo toglie dal registro."
    )
    out = io.StringIO()
    call_command("remove-empty", "alfa-profumi", stdout=out)
    assert (out.getvalue(), Organisation.objects.count()) == ("Alfa Profumi è fuori dal registro.\n", 0)


@pytest.mark.parametrize("is_sheet_first", [True, False])
def test_organisation_of_a_sheet_goes_with_the_last_that_holds_it(tmp_path: Path, is_sheet_first: bool) -> None:
    sheet = brought_in(sheet_of("Alfa Profumi;;Crema;45;;polveri;"))
    batch = evidence(tmp_path)
    assert EvidenceLink.objects.get().organisation is not None
    if is_sheet_first:
        undo_sheet(batch=sheet)
        assert Organisation.objects.count() == 1
        undo_batch(batch=batch, now=NOW)
    else:
        undo_batch(batch=batch, now=NOW)
        assert batch.report["emptied"] == []
        undo_sheet(batch=sheet)
    assert Organisation.objects.count() == 0


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "1 scheda tolta. 1 soggetto esce dal registro: Alfa Profumi."),
        ("en", "1 record is taken out. 1 organisation leaves the register with it: Alfa Profumi."),
    ],
)
def test_undo_counts_and_names_organisations_apart_from_the_evidence(tmp_path: Path, lang: str, words: str) -> None:
    sheet = brought_in(sheet_of("Alfa Profumi;;Crema;45;;polveri;"))
    batch = evidence(tmp_path)
    undo_sheet(batch=sheet)
    page = office().post(f"/{lang}/office/evidence/{batch.pk}/undo/", follow=True).content.decode()
    assert words in page
    assert '<li class="chip">Alfa Profumi</li>' in page


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "1 soggetto resta nel registro con il solo nome: Alfa Profumi."),
        ("en", "1 organisation stays in the register with nothing but its name: Alfa Profumi."),
    ],
)
def test_undo_names_who_was_registered_by_name_and_stays(tmp_path: Path, lang: str, words: str) -> None:
    batch = evidence(tmp_path)
    register_mention(key=EvidenceLink.objects.get().mention_key, today=TODAY)
    assert words in office().post(f"/{lang}/office/evidence/{batch.pk}/undo/", follow=True).content.decode()
