"""What a row comes to: read, looked for in the register and in its own file, and told apart by what people answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from filiera.engine import names_features as compare
from filiera.engine.names_words import name_of
from filiera.registry.enums import Band, Scheme
from filiera.registry.finding import Found, Named, OrganisationFinder
from filiera.registry.identifiers import InvalidIdentifier, normal_identifier
from filiera.registry.models import DuplicateDecision, Identifier, ImportBatch, ImportRow, TwinDecision
from filiera.registry.queries.known import KnownValues, comparable
from filiera.registry.sheets.dividers import EMPTY, Shape
from filiera.registry.sheets.fields import REPEATABLE, SheetField
from filiera.registry.sheets.problems import CELL, Problem
from filiera.registry.sheets.reasons import feature_reasons
from filiera.registry.sheets.rows import Stated, first_value, read_row, without_early_membership
from filiera.registry.sheets.twins import NamedRow

if TYPE_CHECKING:
    from filiera.registry.sheets.rows import Columns
    from filiera.registry.sheets.twins import FileIndex, Twin
    from filiera.registry.sheets.vocabulary import Vocabulary

Fate = ImportRow.Fate
SAME, DIFFERENT = DuplicateDecision.Verdict.SAME, DuplicateDecision.Verdict.DIFFERENT

UNLIKE = 0.55
"""Under this likeness of names, an equal identifier alone does not join two: somebody may have pasted the wrong number."""

LEFT = "left"
"""The reason of a row that a person left out."""

SETTLED = (Fate.SAME, Fate.UPDATE)
OPEN_FATES = (Fate.SAME, Fate.UPDATE, Fate.ASK, Fate.NEW, Fate.LATER)


def cells_of(row: ImportRow) -> list[str]:
    """Give the cells of a row with what was corrected by hand."""
    cells = list(row.raw)
    for index, text in row.fixes.items():
        cells += [""] * (int(index) + 1 - len(cells))
        cells[int(index)] = text
    return cells


def stated_of(row: ImportRow) -> tuple[Stated, ...]:
    """Give what a row that has been read states."""
    return tuple(Stated(**one) for one in row.said)


def read_into(row: ImportRow, headers: Sequence[str], columns: Columns, vocabulary: Vocabulary, shape: Shape) -> None:
    """Read a row and set what it states, its problems and its first fate; nothing is saved."""
    read = read_row(cells_of(row), headers, columns, vocabulary, None if row.is_taken else shape)
    row.said = [one.as_json() for one in read.stated]
    row.errors = [problem.as_json() for problem in read.problems]
    nothing = LEFT if row.is_left and read.nothing != EMPTY else read.nothing
    row.reasons = [{"code": nothing}] if nothing not in ("", EMPTY) else []
    row.fate = Fate.EMPTY if nothing else Fate.ERROR if read.has_error else Fate.PENDING
    row.candidate_id = row.twin_id = None
    row.fingerprint = "" if nothing else named(row).fingerprint()


def keys_of(row: ImportRow, headers: Sequence[str], columns: Columns, vocabulary: Vocabulary) -> list[str]:
    """Give the keys of answers about a row: its own, and where only its place was mended the one it has as written."""
    written = ImportRow(raw=row.raw, is_taken=True)
    read_into(written, headers, columns, vocabulary, Shape())
    return list(dict.fromkeys([row.fingerprint, *([written.fingerprint] if names_the_same(row, written) else [])]))


def names_the_same(one: ImportRow, other: ImportRow) -> bool:
    """Tell whether two readings of a row name the same, whatever place they say."""
    first, second = named(one), named(other)
    return (first.name, first.ids) == (second.name, second.ids)


def named(row: ImportRow) -> Named:
    """Give the organisation that a row names, as it is looked for in the register."""
    stated = stated_of(row)
    ids = {scheme: first_value(stated, scheme) for scheme in ("VAT", "FISCAL", "ROR", "PIC")}
    if ids["FISCAL"].isdecimal() and not ids["VAT"]:
        ids["VAT"] = (
            f"IT{ids['FISCAL']}"  # a company's tax code is nearly always its VAT number: good enough to look for
        )
    ids["DOMAIN"] = _domain(stated)
    town, country = first_value(stated, SheetField.TOWN), first_value(stated, SheetField.COUNTRY)
    return Named(
        name=first_value(stated, SheetField.NAME),
        ids={scheme: value for scheme, value in ids.items() if value},
        town=town,
        country=country or ("IT" if town else ""),
    )


def named_row(row: ImportRow) -> NamedRow:
    """Give a row that has been read as it is compared with the others of its file."""
    said = named(row)
    return NamedRow(row.pk, row.line, said.name, said.town, said.country, said.ids, row.fingerprint)


def _domain(stated: Sequence[Stated]) -> str:
    for field in (SheetField.WEBSITE, SheetField.EMAIL):
        try:
            return normal_identifier(Scheme.DOMAIN, first_value(stated, field).split("; ")[0])
        except InvalidIdentifier:
            continue
    return ""


class Fates:
    """Settles the fates of rows against one picture of the register and of their file."""

    def __init__(self, index: FileIndex, *, batch: ImportBatch) -> None:
        self.index = index
        self.finder = OrganisationFinder()
        self.verdicts: dict[tuple[str, int], str] = {
            (fingerprint, pk): verdict
            for fingerprint, pk, verdict in DuplicateDecision.objects.values_list(
                "fingerprint", "organisation_id", "verdict"
            )
        }
        self.twin_verdicts: dict[str, dict[str, str]] = defaultdict(dict)
        for first, second, verdict in TwinDecision.objects.values_list("first", "second", "verdict"):
            self.twin_verdicts[first][second] = self.twin_verdicts[second][first] = verdict
        self.known = KnownValues()
        self.outcomes: dict[int, tuple[str, int | None, int | None]] = {}
        self.lines: dict[int, int] = {}
        rows = batch.rows.order_by("line").values_list("pk", "line", "fate", "candidate_id", "twin_id")
        for pk, line, fate, candidate, twin in rows:
            self._note(pk, line, fate, candidate, twin)

    def _note(self, pk: int, line: int, fate: str, candidate: int | None, twin: int | None) -> None:
        self.outcomes[pk] = (fate, candidate, twin)
        if candidate and fate in SETTLED:
            self.lines.setdefault(candidate, line)

    def settle(self, rows: Sequence[ImportRow], *, any_line: bool = False) -> None:
        """Set the fate, reasons and candidate of rows that have been read; nothing is saved.

        Twins are earlier rows, or with `any_line` all others, where one row is looked at again out of its turn.
        """
        self.outcomes.update({row.pk: (Fate.PENDING, None, None) for row in rows})  # nobody's twin before its turn
        found = {row.pk: self.finder.find(named(row)) for row in rows if row.fate != Fate.EMPTY}
        self.known.load({pk for one in found.values() if (pk := one.organisation_id or one.candidate_id)})
        for row in rows:
            if row.fate != Fate.EMPTY:
                self._suggest(row, found[row.pk])
            if row.fate not in (Fate.EMPTY, Fate.ERROR):
                self._settle(row, found[row.pk], any_line)
            self._note(row.pk, row.line, row.fate, row.candidate_id, row.twin_id)

    def _settle(self, row: ImportRow, found: Found, any_line: bool) -> None:
        row.reasons, row.candidate_id, row.twin_id = [], None, None
        while found.organisation_id and found.by in Scheme.values and not self._key_holds(row, found):
            if row.fate == Fate.ASK:
                return
            found = self.finder.find(named(row))  # by what is left of it
            self.known.load({pk for pk in (found.organisation_id, found.candidate_id) if pk})
        if self.verdicts.get((row.fingerprint, found.organisation_id or found.candidate_id or 0)) == DIFFERENT:
            found = Found(Band.NEW)
        if found.organisation_id:
            row.candidate_id = found.organisation_id
            self._same(row, found)
            return
        twin = self._twin(row, any_line)
        if found.candidate_id and not (twin and twin.sure and self._answers(twin, found.candidate_id)):
            row.fate, row.candidate_id = Fate.ASK, found.candidate_id
            row.reasons = feature_reasons(found.match)
        elif twin:
            self._as_twin(row, twin)
        else:
            row.fate = Fate.NEW

    def _key_holds(self, row: ImportRow, found: Found) -> bool:
        """Tell whether an equal identifier may join the row by itself.

        Where not, the row asks; or, once people have said that they are two, it goes on without that identifier.
        """
        pk = found.organisation_id or 0
        verdict = self.verdicts.get((row.fingerprint, pk))
        names = self.known.names[pk]
        if verdict == SAME or (verdict is None and names_alike(named(row).name, names)):
            return True
        if verdict == DIFFERENT:
            self._leave_out(row, found.by, owner=names[0] if names else "?")
        else:
            row.fate, row.candidate_id = Fate.ASK, pk
            row.reasons = [{"code": "key-other-name", "scheme": found.by}]
        return False

    def _leave_out(self, row: ImportRow, scheme: str, *, owner: str) -> None:
        """Take an identifier that is somebody else's out of what the row states."""
        fields = (scheme, SheetField.FISCAL) if scheme == Scheme.VAT else (scheme,)
        for one in stated_of(row):
            if one.field in fields:
                problem = Problem("vat-of-another", CELL, one.column, one.text, params={"owner": owner})
                row.errors = [*row.errors, problem.as_json()]
        row.said = [one.as_json() for one in stated_of(row) if one.field not in fields]

    def _leave_early_membership_out(self, row: ImportRow, pk: int) -> None:
        """Take a membership out of what the row states that would be older than the organisation of the register."""
        stated = stated_of(row)
        founded = [*self.known.of(pk, SheetField.FOUNDED), first_value(stated, SheetField.FOUNDED)]
        rest, wrong = without_early_membership(stated, founded)
        row.said = [one.as_json() for one in rest]
        row.errors = [*row.errors, *(problem.as_json() for problem in wrong)]

    def _same(self, row: ImportRow, found: Found) -> None:
        pk = found.organisation_id or 0
        self._leave_early_membership_out(row, pk)
        reasons: list[dict[str, Any]] = (
            feature_reasons(found.match) if found.by == "name" else [{"code": "by", "by": found.by}]
        )
        if self.lines.get(pk, row.line) != row.line:
            reasons.append({"code": "also", "line": self.lines[pk]})
        news = news_of(row, pk, self.known)
        row.fate = Fate.UPDATE if news else Fate.SAME
        row.reasons = [*reasons, *news]

    def _twin(self, row: ImportRow, any_line: bool) -> Twin | None:
        mine = named_row(row)
        if not mine.name:
            return None

        def fits(other: NamedRow) -> bool:
            fate, _candidate, twin = self.outcomes[other.key]
            in_turn = fate in OPEN_FATES and twin != row.pk and (any_line or other.line < row.line)
            return in_turn and not self._is_told_apart(row, other.key, apart)

        answers = self.twin_verdicts.get(row.fingerprint, {})
        apart = {other for other, verdict in answers.items() if verdict == DIFFERENT}
        return self.index.twin_of(mine, fits=fits, apart=apart)

    def _is_told_apart(self, row: ImportRow, key: int, apart: Collection[str]) -> bool:
        """Tell whether an answer given already says that a row is not what another row, by its sure twins, means."""
        root, organisation = self._root(key)
        told = organisation is not None and self.verdicts.get((row.fingerprint, organisation)) == DIFFERENT
        return told or (root in self.index.rows and self.index.rows[root].fingerprint in apart)

    def _root(self, key: int) -> tuple[int, int | None]:
        """Follow sure twins to the first row of an organisation: its key, and the organisation it means if any."""
        seen: set[int] = set()
        while key not in seen:
            seen.add(key)
            fate, candidate, twin = self.outcomes[key]
            if fate in (Fate.ASK, Fate.LATER) or twin is None:
                return key, candidate if fate in (Fate.SAME, Fate.UPDATE) else None
            key = twin
        return key, None

    def _answers(self, twin: Twin, candidate: int) -> bool:
        """Tell whether a sure twin settles a row's own question: it is the candidate, or was told apart from it."""
        root, organisation = self._root(twin.key)
        apart = self.verdicts.get((self.index.rows[root].fingerprint, candidate)) == DIFFERENT
        return organisation == candidate or (apart and self.outcomes[root][0] == Fate.NEW)

    def _as_twin(self, row: ImportRow, twin: Twin) -> None:
        """Join the row to an earlier one of its file, or ask."""
        other = self.index.rows[twin.key]
        sure = twin.sure or self.twin_verdicts.get(row.fingerprint, {}).get(other.fingerprint) == SAME
        root, organisation = self._root(twin.key)
        row.twin_id = root if sure else twin.key
        if not sure:
            row.fate, row.reasons = Fate.ASK, feature_reasons(twin.match)
            return
        row.candidate_id = organisation
        if organisation:
            self.known.load([organisation])
            self._leave_early_membership_out(row, organisation)
        news = (
            news_of(row, organisation, self.known) if organisation else twin_news(row, ImportRow.objects.get(pk=root))
        )
        row.fate = Fate.UPDATE if news else Fate.SAME
        row.reasons = [{"code": "line", "line": self.index.rows[root].line}, *news]

    def _suggest(self, row: ImportRow, found: Found) -> None:
        """Where a check digit is wrong and the name is known, propose the number that the register has."""
        pk = found.organisation_id or found.candidate_id
        problems = [Problem.from_json(one) for one in row.errors]
        if pk is None or not any(problem.code in ("checksum", "length") for problem in problems):
            return
        vat = Identifier.objects.filter(organisation=pk, scheme=Scheme.VAT).values_list("value", flat=True).first()
        if not vat:
            return
        row.errors = [
            Problem("checksum-known", one.level, one.column, one.value, (vat.removeprefix("IT"),)).as_json()
            if one.code in ("checksum", "length")
            else one.as_json()
            for one in problems
        ]


