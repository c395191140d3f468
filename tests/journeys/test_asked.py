"""What is understood of a question besides what it asks for: page, command and API say the same, in both languages."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from filiera.common.visibility import PUBLIC_AUDIENCE
from filiera.competence.filters import DirectoryFilter
from filiera.competence.management.commands.ask import Command
from filiera.competence.queries.answers import answer
from filiera.registry.models import Municipality, Organisation, Province
from tests_clock import TODAY

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

API = "/api/v1/answers"
REGISTER = Organisation.objects.filter(merged_into=None)


@pytest.fixture(autouse=True)
def other_regions() -> None:
    """Two regions that the small territory of the tests lacks; a real one has them all."""
    for code, name, region in (("PD", "Padova", "Veneto"), ("AN", "Ancona", "Marche")):
        province = Province.objects.get_or_create(code=code, defaults={"name": name, "region": region})[0]
        town = {"name": name, "search_name": name.lower(), "province": province, "lat": 45.4, "lon": 11.9}
        Municipality.objects.get_or_create(code=f"9{code}", defaults=town)


def printed(text: str, *options: str) -> Any:
    out = StringIO()
    call_command("ask", text, *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def page_of(client: Client, text: str, lang: str, **query: object) -> str:
    return client.get(f"/{lang}/ask/", {"q": text, **query}).content.decode().replace("&amp;", "&")


def places(text: str) -> list[str]:
    return [str(one.place) for one in answer(text, audience=PUBLIC_AUDIENCE, today=TODAY).places]


def printed_for_people(text: str, *options: str) -> str:
    out = StringIO()
    with redirect_stdout(out):
        call_command("ask", text, *options)
    return " ".join(out.getvalue().split())


def test_three_surfaces_tell_the_same(client: Client) -> None:
    cases = {
        "it": ("tubi a Cremona, tranne Lumson, non voglio il vetro, come Ancorroti", "Intendevi"),
        "en": ("tubes near Cremona, except Lumson, we don't want glass, like Ancorroti", "Did you mean"),
    }
    for lang, (text, meant) in cases.items():
        said = printed(text, "--lang", lang)
        assert client.get(API, {"q": text, "lang": lang}).json() == said
        assert [(one["name"], one["filter"]) for one in said["places"]] == [("Cremona", "near:Cremona:30")]
        assert [one["left_out"] for one in said["refused"]] == [1, None]
        assert [one["organisation"]["id"] for one in said["hints"]] == ["ancorotti-cosmetics"]
        assert said["asked_of"] == said["register_size"] - 1
        page = page_of(client, text, lang)
        assert f'{meant} <a href="/{lang}/organisations/ancorotti-cosmetics/">Ancorotti Cosmetics</a>?' in page
        told = printed_for_people(text, "--lang", lang)
        for sentence in said["notes"]:
            assert " ".join(sentence.split()) in told
        for sentence in said["notes"][1:]:
            assert sentence.replace("'", "&#x27;") in page


def test_competence_not_meant_is_told_everywhere(client: Client) -> None:
    text = "challenge test"
    code = printed(text)["competences"][0]["id"]
    said = printed(text, "--ignore", code)
    assert (said["ignored"], code in {one["id"] for one in said["competences"]}) == ([code], False)
    assert client.get(API, {"q": text, "ignore": code}).json() == said
    body = json.dumps({"query": text, "ignore": [code]})
    assert client.post(API, body, content_type="application/json").json() == said


def test_nearest_are_told_where_nobody_answers(client: Client) -> None:
    said = printed("smalti e gel per unghie")
    assert (said["no_evidence"], said["results"], bool(said["nearest"])) == (True, [], True)
    assert "I più vicini, senza prove sufficienti" in printed_for_people("smalti e gel per unghie")
    assert client.get(API, {"q": "smalti e gel per unghie"}).json() == said


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("tubi in Veneto", ["region:Veneto"]),
        ("tubi in veneto o nelle Marche", ["region:Veneto", "region:Marche"]),
        ("tubes from Lombardy or Piedmont", ["region:Lombardia", "region:Piemonte"]),
        ("airless in Francia", ["country:FR"]),
        ("airless in the Netherlands", ["country:NL"]),
        ("tubi all'estero", ["abroad"]),
        ("tubes from abroad", ["abroad"]),
        ("tubi a Cremona o a Lodi", ["near:Cremona:30", "near:Lodi:30"]),
        ("astucci tra Milano e Bergamo", ["near:Milano:30", "near:Bergamo:30"]),
        ("cartons between Milan and Bergamo", ["near:Milano:30", "near:Bergamo:30"]),
        ("astucci a Milano, Bergamo e Brescia", ["near:Milano:30", "near:Bergamo:30", "near:Brescia:30"]),
        ("tubi in provincia di Cremona o Lodi", ["province:CR", "province:LO"]),
        ("entro 20 km da Crema o da Lodi", ["near:Crema:20", "near:Lodi:20"]),
        ("tubi a Padova, in Veneto", ["near:Padova:30"]),
        ("tubi a Milano, Crema idratante", ["near:Milano:30"]),
        ("tubi, non a Milano ma a Lodi", ["near:Lodi:30"]),
        ("registrare una crema in Cina", []),
        ("packaging made in Italy", []),
        ("tubi, non in Veneto", []),
        ("tubi fuori dalla Lombardia", []),
    ],
)
def test_all_wanted_places_are_heard(text: str, heard: list[str]) -> None:
    assert places(text) == heard


def test_place_where_nobody_is_known_to_be_is_said_plainly(client: Client) -> None:
    unplaced = REGISTER.filter(province=None, country__in=["", "IT"]).count()
    (one,) = answer("tubi in Veneto", audience=PUBLIC_AUDIENCE, today=TODAY).places
    assert (one.organisations, one.unknown) == (0, unplaced)
    page = page_of(client, "tubi in Veneto", "it")
    assert "Hai scritto Veneto: lì non risulta nessun soggetto, e le risposte vengono da ogni luogo." in page
    assert "region%3AVeneto" not in page, "an empty filter is not offered"
    assert "You wrote Veneto: no organisation is known to be there" in page_of(client, "tubes in Veneto", "en")
    filtered = page_of(client, "tubi in Veneto", "it", place="region:Veneto")
    assert "Chiedi senza filtri" in filtered
    assert "Nessun soggetto del registro passa questi filtri." in filtered
    assert "Chiedi ovunque" not in filtered, "without filters is everywhere"
    more = page_of(client, "tubi in Veneto", "it", place="region:Veneto", kind="COMPANY")
    assert '&kind=COMPANY">Chiedi ovunque</a>' in more


def test_country_and_abroad_are_filters(client: Client) -> None:
    abroad = REGISTER.exclude(country__in=["", "IT"])
    assert abroad.filter(country="FR").count() == 1
    page = page_of(client, "flaconi in Francia o all'estero", "it")
    assert "place=country%3AFR&place=abroad" in page
    assert "Hai scritto Francia (1 soggetto) e all’estero (" in page
    assert "Lì risulta 1 soggetto." in page_of(client, "flaconi in Francia", "it")
    asked = DirectoryFilter(place=("country:FR", "abroad"))
    found = answer("flaconi", audience=PUBLIC_AUDIENCE, today=TODAY, asked=asked)
    assert (found.within, found.placed) == (abroad.count(), True)
    listed = client.get("/api/v1/organisations", {"place": "abroad"}).json()
    assert listed["total"] == abroad.count()


def test_several_places_are_kept_together_and_each_can_go(client: Client) -> None:
    text = "tubi a Cremona o in provincia di Lodi"
    page = page_of(client, text, "it")
    both = "place=near%3ACremona%3A30&place=province%3ALO"
    assert (both in page, "Solo in uno di questi luoghi" in page) == (True, True)
    shown = client.get("/it/ask/", {"q": text, "place": ["near:Cremona:30", "province:LO"]})
    assert [link.label for link in shown.context["active"]] == ["entro 30 km da Cremona", "Lodi"]
    assert [link.url.partition("&")[2] for link in shown.context["active"]] == [
        "place=province%3ALO",
        "place=near%3ACremona%3A30",
    ]
    one, other = (
        answer("tubi", audience=PUBLIC_AUDIENCE, today=TODAY, asked=DirectoryFilter(place=(place,))).within
        for place in ("near:Cremona:30", "province:LO")
    )
    union = shown.context["found"].within
    assert max(one, other) <= union <= one + other


@pytest.mark.parametrize(
    "value", ["foo", "near:Atlantide:20", "province:ZZ", "region:Narnia", "country:XX", "abroad:x", "near:"]
)
def test_place_that_nobody_knows_is_refused(client: Client, value: str) -> None:
    page = page_of(client, "airless", "it", place=value)
    assert f"Non conosciamo un luogo chiamato «{value}»" in page
    refused = client.get(API, {"q": "airless", "place": value})
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "place")
    with pytest.raises(CommandError, match="Non conosciamo un luogo"):
        call_command("ask", "airless", "--place", value, "--lang", "it")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("tubi, non all'estero", REGISTER.exclude(country__in=["", "IT"])),
        ("tubes, not in Lombardy", REGISTER.filter(province__region="Lombardia")),
        ("tubi fuori dalla Lombardia", REGISTER.filter(province__region="Lombardia")),
        ("tubi, tranne Cremona e Lodi", REGISTER.filter(municipality__name__in=["Cremona", "Lodi"])),
    ],
)
def test_place_refused_leaves_out_who_is_there(text: str, left: Any) -> None:
    found = answer(text, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [one.left_out for one in found.refused] == [left.count()]
    assert found.within == found.everybody - left.count()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nessuno che faccia tubi?", "PK1.CMP.TUB"),
        ("non trovo nessuno che faccia challenge test", "TST.MIC.CHL"),
        ("is there nobody who makes tubes?", "PK1.CMP.TUB"),
    ],
)
def test_asking_whether_anybody_is_there_is_a_need(text: str, code: str) -> None:
    found = answer(text, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert (found.refused, code in {one.code for one in found.asked}) == ((), True)


@pytest.mark.parametrize("text", ["rossetti", "chi fa tubi", "challenge tests"])
def test_question_mark_asks_for_nothing_more(text: str) -> None:
    alone, asked = (
        [(one.code, one.score) for one in answer(words, audience=PUBLIC_AUDIENCE, today=TODAY).asked]
        for words in (text, f"{text}?")
    )
    assert alone == asked


@pytest.mark.parametrize("text", ["c'è qualcuno che non fa challenge test?", "a lab that does not do challenge tests"])
def test_what_somebody_must_not_do_is_no_need(text: str) -> None:
    found = answer(text, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert ([one.left_out for one in found.refused], found.asked) == ([None], ())


def test_hint_never_names_whom_the_audience_may_not_see(client: Client) -> None:
    text = "che cosa fa Ancorroti"
    assert [one.meant.code for one in answer(text, audience=PUBLIC_AUDIENCE, today=TODAY).hints] == [
        "ancorotti-cosmetics"
    ]
    Organisation.objects.filter(code="ancorotti-cosmetics").update(visibility="OFFICE")
    Organisation.objects.get(code="lumson").save()
    assert answer(text, audience=PUBLIC_AUDIENCE, today=TODAY).hints == ()


def test_error_is_json_where_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # a process of its own would end here
    for words in ([""], ["airless", "--top", "0"], ["airless", "--place", "foo"]):
        with pytest.raises(SystemExit):
            Command().run_from_argv(["filiera", "ask", *words, "--json"])
        assert set(json.loads(capsys.readouterr().out)) == {"error"}
