"""Funded projects that the office brings on a page: tried first, taken in once, thrown away, refused with a reason."""

from __future__ import annotations

import os
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import UserFactory
from factories.consortium_work import acting_for, firm
from filiera.competence.models import Evidence
from filiera.funding.models import FundedProject
from filiera.funding.operations import project_files
from filiera.registry.enums import Scheme
from filiera.registry.operations.organisations import add_identifier
from funding.importers.test_cordis_grants import CUT, ORGANISATIONS, PROJECTS, written
from tests_clock import NOW

pytestmark = pytest.mark.django_db
PAGE = "/it/office/projects/bring/"


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office() -> Client:
    client = Client()
    client.force_login(UserFactory(role="OFFICE"))
    return client


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    add_identifier(organisation=firm("Alfa Cosmetici"), scheme=Scheme.PIC, value="999000111", source=None)
    return sorted(written(tmp_path, project=PROJECTS, organization=ORGANISATIONS).iterdir())


def bring(client: Client, files: list[Path]) -> Any:
    sent = [SimpleUploadedFile(one.name, one.read_bytes()) for one in files]
    return client.post(PAGE, {"project_files": sent})


def kept() -> set[Path]:
    return set((Path(settings.VAR_DIR) / "imports" / "projects").glob("*"))


def text(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_files_are_tried_and_then_taken_in_once(office: Client, files: list[Path]) -> None:
    sent = bring(office, files)
    assert sent.status_code == 302
    trial = text(office.get(sent["Location"]))
    assert "Niente è ancora cambiato" in trial
    assert "<p>organization.csv, riga 5: " in trial
    assert FundedProject.objects.count() == 0
    taken = office.post(sent["Location"], {"on": "2026-11-20"}, follow=True)
    assert "1 progetto è dentro" in text(taken)
    assert FundedProject.objects.get().partners.filter(organisation__name="Alfa Cosmetici").count() == 1
    assert Evidence.objects.count() == 1
    assert office.get(sent["Location"]).status_code == 404
    again = bring(office, files)
    assert "Non <em>cambierebbe nulla" in text(office.get(again["Location"]))


@pytest.mark.parametrize(("on", "kept"), [("2026-11-20", date(2026, 11, 20)), ("", None)])
def test_day_of_the_files_is_kept_where_they_do_not_say_it(
    on: str, kept: date | None, office: Client, files: list[Path], tmp_path: Path
) -> None:
    cut = tmp_path / "cut.csv"
    cut.write_text(CUT, encoding="utf-8")
    office.post(bring(office, [cut])["Location"], {"on": on})
    source = FundedProject.objects.get(source_ref="700001").source
    assert source is not None
    assert source.on == kept


@pytest.mark.parametrize("lang", ["it", "en"])
def test_files_without_a_table_say_so_and_can_be_thrown_away(lang: str, office: Client) -> None:
    sent = office.post(PAGE, {"project_files": SimpleUploadedFile("lettera.txt", b"Buongiorno")})
    place = sent["Location"].replace("/it/", f"/{lang}/")
    page = text(office.get(place))
    assert ("organization.csv" in page, "Accoglili" in page, "Take them in" in page) == (True, False, False)
    assert office.post(f"{place}throw-away/").status_code == 302
    assert office.get(place).status_code == 404


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_only_the_office_brings_projects(who: str, office: Client, files: list[Path]) -> None:
    place = bring(office, files)["Location"]
    other = Client()
    if who == "member":
        other.force_login(acting_for(firm("Alfa Cosmetici")))
    for address in (PAGE, place, f"{place}throw-away/"):
        for answer in (other.get(address), other.post(address)):
            assert answer.status_code in ((302, 403, 404) if who == "visitor" else (403, 404))
    assert (FundedProject.objects.count(), office.get(place).status_code) == (0, 200)


def test_too_many_none_and_too_large_are_refused_and_nothing_is_kept(
    office: Client, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept()
    assert bring(office, []).status_code == 422
    monkeypatch.setattr(project_files, "MOST_BYTES", 10)
    refused = bring(office, files)
    assert (refused.status_code, "Troppo grandi" in text(refused)) == (422, True)
    assert kept() <= before


def test_what_was_left_for_more_than_a_day_goes(office: Client, files: list[Path]) -> None:
    place = bring(office, files)["Location"]
    folder = project_files.project_files(place.rstrip("/").rpartition("/")[2])
    assert folder is not None
    bring(office, files)
    assert folder.is_dir()
    old = (NOW - timedelta(days=1, minutes=1)).timestamp()
    os.utime(folder, (old, old))
    bring(office, files)
    assert not folder.exists()
