"""Load the cluster's folder: vocabularies, organisations, evidence, what is said of it; and compute the map."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from filiera.common.instance import Instance, current_instance
from filiera.common.terminal import OwnCommand, add_common, progress_bars
from filiera.competence.operations.load import load_folder, load_vocabularies
from filiera.competence.operations.map import update_map
from filiera.observatory.folder import faults_of
from filiera.observatory.operations import load_observatory

MOST_FAULTS = 40
"""Faults of a folder that are told at a time."""


class Command(OwnCommand):
    """Load the instance folder into the database; repeatable. A folder with a fault is not loaded, not even in part."""

    help = gettext_noop("Load the cluster's folder (vocabularies, organisations, facts, evidence) and compute the map.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--examples` for the invented organisations too, `--check` to look at the folder alone."""
        parser.add_argument("--examples", action="store_true", help=_("load the invented example organisations too"))
        parser.add_argument("--check", action="store_true", help=_("say what is wrong in the folder, and load nothing"))
        add_common(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything and say how much."""
        done: dict[str, dict[str, int]] = {}
        instance = self.sound_instance()
        if options["check"]:
            self.stdout.write(json.dumps({"faults": []}) if options["json"] else _("Nothing is wrong in the folder."))
            return
        territory = self.territory(instance)
        self.say(done, "vocabularies", load_vocabularies(instance=instance, municipalities=territory), options)
        folders = [("actors", False)] + ([("examples", True)] if options["examples"] else [])
        for name, is_example in folders:
            loaded = load_folder(folder=instance.folder / name, is_example=is_example)
            counts = {str(outcome): number for outcome, number in loaded.evidence.items()}
            register = {"organisations": loaded.register.organisations, "facts": loaded.register.facts}
            self.say(done, name, register | counts | {"rejected": len(loaded.rejected)}, options)
        self.say(done, "observatory", load_observatory(instance=instance), options)
        with progress_bars({"embedding": _("Embedding evidence")}) as progress:
            run = update_map(today=timezone.localdate(), progress=lambda at, total: progress("embedding", at, total))
        told = {"read": run.read, "with-evidence": run.organisations, "claims": run.claims}
        self.say(done, "map", told, options)
        if options["json"]:
            self.stdout.write(json.dumps(done))

    def sound_instance(self) -> Instance:
        """Give the cluster's folder; end with what to do where there is none, or anything is wrong in it."""
        folder = Path(settings.INSTANCE_DIR)
        try:
            faults = faults_of(folder)
        except FileNotFoundError as error:
            raise CommandError(
                _("The folder %(path)s has no instance.yaml: FILIERA_INSTANCE must name a cluster's folder.")
                % {"path": folder}
            ) from error
        if faults:
            heading = ngettext(
                "%(n)s thing is wrong in the folder %(path)s; nothing was loaded:",
                "%(n)s things are wrong in the folder %(path)s; nothing was loaded:",
                len(faults),
            ) % {"n": len(faults), "path": folder}
            more = [_("… and %(n)s more") % {"n": len(faults) - MOST_FAULTS}] if len(faults) > MOST_FAULTS else []
            raise CommandError("\n".join([heading, *map(str, faults[:MOST_FAULTS]), *more]))
        return current_instance()

    def territory(self, instance: Instance) -> Path:
        """Give the file of municipalities, the cluster's own or the one of set-up; end with what to do where it is missing."""
        own = instance.folder / "territory" / "municipalities.csv"
        if own.is_file():
            return own
        territory = Path(settings.VAR_DIR) / "territory" / "municipalities.csv"
        if not territory.is_file():
            raise CommandError(
                _(
                    "The list of municipalities is missing (%(path)s): run “make setup”, which writes it, then try again."
                )
                % {"path": territory}
            )
        return territory

    def say(self, done: dict[str, dict[str, int]], what: str, counts: dict[str, int], options: dict[str, Any]) -> None:
        """Keep the counts of a part, and print them as a line where people read."""
        done[what] = counts
        if options["json"]:
            return
        labels = _labels()
        said = ", ".join(f"{number} {labels.get(name, name)}" for name, number in counts.items())
        self.stdout.write(f"{labels.get(what, what)}: {said}")


def _labels() -> dict[str, str]:
    """Give the words for the parts and for what is counted of them."""
    return {
        "vocabularies": _("Vocabularies"),
        "actors": _("Organisations of the cluster"),
        "examples": _("Invented examples"),
        "observatory": _("What is said of the cluster"),
        "map": _("Map of competences"),
        "stages": _("stages"),
        "municipalities": _("municipalities"),
        "competences": _("competences"),
        "organisations": _("organisations"),
        "facts": _("facts"),
        "new": _("new pieces of evidence"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "rejected": pgettext("pieces of evidence", "refused"),
        "figures": _("figures"),
        "deadlines": _("dated rules"),
        "events": _("events"),
        "functions": _("functions of the cluster"),
        "source names": _("names of sources"),
        "read": _("pieces of evidence read now"),
        "with-evidence": _("organisations with evidence"),
        "claims": _("competences held"),
    }
