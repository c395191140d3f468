"""Recognise the tables of CORDIS by their columns, under the names that exports of several years and hands gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from filiera.common.folding import fold
from filiera.competence.importers.stage import LOOKUP, Fault, StagedRow
from filiera.registry.importers.cells import bare
from filiera.registry.importers.files import Member
from filiera.registry.importers.tables import Table, column_key

PROJECT, PARTICIPANT, FIELD, TOPIC, LEGAL, LINK, DELIVERABLE, PUBLICATION, REPORT = (
    "project",
    "participant",
    "field",
    "topic",
    "legal",
    "link",
    "deliverable",
    "publication",
    "report",
)
PICS, TOPICS = f"{LOOKUP}pic", f"{LOOKUP}topic"
IGNORED = "ignored"

SPELLINGS: dict[str, tuple[str, ...]] = {
    "project": ("projectid", "project", "grantagreementid", "grantid", "projectnumber"),
    "acronym": ("projectacronym", "acronym"),
    "title": ("projecttitle", "title"),
    "objective": ("objective", "abstract", "projectabstract"),
    "start": ("startdate", "projectstartdate", "start"),
    "end": ("enddate", "projectenddate", "end"),
    "framework": ("frameworkprogramme", "framework", "programme"),
    "legal": ("legalbasis",),
    "topic": ("topics", "topic", "topiccode"),
    "topic_title": ("topicdescr", "topictitle"),
    "priority": ("thematicpriority",),
    "updated": ("contentupdatedate",),
    "pic": ("organisationid", "organizationid", "pic", "participantid"),
    "vat": ("vatnumber", "vat", "legalentityvat"),
    "name": ("legalname", "name", "organisationname", "hostinstitution", "participantlegalname"),
    "short": ("shortname",),
    "town": ("city", "town"),
    "country": ("country", "countrycode"),
    "nuts": ("nutscode", "nuts3", "nuts3code"),
    "role": ("role", "partnerrole", "organisationrole"),
    "web": ("organizationurl", "organisationurl", "url"),
    "order": ("order",),
    "field": ("euroscivoctitle",),
    "field_code": ("euroscivoccode",),
    "description": ("description",),
    "authors": ("authors",),
    "journal": ("journaltitle",),
    "year": ("publishedyear",),
    "doi": ("doi",),
    "collection": ("collection", "ispublishedas", "deliverabletype"),
}
"""Our name of each column, and the keys (see `column_key`) under which files write it, the preferred first."""

KEPT: dict[str, tuple[str, ...]] = {
    PROJECT: (
        "acronym",
        "title",
        "objective",
        "start",
        "end",
        "framework",
        "legal",
        "topic",
        "topic_title",
        "priority",
        "updated",
        "name",
        "town",
        "country",
        "nuts",
        "pic",
        "vat",
    ),
    PARTICIPANT: (
        "pic",
        "vat",
        "name",
        "short",
        "town",
        "country",
        "nuts",
        "role",
        "web",
        "order",
        "acronym",
        "start",
        "end",
        "framework",
        "topic",
        "topic_title",
        "project_title",
        "updated",
    ),
    FIELD: ("field", "field_code"),
    TOPIC: ("topic", "title"),
    LEGAL: ("legal", "title"),
    LINK: (),
    DELIVERABLE: ("id", "title", "description", "acronym", "updated"),
    PUBLICATION: ("id", "title", "journal", "year", "doi", "acronym", "updated"),
    REPORT: ("title", "acronym", "project_title", "updated"),
    PICS: ("pic", "name", "short", "town", "country"),
    TOPICS: ("topic", "title"),
}
"""What is kept of each table; names of people (authors, contacts) are not needed and not taken."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A recognised table: its part, and for each of our columns its place in the row (-1 where the file lacks it)."""

    part: str
    places: Mapping[str, int]
    key: int


def layout_of(header: Sequence[str]) -> Layout | None:
    """Recognise a table by its header; None where it is none of CORDIS."""
    keys = {column_key(name): place for place, name in reversed(list(enumerate(header)))}
    part = _part(frozenset(keys))
    if not part:
        return None
    places = {name: _place(keys, SPELLINGS.get(name, (name,))) for name in KEPT.get(part, ())}
    places |= _own_places(part, keys)
    key = _place(keys, SPELLINGS["project"])
    if part == PROJECT and key < 0:
        key = _place(keys, ("id",))
    return Layout(part, places, key)