def names_alike(name: str, known: Sequence[str]) -> bool:
    """Tell whether a name is near enough one of those known for an equal identifier to join them."""
    one = name_of(name)
    for other in map(name_of, known):
        likeness = max(compare.same_words(one, other).score, compare.same_part(one, other).score)
        if likeness >= UNLIKE or compare.same_acronym(one, (), other, ()).score >= 0.8:
            return True
        if set(one.words) & set(other.words):
            return True
    return not known


def news_of(row: ImportRow, organisation_id: int, known: KnownValues) -> list[dict[str, Any]]:
    """List what the row says that the register does not, with what the register says of the same field."""
    return [
        _new(one, [] if one.field in REPEATABLE else known.of(organisation_id, one.field))
        for one in stated_of(row)
        if not known.has(organisation_id, one.field, one.value)
        and not (one.is_derived and known.is_told(organisation_id, one.field))
    ]


def twin_news(row: ImportRow, root: ImportRow) -> list[dict[str, Any]]:
    """List what a row says that the earlier row of the same organisation does not."""
    before = {(one.field, comparable(one.field, one.value)) for one in stated_of(root)}
    values: dict[str, list[str]] = defaultdict(list)
    for one in stated_of(root):
        values[one.field].append(one.value)
    return [
        _new(one, values[one.field]) | {"line": root.line}
        for one in stated_of(row)
        if (one.field, comparable(one.field, one.value)) not in before and not (one.is_derived and values[one.field])
    ]


def _new(one: Stated, had: Sequence[str]) -> dict[str, Any]:
    return {"code": "new", "field": one.field, "header": one.header, "value": one.value[:200], "had": list(had)[:3]}
