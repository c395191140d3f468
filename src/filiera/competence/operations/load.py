"""Load an instance folder: its vocabularies, organisations, facts and evidence. Repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from filiera.common.instance import Instance
from filiera.competence.drafts import Outcome
from filiera.competence.importers.sheet import read_sheet
from filiera.competence.operations.evidence import new_recorder
from filiera.competence.operations.taxonomy import load_taxonomy
from filiera.registry.operations.actors import Loaded, load_actors
from filiera.registry.operations.instance import load_stages, load_territory

CHUNK = 500


@dataclass(frozen=True, slots=True)
class LoadedFolder:
    """What a folder of actors gave; `rejected` are the lines of its evidence that could not be read."""

    register: Loaded
    evidence: dict[Outcome, int]
    rejected: tuple[int, ...]


def load_vocabularies(*, instance: Instance, municipalities: Path) -> dict[str, int]:
    """Load stages, territory and taxonomy; give their numbers."""
    return {
        "stages": load_stages(instance=instance),
        "municipalities": load_territory(instance=instance, municipalities=municipalities),
        "competences": load_taxonomy(folder=instance.folder / "taxonomy"),
    }


def load_folder(*, folder: Path, is_example: bool) -> LoadedFolder:
    """Load one folder of actors with its evidence sheet; invented ones are marked as examples."""
    register = load_actors(folder=folder, is_example=is_example)
    counts = dict.fromkeys(Outcome, 0)
    rejected: list[int] = []
    path = folder / "evidence.csv"
    if path.exists():
        recorder = new_recorder()
        prefix = "example" if is_example else "actor"
        drafts = []
        for row in read_sheet(path, is_example=is_example, prefix=prefix):
            if row.draft is None:
                rejected.append(row.line)
            else:
                drafts.append(row.draft)
        for start in range(0, len(drafts), CHUNK):
            for outcome in recorder.record(drafts[start : start + CHUNK]):
                counts[outcome] += 1
    return LoadedFolder(register, counts, tuple(rejected))
