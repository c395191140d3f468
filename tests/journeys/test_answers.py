"""The question on the demo's content: reasons, gaps, filters, privacy; the shortlist; nothing invented left behind."""

from __future__ import annotations

import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from filiera.accounts.models import User
from filiera.common.visibility import OFFICE_AUDIENCE, PUBLIC_AUDIENCE
from filiera.competence.filters import DirectoryFilter
from filiera.competence.models import Claim, ClaimProof, Evidence, ShortlistItem
from filiera.competence.models.claims import HELD_AT
from filiera.competence.operations.examples import remove_examples
from filiera.competence.queries.answer_types import Refused
from filiera.competence.queries.answers import answer
from filiera.competence.queries.coverage import chain_coverage
from filiera.registry.models import Fact, Organisation, Person, Source
from tests_clock import TODAY

pytestmark = [pytest.mark.usefixtures("demo_world"), pytest.mark.django_db]

QUESTION = "riempire in flacone airless una crema senza conservanti, lotti da 2.000 pezzi"


def test_design_question_is_answered_with_proof() -> None:
    found = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY)
    assert found.lines[0].entry.code == "alba-cosmetici"
    assert "PK1.CMP.AIR" in {one.code for one in found.asked}
    assert found.lines[0].proofs[0].passage
    assert all(0 <= line.score <= 1 for line in found.lines)
    assert [line.score for line in found.lines] == sorted((line.score for line in found.lines), reverse=True)
    for one in found.asked:
        assert found.query[one.start : one.end] == one.words


