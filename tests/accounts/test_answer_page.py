"""The page of a question: what is to be accepted stands as a list, and of many answers those that need words are folded."""

from __future__ import annotations

import pytest
from django.test import Client

from factories.needs import asked, link_to, need, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


@pytest.fixture
def link() -> str:
    asked(read(need("SECRET")), "Prove Martesana")
    return link_to("prove-martesana@example.org")


def test_of_many_answers_those_that_need_words_are_folded(link: str) -> None:
    page = Client().get(link).content.decode()
    folded = page[page.index("<details", page.index("terms")) :]
    assert [code in folded for code in ('value="NO"', 'value="OTHER"', 'value="READ"')] == [True, True, False]
    assert page.index('value="READ"') < page.index('value="LATER"') < page.index('value="NO"')
    assert '<ol class="terms' in page


def test_answer_that_lacks_its_words_stands_open_with_what_is_missing(link: str) -> None:
    page = Client().post(link, {"choice": "OTHER", "note": " "}).content.decode()
    opened = page[page.index(" open>") :]
    assert "Compila questa casella: «Chi? Nome e indirizzo»." in page
    assert opened.index('value="OTHER"') < opened.index("</details>")
    assert page.count(" open>") == 1
