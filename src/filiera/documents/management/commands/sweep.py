"""Sweep away what is no longer to be kept: files that no document names, and lines of openings older than a year."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common
from filiera.documents.files import sweep
from filiera.documents.queries.documents import named_digests
from filiera.registry.operations.openings import forget_openings


class Command(OwnCommand):
    """Delete orphan files and old lines."""

    help = gettext_noop("Delete files that no document names, and lines on who opened what that are a year old.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take nothing but the form of the answer."""
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep and report."""
        done = {"files": sweep(named_digests()), "openings": forget_openings(now=timezone.now())}
        if options["json"]:
            self.stdout.write(json.dumps(done))
        else:
            self.stdout.write(_("Deleted: %(files)d files, %(openings)d lines.") % done)
