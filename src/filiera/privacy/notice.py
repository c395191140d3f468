"""The privacy notice as data of the instance's folder: one file a version, the newest whose day has come is in force."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from filiera.common.instance import Lines, Text, current_instance
from filiera.privacy.enums import Purpose


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NoticePurpose(_Strict):
    """One thing that data are used for: which data, on which basis, for how long."""

    what: Text
    data: Text
    basis: Text
    kept: Text


class NoticePart(_Strict):
    """One part of the notice: a heading and its paragraphs."""

    heading: Text
    lines: Lines


class Notice(_Strict):
    """One version of the notice. Source: GDPR, arts. 13 and 14."""

    version: str
    in_force_on: date
    lead: Text
    controller: NoticePart
    purposes: list[NoticePurpose]
    parts: list[NoticePart]
    consents: dict[Purpose, Text]

    def digest(self) -> str:
        """Give the digest of the whole text, both languages, by which this very version is known again."""
        written = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(written.encode()).hexdigest()


def read_notices(folder: Path) -> tuple[Notice, ...]:
    """Read every version, oldest first. Raises pydantic's ValidationError with the place of a fault."""
    found = [Notice(**yaml.safe_load(path.read_text(encoding="utf-8"))) for path in folder.glob("notice-*.yaml")]
    return tuple(sorted(found, key=lambda one: one.in_force_on))


@cache
def _kept(folder: Path) -> tuple[Notice, ...]:
    return read_notices(folder)


def notices() -> tuple[Notice, ...]:
    """Give every version of this installation's notice, oldest first."""
    return _kept(current_instance().folder / "privacy")


def notice_on(today: date) -> Notice | None:
    """Give the version in force on a day; the first one before any is; None where the cluster has written none."""
    known = notices()
    in_force = [one for one in known if one.in_force_on <= today]
    return in_force[-1] if in_force else next(iter(known), None)
