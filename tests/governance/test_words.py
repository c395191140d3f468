"""Words of governance that a reader stumbled over."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from factories import UserFactory
from factories.association import resolution
from factories.documents import make_circle
from filiera.common import in_words
from filiera.common.in_words import elided, elided_page, file_size, on_day
from filiera.common.letters import Letter
from filiera.common.middleware import ElisionMiddleware
from filiera.governance.enums import WITHDRAWN, BodyKind, ItemState, RegisterEvent
from filiera.governance.models import AgendaItem
from filiera.governance.operations.agenda import kinds_of
from filiera.governance.pages_meetings import item_state_words
from filiera.governance.wording_meetings import kind_words, resolution_words
from filiera.registry.operations.circles import close_circle
from tests_clock import TODAY


def test_the_kinds_of_an_item_in_italian() -> None:
    with translation.override("it"):
        said = [kind_words(kind) for kind in kinds_of("ASSEMBLY")]

    assert said == [
        "ordinario",
        "bilancio",
        "elezione",
        "responsabilità degli amministratori",
        "modifica dello statuto",
        "scioglimento e devoluzione del patrimonio",
    ]


def test_a_member_withdraws_and_an_item_is_withdrawn_in_words_of_their_own() -> None:
    item = AgendaItem(state=ItemState.DEFERRED, result=WITHDRAWN)
    with translation.override("it"):
        said = [str(RegisterEvent.WITHDRAWN.label), item_state_words(item)]

    assert said == ["receduto", "ritirato"]


@pytest.mark.django_db
def test_a_resolution_is_named_with_its_body() -> None:
    said = []
    for kind in (BodyKind.ASSEMBLY, BodyKind.BOARD):
        row = resolution(kind=kind)
        for language in ("it", "en"):
            with translation.override(language):
                said.append(resolution_words(row).split("/", 1)[1][5:])

    assert said == [
        "dell'Assemblea",
        "of the Assembly",
        "del Consiglio Direttivo",
        "of the Board",
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [(1, "il 1º dicembre 2026"), (8, "l’8 dicembre 2026"), (11, "l’11 dicembre 2026"), (12, "il 12 dicembre 2026")],
)
def test_the_article_before_a_day(day: int, said: str) -> None:
    with translation.override("it"):
        assert on_day(date(2026, 12, day)) == said
    with translation.override("en"):
        assert on_day(date(2026, 12, day)) == f"on {day} December 2026"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("entro il 11 dicembre 2026", "entro l’11 dicembre 2026"),
        ("dal 8 marzo al 11 aprile", "dall’8 marzo all’11 aprile"),
        ("Dal 8 marzo, del 11 maggio", "Dall’8 marzo, dell’11 maggio"),
        (
            "il 12 dicembre, il 11 per cento, il 118",
            "il 12 dicembre, il 11 per cento, il 118",
        ),
        ("Agisce per Alba S.r.l.. Poi c.c.), e... S.p.A.", "Agisce per Alba S.r.l. Poi c.c.), e... S.p.A."),
    ],
)
def test_an_article_is_elided_before_a_vowel(written: str, said: str) -> None:
    letter = Letter(written, [written], "f")

    assert (elided(written), letter.subject, letter.body) == (said, said, f"{said}\n\nf")


def test_a_name_that_begins_with_a_takes_ad_in_italian() -> None:
    found = []
    for language in ("it", "en"):
        with translation.override(language):
            found.append(elided("La delega a Alba, a Brina e a AB srl"))

    assert found == ["La delega ad Alba, a Brina e a AB srl", "La delega a Alba, a Brina e a AB srl"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("A Alba non si può chiedere.", "Ad Alba non si può chiedere."),
        ("Fatto. A Alba", "Fatto. Ad Alba"),
        ("La classe A Alta", "La classe A Alta"),
        ("airless e emulsionanti, e poi", "airless ed emulsionanti, e poi"),
    ],
)
def test_a_sentence_begins_with_ad_and_a_list_goes_on_with_ed(written: str, said: str) -> None:
    assert (elided(written), elided_page(f"<p>{written}</p>")) == (said, f"<p>{said}</p>")


def test_a_file_of_few_bytes_has_no_s_in_italian() -> None:
    with translation.override("it"):
        assert file_size(692) == "692\xa0byte"
    with translation.override("en"):
        assert file_size(692) == "692\xa0bytes"


def test_a_page_is_mended_but_for_what_it_quotes_and_what_stands_in_its_boxes() -> None:
    written = (
        '<p>Fino al 8 marzo.</p><p><q lang="it">il 8 marzo</q></p><blockquote><p>del 11 maggio</p></blockquote>'
        '<textarea name="t">\ndal 8 marzo</textarea><input name="i" value="il 11 marzo"><p title="il 11 maggio">il 8 maggio</p>'
        "<p>Di <a>Alba S.r.l.</a>. Poi</p><textarea>S.r.l..</textarea>"
    )
    said = (
        '<p>Fino all’8 marzo.</p><p><q lang="it">il 8 marzo</q></p><blockquote><p>del 11 maggio</p></blockquote>'
        '<textarea name="t">\ndal 8 marzo</textarea><input name="i" value="il 11 marzo"><p title="l’11 maggio">l’8 maggio</p>'
        "<p>Di <a>Alba S.r.l.</a> Poi</p><textarea>S.r.l..</textarea>"
    )
    assert elided_page(written) == said


def test_what_a_page_sends_back_or_gives_to_programs_is_left_as_it_is() -> None:
    kept = '<option value="Dalla a Alba">{}</option><script type="application/json">{{"day": "il 11 marzo"}}</script>'

    assert elided_page(kept.format("Dalla a Alba")) == kept.format("Dalla ad Alba")


@pytest.mark.parametrize(
    ("lang", "kind", "said"),
    [
        ("it", "text/html; charset=utf-8", "Soci all’11 dicembre"),
        ("en", "text/html; charset=utf-8", "Soci al 11 dicembre"),
        ("it", "text/csv; charset=utf-8", "Soci al 11 dicembre"),
    ],
)
def test_italian_pages_leave_with_their_articles_mended(rf: RequestFactory, lang: str, kind: str, said: str) -> None:
    middleware = ElisionMiddleware(lambda _request: HttpResponse("Soci al 11 dicembre", content_type=kind))
    with translation.override(lang):
        assert middleware(rf.get("/")).content.decode() == said


@pytest.mark.django_db
def test_a_mended_page_is_as_long_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(SERVER_NAME="walk.example")  # whose pages are read as they leave
    monkeypatch.setattr(in_words, "long_date", lambda *_day: "11 dicembre 2026")
    answer = client.get("/it/bodies/")
    client.force_login(UserFactory(role="OFFICE"))
    closed = make_circle("TABLE")
    close_circle(circle=closed, today=TODAY)
    mended = client.get(f"/it/office/circles/{closed.pk}/")

    assert "Chiusa l’11 dicembre 2026" in mended.content.decode()
    assert [int(one["Content-Length"]) for one in (answer, mended)] == [len(one.content) for one in (answer, mended)]
