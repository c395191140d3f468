"""What the register already says of some organisations, in forms that can be compared with what a sheet says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection

from filiera.common.folding import fold
from filiera.engine.names_words import name_of
from filiera.registry.enums import Kind
from filiera.registry.models import Alias, AtecoCode, Fact, Identifier, Organisation
from filiera.registry.sheets.fields import SheetField

_NAMES = frozenset({SheetField.NAME, SheetField.ALIAS})
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def comparable(field: str, value: str) -> str:
    """Give the form in which two values of a field are the same if they are equal."""
    if field in _NAMES:
        return name_of(value).text or fold(value)
    if field == SheetField.WEBSITE:
        return _SITE.sub("", value.strip().lower()).rstrip("/")
    if field == SheetField.EMAIL:
        return value.strip().lower()
    if field == SheetField.PHONE:
        return re.sub(r"\D", "", value)[-9:]
    return fold(value)


class KnownValues:
    """The comparable values of some organisations by field."""

    def __init__(self, organisation_ids: Collection[int] = ()) -> None:
        self._values: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._shown: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.names: dict[int, list[str]] = defaultdict(list)
        self._loaded: set[int] = set()
        self.load(organisation_ids)

    def load(self, organisation_ids: Collection[int]) -> None:
        """Read the organisations that have not been read yet; five queries, however many they are."""
        ids = sorted(set(organisation_ids) - self._loaded)
        if not ids:
            return
        self._loaded.update(ids)
        rows = Organisation.objects.filter(pk__in=ids).select_related("group")
        for row in rows:
            self._columns(row)
        for pk, name in Alias.objects.filter(organisation__in=ids).values_list("organisation_id", "name"):
            self.add(pk, SheetField.NAME, name)
            self.names[pk].append(name)
        facts = Fact.objects.filter(organisation__in=ids).order_by("pk")
        last: dict[int, int] = {}
        for pk, field, value, source in facts.values_list("organisation_id", "field", "value", "source_id"):
            if field == SheetField.MEMBER and last.setdefault(pk, source) != source:
                self._shown[pk, field].clear()
                self._values[pk, field].clear()  # yes, no and yes again of three years' sheets are three things said
                last[pk] = source
            self.add(pk, field, value)
        identifiers = Identifier.objects.filter(organisation__in=ids).exclude(scheme="DOMAIN")
        for pk, scheme, value in identifiers.values_list("organisation_id", "scheme", "value"):
            self.add(pk, scheme, value)
        codes = AtecoCode.objects.filter(organisation__in=ids).values_list("organisation_id", "edition", "code")
        for pk, edition, code in codes:
            self.add(pk, SheetField.ATECO, f"{edition}:{code}")
            self._values[pk, SheetField.ATECO].add(fold(code))

    def _columns(self, row: Organisation) -> None:
        self.names[row.pk].extend(filter(None, (row.name, row.legal_name)))
        for field, value in (
            (SheetField.NAME, row.name),
            (SheetField.NAME, row.legal_name),
            (SheetField.LEGAL_NAME, row.legal_name),
            (SheetField.TOWN, row.town),
            (SheetField.PROVINCE, row.province_id),
            (SheetField.COUNTRY, row.country),
            (SheetField.WEBSITE, row.website),
            (SheetField.SIZE, row.size),
            (SheetField.KIND, row.kind),
            (SheetField.STAGE, row.stage_id),
            (SheetField.GROUP, row.group.name if row.group else ""),
            (SheetField.EMPLOYEES, row.employees),
            (SheetField.MIN_BATCH, row.min_batch),
            (SheetField.FOUNDED, row.founded_year),
            (SheetField.MEMBER_SINCE, row.member_since_on if row.member_since_known else None),
            (SheetField.MEMBER, "YES" if row.member_since_on else ""),
        ):
            if value not in (None, ""):
                self.add(row.pk, field, str(value))

    def add(self, organisation_id: int, field: str, value: str) -> None:
        """Take a value in, as one more that is known."""
        key = (organisation_id, str(SheetField.NAME if field == SheetField.ALIAS else field))
        parts = value.split("; ") if field == SheetField.EMAIL else [value]
        self._values[key].update(comparable(field, part) for part in parts)
        if value not in self._shown[key]:
            self._shown[key].append(value)

    def has(self, organisation_id: int, field: str, value: str) -> bool:
        """Tell whether the register says this already."""
        key = (organisation_id, str(SheetField.NAME if field == SheetField.ALIAS else field))
        known = self._values[key]
        if field == SheetField.EMAIL:
            return all(comparable(field, part) in known for part in value.split("; "))
        return comparable(field, value) in known

    def is_told(self, organisation_id: int, field: str) -> bool:
        """Tell whether the register says anything of a field; a kind that is only “other” says nothing."""
        return any(value != Kind.OTHER for value in self._shown[organisation_id, str(field)])

    def of(self, organisation_id: int, field: str) -> list[str]:
        """Give what the register says of a field, as it would be shown."""
        return self._shown[organisation_id, str(field)]
