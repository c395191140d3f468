"""Files of funded projects that the office brings on a page: kept under a token until they are taken in or thrown away."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from filiera.funding.operations.sent_files import Sent, check_number, keep_files

MOST_BYTES = 60 * 1024**2
"""Largest upload of projects that somebody waits for; a whole framework programme comes in at the command line."""

KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[0-9a-f]{24}")


def keep_project_files(*, files: Sequence[Sent], now: datetime) -> str:
    """Keep files to be tried, and give their token; what others left there for more than a day goes. Raises FundingRefused."""
    check_number(files, field="project_files")
    _sweep(now)
    token = secrets.token_hex(12)
    keep_files(files, _base() / token, most_bytes=MOST_BYTES, field="project_files")
    return token


def project_files(token: str) -> Path | None:
    """Give the folder of files that were kept, None where they are gone."""
    folder = _base() / token
    return folder if _TOKEN.fullmatch(token) and folder.is_dir() else None


def drop_project_files(folder: Path) -> None:
    """Throw files away."""
    shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    return Path(settings.VAR_DIR) / "imports" / "projects"


def _sweep(now: datetime) -> None:
    if not _base().is_dir():
        return
    for folder in _base().iterdir():
        if folder.stat().st_mtime < (now - KEPT_FOR).timestamp():
            drop_project_files(folder)
