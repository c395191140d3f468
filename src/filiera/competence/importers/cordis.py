"""One EU project with its rows from every table: the draft of its evidence, and those of its publications."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from filiera.common.partial_date import PartialDate
from filiera.competence.drafts import EvidenceDraft, Mention, SourceDraft
from filiera.competence.enums import EvidenceKind, LinkRole
from filiera.competence.importers import cordis_tables as part
from filiera.competence.importers.base import Built
from filiera.competence.importers.stage import StagedRow
from filiera.registry.enums import Scheme, SourceKind
from filiera.registry.importers.cells import country_of, identifier_of, plain_text, read_date

LICENCE = "CC BY 4.0, © European Union"
PAGE = "https://cordis.europa.eu/project/id/{}"
FRAMEWORKS = {"FP7": "FP7", "H2020": "H2020", "HORIZON": "HORIZON"}
SOURCES = {
    "FP7": "CORDIS, Seventh Framework Programme",
    "H2020": "CORDIS, Horizon 2020",
    "HORIZON": "CORDIS, Horizon Europe",
}
MOST_DELIVERABLES = 12
DELIVERABLE_TEXT = 400
"""A project keeps the titles of its first deliverables and the beginning of what they say: enough to tell its work."""

OBJECTIVE_LIMIT = 12_000
HEADS = (part.PROJECT, part.PARTICIPANT, part.REPORT, part.DELIVERABLE, part.PUBLICATION)
"""Tables that know a project's acronym, title, dates or framework, the best first."""

