"""The page of the cluster: every source by its name, every founder once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from filiera.common.instance import current_instance

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]


def lines(client: Client, lang: str) -> list[str]:
    """Give the lines of the page's lists and stories, without markup."""
    html = client.get(f"/{lang}/cluster/").content.decode()
    found = re.findall(r"<li><span>(.*?)</li>|<p class=\"meta\">(.*?)</p>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one or other).split()) for one, other in found]


@pytest.mark.parametrize("lang", ["it", "en"])
def test_sources_are_named_never_coded(client: Client, lang: str) -> None:
    codes = {one.id for one in current_instance().sources}
    words = {word for line in lines(client, lang) for word in re.findall(r"[\w-]+", line)}
    assert words & codes == set()


@pytest.mark.parametrize(
    ("lang", "name"), [("it", "Articolo sul primo Consiglio Direttivo"), ("en", "Article on the first board meeting")]
)
def test_source_of_a_function_is_a_link_where_it_has_an_address(client: Client, lang: str, name: str) -> None:
    html = client.get(f"/{lang}/cluster/").content.decode()
    link = f'<a href="https://www.cremaoggi.it" rel="nofollow">{name}</a>'
    territories = html[html.index('id="territory"') :]
    assert (link in html[: html.index('id="events"')], link in territories) == (True, True)
    assert ">Altre fonti di stampa<" not in territories


def test_founder_on_whom_sources_disagree_stands_once_with_both(client: Client) -> None:
    founders = {one.name: one for one in client.get("/it/cluster/").context["founders"]}
    pavia = founders["Università di Pavia"]
    assert len(founders) == len(client.get("/it/cluster/").context["founders"]) == 8
    assert [one.words for one in pavia.said] == [
        "fondatore secondo la nota di Lumson",
        "non è fra i sette fondatori elencati dalla Regione",
    ]
    assert [one.words for one in founders["Politecnico di Milano"].said] == [""]


@pytest.mark.parametrize(
    ("lang", "first"),
    [
        ("it", "Quanto pesa la Lombardia sul fatturato nazionale?"),
        ("en", "How much of national turnover is Lombardy?"),
    ],
)
def test_table_of_figures_is_headed_by_the_question_that_they_answer(client: Client, lang: str, first: str) -> None:
    heads = re.findall(r"<caption>(.*?)</caption>", client.get(f"/{lang}/cluster/").content.decode())
    assert heads[0] == first
    assert [head for head in heads if not head.endswith("?")] == []
