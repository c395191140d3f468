"""Load the cluster's folder: vocabularies, organisations, evidence, what is said of it; and compute the map."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from filiera.common.instance import Instance, current_instance
from filiera.competence.operations.load import load_folder, load_vocabularies
from filiera.competence.operations.map import update_map
from filiera.observatory.operations import load_observatory


class Command(BaseCommand):
    """Load the instance folder into the database; repeatable."""

    help = "Load the cluster's folder (vocabularies, organisations, facts, evidence) and compute the map."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--examples` for the invented organisations too."""
        parser.add_argument("--examples", action="store_true", help="load the invented example organisations too")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say how much."""
        instance, territory = self.found()
        self.say("vocabularies", load_vocabularies(instance=instance, municipalities=territory))
        folders = [("actors", False)] + ([("examples", True)] if options["examples"] else [])
        for name, is_example in folders:
            loaded = load_folder(folder=instance.folder / name, is_example=is_example)
            counts = {str(outcome): number for outcome, number in loaded.evidence.items()}
            register = {"organisations": loaded.register.organisations, "facts": loaded.register.facts}
            self.say(name, register | counts | {"rejected": len(loaded.rejected)})
        self.say("observatory", load_observatory(instance=instance))
        done = update_map(today=timezone.localdate(), progress=self.progress)
        self.say("map", {"read": done.read, "organisations": done.organisations, "claims": done.claims})

    def found(self) -> tuple[Instance, Path]:
        """Give the cluster's folder and the file of municipalities; end with what to do where one is missing."""
        try:
            instance = current_instance()
        except FileNotFoundError as error:
            words = {"path": settings.INSTANCE_DIR}
            raise CommandError(
                _("The folder %(path)s has no instance.yaml: FILIERA_INSTANCE must name a cluster's folder.") % words
            ) from error
        territory = Path(settings.VAR_DIR) / "territory" / "municipalities.csv"
        if not territory.is_file():
            raise CommandError(
                _(
                    "The list of municipalities is missing (%(path)s): run “make setup”, which writes it, then try again."
                )
                % {"path": territory}
            )
        return instance, territory

    def say(self, what: str, counts: dict[str, int]) -> None:
        """Print one line of counts."""
        self.stdout.write(f"{what}: " + ", ".join(f"{number} {name}" for name, number in counts.items()))

    def progress(self, done: int, total: int) -> None:
        """Show how much evidence has been embedded."""
        self.stdout.write(f"  embedded {done} of {total} texts")
