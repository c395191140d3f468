"""The commands `evidence` and `unknown`."""

from __future__ import annotations

import io
import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from factories import OrganisationFactory
from factories.importer_world import TABLES, cordis_folder
from filiera.competence.models import Evidence, EvidenceLink
from filiera.registry.models import ImportBatch

pytestmark = pytest.mark.django_db


def say(*words: str) -> Any:
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_import_list_and_undo(tmp_path: Path) -> None:
    folder = str(cordis_folder(tmp_path / "he"))
    done = say("evidence", "import", "cordis", folder, "--no-map")
    zeros = dict.fromkeys(("changed", "unchanged", "rejected", "waiting", "doubtful", "outside"), 0)
    assert done["counts"] == {"read": 10, "new": 4} | zeros
    assert [one["id"] for one in say("evidence", "batches")] == [done["id"]]
    undone = {"removed": 4, "restored": 0, "kept": 0, "organisations": 0, "stale": 0}
    assert say("evidence", "undo", str(done["id"]), "--no-map") == undone


def test_dry_run_leaves_nothing(tmp_path: Path) -> None:
    done = say("evidence", "import", "cordis", str(cordis_folder(tmp_path / "he")), "--dry-run")
    assert (done["counts"]["new"], Evidence.objects.count(), ImportBatch.objects.count()) == (4, 0, 0)


def test_refusal_is_in_the_language_asked_for(tmp_path: Path) -> None:
    said = []
    for lang in ("it", "en"):
        with pytest.raises(CommandError) as caught:
            call_command("evidence", "import", "cordis", str(tmp_path / "none.zip"), "--lang", lang)
        said.append(str(caught.value))
    assert said[1] == "none.zip: The file is not there. Check the path."


def test_sheet_of_members_is_refused_with_the_right_command(tmp_path: Path) -> None:
    path = tmp_path / "soci.csv"
    path.write_text("Ragione sociale;Comune;Dipendenti\nAlba;Crema;9\n")
    with pytest.raises(CommandError) as caught:
        call_command("evidence", "import", "sheet", str(path))
    assert str(caught.value) == (
        "soci.csv: Sembra un foglio di soggetti, non di prove. "
        "Portalo dentro con «Porta dati»; dal server: filiera sheet FILE."
    )


def zipped(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "<x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mk.py", b"import os\nprint('a;b')\n", "mk.py: Nel file non c’è nessuna tabella di questo formato."),
        ("mk.xlsx", b"import os\n", "mk.xlsx: Il file non è un foglio di calcolo, anche se il nome lo dice."),
        ("a.xlsx", zipped("a.txt"), "a.xlsx: Il file non è un foglio di calcolo, anche se il nome lo dice."),
        (
            "b.xlsx",
            zipped("[Content_Types].xml"),
            "b.xlsx: Il file non è un foglio di calcolo, anche se il nome lo dice.",
        ),
    ],
)
@pytest.mark.parametrize("options", [("--dry-run",), ()])
def test_what_is_no_sheet_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, said: str, options: tuple[str, ...]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("evidence", "import", "sheet", str(path), *options)
    assert str(caught.value).startswith(said)


def test_map_follows_the_import(tmp_path: Path) -> None:
    OrganisationFactory(name="Rossi Profumi Srl").identifiers.create(scheme="PIC", value="999100001")
    out = StringIO()
    call_command("evidence", "import", "cordis", str(cordis_folder(tmp_path / "he")), "--lang", "en", stdout=out)
    assert "Map: pieces of evidence read 1" in out.getvalue()


def test_unknown_list_register_and_answers(tmp_path: Path) -> None:
    OrganisationFactory(name="Rossi Profumi S.r.l.", code="rossi", town="Crema", country="IT")
    folder = cordis_folder(tmp_path / "he", TABLES | {"organization.csv": TABLES["organization.csv"][1:]})
    say("evidence", "import", "cordis", str(folder), "--no-map")
    nameless = {"projectID": "900000055", "name": "ROSSI PROFUMI E FIGLI", "country": "", "role": "participant"}
    folder = cordis_folder(tmp_path / "other", {"participants.csv": [nameless]})
    say("evidence", "import", "cordis", str(folder), "--no-map")
    assert [one["key"] for one in say("unknown", "list")] == ["PIC:999100002", "PIC:999100003"]
    [doubt] = say("unknown", "list", "--doubts")
    assert (doubt["key"], doubt["candidate"]["id"]) == ("rossi profumi e figli|", "rossi")
    assert say("unknown", "register", "PIC:999100003")["links"] == 1
    assert say("unknown", "same", "rossi profumi e figli|", "rossi")["links"] == 1
    assert set(EvidenceLink.objects.filter(mention_key="rossi profumi e figli|").values_list("band", flat=True)) == {
        "CONFIRMED"
    }
    with pytest.raises(CommandError):
        call_command("unknown", "two", "rossi profumi e figli|", "rossi")


def test_wrong_number_and_second_undo_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--top deve essere 1 o più"):
        call_command("unknown", "list", "--top", "-1")
    done = say("evidence", "import", "cordis", str(cordis_folder(tmp_path / "he")), "--no-map")
    say("evidence", "undo", str(done["id"]), "--no-map")
    with pytest.raises(CommandError, match="era già stata annullata"):
        call_command("evidence", "undo", str(done["id"]), "--no-map")
