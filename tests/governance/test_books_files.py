"""The books on file: what a stranger verifies, what people print and sort."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from factories import UserFactory
from filiera.governance.enums import MinutesState
from filiera.governance.exports_books import book_json, book_pdf, book_xlsx, minutes_pdf
from filiera.governance.management.commands import books, votes
from filiera.governance.models import Minutes, RegisterEntry, Urn
from filiera.governance.operations import minutes as acts
from filiera.governance.operations.register import Event, change_class
from governance.test_minutes import held_assembly, to
from governance.test_register import NOW, TODAY, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keep_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


@pytest.fixture
def filed() -> Minutes:
    draft = acts.draft_minutes(meeting=held_assembly().meeting)
    acts.write_discussion(minutes=draft, key="item-1", text="=SOMMA(A1) e Così fu.")
    return to(MinutesState.FILED, draft)


def run(command: Any, name: str, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code: Any = 0
    try:
        command.Command().run_from_argv(["filiera", name, *words])
    except SystemExit as ended:
        code = ended.code
    said = capsys.readouterr()
    return code, said.out + said.err


def test_a_stranger_verifies_a_book(filed: Minutes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.json"
    path.write_bytes(book_json("ASSEMBLY"))
    code, said = run(books, "books", capsys, "verify", "--file", str(path))

    assert (code, said.strip()) == (0, f"Il libro è integro: 1 atto, ultimo anello {filed.entry.chain}.")


def test_a_book_that_was_altered_does_not_stand(
    filed: Minutes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "book.json"
    path.write_text(book_json("ASSEMBLY").decode().replace("Elena Boschi", "Altro Nome", 1), encoding="utf-8")
    code, said = run(books, "books", capsys, "verify", "--file", str(path), "--json")

    assert (code, json.loads(said)["broken"]) == (1, {"number": 1, "why": "digest"})


@pytest.mark.parametrize("text", ["{}", '{"acts": [{"number": "one"}]}', "no"])
def test_what_is_no_book(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.json"
    path.write_text(text, encoding="utf-8")

    assert run(books, "books", capsys, "verify", "--file", str(path))[0] == 2


def test_the_documentation_verifies_without_us(filed: Minutes, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "books.md").read_text(encoding="utf-8")
    program = re.search(r"```python\n(.*?)```", page, re.S)
    (tmp_path / "book.json").write_bytes(book_json("ASSEMBLY"))
    said: list[str] = []
    assert program is not None
    exec(program[1].replace('"book.json"', repr(str(tmp_path / "book.json"))), {"print": said.append})  # noqa: S102

    assert said == ["1 acts, the book stands"]


def test_the_installation_verifies_its_own(filed: Minutes, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(books, "books", capsys, "verify", "--book", "assembly")[0] == 0
    assert run(books, "books", capsys, "verify", "--book", "members")[0] == 0


def test_a_workbook_keeps_formulas_as_text(filed: Minutes) -> None:
    sheet = load_workbook(io.BytesIO(book_xlsx("ASSEMBLY"))).worksheets[0]
    row = next(iter(sheet.iter_rows(min_row=2, values_only=True)))

    assert (row[0], row[1]) == (1, "Assemblea ordinaria")
    assert "=SOMMA(A1) e Così fu." in str(row[4])
    assert all(cell.data_type != "f" for cell in sheet[2])


@pytest.mark.parametrize("make", [lambda row: book_pdf("ASSEMBLY"), minutes_pdf], ids=["book", "minutes"])
def test_a_pdf_is_tagged_and_says_it_all(filed: Minutes, make: Any) -> None:
    pdf = PdfReader(io.BytesIO(make(filed)))
    text = " ".join(page.extract_text() for page in pdf.pages)

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith("it")
    assert "Così fu." in text
    assert "Il presidente: Elena Boschi" in text
    assert filed.entry.digest[:12] in text or filed.digest[:12] in text


def test_a_draft_on_paper_says_what_it_is() -> None:
    draft = acts.draft_minutes(meeting=held_assembly().meeting)
    text = PdfReader(io.BytesIO(minutes_pdf(draft))).pages[0].extract_text()

    assert "Verbale non ancora a libro: bozza" in text


def test_the_members_book_on_paper_is_a_table() -> None:
    row = member()
    change_class(member=row, event=Event("", TODAY, "founder"), now=NOW)
    pdf = PdfReader(io.BytesIO(book_pdf("MEMBERS")))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    line = RegisterEntry.objects.get(number=2)

    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Libro soci" in text
    assert "N. Data Socio n. Socio Che cosa è successo Classe Atto e nota Impronta" in text
    assert line.digest[:12] in text
    assert "cambio di classe" in text
    assert [word for word in ("CLASS_CHANGED", "ADMITTED", "effective_on") if word in text] == []


def test_the_members_book_as_a_workbook_has_columns() -> None:
    row = member()
    line = row.entries.get()
    with translation.override("it"):
        sheet = load_workbook(io.BytesIO(book_xlsx("MEMBERS"))).worksheets[0]
    heads, first = (list(one) for one in sheet.iter_rows(max_row=2, values_only=True))

    assert heads[:8] == ["N.", "Data", "Socio n.", "Socio", "Che cosa è successo", "Classe", "Atto e nota", "Impronta"]
    assert (first[0], first[1].date(), first[2], first[3]) == (1, line.effective_on, 1, row.organisation.name)
    assert (first[4], first[7], first[9]) == (str(line.get_event_display()), line.digest, line.chain)


def test_published_ballots_are_counted_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held_assembly()
    urn = Urn.objects.get()
    path = tmp_path / "ballots.json"
    path.write_text(json.dumps({"seats": 1, "digest": urn.digest, "ballots": urn.ballots}), encoding="utf-8")
    code, said = run(votes, "votes", capsys, "recount", str(path), "--json", "--code", "k7m2 94qd xp")
    path.write_text(json.dumps({"seats": 1, "digest": "0", "ballots": urn.ballots}), encoding="utf-8")

    assert (code, json.loads(said)) == (
        0,
        {
            "ballots": 1,
            "votes": {"Boschi": 1},
            "blank": 0,
            "sealed": True,
            "ballot": {"code": "K7M2-94QD-XP", "names": ["Boschi"]},
        },
    )
    assert run(votes, "votes", capsys, "recount", str(path))[0] == 1


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("it", ["libro-assemblea-2026-11-25.json", "libro-soci-2026-11-25.json", "verbale-2026-11-25-"]),
        ("en", ["assembly-book-2026-11-25.json", "members-register-2026-11-25.json", "minutes-2026-11-25-"]),
    ],
)
def test_files_are_named_in_the_readers_language(filed: Minutes, client: Client, lang: str, names: list[str]) -> None:
    client.force_login(UserFactory(role="OFFICE"))
    addresses = ["books/assembly/book.json", "books/members/book.json", f"minutes/{filed.pk}/minutes.pdf"]
    with time_machine.travel(NOW, tick=False):
        found = [client.get(f"/{lang}/{address}")["Content-Disposition"] for address in addresses]
        register = client.get(f"/{lang}/members/export/json/")["Content-Disposition"]
    assert [name in header for name, header in zip(names, found, strict=True)] == [True] * 3
    assert names[1] in register
