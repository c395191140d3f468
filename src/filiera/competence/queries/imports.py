"""Imports of public files as pages and commands show them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from filiera.common.in_words import shortened
from filiera.competence.enums import LinkBand
from filiera.competence.importers.problems import Problem
from filiera.competence.importers.recognising import LOOKS
from filiera.competence.importers.sheet_columns import column_words
from filiera.competence.models import EvidenceLink
from filiera.registry.models import ImportBatch, ImportRow, Organisation
from filiera.registry.queries.emptied import with_nothing_left
from filiera.registry.wording import scheme_label

if TYPE_CHECKING:
    from django.db.models import QuerySet

OPEN_DATA = (ImportBatch.Kind.CORDIS, ImportBatch.Kind.OPENALEX, ImportBatch.Kind.ROR, ImportBatch.Kind.EVIDENCE)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why rows were rejected, or what is worth telling of them: how many, in words, and some of them."""

    code: str
    number: int
    message: str
    remedy: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What one file gave."""

    name: str
    table: str
    rows: int
    rejected: int

    @property
    def table_label(self) -> str:
        """Give the kind of table in words."""
        return _tables().get(self.table, self.table)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """A batch in the words of the reader."""

    id: int
    kind: str
    file_name: str
    state: str
    share: float
    counts: dict[str, int]
    figures: tuple[tuple[str, int], ...]
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]
    files: tuple[FileReport, ...]
    failure: str
    named: dict[str, int]
    """How many of the organisations that are named are found, are in doubt, are not in the register: as tried, or as they
    stand now."""

    @property
    def brings_something(self) -> bool:
        """Tell whether anything comes in, or is asked about: a doubt can be answered only once it is in."""
        return any(self.counts[name] for name in ("new", "changed", "unchanged", "doubtful"))

    def as_dict(self) -> dict[str, Any]:
        """Give the report as JSON takes it."""
        values = asdict(self)
        values.pop("figures")
        return values


def evidence_batches() -> QuerySet[ImportBatch]:
    """Give the imports of public files and evidence sheets, newest first."""
    return ImportBatch.objects.filter(kind__in=OPEN_DATA).select_related("created_by").order_by("-pk")


def is_all_outside(batch: ImportBatch) -> bool:
    """Tell whether nothing of a batch has come in: it waits, or it failed in its trial or before its first slice."""
    if batch.state == ImportBatch.State.FAILED:
        return bool(batch.trial) or not batch.position
    return batch.state in (ImportBatch.State.TRIED, ImportBatch.State.UPLOADED)


def batch_report(batch: ImportBatch) -> BatchReport:
    """Put a batch in words: counts, reasons of what was rejected, remarks, files, names. At most one query a reason.

    A doubt that somebody has answered is told as answered.
    """
    counts, answered = batch.counts, _answered(batch)
    numbers = {name: int(counts.get(name, 0)) for name in COUNTED}
    numbers["doubtful"] -= len(answered)
    failed = counts.get("failed")
    problem = Problem(failed["code"], value=failed["value"]) if failed else None
    named = _named(counts.get("named") or _named_now(batch))
    figures = [(label, numbers[name]) for name, label in _labels().items() if numbers[name] or name in ALWAYS]
    return BatchReport(
        id=batch.pk or 0,
        kind=str(batch.get_kind_display()),
        file_name=batch.file_name,
        state=str(batch.get_state_display()),
        share=1.0 if batch.state == ImportBatch.State.DONE else batch.position / batch.total if batch.total else 0.0,
        counts=numbers,
        figures=(*figures, *((label, named[name]) for name, label in _name_labels(batch).items() if named)),
        reasons=tuple(_reason(batch, code, number) for code, number in sorted(counts.get("reasons", {}).items())),
        remarks=tuple(
            _remark(batch.kind, *one) for one in sorted(_remarks(counts.get("remarks", {}), answered).items())
        ),
        files=tuple(
            FileReport(name, one["table"], one["rows"], one["rejected"])
            for name, one in counts.get("files", {}).items()
        ),
        failure=f"{problem.value}: {problem.message} {problem.remedy}" if problem else "",
        named=named,
    )


def _named(bands: dict[str, int]) -> dict[str, int]:
    doubtful, unknown = bands.get(LinkBand.ASK, 0), bands.get(LinkBand.UNKNOWN, 0)
    found = sum(bands.values()) - doubtful - unknown
    return {"found": found, "doubtful": doubtful, "unknown": unknown} if bands else {}


def _named_now(batch: ImportBatch) -> dict[str, int]:
    """Count the names in the evidence that came in with a batch, by how surely they are found now: one query, none before."""
    if batch.pk is None or batch.trial or batch.kind == ImportBatch.Kind.ROR:
        return {}
    links = EvidenceLink.objects.filter(evidence__batch=batch).order_by()
    return dict(links.values_list("band").annotate(n=Count("mention_key", distinct=True)))


def _answered(batch: ImportBatch) -> list[str]:
    """Give the institutions that were in doubt and of which somebody has said who they are: one query where any was."""
    if batch.pk is None or batch.trial or IN_DOUBT not in batch.counts.get("remarks", {}):
        return []
    return [raw[2] for raw in batch.rows.filter(fate=ImportRow.Fate.LATER).values_list("raw", flat=True)]


def _remarks(noted: dict[str, Any], answered: list[str]) -> dict[str, Any]:
    """Give the remarks of a batch, those answered apart from those in doubt."""
    if not answered:
        return noted
    doubts, others = noted[IN_DOUBT], {code: one for code, one in noted.items() if code != IN_DOUBT}
    number = doubts["number"] - len(answered)
    mine = [one for one in doubts["examples"] if one[3] in answered]
    left = [one for one in doubts["examples"] if one[3] not in answered]
    still = {IN_DOUBT: {"number": number, "examples": left}} if number > 0 else {}
    return others | still | {"doubt-answered": {"number": len(answered), "examples": mine}}


def _name_labels(batch: ImportBatch) -> dict[str, str]:
    return {
        "found": _("organisations found in the register"),
        "doubtful": _("organisations in doubt: you will be asked") if batch.trial else _("organisations in doubt"),
        "unknown": _("organisations that are not in the register"),
    }


IN_DOUBT = "in-doubt"
"""The remark on an institution that may be one of the register."""


COUNTED = ("read", "new", "changed", "unchanged", "rejected", "waiting", "doubtful", "outside")
ALWAYS = frozenset({"read", "new", "changed", "unchanged", "rejected"})


def _labels() -> dict[str, str]:
    return {
        "read": _("rows read"),
        "new": _("records that are new, each from one row or several"),
        "changed": _("records that changed"),
        "unchanged": _("records as they were"),
        "rejected": _("rows rejected"),
        "waiting": _("rows that wait for another file"),
        "doubtful": _("in doubt: perhaps one of the register"),
        "outside": _("outside the place asked for"),
    }


def _tables() -> dict[str, str]:
    return {
        "project": _("projects"),
        "participant": _("participants"),
        "field": _("fields of science"),
        "topic": _("topics"),
        "legal": _("legal basis"),
        "link": _("links, not needed"),
        "deliverable": _("deliverables"),
        "publication": _("publications"),
        "report": _("report summaries"),
        "lookup:pic": _("names of participants"),
        "lookup:topic": _("titles of topics"),
        "work": _("publications"),
        "institution": _("research organisations"),
        "evidence": _("evidence"),
        "members": _("organisations, not evidence"),
        "ignored": _("vocabulary, not needed"),
        "unknown": _("not recognised"),
    }


def place_of_row(error: dict[str, Any], kind: str) -> str:
    """Say where a fault is: file, line, column and value. `kind` is the batch's: a sheet's columns have names of ours."""
    where = _("%(file)s, line %(line)s") % {"file": error.get("file", ""), "line": error.get("line", "")}
    column = f", {column_of(error, kind)}" if error.get("column") else ""
    value = f": «{shortened(str(error['value']))}»" if error.get("value") else ""
    return f"{where}{column}{value}"


def column_of(error: dict[str, Any], kind: str) -> str:
    """Name the column of a fault: of an evidence sheet in the reader's language, of any other file as it stands there."""
    name = str(error.get("column", ""))
    return column_words(name, error.get("heading", "")) if kind == ImportBatch.Kind.EVIDENCE else name


