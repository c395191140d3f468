"""Another cluster is another folder: an invented one of another trade runs as it is, and what is wrong in a folder is said."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from factories.installation import installation, told
from filiera.common.instance import current_instance
from filiera.observatory.folder import faults_of

TESTS = Path(__file__).parents[1]
OTHER = TESTS / "fixtures" / "other_cluster"
PAGES = """
from django.test import Client
from filiera.competence.queries.answers import answer
client = Client()
places = ["", "chain/", "cluster/", "sources/", "organisations/", "organisations/map/", "organisations/network/",
    "organisations/forni-panaro/", "competences/FRN.IDR.HYD/", "ask/?q=forno+a+idrogeno"]
for lang in ("it", "en"):
    for place in places:
        page = client.get(f"/{lang}/{place}")
        words = page.content.decode().lower()
        foreign = [word for word in ("lombard", "cosmet", "airless") if word in words]
        print(page.status_code, f"/{lang}/{place}", *foreign)
print('d="M' in client.get("/it/organisations/map/").content.decode())
print(client.get("/api/v1/answers?q=forno+a+idrogeno&lang=it").json()["results"][0]["organisation"]["name"])
"""


@pytest.mark.django_db
def test_another_cluster_is_another_folder(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        place["FILIERA_INSTANCE"] = str(OTHER)
        load = [sys.executable, "-m", "django", "instance", "--examples", "--lang", "en"]
        loaded = subprocess.run(load, env=place, stdout=subprocess.PIPE, text=True, check=True).stdout
        assert "Vocabularies: 2 stages" in loaded
        assert "3 organisations" in loaded
        *pages, is_drawn, first = told(PAGES, place).splitlines()
    assert (len(pages), [page for page in pages if not page.startswith("200 ") or page.count(" ") > 1]) == (20, [])
    assert (is_drawn, first) == ("True", "Forni Panaro")


@pytest.mark.parametrize("folder", [OTHER, current_instance().folder])
def test_nothing_is_wrong_in_our_folders(folder: Path) -> None:
    assert faults_of(folder) == []


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("instance.yaml", "it: Emilia-Romagna", "it: Che cosa?, x: a", "instance.yaml, riga 32: Questo non è YAML."),
        ("instance.yaml", "  default_centre", "  centre", "instance.yaml, region.default_centre: Questo valore serve."),
        ("instance.yaml", "lat: 44.5433", "lat: nord",
         "instance.yaml, region.default_centre.lat «nord»: Qui va un numero."),
        ("instance.yaml", "organisation_id: distretto-ceramico", "organisation_id: altro",
         "instance.yaml, identity.organisation_id «altro»: Nella cartella non c’è un soggetto con questo id."),
        ("instance.yaml", "code: FRN", "code: FOR",
         "taxonomy/competences.csv, riga 6, id «FRN»: Nessuna tappa di instance.yaml si chiama così."),
        ("taxonomy/competences.csv", "CER.SMA.DIG,CER.SMA", "CER.SMA.DIG,CER.SMO",
         "taxonomy/competences.csv, riga 5, parent_id «CER.SMO»: Nel file non c’è una competenza con questo id."),
        ("taxonomy/competences.csv", "CER.SMA,CER,2", "CER.SMA,CER,due",
         "taxonomy/competences.csv, riga 3, level «due»: Questo non è un livello della tassonomia."),
        ("taxonomy/competences.csv", "label_it", "nome",
         "taxonomy/competences.csv, riga 1, label_it: Questa colonna serve."),
        ("examples/organisations.csv", "Registro (esempio),https://registro.example/1", ",",
         "examples/organisations.csv, riga 3, source_name: Un dato vuole il nome della sua fonte."),
        ("examples/organisations.csv", "company,kilns", "ditta,kilns",
         "examples/organisations.csv, riga 4, kind «ditta»: Questo non è un tipo di soggetto."),
        ("examples/organisations.csv", "forni-panaro", "lastre-secchia",
         "examples/organisations.csv, riga 4, id «lastre-secchia»: Questo id è nel file due volte."),
        ("examples/evidence.csv", "forni-panaro", "forni-reno",
         "examples/evidence.csv, riga 3, organisation_id «forni-reno»: Nella cartella non c’è un soggetto"),
        ("examples/evidence.csv", "2024-11", "2024-13", "examples/evidence.csv, riga 3, date «2024-13»:"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_folder_is_said_with_its_place(
    tmp_path: Path, file: str, before: str, after: str, said: str
) -> None:
    folder = shutil.copytree(OTHER, tmp_path / "cluster")
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")
    found = [str(fault) for fault in faults_of(folder)]
    assert any(one.startswith(said) for one in found), found


@pytest.mark.parametrize(
    ("file", "rows", "said"),
    [
        ("taxonomy/terms.csv", "competence_id,lang,term,weight\nCER.SMA.LAS,it,lastra,molto\n",
         "taxonomy/terms.csv, riga 2, weight «molto»: Questo non è un peso."),
        ("taxonomy/competence_trl.csv", "competence_id,trl_min,trl_max\nCER.NUL,3,12\n",
         "taxonomy/competence_trl.csv, riga 2, competence_id «CER.NUL»: Nella tassonomia non c’è una competenza"),
        ("examples/facts.csv", "organisation_id,field,value,source_name,certainty\nlastre-secchia,colour,red,A,seen\n",
         "examples/facts.csv, riga 2, field «colour»: Questo non è un campo di un soggetto."),
        ("examples/people.csv", "organisation_id,person,role_it,role_en,source_name,certainty\nnone,Ada,a,a,A,seen\n",
         "examples/people.csv, riga 2, organisation_id «none»: Nella cartella non c’è un soggetto"),
    ],
)  # fmt: skip
def test_files_that_a_folder_may_have_are_checked_too(tmp_path: Path, file: str, rows: str, said: str) -> None:
    folder = shutil.copytree(OTHER, tmp_path / "cluster")
    (folder / file).write_text(rows, encoding="utf-8")
    assert str(faults_of(folder)[0]).startswith(said)


def test_notice_and_register_of_processing_are_checked(tmp_path: Path) -> None:
    folder = shutil.copytree(OTHER, tmp_path / "cluster")
    (folder / "privacy").mkdir()
    (folder / "privacy" / "notice-2026-01-01.yaml").write_text("version: x\n", encoding="utf-8")
    (folder / "privacy" / "processing.yaml").write_text("a: [\n", encoding="utf-8")
    found = {fault.file for fault in faults_of(folder)}
    assert found == {"privacy/notice-2026-01-01.yaml", "privacy/processing.yaml"}


def test_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    folder = shutil.copytree(OTHER, tmp_path / "cluster")
    path = folder / "examples" / "organisations.csv"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Panaro", "Panarò").encode("latin-1"))
    assert str(faults_of(folder)[-1]).startswith("examples/organisations.csv: Il file non è in UTF-8.")


@pytest.mark.django_db
def test_folder_with_a_fault_is_not_loaded(settings: Any, tmp_path: Path) -> None:
    folder = shutil.copytree(OTHER, tmp_path / "cluster")
    path = folder / "taxonomy" / "competences.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("FRN.IDR.ELE,FRN.IDR,3", "FRN.IDR.ELE,FRN.IDR,9"))
    settings.INSTANCE_DIR = folder
    with pytest.raises(CommandError) as refused:
        call_command("instance", "--lang", "en")
    heading, fault = str(refused.value).splitlines()
    assert heading == f"1 thing is wrong in the folder {folder}; nothing was loaded:"
    assert fault.startswith("taxonomy/competences.csv, line 9, level “9”: This is not a level of the taxonomy.")
