"""What is brought is not trusted: paths that lead out, bombs, locks."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from filiera.registry.importers.files import UnsafeFile, digest_of_files, members_of


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_zip_folder_and_file_give_the_same_members(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "b.csv").write_bytes(b"id\n2\n")
    (folder / "a.csv").write_bytes(b"id\n1\n")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    packed = make_zip(tmp_path / "tables.zip", {"b.csv": b"id\n2\n", "a.csv": b"id\n1\n", "notes.pdf": b"%PDF"})
    assert [member.name for member in members_of(folder)] == ["a.csv", "b.csv"]
    assert [member.name for member in members_of(packed)] == ["a.csv", "b.csv"]
    with members_of(packed)[0].opened() as stream:
        assert stream.read() == b"id\n1\n"


def test_gz_is_opened_and_known_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "part_000.jsonl.gz"
    path.write_bytes(gzip.compress(b"{}"))
    [member] = members_of(path)
    with member.opened() as stream:
        assert (member.suffix, stream.read()) == (".jsonl", b"{}")


@pytest.mark.parametrize("name", ["../out.csv", "/etc/out.csv", "a/../../out.csv", "..\\out.csv", "C:/out.csv"])
def test_zip_with_a_path_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeFile) as caught:
        members_of(make_zip(tmp_path / "bad.zip", {name: b"id\n1\n"}))
    assert caught.value.code == "unsafe-zip"


def test_bomb_is_refused_before_and_while_it_is_read(tmp_path: Path) -> None:
    zeros = b"0" * (60 * 1024**2)
    with pytest.raises(UnsafeFile) as caught:
        members_of(make_zip(tmp_path / "bomb.zip", {"bomb.csv": zeros}))
    assert caught.value.code == "zip-bomb"
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(zeros))
    [member] = members_of(path)
    with member.opened() as stream, pytest.raises(UnsafeFile) as caught:
        stream.read()
    assert caught.value.code == "zip-bomb"


@pytest.mark.parametrize(("name", "data", "code"), [("x.zip", b"no zip", "bad-zip"), ("y.csv", None, "missing-file")])
def test_file_that_cannot_be_opened_says_why(tmp_path: Path, name: str, data: bytes | None, code: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UnsafeFile) as caught:
        members_of(path)
    assert caught.value.code == code


def test_digest_changes_with_the_content(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id\n1\n")
    before = digest_of_files(tmp_path)
    path.write_bytes(b"id\n2\n")
    assert before != digest_of_files(tmp_path)