def _reason(batch: ImportBatch, code: str, number: int) -> Reason:
    problem = Problem(code)
    errors = batch.counts.get("examples")
    if errors is None and batch.pk:
        here = reduce(or_, (Q(**{f"errors__{place}__code": code}) for place in range(FAULTS_A_ROW)))
        rows = batch.rows.filter(here, fate=ImportRow.Fate.ERROR).order_by("line")[:5]
        errors = [error for row in rows for error in row.errors]
    examples = tuple(place_of_row(error, batch.kind) for error in errors or () if error["code"] == code)[:5]
    return Reason(code, number, problem.message, problem.remedy, examples)


FAULTS_A_ROW = 12
"""As many faults as a row can have: one of each of its values that are read."""


def _remark(kind: str, code: str, noted: dict[str, Any]) -> Reason:
    problem = Problem(code)
    names = ("file", "line", "column", "value")
    examples = tuple(place_of_row(dict(zip(names, one, strict=True)), kind) for one in noted["examples"][:5])
    return Reason(code, noted["number"], problem.message, problem.remedy, examples)


@dataclass(frozen=True, slots=True)
class Doubt:
    """An institution that may be one of the register: the row to answer for, its name, and the candidate."""

    row: int
    name: str
    town: str
    ids: tuple[str, ...]
    candidate: str
    candidate_code: str


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A rejected row with what is wrong and what to do."""

    where: str
    value: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class BatchPage:
    """A batch as its page shows it."""

    report: BatchReport
    rejected: tuple[RejectedRow, ...]
    doubts: tuple[Doubt, ...]
    percent: int
    is_all_outside: bool
    emptied: tuple[Organisation, ...] = ()
    looks_like: str = ""
    """The format that a file looks like which failed as another."""


SHOWN_ROWS = 50


def batch_page(batch: ImportBatch) -> BatchPage:
    """Give a batch with its first rejected rows and its doubts."""
    report = batch_report(batch)
    errors = batch.rows.filter(fate=ImportRow.Fate.ERROR).order_by("line")[:SHOWN_ROWS]
    asked = batch.rows.filter(fate=ImportRow.Fate.ASK).select_related("candidate").order_by("line")[:SHOWN_ROWS]
    return BatchPage(
        report=report,
        rejected=tuple(_rejected(error, batch.kind) for row in errors for error in row.errors),
        doubts=tuple(
            Doubt(
                row=row.pk,
                name=shortened(row.raw[2]),
                town=row.undo.get("town", ""),
                ids=tuple(
                    f"{scheme_label(scheme)} {value}" for scheme, value in sorted(row.undo.get("ids", {}).items())
                ),
                candidate=row.candidate.name,
                candidate_code=row.candidate.code,
            )
            for row in asked
            if row.candidate is not None
        ),
        percent=round(100 * report.share),
        is_all_outside=is_all_outside(batch),
        emptied=tuple(emptied_by(batch)),
        looks_like=_looks_like(batch) if is_all_outside(batch) else "",
    )


def _looks_like(batch: ImportBatch) -> str:
    code = str(batch.counts.get("failed", {}).get("code", ""))
    kind = code.removeprefix(LOOKS).upper() if code.startswith(LOOKS) else ""
    return str(ImportBatch.Kind(kind).label) if kind in ImportBatch.Kind.values else ""


def emptied_by(batch: ImportBatch) -> list[Organisation]:
    """Give the organisations of which the undo of a batch left nothing, that are still in the register and still so."""
    ids = batch.report.get("emptied", [])
    return with_nothing_left(ids) if ids else []


def _rejected(error: dict[str, Any], kind: str) -> RejectedRow:
    problem = Problem(error["code"])
    where = place_of_row({**error, "value": ""}, kind)
    return RejectedRow(where, shortened(str(error.get("value", ""))), problem.message, problem.remedy)