def test_question_in_english_finds_the_same_first() -> None:
    found = answer("fill airless bottles with a preservative-free cream", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert (found.lang, found.lines[0].entry.code) == ("en", "alba-cosmetici")


def test_what_nobody_has_is_said_plainly() -> None:
    found = answer("smalti e gel per unghie", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert found.no_evidence
    assert found.lines == ()
    assert found.unknown_batch == 0, "what the nearest never said is not said of answers that are not there"
    assert [one.code for one in found.uncovered] == ["RND.MKU.NAI"]


@pytest.mark.parametrize("text", ["", "   ", "?!", "x" * 5000])
def test_senseless_question_has_no_answer(client: Client, text: str) -> None:
    assert client.get("/it/ask/", {"q": text}).status_code == 200
    assert answer(text, audience=PUBLIC_AUDIENCE, today=TODAY).lines == ()


def test_filter_sets_the_unknown_apart() -> None:
    asked = DirectoryFilter(near="Crema", km=20)
    found = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY, asked=asked)
    assert all(line.distance_km is not None and line.distance_km <= 20 for line in found.lines)
    assert found.unknown["near"] > 0


def test_private_evidence_does_not_move_a_public_answer() -> None:
    before = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY)
    hidden = Evidence.objects.exclude(visibility="PUBLIC")
    shown = {proof.uid for line in before.lines for proof in line.proofs}
    assert shown.isdisjoint(hidden.values_list("uid", flat=True))
    private = answer("KIRIBA-7", audience=OFFICE_AUDIENCE, today=TODAY)
    public = answer("KIRIBA-7", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert {proof.uid for line in private.lines for proof in line.proofs} & set(hidden.values_list("uid", flat=True))
    assert not {proof.uid for line in public.lines for proof in line.proofs} & set(hidden.values_list("uid", flat=True))


def test_command_prints_the_agreed_shape(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", QUESTION, "--json", "--top", "2", "--lang", "it")
    said = json.loads(capsys.readouterr().out)
    understood = {"competences", "ignored", "places", "placed", "refused", "named", "hints", "notes"}
    counted = {"asked_of", "register_size", "unknown", "unknown_batch", "unmet"}
    assert set(said) == {"query", "lang", "results", "nearest", "uncovered", "no_evidence"} | understood | counted
    assert set(said["competences"][0]) == {
        "id", "label", "score", "span", "holders", "traces", "outside", "group",
    }  # fmt: skip
    line = {"organisation", "score", "reason", "competences", "traces", "distance_km", "evidence"}
    assert set(said["results"][0]) == line
    assert set(said["results"][0]["evidence"][0]) == {"id", "title", "kind", "date", "source", "passage"}
    assert len(said["results"]) == 2
    told = {one["organisation"]["id"]: one["organisation"]["is_example"] for one in said["results"]}
    assert told == {row.code: row.is_example for row in Organisation.objects.filter(code__in=told)}
    assert said["results"][0]["organisation"] == {
        "id": "alba-cosmetici",
        "name": "Alba Cosmetici",
        "is_example": True,
    }


def test_shortlist_is_kept_exported_and_sent(client: Client, mailoutbox: list[object]) -> None:
    keep = {"question": QUESTION, "competence": "PK1.CMP.AIR", "next": "/it/shortlist/"}
    assert client.post("/it/shortlist/keep/alba-cosmetici/", keep).status_code == 302
    client.post("/it/shortlist/keep/lotto-piccolo/", keep)
    page = client.get("/it/shortlist/")
    assert [row.entry.code for row in page.context["rows"]] == ["alba-cosmetici", "lotto-piccolo"]
    xlsx, pdf = client.get("/it/shortlist/export.xlsx"), client.get("/it/shortlist/export.pdf")
    assert (xlsx.content[:2], pdf.content[:5]) == (b"PK", b"%PDF-")
    asked = client.post("/it/shortlist/", {"to": "chi@example.org"})
    assert asked["Location"] == "/it/sign-in/?next=/it/shortlist/"
    client.force_login(User.objects.get(email="ufficio@example.org"))
    client.post("/it/shortlist/keep/alba-cosmetici/", keep)
    sent = client.post("/it/shortlist/", {"to": "chi@example.org", "words": "Ecco."})
    assert sent.status_code == 302
    assert ShortlistItem.objects.count() >= 1


def test_next_address_of_another_site_is_not_followed(client: Client) -> None:
    answer_page = client.post("/it/shortlist/keep/alba-cosmetici/", {"next": "https://evil.example/"})
    assert answer_page["Location"] == "/it/shortlist/"


def test_examples_leave_nothing_behind() -> None:
    remove_examples()
    assert not Organisation.objects.filter(is_example=True).exists()
    assert not Person.objects.filter(is_example=True).exists()
    assert not Evidence.objects.filter(is_example=True).exists()
    assert not Source.objects.filter(is_example=True).exists()
    assert not User.objects.filter(is_example=True).exists()
    assert not Fact.objects.filter(source__name__contains="(esempio)").exists()
    assert Organisation.objects.filter(code="lumson").exists()


def test_reading_that_was_not_meant_is_left_out(client: Client) -> None:
    read = answer(QUESTION, audience=PUBLIC_AUDIENCE, today=TODAY)
    ignored = read.asked[0].code
    page = client.get("/it/ask/", {"q": QUESTION, "not": ignored})
    assert ignored not in {one.code for one in page.context["found"].asked}
    assert len(page.context["found"].asked) == len(read.asked) - 1


def test_page_says_its_reasons_in_its_own_language(client: Client) -> None:
    page = client.get("/it/ask/", {"q": "fill airless bottles with a preservative-free cream"}).content.decode()
    assert "Ha prov" in page
    assert "Has proof" not in page


def test_shortlist_has_two_forms_and_no_third(client: Client) -> None:
    client.post("/it/shortlist/keep/alba-cosmetici/")
    given = client.get("/it/shortlist/export.xlsx")
    assert 'filename="rosa.xlsx"' in given["Content-Disposition"]
    assert client.get("/it/shortlist/export.docx").status_code == 404


def test_town_and_name_in_the_question_are_understood(client: Client) -> None:
    page = client.get("/it/ask/", {"q": "challenge test a Cremona con Alba Cosmetici"}).content.decode()
    assert "Solo entro 30 km da Cremona" in page
    assert 'Nel registro: <a href="/it/organisations/alba-cosmetici/">' in page


def test_town_that_nobody_knows_is_no_finding_about_the_register(client: Client) -> None:
    for path in ("/it/ask/", "/it/organisations/"):
        page = client.get(path, {"q": "airless", "near": "Atlantide", "km": "20"}).content.decode()
        assert "Non conosciamo un comune chiamato «Atlantide»" in page
    refused = client.get("/api/v1/organisations", {"near": "Atlantide", "km": "20"})
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "near")


def test_what_is_refused_is_not_sought() -> None:
    found = answer("non voglio siliconi", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert (found.asked, found.refused, found.uncovered) == ((), (Refused("non voglio siliconi"),), ())


def test_reason_counts_only_what_proves_it() -> None:
    found = answer("challenge test", audience=PUBLIC_AUDIENCE, today=TODAY)
    alba = next(line for line in found.lines if line.entry.code == "alba-cosmetici")
    claim = alba.parts[0].claim
    assert claim is not None
    proving = ClaimProof.objects.filter(claim=claim.id).values_list("evidence_id", flat=True)
    assert {proof.id for proof in alba.proofs} <= set(proving)


def test_gap_shows_what_is_most_like_it_and_where_to_go(client: Client) -> None:
    shown = client.get("/it/ask/", {"q": "etichette intelligenti e anticontraffazione", "near": "Lodi", "km": "10"})
    missing = shown.context["missing"]
    assert (missing.leaf.code, missing.like.code.rpartition(".")[0]) == ("PK2.LBL.NFC", "PK2.LBL")
    assert missing.like.holders
    page = shown.content.decode()
    assert f'href="{missing.like.url}"' in page
    assert f'href="/it/suggest/?competence={missing.leaf.code}"' in page
    assert shown.context["unfiltered_url"] in page.replace("&amp;", "&").replace("%27", "'")


def test_source_is_called_in_the_language_of_the_page(client: Client) -> None:
    assert [row.title for row in client.get("/it/sources/?q=lumson+stampa").context["page"]] == [
        "Comunicato stampa di Lumson"
    ]
    english = client.get("/en/sources/?q=lumson+stampa")
    assert "Lumson press release" in english.content.decode()
    assert "Comunicato" not in english.content.decode()
    assert "Nessuna fonte ha queste parole." in client.get("/it/sources/?q=zzzz").content.decode()


def test_sources_come_in_pages(client: Client) -> None:
    first, second = (list(client.get(f"/it/sources/?page={n}").context["page"]) for n in (1, 2))
    assert len(first) == 40
    assert {row.pk for row in first}.isdisjoint(row.pk for row in second)


def test_keeping_from_a_profile_keeps_what_it_is_known_for(client: Client) -> None:
    page = client.get("/it/organisations/alba-cosmetici/")
    strongest = page.context["profile"].strongest
    assert f'name="competence" value="{strongest.code}"' in page.content.decode()
    client.post("/it/shortlist/keep/alba-cosmetici/", {"competence": strongest.code})
    assert ShortlistItem.objects.get().competences == [strongest.code]
    (row,) = client.get("/it/shortlist/").context["rows"]
    assert row.reason.startswith(f"Ha prove su {strongest.label[0].lower()}{strongest.label[1:]}")


def test_kept_answer_says_the_reason_that_the_answer_gave(client: Client) -> None:
    page = client.get("/it/ask/", {"q": QUESTION})
    line = page.context["found"].lines[0]
    kept = {
        "question": QUESTION,
        "competence": [part.asked.code for part in line.parts],
        "evidence": [str(proof.id) for proof in line.proofs],
    }
    fields = page.content.decode().split('<form method="post"')[1]
    for name, values in kept.items():
        for value in [values] if isinstance(values, str) else values:
            assert f'name="{name}" value="{escape(value)}"' in fields
    client.post(f"/it/shortlist/keep/{line.entry.code}/", kept)
    (row,) = client.get("/it/shortlist/").context["rows"]
    assert row.reason == line.reason


def test_trace_alone_leaves_a_gap(client: Client) -> None:
    found = answer("filtri UV", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [(one.code, one.holders, one.traces) for one in found.uncovered] == [("RAW.ACT.UVF", 0, 1)]
    page = client.get("/it/ask/", {"q": "filtri UV"}).content.decode()
    assert "Di una parte ci sono solo tracce" in page
    assert "Solo tracce, troppo deboli per contare" in page
    assert "una traccia in 1 soggetto" in page


def test_nearest_with_a_trace_stand_first() -> None:
    found = answer("filtri UV", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert (found.no_evidence, [one.code for one in found.uncovered]) == (True, ["RAW.ACT.UVF"])
    states = [line.parts[0].state for line in found.nearest]
    assert states[0] == "trace"
    assert states == sorted(states, key=lambda state: state != "trace")


def test_filter_is_not_said_to_be_a_gap_of_the_register(client: Client) -> None:
    everywhere = answer("flaconi airless", audience=PUBLIC_AUDIENCE, today=TODAY).asked[0]
    assert everywhere.holders > 0
    schools = DirectoryFilter(kind=("ITS",))
    found = answer("flaconi airless", audience=PUBLIC_AUDIENCE, today=TODAY, asked=schools)
    assert [(one.code, one.outside) for one in found.uncovered] == [(everywhere.code, everywhere.holders)]
    shown = client.get("/it/ask/", {"q": "flaconi airless", "kind": "ITS"})
    page = shown.content.decode()
    assert "Nessuno copre, con questi filtri" in page
    assert f"{everywhere.holders} senza filtri" in page
    assert shown.context["missing"] is None
    assert (found.no_evidence, found.lines) == (True, ())
    assert f"chiesto a {found.within} soggetti su {found.everybody}" in page


def test_filters_offered_ask_for_nothing_until_chosen(client: Client) -> None:
    for path in ("/it/ask/?q=airless", "/it/organisations/map/"):
        page = client.get(path).content.decode()
        assert 'name="near" value="" placeholder="Crema"' in page
    applied = client.get("/it/ask/", {"q": "airless", "km": "30", "near": ""})
    assert applied.context["active"] == []


def test_word_read_as_a_place_is_not_a_product_too() -> None:
    found = answer("riempimento a Crema", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert [(one.name, str(one.place)) for one in found.places] == [("Crema", "near:Crema:30")]
    assert {one.words for one in found.asked} == {"riempimento"}


def test_command_says_places_and_gaps_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ask", "filtri UV a Crema", "--lang", "it")
    said = " ".join(capsys.readouterr().out.split())
    assert "Hai scritto Crema: le risposte vengono da ogni luogo. Lì risultano" in said
    assert "Solo lì: --place near:Crema:30" in said
    assert "Solo tracce, troppo deboli per contare: Filtri UV (una traccia in 1 soggetto)" in said


def test_page_says_in_words_how_it_sought_and_names_the_matcher_to_the_office(client: Client) -> None:
    name = client.get("/it/ask/", {"q": QUESTION}).context["found"].matcher
    page = client.get("/it/ask/", {"q": QUESTION}).content.decode()
    assert ("cercato per parole e per senso" in page, name in page) == (True, False)
    client.force_login(User.objects.get(email="ufficio@example.org"))
    assert f"cercato per parole e per senso ({name})" in client.get("/it/ask/", {"q": QUESTION}).content.decode()


def test_smallest_batch_is_not_known_only_where_it_matters() -> None:
    lots = answer("riempire una crema, lotti da 2.000 pezzi", audience=PUBLIC_AUDIENCE, today=TODAY)
    tests = answer("challenge test", audience=PUBLIC_AUDIENCE, today=TODAY)
    assert lots.unknown_batch > 0
    assert (bool(tests.lines), tests.unknown_batch) == (True, 0)


def test_passage_is_in_the_language_of_the_reader(client: Client) -> None:
    for lang in ("it", "en"):
        found = client.get(f"/{lang}/ask/", {"q": "mascara"}).context["found"]
        proofs = [proof for line in found.lines for proof in line.proofs]
        assert proofs
        assert {proof.lang for proof in proofs} == {lang}


def test_place_is_heard_as_people_say_it(client: Client) -> None:
    page = client.get("/it/ask/", {"q": "astucci entro 20 km da bergamo"}).content.decode()
    assert "Solo entro 20 km da Bergamo" in page
    english = client.get("/en/ask/", {"q": "packaging near Milan"}).content.decode()
    assert "Only within 30 km of Milano" in english
    left = answer("tubi, ma non in provincia di Cremona", audience=PUBLIC_AUDIENCE, today=TODAY)
    in_cremona = Organisation.objects.filter(province_id="CR", merged_into=None).count()
    assert (left.places, left.refused) == ((), (Refused("ma non in provincia di Cremona", in_cremona),))
    assert {line.entry.province for line in left.lines} & {"CR"} == set()


def test_place_at_the_end_leaves_the_reading_as_it_is() -> None:
    alone, placed = (
        {one.code for one in answer(text, audience=PUBLIC_AUDIENCE, today=TODAY).asked}
        for text in ("rossetti", "rossetti non a Milano")
    )
    assert placed == alone


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("riempimento crema in barattolo, ma non Alba Cosmetici", "alba-cosmetici"),
        ("challenge test tranne Alba Cosmetici", "alba-cosmetici"),
    ],
)
def test_organisation_that_is_refused_does_not_answer(text: str, code: str) -> None:
    found = answer(text, audience=PUBLIC_AUDIENCE, today=TODAY, top=50)
    assert [one.left_out for one in found.refused] == [1]
    assert code not in {line.entry.code for line in found.lines}
    assert code not in {one.code for one in found.named}


def test_province_is_a_province_and_a_part_of_the_region_keeps_its_name(client: Client) -> None:
    page = client.get("/it/ask/", {"q": "terzista in provincia di Cremona"}).content.decode()
    assert "Solo in provincia di Cremona" in page
    assert "province=CR" in page
    brianza = client.get("/it/ask/", {"q": "chi fa astucci in Brianza?"}).content.decode()
    assert "Hai scritto Brianza" in brianza
    assert "Solo entro 30 km da Monza" in brianza


def test_trace_stands_first_in_answers_too_where_nobody_holds_it() -> None:
    found = answer("UV filters", audience=OFFICE_AUDIENCE, today=TODAY, lang="en")
    shown = found.lines or found.nearest
    assert [line.parts[0].state for line in shown][:2] == ["trace", "unknown"]


def test_who_refused_what_is_asked_does_not_come_near_it_either() -> None:
    before = answer("challenge test", audience=PUBLIC_AUDIENCE, today=TODAY, top=50)
    assert "alba-cosmetici" in {line.entry.code for line in before.lines}
    asked = [one.code for one in before.asked]
    Claim.objects.filter(organisation__code="alba-cosmetici", competence__in=asked).update(verdict="REFUSED")
    after = answer("challenge test", audience=PUBLIC_AUDIENCE, today=TODAY, top=50)
    assert "alba-cosmetici" not in {line.entry.code for line in after.lines}


def test_after_the_tenth_only_who_has_proof_is_listed() -> None:
    found = answer("rossetti", audience=PUBLIC_AUDIENCE, today=TODAY, top=50)
    assert [line.entry.code for line in found.lines[10:] if not any(part.is_held for part in line.parts)] == []
    holders = {line.entry.code for line in found.lines if any(part.is_held for part in line.parts)}
    asked = [one.code for one in found.asked]
    held = Claim.objects.filter(competence__in=asked, seen_by="PUBLIC", strength__gte=HELD_AT)
    assert len(holders) == held.values("organisation").distinct().count() > 0


def test_addresses_of_an_answer_have_no_empty_part(client: Client) -> None:
    for query in ({"q": "airless"}, {"q": "airless", "kind": "COMPANY"}):
        context = client.get("/it/ask/", query).context
        urls = [context["all_url"], context["not_known_url"], *(url for _one, url in context["readings"])]
        assert [url for url in urls if "&&" in url or "?&" in url] == []
        assert f"{context['all_url']}&".count("&all=1&") == 1


def test_reader_of_the_screen_hears_one_organisation_as_one(client: Client) -> None:
    alone = next(leaf for leaf in chain_coverage(audience=PUBLIC_AUDIENCE).single if not leaf.elsewhere)
    page = client.get("/it/ask/", {"q": alone.label})
    assert 1 in [one.holders for one, _url in page.context["readings"]]
    said = re.findall(r'<span class="num">1<span class="sr"> (\w+)</span>', page.content.decode())
    assert set(said) == {"soggetto"}
