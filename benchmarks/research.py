"""Collections from European research: projects, those who took part, calls and deliverables. All in English."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from benchmarks.writer import Draft, data_folder, rows, sample

# A topic under which more projects than this were funded is a programme, not a subject ("Starting Grant").
_MOST_PROJECTS_OF_A_TOPIC = 30


def _erc() -> list[dict[str, str]]:
    folder = data_folder() / "erc-projects-abstracts"
    projects = (row for part in (1, 2, 3) for row in rows(folder / f"erc-projects-part{part}.csv"))
    return [row for row in projects if row["host_institution"] and row["abstract"]]


def _h2020() -> list[dict[str, str]]:
    folder = data_folder() / "cordis-projects"
    return [row for part in (1, 2) for row in rows(folder / f"h2020-projects-part{part}.csv")]


def _topics() -> dict[str, str]:
    path = data_folder() / "eu-topics-history" / "topics.csv"
    return {row["topic_code"]: row["topic_title"] for row in rows(path) if row["framework"] == "H2020"}


def erc_hosts() -> Iterator[Draft]:
    """Yield: abstracts of ERC projects until 2015 as evidence of their hosts, later projects' titles and abstracts."""
    by_title, by_abstract = Draft("erc-hosts-title", "owner"), Draft("erc-hosts-abstract", "owner")
    projects = _erc()
    known = Counter(row["host_institution"] for row in projects if row["start_date"] < "2016")
    for draft, column in ((by_title, "title"), (by_abstract, "abstract")):
        for place, row in enumerate(projects):
            host = row["host_institution"]
            if row["start_date"] < "2016":
                draft.add_evidence(
                    f"erc{place}", host, row["title"], row["abstract"], "en", row["start_date"], "project"
                )
            elif known[host]:
                draft.add_query(f"q{place}", row[column], "en", [(host, 1.0)])
        yield draft


def erc_titles() -> Iterator[Draft]:
    """Yield: abstracts without their titles as evidence, titles as queries, each its own abstract."""
    draft = Draft("erc-title-abstract", "evidence")
    for place, row in enumerate(_erc()):
        draft.add_evidence(
            f"erc{place}", row["host_institution"], "", row["abstract"], "en", row["start_date"], "project"
        )
        if place % 4 == 0:
            draft.add_query(f"q{place}", row["title"], "en", [(f"erc{place}", 1.0)])
    yield draft


def h2020_partners() -> Iterator[Draft]:
    """Yield: H2020 projects until 2017 as evidence of their Italian partners, partners of later projects as truth."""
    draft = Draft("h2020-italian-partners", "owner")
    titles = {row["project_id"]: row for row in _h2020()}
    topics = _topics()
    known: set[str] = set()
    later: dict[str, set[str]] = defaultdict(set)
    for row in rows(data_folder() / "cordis-projects" / "h2020-consortia-linked.csv"):
        project = titles.get(row["project_id"])
        if row["country"] != "IT" or project is None:
            continue
        if row["start_date"] < "2018":
            known.add(row["pic"])
            topic = topics.get(project["topic_code"], "")
            key = f"{row['project_id']}:{row['pic']}"
            draft.add_evidence(key, row["pic"], project["title"], topic, "en", row["start_date"], "project")
        else:
            later[row["project_id"]].add(row["pic"])
    unique = {str(item["id"]): item for item in draft.evidence}
    draft.evidence = list(unique.values())
    for key, partners in sorted(later.items()):
        draft.add_query(key, titles[key]["title"], "en", [(pic, 1.0) for pic in partners & known])
    yield draft


