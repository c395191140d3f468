"""`filiera restore FILE`: an installation as it was when the backup was taken."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.backups.archive import restore_archive
from filiera.common.backups.databases import BackupError, database
from filiera.common.terminal import NO_FILE, OwnCommand, add_common, file_problem


class Command(OwnCommand):
    """Put a backup back."""

    help = gettext_noop(
        "Put a backup back, into an empty database or in place of what is there; stop the server first."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, metavar="FILE", help=_("archive that “filiera backup” wrote"))
        parser.add_argument("--replace", action="store_true", help=_("put it in place of what is there"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, and say of when it is and what comes next."""
        path: Path = options["file"].absolute()
        try:
            manifest = restore_archive(
                path, database=database(), var=Path(settings.VAR_DIR), replace=options["replace"]
            )
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(file_problem(error, path), returncode=NO_FILE) from error
        if options["json"]:
            self.stdout.write(json.dumps({"taken_at": manifest.taken_at, "files": len(manifest.files) - 1}))
        else:
            words = {"at": manifest.taken_at, "n": len(manifest.files) - 1}
            self.stdout.write(
                _("Restored as of %(at)s, with %(n)s files. Run “filiera migrate” and “filiera map”, then start.")
                % words
            )