def _place(keys: Mapping[str, int], spellings: Sequence[str]) -> int:
    return next((keys[name] for name in spellings if name in keys), -1)


def _own_places(part: str, keys: Mapping[str, int]) -> dict[str, int]:
    """Settle columns whose name means another thing in this table."""
    title = _place(keys, ("title", "reporttitle", "topictitle"))
    return {
        PROJECT: {"title": _place(keys, ("title", "projecttitle"))},
        PARTICIPANT: {"project_title": _place(keys, ("projecttitle",))},
        TOPIC: {"title": title, "topic": _place(keys, ("topic", "topiccode", "topics"))},
        TOPICS: {"title": title, "topic": _place(keys, ("topic", "topiccode", "topics"))},
        LEGAL: {"title": title},
        DELIVERABLE: {"title": title, "id": _place(keys, ("id",))},
        PUBLICATION: {"title": title, "id": _place(keys, ("id",))},
        REPORT: {"title": title, "project_title": _place(keys, ("projecttitle",))},
    }.get(part, {})


def _part(keys: frozenset[str]) -> str:
    has_project = bool(keys & set(SPELLINGS["project"]))
    is_organisation = bool(keys & {"organisationid", "organizationid", "pic"})
    rules = (
        (has_project and bool(keys & {"journaltitle", "ispublishedas"}), PUBLICATION),
        (has_project and "deliverabletype" in keys, DELIVERABLE),
        (has_project and (bool(keys & {"reporttitle"}) or {"attachment", "title"} <= keys), REPORT),
        ("physurl" in keys, LINK),
        (has_project and "euroscivoctitle" in keys, FIELD),
        (has_project and "hostinstitution" in keys and "title" in keys, PROJECT),
        (
            has_project and (is_organisation or {"name", "country"} <= keys or {"legalname", "country"} <= keys),
            PARTICIPANT,
        ),
        (is_organisation and bool(keys & {"legalname", "name"}), PICS),
        (has_project and bool(keys & {"acronym", "objective", "startdate"}) and "title" in keys, PROJECT),
        ("id" in keys and "title" in keys and bool(keys & {"acronym", "objective", "frameworkprogramme"}), PROJECT),
        (has_project and "legalbasis" in keys, LEGAL),
        (has_project and bool(keys & {"topic", "topiccode"}), TOPIC),
        (bool(keys & {"topic", "topiccode"}) and bool(keys & {"topictitle", "title"}), TOPICS),
        ({"legalbasis", "title"} <= keys, IGNORED),
        ("euroscivoccode" in keys or {"notation", "labelen"} <= keys or {"code", "labelen"} <= keys, IGNORED),
    )
    return next((part for applies, part in rules if applies), "")


def read_table(member: Member, table: Table, layout: Layout) -> Iterator[StagedRow | Fault]:
    """Give the rows of a recognised table, each with our names of its columns; or what is wrong with it."""
    by_key = {PICS: "pic", TOPICS: "topic"}.get(layout.part)
    for record in table:
        if record.fault:
            yield Fault(record.fault, member.name, record.line, raw=record.raw, value=record.raw[:120])
            continue
        values = {name: bare(record.values[at]) for name, at in layout.places.items() if 0 <= at < len(record.values)}
        key = values.get(by_key, "") if by_key else bare(record.values[layout.key])
        key = key.removesuffix(".0") if not by_key else key
        if not key and layout.part == PROJECT and values.get("title") and values.get("name"):
            key = named_key(values)
        if not key:
            column = table.header[layout.key] if layout.key >= 0 else by_key or ""
            yield Fault("no-project", member.name, record.line, column, raw=table.delimiter.join(record.values)[:500])
            continue
        if not by_key and not key.isdigit() and not key.startswith(NAMED):
            yield Fault("bad-project", member.name, record.line, table.header[layout.key], key[:120])
            continue
        kept = {name: value for name, value in values.items() if value}
        yield StagedRow(layout.part, member.name, record.line, {**kept, "_key": f"{by_key}:{key}" if by_key else key})


NAMED = "named-"


def named_key(values: Mapping[str, str]) -> str:
    """Give the key of a project that its table knows without a number: by its acronym, title and host."""
    said = "|".join(fold(values.get(name, "")) for name in ("acronym", "title", "name"))
    return NAMED + hashlib.sha256(said.encode()).hexdigest()[:16]


def key_of(row: StagedRow) -> str:
    """Give the key by which rows of CORDIS meet: the project's number, or that of a looked-up thing."""
    return str(row.values["_key"])
