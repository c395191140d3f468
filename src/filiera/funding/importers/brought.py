"""What somebody gives to be read: files, folders, zips, members of them, and answers of a source; as whole bytes, bounded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from filiera.funding.drafts import CallFault
from filiera.registry.importers.files import SUFFIXES, Member, UnsafeFile, members_of

MOST_BYTES = 200 * 1024**2
"""Largest file that is read, unpacked: all topics of a programming period stay well below."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered, as if it were a file: a name for it, its bytes, the day of the answer."""

    name: str
    body: bytes
    on: date | None = None


Brought = Path | Member | Answer


def answers_of(brought: Brought | Sequence[Brought]) -> Iterator[Answer | CallFault]:
    """Give the bytes of everything that was brought, one file at a time, or what is wrong with a file."""
    for one in brought if isinstance(brought, Sequence) else [brought]:
        if isinstance(one, Answer):
            yield _bounded(one)
        elif isinstance(one, Member):
            yield _read(one)
        else:
            yield from _of_path(one)


def _of_path(path: Path) -> Iterator[Answer | CallFault]:
    """Read a file, or each file of a folder or zip: one that is damaged keeps no other out."""
    try:
        if path.is_dir():
            files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in SUFFIXES)
            for file in files:
                if not file.name.startswith("."):
                    yield from _of_path(file)
            if not files:
                yield CallFault("no-files", path.name, 0)
            return
        members = members_of(path)
    except UnsafeFile as error:
        yield CallFault(error.code, error.name, 0)
        return
    except OSError:
        yield CallFault("unreadable-file", path.name, 0)
        return
    if not members:
        yield CallFault("no-files", path.name, 0)
    for member in members:
        yield _read(member)


def _read(member: Member) -> Answer | CallFault:
    try:
        with member.opened() as stream:
            return _bounded(Answer(member.name, stream.read(MOST_BYTES + 1)))
    except UnsafeFile as error:
        return CallFault(error.code, member.name, 0)
    except (OSError, EOFError, NotImplementedError, RuntimeError):  # of a damaged or strange zip, or of the disk
        return CallFault("unreadable-file", member.name, 0)


def _bounded(answer: Answer) -> Answer | CallFault:
    return answer if len(answer.body) <= MOST_BYTES else CallFault("too-large", answer.name, 0)
