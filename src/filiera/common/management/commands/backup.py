"""`filiera backup FILE`: the whole installation in one file, while people work."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera import __version__
from filiera.common.backups.archive import write_archive
from filiera.common.backups.databases import BackupError, database
from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Write a backup."""

    help = gettext_noop("Write the whole installation, database and files, to one archive; people go on working.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument(
            "file", type=Path, metavar="FILE", help=_("new file to write; keep it as you keep the data")
        )
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what it holds."""
        path: Path = options["file"].absolute()
        try:
            manifest = write_archive(
                path, database=database(), var=Path(settings.VAR_DIR), version=__version__, now=timezone.now()
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
        if options["json"]:
            self.stdout.write(json.dumps({"file": str(path), "files": len(manifest.files) - 1}))
        else:
            words = {"path": path, "n": len(manifest.files) - 1}
            self.stdout.write(_("Written: %(path)s, the database and %(n)s files.") % words)
