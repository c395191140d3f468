"""Sheets and merges from the command line, in words of both languages and as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from factories import OrganisationFactory, UserFactory
from factories.sheets import MESSY, register_state, sheet_of
from filiera.registry.enums import Scheme
from filiera.registry.models import ImportBatch, Organisation, RememberedColumns
from filiera.registry.operations.imports import choose_columns, upload_sheet
from filiera.registry.operations.organisations import add_identifier
from filiera.registry.queries.previews import column_rows

pytestmark = pytest.mark.django_db


def said(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def sheet(tmp_path: Path, *rows: str) -> str:
    path = tmp_path / "soci.csv"
    path.write_bytes(sheet_of(*rows))
    return str(path)


def test_dry_run_says_every_fate_and_keeps_nothing(tmp_path: Path) -> None:
    before = register_state()
    out = said(
        "sheet", sheet(tmp_path, "Nuova Essenza;;Crema;12;;;", "Schiume;;Bagnolo;;;;", "TOT;;;12;;;"), "--dry-run"
    )
    assert out.splitlines() == [
        "Prova, non si è tenuto niente",
        "  note, con qualcosa di nuovo: 0",
        "  note, niente di nuovo: 0",
        "  in dubbio: 0",
        "  nuovo: 2",
        "  nuovi senza un tipo (può dirlo una colonna «tipo»): 2",
        "  con errori: 0",
        "  che entrano, tranne un valore sbagliato: 1",
        "  messe da parte: vuote, titoli, totali, note, lasciate fuori: 1",
        "  nel registro: 0",
        "  riga 2, Nuova Essenza, nuovo",
        "  riga 3, Schiume, nuovo",
        "  riga 4, TOT, messa da parte, Un totale, non un soggetto.",
        "  soci.csv, riga 3, citta (C): 'Bagnolo'. Più comuni si chiamano così. Scegli Bagnolo Mella o Bagnolo Cremasco.",
    ]
    assert (register_state(), ImportBatch.objects.count()) == (before, 0)


def test_dry_run_gives_every_fate_as_json(tmp_path: Path) -> None:
    OrganisationFactory(name="Alba Cosmetici", town="Crema")
    path = sheet(tmp_path, "Alba Cosmetici;;Crema;12;;;", "Nuova Essenza;;Lodi;;;;", ";;Lodi;3;;;")
    result = json.loads(said("sheet", path, "--dry-run", "--json", "--lang", "en"))
    assert [(row["line"], row["name"], row["fate"], row["fate_label"]) for row in result["rows"]] == [
        (2, "Alba Cosmetici", "UPDATE", "the same, something new"),
        (3, "Nuova Essenza", "NEW", "new"),
        (4, "Lodi", "ERROR", "with an error"),
    ]
    assert (result["rows"][0]["organisation"], result["rows"][0]["reason"]) == (
        "alba-cosmetici", "The names are equal, legal form aside; the town is the same. Staff: 12."
    )  # fmt: skip
    assert (result["batch"], ImportBatch.objects.count()) == (None, 0)


@pytest.mark.parametrize("options", [("--dry-run",), ()], ids=["dry", "trial"])
@pytest.mark.parametrize("column", [(), ("--column", "Cosa fanno=ALIAS")], ids=["as-remembered", "another"])
def test_trial_leaves_the_remembered_columns_alone(
    tmp_path: Path, options: tuple[str, ...], column: tuple[str, ...]
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(sheet_of("Alba;profumi", head="Nome;Cosa fanno"))
    batch = upload_sheet(name="a.csv", content=path.read_bytes())
    choose_columns(batch=batch, choices={0: "NAME", 1: ""}, actor=UserFactory())
    before = list(RememberedColumns.objects.values())
    said("sheet", str(path), *options, *column)
    assert list(RememberedColumns.objects.values()) == before


@pytest.mark.parametrize(("column", "field"), [((), ""), (("--column", "Cosa fanno=ALIAS"), "ALIAS")])
def test_apply_remembers_only_another_choice_of_columns(tmp_path: Path, column: tuple[str, ...], field: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(sheet_of("Alba;profumi", head="Nome;Cosa fanno"))
    batch = upload_sheet(name="a.csv", content=path.read_bytes())
    person = UserFactory()
    choose_columns(batch=batch, choices={0: "NAME", 1: ""}, actor=person)
    said("sheet", str(path), "--apply", *column)
    kept = RememberedColumns.objects.get()
    assert (kept.choices["cosa fanno"], kept.decided_by) == (field, None if field else person)


def test_apply_and_undo_as_json(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Nuova Essenza;;Crema;12;;;", "Schiume;;Bagnolo;;;;")
    result: dict[str, Any] = json.loads(said("sheet", path, "--apply", "--json", "--lang", "en", "--examples"))
    assert (result["state"], result["counts"]["applied"], result["columns"]["note mie"]) == ("DONE", 2, "")
    assert result["errors"] == []
    assert [(one["line"], one["value"], one["message"]) for one in result["left_out"]] == [
        (3, "Bagnolo", "Several municipalities are called so.")
    ]
    assert all(one.is_example for one in Organisation.objects.all())
    undone = json.loads(said("sheet-undo", str(result["batch"]), "--json"))
    assert undone == {"batch": result["batch"], "removed": 2, "stays": [], "handed": 0, "told": 0}
    with pytest.raises(CommandError, match="has been undone already"):
        said("sheet-undo", str(result["batch"]), "--lang", "en")


def test_messy_sheet_of_the_instance_is_read_to_the_last_line() -> None:
    result = json.loads(said("sheet", str(MESSY), "--json"))
    counts = result["counts"]
    rows = sum(counts[name] for name in ("identical", "update", "ask", "later", "new", "error", "empty"))
    assert (rows, result["state"], result["batch"] is not None) == (62, "TRIED", True)


def test_columns_and_header_are_chosen_by_option(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"Alba;Crema\nBeta;Lodi\n")
    result = json.loads(said("sheet", str(path), "--header-line", "0", "--column", "A=NAME", "--json", "--dry-run"))
    assert (result["counts"]["new"], result["columns"]["A"]) == (2, "NAME")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"%PDF-1.4", "né una cartella XLSX"), (b"Comune;Boh\n12;34\n", "deve essere il nome"), (b"", "Non c’è una riga")],
    ids=["pdf", "no-name", "empty"],
)
def test_file_that_cannot_come_in_ends_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        said("sheet", str(path))
    assert ImportBatch.objects.count() == 0


EVIDENCE = b"id;organisation_name;kind;title_it;source_name\n1;Alba Cosmetici;product;Crema di rose;Catalogo\n"


def test_evidence_sheet_is_told_and_still_tried(tmp_path: Path) -> None:
    path = tmp_path / "prove.csv"
    path.write_bytes(EVIDENCE)
    out = said("sheet", str(path), "--dry-run").splitlines()
    assert out[1] == "  Sembra un foglio di prove. Per portarlo dentro come prove: filiera evidence import sheet FILE"
    result = json.loads(said("sheet", str(path), "--dry-run", "--json"))
    assert (result["is_evidence"], result["counts"]["new"]) == (True, 1)


def test_merge_of_different_numbers_asks_for_a_word_more() -> None:
    one, other = OrganisationFactory(name="Alba Cosmetici"), OrganisationFactory(name="Alba Cosmesi")
    for organisation, value in ((one, "99999019997"), (other, "IT00743110157")):
        add_identifier(organisation=organisation, scheme=Scheme.VAT, value=value)
    with pytest.raises(CommandError, match=r"differ .*99999019997.*00743110157.* repeat with --anyway"):
        said("merge", "alba-cosmetici", "alba-cosmesi", "--lang", "en")
    with pytest.raises(CommandError, match="ripeti con --anyway"):
        said("merge", "alba-cosmetici", "alba-cosmesi")
    assert json.loads(said("merge", "alba-cosmetici", "alba-cosmesi", "--anyway", "--json"))["gone"] == "alba-cosmesi"


def test_merge_and_its_undo() -> None:
    OrganisationFactory(name="Alba Cosmetici")
    OrganisationFactory(name="Alba Cosmesi")
    before = register_state(without=frozenset({"registry.Merge", "competence.MapRun", "competence.Vector"}))
    joined = json.loads(said("merge", "alba-cosmetici", "alba-cosmesi", "--json"))
    assert (joined["kept"], joined["gone"], joined["moved"]) == ("alba-cosmetici", "alba-cosmesi", 0)
    assert said("merge", "alba-cosmetici", "alba-cosmesi", "--undo", "--lang", "en") == (
        "Alba Cosmesi stands by itself again.\n"
    )
    assert register_state(without=frozenset({"registry.Merge", "competence.MapRun", "competence.Vector"})) == before
    with pytest.raises(CommandError, match="già stata annullata"):
        said("merge", "alba-cosmetici", "alba-cosmesi", "--undo")
    with pytest.raises(CommandError, match="Non c’è un soggetto «nessuna»"):
        said("merge", "alba-cosmetici", "nessuna")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("it", "Il file «%s» non c’è. Controlla il nome e la cartella."),
        ("en", "There is no file “%s”. Check its name and its folder."),
    ],
)
def test_file_that_is_not_there_is_said_in_plain_words(tmp_path: Path, lang: str, words: str) -> None:
    path = tmp_path / "nope.xlsx"
    with pytest.raises(CommandError) as refused:
        call_command("sheet", str(path), "--lang", lang)
    assert str(refused.value) == words % path


@pytest.mark.parametrize("key", ["abc", "pair-7", "pair-"])
def test_key_that_never_was_is_not_said_to_be_forgotten_already(key: str) -> None:
    with pytest.raises(CommandError) as refused:
        said("answers", "--forget", key, "--lang", "en")
    assert str(refused.value) == f"{key}: No such answer is remembered: it was forgotten already, or never given."


def test_rows_are_left_out_and_taken_by_option(tmp_path: Path) -> None:
    path = sheet(tmp_path, "Nuova Essenza;;Crema;12;;;", "Schiume;;Lodi;3;;;", "* dati 2024;;;;;;")
    result = json.loads(said("sheet", path, "--apply", "--json", "--leave-out", "2", "--take", "4"))
    assert (result["counts"]["new"], result["counts"]["empty"]) == (2, 1)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["* dati 2024", "Schiume"]
    with pytest.raises(CommandError, match="non ha una riga 9"):
        said("sheet", path, "--apply", "--leave-out", "9")
    assert ImportBatch.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sheet", "nope.xlsx"], 2), (["sheet-undo", "7"], 1), (["merge", "uno", "due"], 1),
        (["answers", "--forget", "pair-7"], 1), (["evidence", "import", "sheet", "nope.csv"], 2),
    ],
    ids=["sheet", "sheet-undo", "merge", "answers", "evidence"],
)  # fmt: skip
def test_error_is_json_where_json_is_asked_for(words: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    command = load_command_class(get_commands()[words[0]], words[0])
    with pytest.raises(SystemExit) as ended:
        command.run_from_argv(["filiera", *words, "--json"])
    said = capsys.readouterr()
    assert (ended.value.code, list(json.loads(said.out)), said.err) == (code, ["error"], "")


def test_heading_that_comes_twice_is_said_and_both_columns_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(sheet_of("Alba srl;Crema;12;15", "Quercia srl;Lodi;3;4", head="Nome;Comune;Addetti;Addetti"))
    out = said("sheet", str(path), "--dry-run").splitlines()
    assert out[1] == "  Il titolo della colonna «Addetti (2)» viene due volte: --column dice che cosa diventa."
    batch = upload_sheet(name="x.csv", content=path.read_bytes())
    words = [(row.header, row.chosen, row.tone) for row in column_rows(batch)][2:]
    assert words == [("Addetti", "EMPLOYEES", "ok"), ("Addetti (2)", "", "warn")]
    result = json.loads(
        said("sheet", str(path), "--apply", "--json", "--column", "Addetti=", "--column", "Addetti (2)=EMPLOYEES")
    )
    assert result["headings_again"] == ["Addetti (2)"]
    assert Organisation.objects.get(name="Alba srl").employees == 15
