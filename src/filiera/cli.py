"""The `filiera` command: Django's commands under one name, with the demo's settings where none are chosen."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run one command of Filiera; `filiera help` lists them all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiera.settings.dev")
    from django.core.management import ManagementUtility

    utility = ManagementUtility(["filiera", *sys.argv[1:]])
    utility.prog_name = "filiera"
    utility.execute()
