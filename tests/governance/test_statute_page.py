"""The statute in words: every rule that the platform counts by, with its article, from the data that it counts by."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils.translation import override
from pydantic import ValidationError

from factories import UserFactory
from factories.association import application, statute
from filiera.common.instance import Association
from filiera.governance.files import shipped_statute
from filiera.governance.logic.charter import Charter
from filiera.governance.wording_statute import class_lines, statute_parts

pytestmark = pytest.mark.django_db


def said(charter: Charter, code: str, lang: str = "it") -> list[tuple[str, str]]:
    with override(lang):
        (part,) = [one for one in statute_parts(charter) if one.code == code]
        return [(line.words, line.article) for line in part.lines]


def test_classes_say_whom_they_are_for_and_how_they_vote() -> None:
    with override("it"):
        lines = [
            (one.name, one.votes, one.board_seats, one.is_open) for one in class_lines(shipped_statute("with-classes"))
        ]

    assert lines == [
        ("socio fondatore", 1, 4, False),
        ("grande impresa", 1, 2, True),
        ("piccola e media impresa", 1, 2, True),
        ("università ed enti di ricerca", 1, 1, True),
        ("associato", 0, 1, True),
    ]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "with-classes",
            [
                ("La delega si dà a un altro socio della stessa classe.", "art. 13 dello statuto"),
                ("Nessuno ne tiene più di 3.", "art. 13 dello statuto"),
                ("Un consigliere non ne tiene sul bilancio e sulla responsabilità.", "art. 13 dello statuto"),
                ("Chi ne tiene una non la passa ad altri.", "art. 13 dello statuto"),
                ("In Consiglio ognuno vota di persona.", "art. 13 dello statuto"),
            ],
        ),
        (
            "codice-civile",
            [
                ("La delega si dà a un altro socio.", "statuto (deleghe)"),
                ("Nessuno ne tiene più di 2.", "statuto (deleghe)"),
                ("Un consigliere non ne tiene sul bilancio e sulla responsabilità.", "statuto (deleghe)"),
                ("Chi ne tiene una non la passa ad altri.", "statuto (deleghe)"),
                ("In Consiglio ognuno vota di persona.", "statuto (deleghe)"),
            ],
        ),
    ],
)
def test_proxies_are_those_of_the_statute(name: str, lines: list[tuple[str, str]]) -> None:
    assert said(shipped_statute(name), "proxies") == lines


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"tie": "rejected"}, "voting", "If votes are equal the proposal is not adopted."),
        ({"arrears_no_vote": None}, "voting", "Arrears take nobody’s vote away."),
        ({"proxy": {"max_per_holder": 0, "article": "art. 1"}}, "proxies", "Nobody votes by proxy."),
        (
            {"proxy": {"max_per_holder": None, "in_board": True}},
            "proxies",
            "In the board too one may stand for another.",
        ),
        (
            {"fees": {"due_on": "03-01"}},
            "fees",
            "A fee is due each year on 1 March; a new member’s first not before 30 days",
        ),
        ({"withdrawal": {"effective": "notice"}}, "leaving", "Who withdraws is out 3 months after the notice."),
        ({"notice": {"board": {"days": 5}}}, "calls", "The notice of the board leaves at least 5 days before."),
        ({"adhesion": {"decided_by": "assembly"}}, "admission", "The assembly decides on every application"),
        ({"bodies": {"board": {"seats_min": 3, "seats_max": 7}}}, "bodies", "Board: from 3 to 7 seats."),
        ({"minutes": {"check_days": 4}}, "minutes", "draft of the minutes within 4 days."),
    ],
)
def test_words_follow_the_rules(change: dict[str, Any], code: str, words: str) -> None:
    rules = shipped_statute("with-classes").model_dump(mode="json", by_alias=True) | change

    assert [one for one, _article in said(Charter.model_validate(rules), code, "en") if words in one] != []


@pytest.mark.parametrize(
    ("lang", "words", "article"),
    [
        ("it", "5 classi di soci", "art. 13 dello statuto"),
        ("en", "5 classes of members", "art. 13 of the statute"),
    ],
)
def test_anybody_reads_the_statute_in_force(client: Client, lang: str, words: str, article: str) -> None:
    statute("with-classes")
    page = client.get(f"/{lang}/statute/").content.decode()

    assert (words in page, page.count("art. 13 "), "Statuto per classi (esempio)" in page) == (
        True,
        5,
        True,
    )


def test_the_law_is_read_where_there_is_no_statute(client: Client) -> None:
    page = client.get("/it/statute/").content.decode()

    assert ("vale il Codice civile" in page, "art. 24 c. 3 c.c." in page) == (True, True)


@pytest.mark.parametrize("url", ["", "https://cluster.example/statuto.pdf"])
def test_whole_text_is_linked_where_the_instance_gives_it(
    client: Client, settings: Any, tmp_path: Path, url: str
) -> None:
    values = yaml.safe_load((Path(settings.INSTANCE_DIR) / "instance.yaml").read_text(encoding="utf-8"))
    values["association"]["statute_url"] = url
    (tmp_path / "instance.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
    settings.INSTANCE_DIR = tmp_path
    page = client.get("/it/statute/").content.decode()

    assert ("lo dà l’ufficio" in page or "lo dà l'ufficio" in page, "statuto.pdf" in page) == (not url, bool(url))


def test_address_of_the_text_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        Association(statute_url="javascript:alert(1)")


def test_whoever_declares_to_have_read_the_statute_finds_it(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    row = application(applicant=user, sent=False)
    pages = [client.get(one).content.decode() for one in ("/it/join/", f"/it/join/{row.code}/step/statements/")]

    # Once at the foot of every page, once where it is asked for.
    assert [page.count('href="/it/statute/"') for page in pages] == [2, 2]


def test_the_rules_of_a_kind_are_said_in_whole_phrases(client: Client) -> None:
    page = client.get("/it/statute/").content.decode()

    assert ("almeno 3/4 di tutti i soci" in page, " di: " in page) == (True, False)
