"""Names in a question: whoever is refused is not answered with, and a name alone leads to whoever is called so."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from html import unescape
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.queries.answers import answer
from filiera.competence.wording_question import notes
from filiera.registry.models import Organisation
from tests_clock import TODAY

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]


def asked(text: str) -> Any:
    return answer(text, audience=PUBLIC_AUDIENCE, today=TODAY, top=50)


def page_of(client: Client, text: str, lang: str) -> str:
    return unescape(client.get(f"/{lang}/ask/", {"q": text}).content.decode())


def printed(text: str, *options: str) -> Any:
    out = StringIO()
    call_command("ask", text, *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def printed_for_people(text: str, *options: str) -> str:
    out = StringIO()
    with redirect_stdout(out):
        call_command("ask", text, *options)
    return " ".join(out.getvalue().split())


ANCOROTTI, INTERCOS, ALBA = "ancorotti-cosmetics", "intercos", "alba-cosmetici"


@pytest.mark.parametrize(
    ("text", "gone", "left_out"),
    [
        ("produzione mascara tranne Ancorotti", {ANCOROTTI}, [1]),
        ("produzione mascara tranne Ancorotti e Intercos", {ANCOROTTI, INTERCOS}, [2]),
        ("produzione mascara tranne Ancorotti, Intercos e Alba Cosmetici", {ANCOROTTI, INTERCOS, ALBA}, [3]),
        ("mascara production but not Alba", {ALBA}, [1]),
        ("mascara production except Ancorotti and Intercos", {ANCOROTTI, INTERCOS}, [2]),
        ("produzione mascara senza Ancorotti Cosmetics", {ANCOROTTI}, [1]),
        ("produzione mascara senza ancorotti", {ANCOROTTI}, [1]),
        ("mascara production without Ancorotti Cosmetics", {ANCOROTTI}, [1]),
        ("produzione mascara, non Ancorotti Cosmetics", {ANCOROTTI}, [1]),
        ("mascara production, not Ancorotti", {ANCOROTTI}, [1]),
    ],
)
def test_refused_organisation_is_not_among_the_answers(text: str, gone: set[str], left_out: list[int]) -> None:
    found = asked(text)
    assert [one.left_out for one in found.refused] == left_out
    assert found.within == found.everybody - sum(left_out)
    assert not gone & {line.entry.code for line in (*found.lines, *found.nearest)}
    assert not {one.code for one in found.named} & gone
    assert [one.unapplied for one in found.refused] == [()]


def test_names_and_a_place_of_one_refusal_all_count() -> None:
    there = Organisation.objects.filter(merged_into=None, municipality__name="Milano")
    assert there.exclude(code=ANCOROTTI).count() == there.count() > 0
    for text in (
        "produzione mascara conto terzi ma non a Milano e senza Ancorotti",
        "produzione mascara tranne Ancorotti e Milano",
        "mascara production except Milan and Ancorotti",
    ):
        found = asked(text)
        assert found.everybody - found.within == there.count() + 1
        assert ANCOROTTI not in {line.entry.code for line in found.lines}


@pytest.mark.parametrize("text", ["crema senza conservanti", "cream without preservatives", "rossetti come Lumson"])
def test_nothing_is_refused_where_no_name_is(text: str) -> None:
    assert asked(text).refused == ()


def test_what_was_not_applied_is_said_and_offered(client: Client) -> None:
    for lang, text, several, nobody in (
        (
            "it",
            "mascara tranne Omnicos, Pippo e Ancorotti",
            "Non applicato, perché è nel nome di",
            "Non conosciamo né un",
        ),
        (
            "en",
            "mascara except Omnicos, Pippo and Ancorotti",
            "Not applied, because several",
            "We know no organisation",
        ),
    ):
        found = asked(text)
        (refused,) = found.refused
        assert refused.left_out == 1
        omnicos, pippo = refused.unapplied
        assert (omnicos.words, {one.code for one in omnicos.may_be}) == ("Omnicos", {"omnicos", "regi"})
        assert (pippo.words, pippo.may_be) == ("Pippo", ())
        with override(lang):
            said = " ".join(notes(found))
        page = page_of(client, text, lang)
        for words in (several, nobody):
            assert words in said
            assert words in page
        assert f'/{lang}/organisations/omnicos/">Omnicos Group</a>' in page


def test_refusal_of_nobody_known_is_not_said_to_be_obeyed(client: Client) -> None:
    found = asked("mascara tranne Pippo")
    assert [(one.left_out, [part.words for part in one.unapplied]) for one in found.refused] == [(None, ["Pippo"])]
    page = page_of(client, "mascara tranne Pippo", "it")
    assert "Non applicato: «Pippo»" in page
    assert "Non cercato" not in page


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lumson", "lumson"),
        ("lumson", "lumson"),
        ("Lumson spa", "lumson"),
        ("chi è Lumson?", "lumson"),
        ("che cosa fa Lumson", "lumson"),
        ("who is Lumson?", "lumson"),
        ("what does Lumson do?", "lumson"),
        ("Baralan", "baralan"),
        ("Coster", "coster"),
        ("Chromavis", "chromavis"),
        ("Ancorotti", ANCOROTTI),
        ("ancorotti", ANCOROTTI),
        ("Politecnico", "polimi"),
    ],
)
def test_name_alone_leads_to_the_organisation(client: Client, text: str, code: str) -> None:
    found = asked(text)
    assert ([line.entry.code for line in found.lines], found.asked, found.no_evidence) == ([code], (), False)
    assert [one.code for one in found.named] == [code]
    for lang, nobody in (("it", "Nessuno, per quanto"), ("en", "Nobody, as far")):
        page = page_of(client, text, lang)
        assert f'/{lang}/organisations/{code}/">' in page
        assert nobody not in page


def test_three_surfaces_answer_a_name(client: Client) -> None:
    for lang, text, nobody in (("it", "chi è Lumson?", "Nessuno"), ("en", "who is Lumson?", "Nobody")):
        said = printed(text, "--lang", lang)
        assert client.get("/api/v1/answers", {"q": text, "lang": lang}).json() == said
        assert [one["id"] for one in said["named"]] == ["lumson"]
        assert ([one["organisation"]["id"] for one in said["results"]], said["no_evidence"]) == (["lumson"], False)
        told = printed_for_people(text, "--lang", lang)
        assert "Lumson" in told
        assert nobody not in told


def test_several_names_are_several_answers() -> None:
    assert [line.entry.code for line in asked("Lumson e Intercos").lines] == ["lumson", "intercos"]


def test_misspelt_name_alone_is_a_hint_alone(client: Client) -> None:
    for lang, text, meant, nobody in (
        ("it", "Intercoss", "Intendevi", "Nessuno, per"),
        ("it", "chi è Intercoss?", "Intendevi", "Nessuno, per"),
        ("en", "who is Intercoss?", "Did you mean", "Nobody, as"),
    ):
        found = asked(text)
        assert (found.lines, found.nearest, found.no_evidence) == ((), (), False)
        page = page_of(client, text, lang)
        assert f'{meant} <a href="/{lang}/organisations/intercos/">Intercos</a>?</h2>' in page
        assert nobody not in page
        assert nobody not in printed_for_people(text, "--lang", lang)


def test_name_is_taken_out_before_the_need_is_read() -> None:
    alone, beside = ({one.code for one in asked(text).asked} for text in ("rossetti", "rossetti come Lumson"))
    assert alone == beside
    assert [one.code for one in asked("rossetti come Lumson").named] == ["lumson"]


@pytest.mark.parametrize("text", ["lotto piccolo", "rossetti", "cerchiamo magazzini"])
def test_words_of_the_field_are_no_name(text: str) -> None:
    assert asked(text).named == ()
    assert asked(text).asked