_YEAR = re.compile(r"^\d{4}$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Place:
    """The place that an import is limited to: a country's ISO code and how its region's NUTS codes and towns are told."""

    country: str = ""
    nuts: tuple[str, ...] = ()
    towns: frozenset[str] = frozenset()

    def holds(self, country: str, nuts: str, town: str) -> bool:
        """Tell whether a participant is of that place; a region is told by NUTS code, by town where the code is missing."""
        if self.country and country != self.country:
            return False
        if not self.nuts:
            return True
        return nuts.upper().startswith(self.nuts) if nuts else town in self.towns


@dataclass(frozen=True, slots=True)
class Lookups:
    """What other tables know: names by PIC, titles by topic, and uids by which projects are known already."""

    pics: Mapping[str, Mapping[str, Any]]
    topics: Mapping[str, Mapping[str, Any]]
    uids: Mapping[str, str]


def build_project(
    key: str, rows: Sequence[StagedRow], lookups: Lookups, fold: Callable[[str], str], place: Place
) -> Built:
    """Turn the rows of one project into drafts. Rows of a project of which nothing else is known are orphans."""
    built = Built()
    by_part: dict[str, list[StagedRow]] = {}
    for row in rows:
        by_part.setdefault(row.part, []).append(row)
    mentions, is_there = _mentions(by_part, lookups, fold, place, built)
    if (place.country or place.nuts) and not is_there:
        built.outside = True
        return built
    heads = [row for name in HEADS for row in by_part.get(name, ())]
    title = _first(by_part.get(part.PROJECT, ()), "title") or _first(heads, "project_title") or _first(heads, "acronym")
    known = lookups.uids.get(key, "")
    if not title and not mentions and not known:
        built.orphans = len(rows)
        built.remark("project-unknown", rows[0], "projectID", key)
        return built
    framework = _framework(key, heads, by_part)
    uid = known or f"cordis:{framework}:{key}"
    source = SourceDraft(SOURCES[framework], kind=SourceKind.DATASET, licence=LICENCE)
    newest = max((str(row.values.get("updated", ""))[:10] for row in rows), default="")
    built.newest = (source.name, newest) if _DAY.match(newest) else None
    if not title and not known:
        built.remark("untitled-project", rows[0], "projectID", key)
    if not mentions:
        built.remark("no-participants", rows[0], "projectID", key)
    acronym = _first(heads, "acronym")
    built.drafts.append(
        EvidenceDraft(
            uid=uid,
            kind=EvidenceKind.PROJECT,
            source=source,
            mentions=tuple(mentions),
            title_en=_headed(acronym, title)[:500] or ("" if known else f"EU project {key}"),
            text_en=_text(by_part, lookups),
            on=_date(heads, "start", built),
            ended_on=_day(_date(heads, "end", built)),
            url=PAGE.format(key) if key.isdigit() else "",
            line=rows[0].line,
        )
    )
    partners = tuple(_as_partner(mention) for mention in mentions)
    built.drafts.extend(_publications(by_part.get(part.PUBLICATION, ()), source, partners, key, built))
    return built


def _first(rows: Iterable[StagedRow], name: str) -> str:
    return next((str(row.values[name]) for row in rows if row.values.get(name)), "")


def _headed(acronym: str, title: str) -> str:
    if not acronym or acronym.lower() in title.lower():
        return title or acronym
    return f"{acronym}: {title}"


def _framework(key: str, heads: Iterable[StagedRow], by_part: Mapping[str, Sequence[StagedRow]]) -> str:
    """Tell the framework programme: as stated, by the legal basis or the topic, else by the project's number and name."""
    stated = _first(heads, "framework").upper()
    for name in FRAMEWORKS:
        if stated.startswith(name):
            return name
    codes = [
        _first(heads, "legal"),
        _first(heads, "topic"),
        *(_first(by_part.get(p, ()), p) for p in (part.LEGAL, part.TOPIC)),
    ]
    if stated.startswith("EURATOM2027") or any(code.upper().startswith(("HORIZON", "EURATOM2027")) for code in codes):
        return "HORIZON"
    files = " ".join(row.file.lower() for rows in by_part.values() for row in rows)
    for word, name in (("fp7", "FP7"), ("h2020", "H2020"), ("horizon", "HORIZON")):
        if word in files:
            return name
    number = int(key) if key.isdecimal() else 0
    if not number:
        started = _first(heads, "start")[:4]
        return "HORIZON" if started >= "2021" else "H2020" if started >= "2014" else "FP7"
    return "HORIZON" if number >= 101_039_060 else "H2020" if number >= 633_000 else "FP7"


def _mentions(
    by_part: Mapping[str, Sequence[StagedRow]],
    lookups: Lookups,
    fold: Callable[[str], str],
    place: Place,
    built: Built,
) -> tuple[list[Mention], bool]:
    """Give the participants, coordinator first, and whether one of them is of the place that is asked for."""
    found: dict[str, Mention] = {}
    is_there = False
    rows = sorted(by_part.get(part.PARTICIPANT, ()), key=lambda row: (_role(row) != LinkRole.COORDINATOR, row.line))
    for row in (*rows, *(one for one in by_part.get(part.PROJECT, ()) if one.values.get("name"))):
        values = row.values
        pic = identifier_of(Scheme.PIC, values.get("pic", ""))
        if values.get("pic") and not pic:
            built.remark("bad-pic", row, "organisationID", values["pic"])
        known = lookups.pics.get(f"pic:{pic}", {}) if pic else {}
        name = values.get("name") or known.get("name") or values.get("short") or ""
        if not name and not pic:
            built.remark("nameless-participant", row)
            continue
        vat = _vat(values, built, row)
        town = _town(values.get("town") or known.get("town") or "")
        country = country_of(values.get("country") or known.get("country") or "")
        ids = {scheme: value for scheme, value in (("PIC", pic), ("VAT", vat)) if value}
        web = identifier_of(Scheme.DOMAIN, values.get("web", ""))
        is_there = is_there or place.holds(country, values.get("nuts", ""), fold(town))
        role = LinkRole.HOLDER if row.part == part.PROJECT else _role(row)
        mention = Mention(name, role, ids | ({"DOMAIN": web} if web else {}), town=town, country=country)
        if row.part == part.PROJECT and any(fold(one.name) == fold(name) for one in found.values()):
            continue
        found.setdefault(mention.key, mention)
    return list(found.values()), is_there


def _vat(values: Mapping[str, Any], built: Built, row: StagedRow) -> str:
    written = values.get("vat", "")
    if not written or not any(c.isdigit() for c in written):
        return ""
    vat = identifier_of(Scheme.VAT, written)
    if not vat and country_of(values.get("country", "")) == "IT":
        built.remark("bad-vat", row, "vatNumber", written)
    return vat


def _role(row: StagedRow) -> LinkRole:
    return LinkRole.COORDINATOR if row.values.get("role", "").lower() == "coordinator" else LinkRole.PARTICIPANT


def _town(text: str) -> str:
    """Write a town as people do: CORDIS writes many in capitals."""
    return text.title() if text.isupper() else text


def _as_partner(mention: Mention) -> Mention:
    return Mention(mention.name, LinkRole.PARTNER, mention.ids, town=mention.town, country=mention.country)


def _date(rows: Iterable[StagedRow], name: str, built: Built) -> PartialDate | None:
    for row in rows:
        if row.values.get(name):
            try:
                return read_date(row.values[name])
            except ValueError:
                built.remark("bad-date", row, name, row.values[name])
    return None


def _day(stated: PartialDate | None) -> date | None:
    return stated.last_day if stated else None


def _text(by_part: Mapping[str, Sequence[StagedRow]], lookups: Lookups) -> str:
    """Write what the project is about: objective, fields of science, topics, what it delivered."""
    projects = by_part.get(part.PROJECT, ())
    parts = [_first(projects, "objective")[:OBJECTIVE_LIMIT]]
    fields = dict.fromkeys(row.values["field"] for row in by_part.get(part.FIELD, ()) if row.values.get("field"))
    if fields:
        parts.append(f"Fields of science: {'; '.join(fields)}.")
    topics = _topics(by_part, lookups)
    if topics:
        parts.append(f"Topics: {'; '.join(topics)}.")
    delivered = [_delivered(row) for row in by_part.get(part.DELIVERABLE, ()) if row.values.get("title")]
    if delivered:
        parts.append("Deliverables: " + " ".join(dict.fromkeys(delivered[:MOST_DELIVERABLES])))
    return "\n\n".join(one.strip() for one in parts if one.strip())


def _topics(by_part: Mapping[str, Sequence[StagedRow]], lookups: Lookups) -> list[str]:
    """Name the topics by their titles; a code that no table explains says nothing to a reader."""
    found: dict[str, None] = {}
    for row in by_part.get(part.TOPIC, ()):
        code = row.values.get("topic", "")
        found.setdefault(row.values.get("title") or lookups.topics.get(f"topic:{code}", {}).get("title", ""))
    for row in (*by_part.get(part.PROJECT, ()), *by_part.get(part.PARTICIPANT, ())[:1]):
        for code in row.values.get("topic", "").replace(";", ",").split(","):
            known = row.values.get("topic_title") or lookups.topics.get(f"topic:{code.strip()}", {}).get("title", "")
            found.setdefault(known)
        found.setdefault(row.values.get("priority", ""))
    for row in by_part.get(part.LEGAL, ()):
        found.setdefault(row.values.get("title", ""))
    return [title for title in found if title]


def _delivered(row: StagedRow) -> str:
    title = row.values["title"].rstrip(". ")
    words = " ".join(plain_text(row.values.get("description", "")).split())
    said = words[:DELIVERABLE_TEXT].rsplit(" ", 1)[0] if len(words) > DELIVERABLE_TEXT else words
    return (
        f"{title}."
        if not said or (said.lower().startswith(title.lower()) and len(said) < len(title) + 20)
        else f"{title}: {said.rstrip('.')}."
    )


def _publications(
    rows: Sequence[StagedRow], source: SourceDraft, partners: tuple[Mention, ...], key: str, built: Built
) -> list[EvidenceDraft]:
    """Give the publications: they name no organisation, so they hang on the consortium as a tie and prove nothing."""
    drafts = {}
    for row in rows:
        values = row.values
        if not values.get("id") or not values.get("title"):
            built.remark("untitled-publication", row, "title")
            continue
        year, doi = values.get("year", "")[:4], values.get("doi", "")
        uid = f"cordis:publication:{values['id']}"[:160]
        drafts[uid] = EvidenceDraft(
            uid=uid,
            kind=EvidenceKind.PUBLICATION,
            source=source,
            mentions=partners,
            title_en=plain_text(values["title"])[:500],
            text_en=values.get("journal", ""),
            on=PartialDate.parse(year) if _YEAR.match(year) and year > "1900" else None,
            url=f"https://doi.org/{doi}"[:600] if doi.startswith("10.") else PAGE.format(key),
            line=row.line,
        )
    return list(drafts.values())
