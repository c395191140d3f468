"""Read who got what of CORDIS: tables of projects and of participants, as published or as cut by others, files or a zip.

A table is recognised by its columns, as the map's own import does it; here the amounts are read too. Files are gone through
twice, so that a whole framework programme never stands in memory: first for the projects that are wanted, then for these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from filiera.competence.importers.cordis import FRAMEWORKS
from filiera.competence.importers.cordis_tables import PARTICIPANT, PICS, PROJECT, Layout, layout_of
from filiera.competence.importers.stage import Fault
from filiera.registry.enums import Scheme
from filiera.registry.importers.cells import bare, country_of, identifier_of, plain_text, read_date
from filiera.registry.importers.files import Member
from filiera.registry.importers.tables import Table, column_key

AMOUNTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    PROJECT: {
        "project_grant": ("ecmaxcontribution", "eucontributioneur", "projectmaxcontributioneur"),
        "project_cost": ("totalcost", "projecttotalcosteur"),
    },
    PARTICIPANT: {
        "grant": ("neteccontribution", "eccontribution", "eccontributioneur", "contributioneur"),
        "cost": ("totalcost",),
        "project_grant": ("projectmaxcontributioneur",),
        "project_cost": ("projecttotalcosteur",),
    },
}
"""Our name of each amount, and the columns in which tables have it, the first that is filled in counts: what an organisation
gets itself comes before what it gets with those that are linked to it, which are counted for themselves."""

MOST_FAULTS = 500


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A row of a table: which project it is of, its values as written, the file and line it comes from."""

    part: str
    key: str
    values: Mapping[str, str]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part, as the file names it; amounts in euro, None where they are not there."""

    name: str
    ids: Mapping[str, str]
    town: str
    country: str
    is_coordinator: bool
    grant_eur: Decimal | None
    cost_eur: Decimal | None


@dataclass
class GrantedProject:
    """A project with its participants, as the files tell it; what is empty or None they do not say."""

    ref: str
    framework: str = ""
    acronym: str = ""
    title: str = ""
    objective: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    cost_eur: Decimal | None = None
    grant_eur: Decimal | None = None
    newest: str = ""
    participants: list[Participant] = field(default_factory=list)


@dataclass
class GrantFiles:
    """What was brought, gone through as often as needed; `faults` are what could not be read, the first of them."""

    members: Sequence[Member]
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    tables: int = 0
    names: dict[str, str] = field(default_factory=dict)

    def rows(self, parts: Iterable[str], *, tell: bool) -> Iterator[GrantRow]:
        """Give the rows of some kinds of tables; `tell` notes what is wrong, so that twice read is told once."""
        wanted = frozenset(parts)
        for member in self.members:
            if member.suffix not in (".csv", ".tsv", ".txt"):
                continue
            with member.opened() as stream:
                table = Table(stream)
                layout = layout_of(table.header)
                if layout is None or layout.part not in wanted:
                    continue
                self.tables += tell
                yield from self._rows(member, table, layout, tell)

    def _rows(self, member: Member, table: Table, layout: Layout, tell: bool) -> Iterator[GrantRow]:
        places = dict(layout.places) | _amount_places(layout.part, table.header)
        by_pic = layout.part == PICS
        for record in table:
            if record.fault:
                self.note(Fault(record.fault, member.name, record.line, raw=record.raw), tell)
                continue
            values = {name: bare(record.values[at]) for name, at in places.items() if 0 <= at < len(record.values)}
            key = values.get("pic", "") if by_pic else bare(record.values[layout.key]) if layout.key >= 0 else ""
            key = key.removesuffix(".0")
            if not key.isdigit():
                self.note(Fault("bad-project" if key else "no-project", member.name, record.line, value=key[:80]), tell)
                continue
            yield GrantRow(
                layout.part, key, {name: value for name, value in values.items() if value}, member.name, record.line
            )

    def note(self, fault: Fault, tell: bool = True) -> None:
        """Note what is wrong with a row."""
        if tell:
            self.fault_count += 1
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(fault)

    def read_names(self) -> None:
        """Read the tables that only name organisations by their codes."""
        for row in self.rows([PICS], tell=True):
            if row.values.get("name"):
                self.names.setdefault(row.key, row.values["name"])

    def wanted(self, is_wanted: Callable[[Participant], bool]) -> set[str]:
        """Give the projects in which somebody takes part who is wanted."""
        found: set[str] = set()
        for row in self.rows([PARTICIPANT], tell=True):
            if row.key not in found and is_wanted(self.participant(row, tell=False)):
                found.add(row.key)
        return found

    def projects(self, keys: set[str]) -> dict[str, GrantedProject]:
        """Read some projects whole, from all tables."""
        found = {key: GrantedProject(key) for key in keys}
        seen: set[tuple[str, str, str]] = set()
        for row in self.rows([PROJECT, PARTICIPANT], tell=False):
            project = found.get(row.key)
            if project is None:
                continue
            self._take(project, row)
            if row.part == PARTICIPANT:
                one = self.participant(row, tell=True)
                mark = (row.key, one.ids.get("PIC") or one.name, str(one.is_coordinator))
                if mark not in seen and (one.name or one.ids):
                    seen.add(mark)
                    project.participants.append(one)
        return found

    def _take(self, project: GrantedProject, row: GrantRow) -> None:
        values = row.values
        title = values.get("title" if row.part == PROJECT else "project_title", "")
        project.title = project.title or plain_text(title)
        project.acronym = project.acronym or values.get("acronym", "")[:80]
        project.objective = project.objective or plain_text(values.get("objective", ""))
        project.framework = project.framework or framework_of(values, row.file, row.key)
        project.newest = max(project.newest, values.get("updated", "")[:10])
        project.starts_on = project.starts_on or self._day(row, "start")
        project.ends_on = project.ends_on or self._day(row, "end")
        if project.grant_eur is None:
            project.grant_eur = self._amount(row, "project_grant")
        # CORDIS writes a cost of zero where there is none on file.
        project.cost_eur = project.cost_eur or self._amount(row, "project_cost") or None

    def participant(self, row: GrantRow, *, tell: bool) -> Participant:
        """Give the participant of a row."""
        values = row.values
        pic, vat = identifier_of(Scheme.PIC, values.get("pic", "")), identifier_of(Scheme.VAT, values.get("vat", ""))
        return Participant(
            name=values.get("name") or values.get("short") or self.names.get(pic, ""),
            ids={scheme: value for scheme, value in (("PIC", pic), ("VAT", vat)) if value},
            town=values.get("town", ""),
            country=country_of(values.get("country", "")),
            is_coordinator=values.get("role", "").lower() == "coordinator",
            grant_eur=self._amount(row, "grant", tell=tell),
            cost_eur=self._amount(row, "cost", tell=tell) or None,
        )

    def _amount(self, row: GrantRow, name: str, *, tell: bool = True) -> Decimal | None:
        text = row.values.get(name, "")
        if not text:
            return None
        try:
            found = read_amount(text)
        except ValueError:
            self.note(Fault("bad-amount", row.file, row.line, name, text[:80]), tell)
            return None
        return found

    def _day(self, row: GrantRow, name: str) -> date | None:
        try:
            found = read_date(row.values.get(name, ""))
        except ValueError:
            self.note(Fault("bad-date", row.file, row.line, name, row.values[name][:80]))
            return None
        return found.day if found else None


def _amount_places(part: str, header: Sequence[str]) -> dict[str, int]:
    keys = {column_key(name): place for place, name in reversed(list(enumerate(header)))}
    found = {}
    for name, spellings in AMOUNTS.get(part, {}).items():
        place = next((keys[one] for one in spellings if one in keys), -1)
        if place >= 0:
            found[name] = place
    return found


def read_amount(text: str) -> Decimal:
    """Read an amount as CORDIS writes it, with a point or a comma before the cents. Raises ValueError for anything else."""
    plain = text.replace("\xa0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(",", ".") if "." not in plain else plain.replace(",", "")
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not found.is_finite() or not 0 <= found < Decimal("100000000000"):
        raise ValueError(text)
    return found.quantize(Decimal("0.01"))


def framework_of(values: Mapping[str, str], file: str, key: str) -> str:
    """Tell the framework programme: as stated, by legal basis or topic, by the name of the file, else by the number."""
    stated = values.get("framework", "").upper()
    for name in FRAMEWORKS:
        if stated.startswith(name):
            return name
    codes = (values.get("legal", "").upper(), values.get("topic", "").upper())
    if any(code.startswith(("HORIZON", "EURATOM2027")) for code in codes):
        return "HORIZON"
    lower = file.lower().rsplit("/", 1)[-1]
    for word, name in (("fp7", "FP7"), ("h2020", "H2020"), ("horizon", "HORIZON")):
        if lower.startswith(word):
            return name
    number = int(key)
    return "HORIZON" if number >= 101_039_060 else "H2020" if number >= 633_000 else "FP7"
