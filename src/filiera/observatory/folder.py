"""What is wrong in a cluster's folder, found before anything of it is loaded. Reads files alone, no database."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from filiera.common.instance import Instance, read_instance
from filiera.competence.enums import EvidenceKind
from filiera.competence.importers.sheet import read_sheet
from filiera.privacy.notice import Notice
from filiera.privacy.processing import ProcessingRegister
from filiera.registry.enums import FactField, Kind, Size
from filiera.registry.operations.actors import KINDS

Row = dict[str, str]
IDENTITY = "instance.yaml"
COMPETENCES = "taxonomy/competences.csv"
COMPETENCE_COLUMNS = (
    "id", "parent_id", "level", "label_it", "label_en", "label_fr", "label_es", "definition_it", "definition_en",
    "synonyms_it", "synonyms_en", "ateco", "hs", "standards",
)  # fmt: skip
ORGANISATION_COLUMNS = ("id", "name", "kind", "source_name", "certainty")
SHAPES = {"missing": "missing", "string_type": "no-text", "list_type": "no-list", "float_parsing": "no-number",
          "float_type": "no-number", "bool_parsing": "no-flag", "model_type": "no-group",
          "too_short": "missing", "too_long": "too-many"}  # fmt: skip
"""Our codes for what pydantic finds."""

PARTS = ("actors", "examples")
TAXONOMY_LEVELS = ("1", "2", "3")


@dataclass(frozen=True, slots=True)
class FolderFault:
    """One fault: `file` within the folder, `line` from 1 (0: of the file as a whole), the column or field, the value."""

    code: str
    file: str
    line: int = 0
    column: str = ""
    value: str = ""
    words: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.line:
            place.append(_("line %(line)s") % {"line": self.line})
        if self.column:
            place.append(self.column)
        value = _(" “%(value)s”") % {"value": self.value[:60]} if self.value else ""
        return f"{', '.join(place)}{value}: {self.words or _words()[self.code]}"


def _words() -> dict[str, str]:
    return {
        "no-file": _("The file is not there. Add it: the folder cannot do without."),
        "no-yaml": _(
            "This is not YAML. Look at this line and the one before: a colon or a question mark wants quotes."
        ),
        "no-utf8": _("The file is not in UTF-8. Save it again as “CSV UTF-8”."),
        "missing": _("This value is needed. Fill it in."),
        "missing-column": _("This column is needed. Add it to the first line."),
        "no-text": _("A text is expected here. Put it in quotes."),
        "no-list": _("A list is expected here. Begin each of its lines with a dash."),
        "no-number": _("A number is expected here. Write it with digits and a point."),
        "no-flag": _("Write true or false here."),
        "no-group": _("Several named values are expected here, each on a line of its own."),
        "too-many": _("There are too many values here. Take some out."),
        "wrong": _("This value cannot be used here. Compare it with the folder of another cluster."),
        "twice": _("This id stands in the file twice. Give each its own."),
        "no-level": _("This is not a level of the taxonomy. Write 1, 2 or 3."),
        "unknown-parent": _("The file has no competence with this id. Write the id of the competence above."),
        "unknown-stage": _("No stage of instance.yaml is called so. Correct it here, or add the stage there."),
        "no-label": _("The taxonomy has no first level for this stage. Add a row with its code as id."),
        "unknown-competence": _("The taxonomy has no competence with this id. Correct it, or take it out."),
        "no-language": _("Terms are in “it” or “en”."),
        "no-weight": _("This is not a weight. Write a number above 0 and up to 1."),
        "no-level-of-readiness": _("This is not a level of technology readiness. Write a whole number from 1 to 9."),
        "unknown-kind": _("This is not a kind of organisation. Use one of: %(words)s.") % {"words": _listed(Kind)},
        "unknown-size": _("This is not a size. Use one of: %(words)s, or leave it empty.") % {"words": _listed(Size)},
        "no-source": _("A fact needs the name of its source. Write who says it."),
        "unknown-organisation": _("The folder has no organisation with this id. Correct it, or add the organisation."),
        "unknown-field": _("This is not a field of an organisation. Correct it, or take the row out."),
        "unknown-evidence-kind": _("This is not a kind of evidence. Use one of: %(words)s.")
        % {"words": _listed(EvidenceKind)},
    }


def _listed(words: Collection[str]) -> str:
    return ", ".join(str(word).lower() for word in words)


def faults_of(folder: Path) -> list[FolderFault]:
    """List what is wrong in a cluster's folder, file by file; none where it can be loaded.

    Raises FileNotFoundError where there is no `instance.yaml`.
    """
    try:
        instance = read_instance(folder)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [FolderFault("no-yaml", IDENTITY, mark.line + 1 if mark else 0)]
    except UnicodeDecodeError:
        return [FolderFault("no-utf8", IDENTITY)]
    except ValidationError as error:
        return [_of_shape(one) for one in error.errors(include_url=False)]
    competences, faults = _taxonomy(folder, instance)
    registers = [_Table(folder, f"{name}/organisations.csv", ("id",)) for name in PARTS]
    everybody = {row["id"] for register in registers for _line, row in register}
    itself = instance.identity.organisation_id
    if itself not in everybody and not any(register.faults for register in registers):
        faults.append(FolderFault("unknown-organisation", IDENTITY, 0, "identity.organisation_id", itself))
    for one in instance.no_proof:
        if one.kind.upper() not in {*EvidenceKind.values, "CALL"}:
            faults.append(FolderFault("unknown-evidence-kind", IDENTITY, 0, "no_proof", one.kind))
        unknown = [code for code in one.competences if code not in competences]
        faults += [FolderFault("unknown-competence", IDENTITY, 0, "no_proof", code) for code in unknown]
    for name in PARTS:
        if (folder / name).is_dir():
            faults += _organisations(folder, name, instance)
    return faults + _privacy(folder)


def _privacy(folder: Path) -> list[FolderFault]:
    """Give what is wrong in the notice and in the register of processing, file by file."""
    faults = []
    shapes: dict[str, type[BaseModel]] = {"notice-*.yaml": Notice, "processing.yaml": ProcessingRegister}
    for pattern, shape in shapes.items():
        for path in sorted((folder / "privacy").glob(pattern)):
            name = f"privacy/{path.name}"
            try:
                shape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
            except yaml.YAMLError as error:
                mark = getattr(error, "problem_mark", None)
                faults.append(FolderFault("no-yaml", name, mark.line + 1 if mark else 0))
            except UnicodeDecodeError:
                faults.append(FolderFault("no-utf8", name))
            except ValidationError as error:
                faults += [replace(_of_shape(one), file=name) for one in error.errors(include_url=False)]
    return faults


def _of_shape(error: object) -> FolderFault:
    values = dict(error)  # type: ignore[call-overload]
    place = ".".join(str(part) for part in values["loc"])
    code = SHAPES.get(values["type"], "wrong")
    said = "" if code == "missing" or isinstance(values["input"], (dict, list)) else str(values["input"])
    return FolderFault(code, IDENTITY, 0, place, said)


class _Table:
    """The rows of a CSV file of the folder, each with its line, and what is wrong with the file as a whole."""

    def __init__(self, folder: Path, name: str, columns: Sequence[str], *, is_needed: bool = False) -> None:
        self.name, self.faults = name, list[FolderFault]()
        self.rows: list[tuple[int, Row]] = []
        path = folder / name
        if not path.exists():
            self.faults += [FolderFault("no-file", name)] if is_needed else []
            return
        try:
            self.rows, heads = _read(path)
        except UnicodeDecodeError:
            self.faults.append(FolderFault("no-utf8", name))
            return
        missing = [column for column in columns if column not in heads]
        self.faults += [FolderFault("missing-column", name, 1, column) for column in missing]
        if missing:
            self.rows = []

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return iter(self.rows)

    def check(self, column: str, code: str, fits: Callable[[str], bool], *, may_be_empty: bool = False) -> None:
        """Note the rows whose value of a column does not fit."""
        for line, row in self.rows:
            value = row.get(column, "")
            if not value:
                self.faults += [] if may_be_empty else [FolderFault("missing", self.name, line, column)]
            elif not fits(value):
                self.faults.append(FolderFault(code, self.name, line, column, value))

    def check_ids(self) -> set[str]:
        """Give the ids, and note those that are missing or stand twice."""
        seen: set[str] = set()
        for line, row in self.rows:
            identifier = row["id"]
            if not identifier or identifier in seen:
                code = "twice" if identifier else "missing"
                self.faults.append(FolderFault(code, self.name, line, "id", identifier))
            seen.add(identifier)
        return seen


def _read(path: Path) -> tuple[list[tuple[int, Row]], Sequence[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        rows = [(reader.line_num, {key: (value or "").strip() for key, value in row.items() if key}) for row in reader]
        return rows, reader.fieldnames or ()


def _taxonomy(folder: Path, instance: Instance) -> tuple[set[str], list[FolderFault]]:
    """Give the competences of a folder, and the faults of its taxonomy."""
    table = _Table(folder, COMPETENCES, COMPETENCE_COLUMNS, is_needed=True)
    ids = table.check_ids()
    stages = {stage.code for stage in instance.stages}
    table.check("level", "no-level", TAXONOMY_LEVELS.__contains__)
    table.check("parent_id", "unknown-parent", ids.__contains__, may_be_empty=True)
    for line, row in table:
        if row["id"].split(".")[0] not in stages:
            table.faults.append(FolderFault("unknown-stage", COMPETENCES, line, "id", row["id"]))
    for column in ("label_it", "label_en"):
        table.check(column, "missing", bool)
    labelled = {row["id"] for _line, row in table if row["level"] == "1"}
    unlabelled = sorted(stages - labelled) if table.rows else []
    table.faults += [FolderFault("no-label", COMPETENCES, 0, "id", code) for code in unlabelled]
    terms = _Table(folder, "taxonomy/terms.csv", ("competence_id", "lang", "term", "weight"))
    terms.check("competence_id", "unknown-competence", ids.__contains__)
    terms.check("lang", "no-language", ("it", "en").__contains__)
    terms.check("term", "missing", bool)
    terms.check("weight", "no-weight", _is_weight, may_be_empty=True)
    windows = _Table(folder, "taxonomy/competence_trl.csv", ("competence_id", "trl_min", "trl_max"))
    windows.check("competence_id", "unknown-competence", ids.__contains__)
    for column in ("trl_min", "trl_max"):
        windows.check(column, "no-level-of-readiness", lambda value: value in set("123456789"))
    return ids, [*table.faults, *terms.faults, *windows.faults]


def _is_weight(value: str) -> bool:
    try:
        return 0 < float(value) <= 1
    except ValueError:
        return False


def _organisations(folder: Path, name: str, instance: Instance) -> list[FolderFault]:
    """List the faults of a folder of organisations: theirs, of what is said of them, and of their evidence."""
    table = _Table(folder, f"{name}/organisations.csv", ORGANISATION_COLUMNS, is_needed=True)
    if table.faults:  # of the rest nothing can be said: it speaks of these
        return table.faults
    ids = table.check_ids()
    stages = {stage.id for stage in instance.stages}
    table.check("name", "missing", bool)
    table.check("kind", "unknown-kind", lambda value: value in KINDS or value.upper() in Kind.values)
    table.check("chain_stage", "unknown-stage", stages.__contains__, may_be_empty=True)
    table.check("size", "unknown-size", lambda value: value.upper() in Size.values, may_be_empty=True)
    for line, row in table:
        if not row["source_name"]:
            table.faults.append(FolderFault("no-source", table.name, line, "source_name"))
    known = ids | ({row["id"] for _line, row in _Table(folder, "actors/organisations.csv", ("id",))})
    columns = ("organisation_id", "source_name", "certainty")
    facts = _Table(folder, f"{name}/facts.csv", (*columns, "field", "value"))
    facts.check("field", "unknown-field", lambda value: value.upper() in FactField.values)
    people = _Table(folder, f"{name}/people.csv", (*columns, "person", "role_it", "role_en"))
    people.check("person", "missing", bool)
    for said in (facts, people):
        said.check("organisation_id", "unknown-organisation", known.__contains__)
        for line, row in said:
            if not row["source_name"]:
                said.faults.append(FolderFault("no-source", said.name, line, "source_name"))
    return [*table.faults, *facts.faults, *people.faults, *_evidence(folder, f"{name}/evidence.csv", known)]


def _evidence(folder: Path, name: str, known: Collection[str]) -> list[FolderFault]:
    path = folder / name
    if not path.exists():
        return []
    table = _Table(folder, name, ("id", "organisation_id", "kind", "source_name"))
    table.check("organisation_id", "unknown-organisation", known.__contains__)
    if table.faults and not table.rows:
        return table.faults
    faults = [
        FolderFault("wrong", name, row.line, one.column, one.value, f"{one.message} {one.remedy}".strip())
        for row in read_sheet(path)
        for one in row.problems
    ]
    return [*table.faults, *faults]
