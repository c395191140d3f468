# ruff: noqa: N999 - the file is named as the command is typed
"""Take an organisation of which nothing is left out of the register from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from filiera.common.terminal import OwnCommand, add_common
from filiera.registry.models import Organisation
from filiera.registry.operations.removal import RemovalRefused, remove_empty_organisation


class Command(OwnCommand):
    """Remove an organisation on which nothing hangs any more."""

    help = gettext_noop(
        "Take an organisation of which nothing is left, since what brought it was undone, out of the register."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take its public id."""
        parser.add_argument("organisation", metavar=_("ORGANISATION"), help=_("public id of the organisation"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove and report."""
        code = options["organisation"]
        found = Organisation.objects.filter(code=code).first()
        if found is None:
            raise CommandError(_("There is no organisation “%(code)s”.") % {"code": code})
        try:
            remove_empty_organisation(organisation=found)
        except RemovalRefused as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"removed": code}))
        else:
            self.stdout.write(_("%(name)s is out of the register.") % {"name": found.name})