def calls_to_projects() -> Iterator[Draft]:
    """Yield: titles of H2020 projects as evidence, call topics as queries, the projects funded under them as truth."""
    draft = Draft("topics-projects", "evidence")
    topics = _topics()
    funded = Counter(row["topic_code"] for row in _h2020())
    of_topic: dict[str, list[str]] = defaultdict(list)
    for row in _h2020():
        if row["topic_code"] in topics and 2 <= funded[row["topic_code"]] <= _MOST_PROJECTS_OF_A_TOPIC:
            draft.add_evidence(row["project_id"], row["project_id"], row["title"], "", "en", None, "project")
            of_topic[row["topic_code"]].append(row["project_id"])
    for code, projects in sorted(of_topic.items()):
        draft.add_query(code, topics[code], "en", [(key, 1.0) for key in projects])
    yield draft


def open_calls() -> Iterator[Draft]:
    """Yield: the long texts of open calls without their titles as evidence, titles as queries."""
    import json

    draft = Draft("calls-long", "evidence")
    folder = data_folder() / "eu-calls-2026"
    texts: dict[str, str] = {}
    for part in (1, 2):
        for line in (folder / f"topics-text-part{part}.jsonl").read_text(encoding="utf-8").splitlines():
            topic = json.loads(line)
            texts[topic["topicId"]] = topic["description"] or ""
    for row in rows(folder / "topics.csv"):
        text = texts.get(row["topicId"], "")
        if len(text) > 500:
            draft.add_evidence(row["topicId"], row["callIdentifier"], "", text, "en", None, "call")
            draft.add_query(row["topicId"], row["title"], "en", [(row["topicId"], 1.0)])
    yield draft


def deliverables() -> Iterator[Draft]:
    """Yield: deliverables as evidence of their project, the project's title as query."""
    draft = Draft("deliverables-projects", "owner")
    folder = data_folder() / "cordis-horizon-europe-annex"
    titles = {row["projectID"]: row["project_title"] for row in rows(folder / "project-report-titles.csv")}
    owners: set[str] = set()
    for place, row in enumerate(rows(folder / "deliverables-relevant.csv")):
        owners.add(row["projectID"])
        draft.add_evidence(f"d{place}", row["projectID"], row["title"], row["description"], "en", None, "publication")
    for key in sorted(owners & titles.keys()):
        draft.add_query(key, titles[key], "en", [(key, 1.0)])
    yield draft


def subjects() -> Iterator[Draft]:
    """Yield: titles of Horizon Europe projects as evidence, one subject of EuroSciVoc as a query of a word or two."""
    draft = Draft("subjects-projects", "evidence")
    folder = data_folder() / "cordis-horizon-europe-annex"
    titles = {row["projectID"]: row["project_title"] for row in rows(folder / "project-report-titles.csv")}
    for key, title in sorted(titles.items()):
        draft.add_evidence(key, key, title, "", "en", None, "project")
    tagged: dict[str, set[str]] = defaultdict(set)
    for row in rows(folder / "project-euroscivoc.csv"):
        if row["projectID"] in titles:
            tagged[row["euroSciVocTitle"]].add(row["projectID"])
    for subject, projects in sorted(tagged.items()):
        if 3 <= len(projects) <= _MOST_PROJECTS_OF_A_TOPIC:
            draft.add_query(subject, subject, "en", [(key, 1.0) for key in projects])
    yield draft


def skills() -> Iterator[Draft]:
    """Yield: ESCO skills as evidence of the occupations that need them, the occupation's description as query."""
    draft = Draft("skills-occupations", "owner")
    folder = data_folder() / "esco"
    occupations = {row["code"]: row for row in sample(rows(folder / "occupations.csv"), "code", 400)}
    texts = {row["uri"].rsplit("/", 1)[-1]: row for part in (1, 2) for row in rows(folder / f"skills-part{part}.csv")}
    for row in rows(folder / "occupation-skills.csv"):
        code, skill = row["occupation_code"], texts.get(row["skill_id"])
        if row["relation"] == "E" and code in occupations and skill is not None:
            key = f"{code}:{row['skill_id']}"
            draft.add_evidence(key, code, skill["label_en"], skill["text_en"], "en", None, "course")
    for code, row in sorted(occupations.items()):
        draft.add_query(code, row["description_en"], "en", [(code, 1.0)])
    yield draft
